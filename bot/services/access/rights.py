"""What a person is trusted with where a meeting is concerned."""

from sqlalchemy import CompoundSelect, bindparam, null, select, union_all
from sqlalchemy.orm import Session

from bot.services import contacts
from models import COORDINATING, Assignment, CrewMember, Duty, Event
from models.errors import N_
from models.permissions import ADMIN, LEAD, Action, may

HELD: CompoundSelect[Duty, int | None, int | None, int | None] = union_all(
    select(Assignment.duty, Assignment.area_id, Assignment.series_id, null().label("event_id")).where(
        Assignment.person_id == bindparam("of_person")
    ),
    select(CrewMember.duty, null(), null(), CrewMember.event_id).where(
        CrewMember.person_id == bindparam("of_person"), CrewMember.event_id == bindparam("at_event")
    ),
)
"""What a person is trusted with anywhere, and at one meeting: one statement, since it is asked at every press."""
NOT_YOURS = N_("Only the coordinator can do that.")


def duties(session: Session, person_id: int, event: Event, *, is_admin: bool = False) -> frozenset[str]:
    """What the person is trusted with where this meeting is concerned.

    A national organiser stands in where neither a coordinator nor a deputy has Slack (domain.md 8); a lab's process
    lead is its coordinator.
    """
    found = {str(ADMIN)} if is_admin else set()
    for duty, area_id, series_id, event_id in session.execute(HELD, {"of_person": person_id, "at_event": event.id}):
        is_of_area = area_id is not None and area_id == event.area_id
        is_of_series = area_id is None and series_id == event.series_id
        if is_of_area or is_of_series or event_id == event.id:
            found.add(Duty(duty).value)
        if is_of_series and duty in COORDINATING:
            found.add(LEAD)
    if Duty.NATIONAL in found and not _has_coordinator_in_slack(session, event):
        found.add(Duty.COORDINATOR.value)
    return frozenset(found)


def answers_appeals(session: Session, event: Event, person_id: int) -> bool:
    return may(duties(session, person_id, event), Action.ANSWER_APPEALS)


def may_merge(session: Session, event: Event, person_id: int) -> bool:
    return may(duties(session, person_id, event), Action.MERGE)


def may_invite(session: Session, event: Event, person_id: int) -> bool:
    return may(duties(session, person_id, event), Action.INVITE)


def sees_needs(session: Session, event: Event, person_id: int) -> bool:
    return may(duties(session, person_id, event), Action.SEE_NEEDS)


def counts_needs(session: Session, event: Event, person_id: int) -> bool:
    return may(duties(session, person_id, event), Action.COUNT_NEEDS)


def sees_participants(session: Session, event: Event, person_id: int) -> bool:
    """Whether the coordinator's list is theirs, not the one that participants see."""
    return may(duties(session, person_id, event), Action.SEE_PARTICIPANTS)


def may_change_plan(session: Session, event: Event, person_id: int) -> bool:
    return may(duties(session, person_id, event), Action.CHANGE_PLAN)


def may_build_programme(session: Session, event: Event, person_id: int) -> bool:
    return may(duties(session, person_id, event), Action.BUILD_PROGRAMME)


def may_publish_programme(session: Session, event: Event, person_id: int) -> bool:
    return may(duties(session, person_id, event), Action.PUBLISH_PROGRAMME)


def has_colleagues(session: Session, event: Event, person_id: int) -> bool:
    """Whether some of those who come are theirs to register, change and cancel for."""
    is_contact = may(duties(session, person_id, event), Action.REGISTER_COLLEAGUES)
    return is_contact and bool(contacts.organisations_of(session, event, person_id))


def sees_hidden(session: Session, event: Event, person_id: int) -> bool:
    """Those who asked not to be shown are named to the coordinator alone (domain.md 9)."""
    return may(duties(session, person_id, event), Action.SEE_HIDDEN)


def sees_proposers(session: Session, event: Event, person_id: int) -> bool:
    return may(duties(session, person_id, event), Action.SEE_PROPOSERS)


def steers_topics(session: Session, event: Event, person_id: int) -> bool:
    return may(duties(session, person_id, event), Action.STEER_TOPICS)


def decides_topics(session: Session, event: Event, person_id: int) -> bool:
    return may(duties(session, person_id, event), Action.DECIDE_TOPICS)


def _has_coordinator_in_slack(session: Session, event: Event) -> bool:
    those = (contacts.coordinators, contacts.deputies)
    return any(person.can_be_told for found in those for person in found(session, event))
