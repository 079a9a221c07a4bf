"""What a meeting lacks now: the rules of the board's "needs attention"."""

from datetime import datetime, timedelta

from bot.receipts.boards import Todo
from models import Event, EventState
from models.times import local

EIGHT_WEEKS, TWO_WEEKS = 56, 14
"""Before the meeting: the invitation goes out; the programme is published (domain.md 4)."""
SOON = timedelta(days=7)
AFTER = (EventState.DOCUMENTED, EventState.FED_BACK, EventState.ARCHIVED)


def days_left(event: Event, now: datetime) -> int | None:
    return (event.day - local(now, event.tz).date()).days if event.day else None


def of(
    event: Event, now: datetime, *, coordinators: int, invited: int, answered: int, registered: int, unread: int,
    is_unopened: bool, is_too_long: bool,
) -> tuple[Todo, ...]:  # fmt: skip
    """In the order in which they are to be done."""
    if event.state is EventState.CANCELLED:
        return ()
    if event.is_over(now):
        return (Todo.NOTES,) if _lacks_notes(event, now) else ()
    left = days_left(event, now)
    is_near = left is not None and left <= EIGHT_WEEKS
    closes_soon = event.closes_at is not None and now < event.closes_at <= now + SOON
    found = {
        Todo.COORDINATOR: coordinators == 0,
        Todo.DATE: event.day is None and event.state is not EventState.DATE_POLL,
        Todo.PUBLISH: event.state is EventState.DRAFT and is_near,
        Todo.VENUE: event.has_place and not event.place_name and is_near,
        Todo.INVITE: event.takes_registrations(now) and invited + registered == 0,
        Todo.REMIND_SILENT: closes_soon and answered < invited,
        Todo.FEW: closes_soon and registered < (event.min_registrations or 0),
        Todo.QUESTIONS: unread > 0,
        Todo.VOTE: is_unopened,
        Todo.MISFIT: is_too_long,
        Todo.PROGRAMME: left is not None and left <= TWO_WEEKS and event.programme_at is None,
    }
    return tuple(todo for todo, is_so in found.items() if is_so)


def _lacks_notes(event: Event, now: datetime) -> bool:
    due = event.notes_draft_on or event.notes_final_on
    return due is not None and due <= local(now, event.tz).date() and event.state not in AFTER
