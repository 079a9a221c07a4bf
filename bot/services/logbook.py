"""Reading who did what: for whoever answers for the meetings, and whoever looks after the bot."""

from collections.abc import Set

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, aliased

from bot.receipts import LogLine, LogPage
from bot.services import access, events
from bot.services.people import Member
from models import Event, LogEntry, Person, Registration
from models.errors import Refusal
from models.permissions import Action, may

PAGE = 20
"""Lines at a time: each is one line of a list."""
Actor = aliased(Person)


def page(session: Session, member: Member, *, words: str, is_admin: bool, default_tz: str, number: int = 1) -> LogPage:
    """The latest first; with words, of the meetings they fit. Raises Refusal for who may read none of it.

    Whoever looks after the bot reads ids, no names (domain.md 8); who does not want to be shown is named to their own
    coordinators alone.
    """
    everything = session.scalars(select(Event).where(Event.workspace_id == member.workspace_id)).all()
    rights = {event.id: access.duties(session, member.person_id, event, is_admin=is_admin) for event in everything}
    mine = {event_id for event_id, has in rights.items() if may(has, Action.READ_LOG)}
    if not mine and not is_admin:
        raise Refusal(access.NOT_YOURS)
    if words:
        mine &= {event.id for event in events.matching(session, everything, words)}
    shown = _shown(member.workspace_id, mine, is_whole=is_admin and not words)
    total = session.scalar(select(func.count()).select_from(LogEntry).where(shown)) or 0
    pages = max(1, -(-total // PAGE))
    here = min(max(1, number), pages)
    named = {one for one in mine if may(rights[one], Action.SEE_PARTICIPANTS)}
    hidden = _hidden(session, {one for one in mine if not may(rights[one], Action.SEE_HIDDEN)})
    lines = _lines(session, shown, here, named, hidden, default_tz)
    return LogPage(lines=lines, page=here, pages=pages, total=total, words=words)


def _lines(
    session: Session,
    shown: ColumnElement[bool],
    page: int,
    named: Set[int],
    hidden: Set[tuple[int, int]],
    default_tz: str,
) -> tuple[LogLine, ...]:
    rows = session.execute(
        select(LogEntry, Actor, Person, Event)
        .outerjoin(Actor, Actor.id == LogEntry.actor_id)
        .outerjoin(Person, Person.id == LogEntry.person_id)
        .outerjoin(Event, Event.id == LogEntry.event_id)
        .where(shown)
        .order_by(LogEntry.at.desc(), LogEntry.id.desc())
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    return tuple(
        LogLine(
            action=entry.action,
            at=entry.at,
            tz=event.tz if event else default_tz,
            actor=_name(actor, entry.event_id, named, hidden),
            person=_name(person, entry.event_id, named, hidden) if entry.person_id != entry.actor_id else None,
            event_title=event.title if event else None,
            reason=str(entry.facts["reason"]) if entry.facts.get("reason") and entry.event_id in named else None,
        )
        for entry, actor, person, event in rows
    )


def _shown(workspace_id: int, mine: Set[int], *, is_whole: bool) -> ColumnElement[bool]:
    """Lines about no meeting (a file, a channel) belong to whoever looks after the bot."""
    ours = LogEntry.event_id.in_(mine)
    return (LogEntry.workspace_id == workspace_id) & (or_(ours, LogEntry.event_id.is_(None)) if is_whole else ours)


def _hidden(session: Session, events: Set[int]) -> set[tuple[int, int]]:
    """Whom the reader must not meet by name, and where."""
    rows = session.execute(
        select(Registration.event_id, Registration.person_id).where(
            Registration.event_id.in_(events), Registration.is_hidden
        )
    )
    return {(row.event_id, row.person_id) for row in rows}


def _name(person: Person | None, event_id: int | None, named: Set[int], hidden: Set[tuple[int, int]]) -> str | None:
    if person is None:
        return None
    is_named = event_id in named and (event_id, person.id) not in hidden
    return person.name if is_named else f"#{person.id}"
