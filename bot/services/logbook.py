"""Reading who did what: for whoever answers for the meetings, and whoever looks after the bot."""

from collections.abc import Set
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, aliased

from bot.receipts import LogLine, LogPage
from bot.services import access, events
from bot.services.coordinating import places
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
    places_of = {event.id: _place_key(event) for event in everything}
    mine = {event_id for event_id, has in rights.items() if may(has, Action.READ_LOG)}
    if not mine and not is_admin:
        raise Refusal(access.NOT_YOURS)
    if words:
        mine &= {event.id for event in events.matching(session, everything, words)}
    shown = _shown(member.workspace_id, mine, {places_of[one] for one in mine}, is_whole=is_admin and not words)
    total = session.scalar(select(func.count()).select_from(LogEntry).where(shown)) or 0
    pages = max(1, -(-total // PAGE))
    here = min(max(1, number), pages)
    named = {one for one in mine if may(rights[one], Action.SEE_PARTICIPANTS)}
    hidden = _hidden(session, {one for one in mine if not may(rights[one], Action.SEE_HIDDEN)})
    sight = _Sight(named, {places_of[one] for one in named}, hidden)
    lines = _lines(session, shown, here, sight, default_tz)
    return LogPage(lines=lines, page=here, pages=pages, total=total, words=words)


def _lines(
    session: Session,
    shown: ColumnElement[bool],
    page: int,
    sight: "_Sight",
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
            actor=sight.name(actor, entry),
            person=sight.name(person, entry) if entry.person_id != entry.actor_id else None,
            event_title=event.title if event else _place_name(session, entry),
            reason=str(entry.facts["reason"]) if entry.facts.get("reason") and entry.event_id in sight.named else None,
        )
        for entry, actor, person, event in rows
    )


def _shown(workspace_id: int, mine: Set[int], places: Set[str], *, is_whole: bool) -> ColumnElement[bool]:
    """Lines about no meeting (a file, a channel) belong to whoever looks after the bot; those about who coordinates
    an area or a lab series to whoever reads those of its meetings."""
    is_of_place = LogEntry.event_id.is_(None) & LogEntry.facts["place"].as_string().in_(places)
    ours = or_(LogEntry.event_id.in_(mine), is_of_place)
    return (LogEntry.workspace_id == workspace_id) & (or_(ours, LogEntry.event_id.is_(None)) if is_whole else ours)


def _hidden(session: Session, events: Set[int]) -> set[tuple[int, int]]:
    """Whom the reader must not meet by name, and where."""
    rows = session.execute(
        select(Registration.event_id, Registration.person_id).where(
            Registration.event_id.in_(events), Registration.is_hidden
        )
    )
    return {(row.event_id, row.person_id) for row in rows}


def _place_key(event: Event) -> str:
    return places.key_of(event.area_id, event.series_id)


def _place_name(session: Session, entry: LogEntry) -> str | None:
    key = entry.facts.get("place")
    place = places.found(session, str(key)) if key else None
    return places.name(place) if place else None


@dataclass(frozen=True)
class _Sight:
    """The meetings and places where the reader sees names, and whom they must not meet by name where."""

    named: Set[int]
    places: Set[str]
    hidden: Set[tuple[int, int]]

    def name(self, person: Person | None, entry: LogEntry) -> str | None:
        if person is None:
            return None
        is_hidden = entry.event_id is not None and (entry.event_id, person.id) in self.hidden
        is_named = entry.event_id in self.named or (entry.event_id is None and entry.facts.get("place") in self.places)
        return person.name if is_named and not is_hidden else f"#{person.id}"
