"""Getting a row to act on, or a refusal. Handlers get rows for a person from here and nowhere else."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services import contacts, events, log
from models import (
    Announcement,
    AnnouncementState,
    Appeal,
    Area,
    Assignment,
    Card,
    Delivery,
    Duty,
    Event,
    Kind,
    Registration,
    RegistrationState,
    Series,
    SeriesKind,
    Step,
    Substitution,
)
from models.errors import N_, Refusal
from models.organisations import search_words
from models.permissions import ADMIN, Action, may

LONGEST_ID = 9
"""Digits: every database takes a number of so many."""
NOT_YOURS = N_("Only the coordinator can do that.")
NO_LONGER_REGISTERED = N_("That person is no longer registered.")
NO_LONGER_WRITTEN = N_("That message no longer exists.")


def row_id(written: str) -> int | None:
    """The id that came back with a button or a form; None when it can be none of ours."""
    return int(written) if written.isdecimal() and len(written) <= LONGEST_ID else None


def event_in(session: Session, workspace_id: int, event_id: int | None) -> Event:
    """The meeting, if it belongs to this workspace."""
    event = session.get(Event, event_id) if event_id is not None else None
    if event is None or event.workspace_id != workspace_id:
        raise Refusal(N_("That meeting no longer exists."))
    return event


def event_to_change(session: Session, workspace_id: int, event_id: int | None) -> Event:
    """As `event_in`, held until the transaction ends: for whoever changes its seats."""
    event = events.lock_if_there(session, event_id) if event_id is not None else None
    if event is None or event.workspace_id != workspace_id:
        raise Refusal(N_("That meeting no longer exists."))
    return event


def event_to(
    session: Session, workspace_id: int, event_id: int | None, *, person_id: int, action: Action, is_admin: bool = False
) -> Event:
    """The meeting, if this person may do this with it."""
    event = event_in(session, workspace_id, event_id)
    if not may(duties(session, person_id, event, is_admin=is_admin), action):
        raise Refusal(NOT_YOURS)
    return event


def event_for_overview(session: Session, workspace_id: int, event_id: int, *, person_id: int) -> Event:
    """The meeting, for whoever answers for it."""
    return event_to(session, workspace_id, event_id, person_id=person_id, action=Action.SEE_OVERVIEW)


def event_to_announce(session: Session, workspace_id: int, event_id: int, *, person_id: int) -> Event:
    """The meeting, for whoever may write to its people."""
    return event_to(session, workspace_id, event_id, person_id=person_id, action=Action.ANNOUNCE)


def announcement_to_send(
    session: Session, workspace_id: int, announcement_id: int | None, *, person_id: int
) -> tuple[Event, Announcement]:
    """What has been written, for whoever may send it."""
    row = session.get(Announcement, announcement_id) if announcement_id is not None else None
    if row is None:
        raise Refusal(NO_LONGER_WRITTEN)
    event = event_to_announce(session, workspace_id, row.event_id, person_id=person_id)
    return event, announcement_in(session, event, row.id, person_id=person_id)


def announcement_in(session: Session, event: Event, announcement_id: int | None, *, person_id: int) -> Announcement:
    """What has been written to the people of this meeting; drafts are for their author's eyes."""
    row = session.get(Announcement, announcement_id) if announcement_id is not None else None
    if row is None or row.event_id != event.id:
        raise Refusal(NO_LONGER_WRITTEN)
    if row.state is AnnouncementState.DRAFT and row.author_id != person_id:
        raise Refusal(NOT_YOURS)
    return row


def appeal_to_see(
    session: Session, workspace_id: int, appeal_id: int | None, *, person_id: int
) -> tuple[Event, Appeal]:
    """What somebody asks for and its meeting, for whoever may answer."""
    row = session.get(Appeal, appeal_id) if appeal_id is not None else None
    if row is None:
        raise Refusal(N_("That question no longer exists."))
    action = Action.ANSWER_APPEALS
    return event_to(session, workspace_id, row.event_id, person_id=person_id, action=action), row


def appeal_to_answer(
    session: Session, workspace_id: int, appeal_id: int | None, *, person_id: int
) -> tuple[Event, Appeal]:
    """As `appeal_to_see`, held until the transaction ends."""
    _, row = appeal_to_see(session, workspace_id, appeal_id, person_id=person_id)
    event = event_to_change(session, workspace_id, row.event_id)
    session.refresh(row)
    return event, row


def answers_appeals(session: Session, event: Event, person_id: int) -> bool:
    return may(duties(session, person_id, event), Action.ANSWER_APPEALS)


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
    if Duty.NATIONAL in found and not _has_coordinator_in_slack(session, event):
        found.add(Duty.COORDINATOR.value)
    return frozenset(found)


@dataclass(frozen=True)
class Whom:
    """Whom one may register for a meeting. `organisations` is None for whoever may register anyone."""

    event: Event
    organisations: frozenset[int] | None = None

    @property
    def may_exceed(self) -> bool:
        return self.organisations is None


def event_to_register_others(session: Session, workspace_id: int, event_id: int | None, *, person_id: int) -> Whom:
    """The meeting, for whoever may register others: anyone, or the people of their own organisations."""
    event = event_to(session, workspace_id, event_id, person_id=person_id, action=Action.REGISTER_COLLEAGUES)
    if may(duties(session, person_id, event), Action.REGISTER_OTHERS):
        return Whom(event)
    own = contacts.organisations_of(session, event, person_id)
    if not own:
        raise Refusal(NOT_YOURS)
    return Whom(event, own)


def event_to_steer(session: Session, workspace_id: int, event_id: int | None, *, person_id: int) -> Event:
    """The meeting, for whoever may act for those who take part."""
    return event_to(session, workspace_id, event_id, person_id=person_id, action=Action.REGISTER_OTHERS)


def event_to_merge_in(session: Session, workspace_id: int, event_id: int | None, *, person_id: int) -> Event:
    """The meeting, for whoever may say that two of its people are one."""
    return event_to(session, workspace_id, event_id, person_id=person_id, action=Action.MERGE)


def may_merge(session: Session, event: Event, person_id: int) -> bool:
    return may(duties(session, person_id, event), Action.MERGE)


def registration_to_steer(
    session: Session, workspace_id: int, registration_id: int | None, *, person_id: int
) -> tuple[Event, Registration]:
    """Somebody's seat or place in line, and the meeting, for whoever may act for them."""
    row = session.get(Registration, registration_id) if registration_id is not None else None
    if row is None:
        raise Refusal(NO_LONGER_REGISTERED)
    event = event_to_steer(session, workspace_id, row.event_id, person_id=person_id)
    if not row.is_active or (row.is_hidden and not sees_hidden(session, event, person_id)):
        raise Refusal(NO_LONGER_REGISTERED)
    return event, row


def registration_to_change(
    session: Session, workspace_id: int, registration_id: int | None, *, person_id: int
) -> tuple[Event, Registration]:
    """As `registration_to_steer`, held until the transaction ends."""
    event, row = registration_to_steer(session, workspace_id, registration_id, person_id=person_id)
    event = event_to_change(session, workspace_id, event.id)
    session.refresh(row)
    if not row.is_active:
        raise Refusal(NO_LONGER_REGISTERED)
    return event, row


def sees_needs(session: Session, event: Event, person_id: int) -> bool:
    return may(duties(session, person_id, event), Action.SEE_NEEDS)


def event_for_participants(session: Session, workspace_id: int, event_id: int, *, person_id: int) -> Event:
    """The meeting, for whoever may see who comes to it."""
    return event_to(session, workspace_id, event_id, person_id=person_id, action=Action.SEE_PARTICIPANTS)


def sees_participants(session: Session, event: Event, person_id: int) -> bool:
    """Whether the coordinator's list is theirs, not the one that participants see."""
    return may(duties(session, person_id, event), Action.SEE_PARTICIPANTS)


def event_for_fellows(session: Session, workspace_id: int, event_id: int | None, *, person_id: int) -> Event:
    """The meeting, for whoever comes to it themselves, or sees its participants anyway."""
    event = event_in(session, workspace_id, event_id)
    if _is_registered(session, event, person_id) or sees_participants(session, event, person_id):
        return event
    raise Refusal(N_("Only those who are registered see who else comes."), event_id=event.id)


def event_to_export(
    session: Session, workspace_id: int, event_id: int | None, *, person_id: int, is_admin: bool
) -> Event:
    """The meeting, held, for whoever may take its list home."""
    event_to(session, workspace_id, event_id, person_id=person_id, action=Action.EXPORT, is_admin=is_admin)
    return event_to_change(session, workspace_id, event_id)


def event_for_needs(session: Session, workspace_id: int, event_id: int, *, person_id: int, now: datetime) -> Event:
    """The meeting, for its coordinator's eyes; written down, since a stand-in may be looking."""
    event = event_to(session, workspace_id, event_id, person_id=person_id, action=Action.SEE_NEEDS)
    log.record(session, "needs_seen", workspace_id=workspace_id, now=now, actor_id=person_id, event_id=event.id)
    return event


def mail_to_mark(
    session: Session, workspace_id: int, delivery_id: int | None, *, person_id: int
) -> tuple[Delivery, Event]:
    """A text for guests and its meeting, for whoever got it or plans the meeting."""
    mail = session.get(Delivery, delivery_id) if delivery_id is not None else None
    if mail is None or mail.kind is not Kind.GUEST_TEXT or mail.event_id is None:
        raise Refusal(N_("That text no longer exists."))
    event = event_in(session, workspace_id, mail.event_id)
    if mail.person_id != person_id and not may(duties(session, person_id, event), Action.CHANGE_PLAN):
        raise Refusal(NOT_YOURS)
    return mail, event


def question_to_answer(
    session: Session, workspace_id: int, substitution_id: int | None, *, person_id: int
) -> tuple[Substitution, Event]:
    """For the person who was asked, or for whoever answers for them, as the mail for guests lets one do."""
    row = session.get(Substitution, substitution_id) if substitution_id is not None else None
    if row is None:
        raise Refusal(N_("That question no longer exists."))
    event = event_in(session, workspace_id, session.get_one(Registration, row.registration_id).event_id)
    if row.person_id != person_id and not may(duties(session, person_id, event), Action.REGISTER_OTHERS):
        raise Refusal(NOT_YOURS)
    return row, event


def question_to_settle(
    session: Session, workspace_id: int, substitution_id: int | None, *, person_id: int
) -> tuple[Substitution, Event]:
    """As `question_to_answer`, held until the transaction ends."""
    row, event = question_to_answer(session, workspace_id, substitution_id, person_id=person_id)
    event = event_to_change(session, workspace_id, event.id)
    session.refresh(row)
    session.refresh(session.get_one(Registration, row.registration_id))
    return row, event


def event_for_line(session: Session, workspace_id: int, event_id: int | None, *, person_id: int) -> Event:
    """The meeting, for whoever answers for its waiting list."""
    return event_to(session, workspace_id, event_id, person_id=person_id, action=Action.STEER_LINE)


def place_in_line(session: Session, workspace_id: int, value: str, *, person_id: int) -> tuple[Event, int]:
    """The meeting and the place that a button with `w` and a registration is about."""
    row = _registration(session, value)
    event = event_for_line(session, workspace_id, row.event_id if row else None, person_id=person_id)
    return event, row.id if row else 0


def event_to_steer_line(session: Session, workspace_id: int, event_id: int | None, *, person_id: int) -> Event:
    """As `event_for_line`, held until the transaction ends."""
    event = event_to_change(session, workspace_id, event_id)
    if not may(duties(session, person_id, event), Action.STEER_LINE):
        raise Refusal(NOT_YOURS)
    return event


def offer_to_answer(session: Session, workspace_id: int, value: str, *, person_id: int) -> tuple[Event, int]:
    """The meeting, held, and whose answer it is: one's own, or with `g` and a registration a guest's."""
    if not value.startswith("g"):
        return event_to_change(session, workspace_id, row_id(value)), person_id
    row = _registration(session, value)
    event = event_to_steer_line(session, workspace_id, row.event_id if row else None, person_id=person_id)
    return event, row.person_id if row else person_id


def _registration(session: Session, value: str) -> Registration | None:
    registration_id = row_id(value[1:])
    return session.get(Registration, registration_id) if registration_id is not None else None


def event_for_plan(session: Session, workspace_id: int, event_id: int | None, *, person_id: int) -> Event:
    """The meeting, for whoever may read its plan."""
    return event_to(session, workspace_id, event_id, person_id=person_id, action=Action.SEE_PLAN)


def step_to(
    session: Session, workspace_id: int, step_id: int | None, *, person_id: int, action: Action
) -> tuple[Step, Event]:
    """A step of a plan and its meeting, if this person may do this with the plan."""
    step = session.get(Step, step_id) if step_id is not None else None
    if step is None:
        raise Refusal(N_("That part of the plan no longer exists."))
    return step, event_to(session, workspace_id, step.event_id, person_id=person_id, action=action)


def step_to_see(session: Session, workspace_id: int, step_id: int | None, *, person_id: int) -> tuple[Step, Event]:
    return step_to(session, workspace_id, step_id, person_id=person_id, action=Action.SEE_PLAN)


def step_to_edit(session: Session, workspace_id: int, step_id: int | None, *, person_id: int) -> tuple[Step, Event]:
    """For whoever may change the plan: to be shown as it is."""
    return step_to(session, workspace_id, step_id, person_id=person_id, action=Action.CHANGE_PLAN)


def step_to_change(session: Session, workspace_id: int, step_id: int | None, *, person_id: int) -> tuple[Step, Event]:
    """As `step_to_edit`, held until the transaction ends."""
    step, _ = step_to_edit(session, workspace_id, step_id, person_id=person_id)
    event = event_to_change(session, workspace_id, step.event_id)
    session.refresh(step)
    return step, event


def may_change_plan(session: Session, event: Event, person_id: int) -> bool:
    return may(duties(session, person_id, event), Action.CHANGE_PLAN)


def sees_hidden(session: Session, event: Event, person_id: int) -> bool:
    """Those who asked not to be shown are named to the coordinator alone (domain.md 9)."""
    return may(duties(session, person_id, event), Action.SEE_HIDDEN)


def sees_proposers(session: Session, event: Event, person_id: int) -> bool:
    return may(duties(session, person_id, event), Action.SEE_PROPOSERS)


def card_to_post(session: Session, workspace_id: int, card_id: int | None, *, person_id: int, is_admin: bool) -> Card:
    """The card of a meeting, if this person may post it in its channel."""
    card = session.get(Card, card_id) if card_id is not None else None
    if card is None or card.event_id is None:
        raise Refusal(N_("That meeting no longer exists."))
    action = Action.BIND_CHANNEL
    event_to(session, workspace_id, card.event_id, person_id=person_id, action=action, is_admin=is_admin)
    return card


@dataclass(frozen=True)
class Place:
    """An area or a lab series; `key` goes into a button and comes back."""

    key: str
    name: str


def places_to_bind(
    session: Session, workspace_id: int, *, person_id: int, is_admin: bool, words: str = ""
) -> list[Place]:
    """The areas and lab series this person may tie a channel to, narrowed by the words written."""
    wanted = search_words(words)
    places = [
        Place(_key(row), _name(row)) for row in _bindable(session, workspace_id, person_id=person_id, is_admin=is_admin)
    ]
    return [place for place in places if all(word in " ".join(search_words(place.name)) for word in wanted)]


def place_to_bind(session: Session, workspace_id: int, key: str, *, person_id: int, is_admin: bool) -> Area | Series:
    """The area or series itself, if this person may tie a channel to it."""
    for row in _bindable(session, workspace_id, person_id=person_id, is_admin=is_admin):
        if _key(row) == key:
            return row
    raise Refusal(NOT_YOURS)


def _bindable(session: Session, workspace_id: int, *, person_id: int, is_admin: bool) -> list[Area | Series]:
    areas = session.scalars(select(Area).where(Area.workspace_id == workspace_id).order_by(Area.name)).all()
    labs = session.scalars(
        select(Series).where(Series.workspace_id == workspace_id, Series.kind == SeriesKind.LAB).order_by(Series.id)
    ).all()
    places: list[Area | Series] = [*areas, *labs]
    mine = session.scalars(select(Assignment).where(Assignment.person_id == person_id)).all()
    is_everywhere = is_admin or any(duty.duty is Duty.NATIONAL for duty in mine)
    return [place for place in places if is_everywhere or any(_is_for(duty, place) for duty in mine)]


def _key(place: Area | Series) -> str:
    return f"{type(place).__name__.lower()}:{place.id}"


def _is_for(duty: Assignment, place: Area | Series) -> bool:
    if duty.duty is not Duty.COORDINATOR:
        return False
    if isinstance(place, Area):
        return duty.area_id == place.id
    return duty.area_id is None and duty.series_id == place.id


def _name(place: Area | Series) -> str:
    return place.name if isinstance(place, Area) else place.title


def _is_registered(session: Session, event: Event, person_id: int) -> bool:
    mine = select(Registration.id).where(
        Registration.event_id == event.id,
        Registration.person_id == person_id,
        Registration.state == RegistrationState.REGISTERED,
    )
    return session.scalar(mine) is not None


def _has_coordinator_in_slack(session: Session, event: Event) -> bool:
    return any(person.has_slack for person in contacts.coordinators(session, event))
