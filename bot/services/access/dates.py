"""A poll of days to act on, or a refusal: for those it asks, and for whoever chooses the day."""

from sqlalchemy.orm import Session

from bot.services.access.meetings import event_in, event_to_change, row_id
from bot.services.access.rights import NOT_YOURS, duties
from bot.services.dates import asked, polls, taken
from models import DateOption, DatePoll, Event, Person
from models.errors import N_, Refusal
from models.permissions import Action, may

NO_POLL = N_("No day is being chosen for {title} any more.")
NOT_ASKED = N_("Only those who are invited to {title} are asked which day suits. Contact the coordinator.")


def date_to_see(
    session: Session, workspace_id: int, event_id: int | None, *, person_id: int
) -> tuple[Event, DatePoll | None, bool]:
    """Whether the person chooses the day is said last; who does may find no poll yet."""
    event = event_in(session, workspace_id, event_id)
    leads, poll = may_choose(session, event, person_id), polls.latest(session, event)
    if leads and poll is None and event.day is None:
        return event, None, True
    return poll_to_see(session, workspace_id, event_id, person_id=person_id)


def poll_to_see(
    session: Session, workspace_id: int, event_id: int | None, *, person_id: int
) -> tuple[Event, DatePoll, bool]:
    """Of the meeting, for those it asks and for whoever chooses; which of them is said last."""
    event = event_in(session, workspace_id, event_id)
    poll, leads = _latest(session, event), may_choose(session, event, person_id)
    if not leads:
        _refuse_unless_asked(session, event, person_id)
    return event, poll, leads


def days_to_hold(
    session: Session, workspace_id: int, event_id: int | None, *, person_id: int
) -> tuple[Event, DatePoll | None]:
    """For whoever may see the poll; and, when it came to nothing, for whoever has its days in their calendar."""
    event = event_in(session, workspace_id, event_id)
    if polls.latest(session, event) is None and taken.has_taken(session, event, person_id):
        return event, None
    event, poll, _ = poll_to_see(session, workspace_id, event_id, person_id=person_id)
    return event, poll


def poll_to_answer(
    session: Session, workspace_id: int, event_id: int | None, *, person_id: int, holds: bool = False
) -> tuple[Event, DatePoll]:
    """For those it asks; held until the transaction ends, if something is to change."""
    event = (event_to_change if holds else event_in)(session, workspace_id, event_id)
    poll = _latest(session, event)
    _refuse_unless_asked(session, event, person_id)
    return event, poll


def day_to_answer(
    session: Session, workspace_id: int, value: str, *, person_id: int
) -> tuple[Event, DatePoll, DateOption]:
    """By the button's own value, `d12`. Held."""
    option, poll = _day(session, value)
    event, found = poll_to_answer(session, workspace_id, poll.event_id, person_id=person_id, holds=True)
    return event, _same(found, poll, event), option


def event_to_date(
    session: Session, workspace_id: int, event_id: int | None, *, person_id: int, holds: bool = False
) -> tuple[Event, DatePoll | None]:
    """For whoever may choose its day; with the poll that is on, if any."""
    event = (event_to_change if holds else event_in)(session, workspace_id, event_id)
    if not may_choose(session, event, person_id):
        raise Refusal(NOT_YOURS)
    return event, polls.live(session, event)


def poll_to_lead(
    session: Session, workspace_id: int, event_id: int | None, *, person_id: int, holds: bool = True
) -> tuple[Event, DatePoll]:
    """The meeting's latest poll, decided or not, for whoever chooses."""
    event, _ = event_to_date(session, workspace_id, event_id, person_id=person_id, holds=holds)
    return event, _latest(session, event)


def day_to_choose(
    session: Session, workspace_id: int, value: str, *, person_id: int
) -> tuple[Event, DatePoll, DateOption]:
    """Held."""
    option, poll = _day(session, value)
    event, found = poll_to_lead(session, workspace_id, poll.event_id, person_id=person_id)
    return event, _same(found, poll, event), option


def guest_to_answer_for(session: Session, event: Event, written: str) -> Person:
    """Somebody outside Slack whom the poll asks."""
    person = session.get(Person, row_id(written) or 0)
    if person is None or person.has_slack or not asked.is_one(session, event, person.id):
        raise Refusal(N_("That person is not asked any more, or answers in Slack."))
    return person


def may_choose(session: Session, event: Event, person_id: int) -> bool:
    return may(duties(session, person_id, event), Action.CHOOSE_DATE)


def _latest(session: Session, event: Event) -> DatePoll:
    """As it is now, also when it was read before the meeting was held."""
    poll = polls.latest(session, event)
    if poll is None:
        raise Refusal(NO_POLL, event_id=event.id, title=event.title)
    session.refresh(poll)
    return poll


def _refuse_unless_asked(session: Session, event: Event, person_id: int) -> None:
    if not asked.is_one(session, event, person_id):
        raise Refusal(NOT_ASKED, event_id=event.id, title=event.title)


def _day(session: Session, value: str) -> tuple[DateOption, DatePoll]:
    number = row_id(value[1:]) if value.startswith("d") else None
    option = session.get(DateOption, number) if number is not None else None
    if option is None:
        raise Refusal(N_("That day is no longer asked about."))
    return option, session.get_one(DatePoll, option.poll_id)


def _same(found: DatePoll, meant: DatePoll, event: Event) -> DatePoll:
    """A button of an earlier poll of the meeting does nothing."""
    if found.id != meant.id:
        raise Refusal(NO_POLL, event_id=event.id, title=event.title)
    return found
