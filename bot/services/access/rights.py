"""What a person is trusted with where a meeting is concerned."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services import contacts
from models import Assignment, Duty, Event
from models.errors import N_
from models.permissions import ADMIN, LEAD, Action, may

NOT_YOURS = N_("Only the coordinator can do that.")


def duties(session: Session, person_id: int, event: Event, *, is_admin: bool = False) -> frozenset[str]:
    """What the person is trusted with where this meeting is concerned.

    A national organiser stands in for a coordinator without Slack (domain.md 8); a lab's process lead is its
    coordinator.
    """
    found = {str(ADMIN)} if is_admin else set()
    for duty in session.scalars(select(Assignment).where(Assignment.person_id == person_id)):
        is_of_area = duty.area_id is not None and duty.area_id == event.area_id
        is_of_series = duty.area_id is None and duty.series_id == event.series_id
        if is_of_area or is_of_series:
            found.add(duty.duty.value)
        if is_of_series and duty.duty is Duty.COORDINATOR:
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
    return any(person.has_slack for person in contacts.coordinators(session, event))
