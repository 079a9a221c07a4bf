"""Meetings: finding the one that is meant, holding it, and what anyone may know of it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, time

from sqlalchemy import Select, and_, bindparam, func, or_, select, update
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session, defer
from sqlalchemy.orm.attributes import set_committed_value

from bot.receipts import EventFacts, EventLine, EventPage, SeatCounts
from bot.services import contacts, people
from bot.services.coordinating import standing
from bot.services.registration import lines as line_up
from bot.services.registration import pending
from models import (
    Area,
    Duty,
    Event,
    EventState,
    Organisation,
    Poll,
    PollState,
    Quota,
    Registration,
    RegistrationState,
    Scope,
    Series,
    ShownTo,
)
from models.base import table_of
from models.organisations import search_words
from models.registrations import ACTIVE, SEATED

HELD = "held"
"""The key in `Session.info` for the transaction and the meeting it holds."""
SHOWN = (
    "id", "title", "state", "form", "day", "start_time", "end_time", "tz", "starts_at", "city", "place_name", "room",
    "has_induction_loop", "is_step_free", "has_captions", "has_coffee", "has_meal", "opens_at", "closes_at",
    "topics_close_at", "reason",
)  # fmt: skip
"""What everyone may know of a meeting, under its own name."""
PAGE = 6
"""Meetings a page: a message holds fifty blocks, a person's eye fewer."""


TO_HOLD = (
    select(Event, Series, Area)
    .join(Series, Series.id == Event.series_id)
    .outerjoin(Area, Area.id == Event.area_id)
    .where(Event.id == bindparam("event_id"))
    .with_for_update(of=Event)
    .options(*(defer(unasked) for unasked in (Series.agenda_templates, Series.theme_list, Series.reminder_list)))
    .execution_options(populate_existing=True)
)
NEXT_NUMBER = (
    update(table_of(Event))
    .where(table_of(Event).c.id == bindparam("of_event"))
    .values(next_number=table_of(Event).c.next_number + 1)
    .returning(table_of(Event).c.next_number)
)
_OF_EVENT = select(func.count()).where(table_of(Registration).c.event_id == bindparam("event_id"))
COUNTED = select(
    _OF_EVENT.where(table_of(Registration).c.state.in_(SEATED)).scalar_subquery().label("seated"),
    _OF_EVENT.where(table_of(Registration).c.state == RegistrationState.WAITLISTED).scalar_subquery().label("waiting"),
    select(table_of(Quota).c.capacity)
    .where(table_of(Quota).c.event_id == bindparam("event_id"), table_of(Quota).c.scope == Scope.ALL)
    .scalar_subquery()
    .label("capacity"),
    select(func.sum(table_of(Quota).c.capacity - table_of(Quota).c.taken))
    .where(table_of(Quota).c.event_id == bindparam("event_id"), table_of(Quota).c.scope == Scope.KEPT)
    .scalar_subquery()
    .label("kept"),
)
"""Made once: a registration runs them while everyone else waits for a turn to write."""


def lock(session: Session, event_id: int) -> Event:
    """The meeting, held until the transaction ends: whoever changes its seats waits here for a turn."""
    event = lock_if_there(session, event_id)
    if event is None:
        raise NoResultFound(f"there is no meeting {event_id}")
    return event


def lock_if_there(session: Session, event_id: int) -> Event | None:
    """As `lock`. Asking again in the same transaction is free; what belongs to the meeting is read along with it."""
    transaction, held = session.info.get(HELD, (None, None))
    if held and held.id == event_id and transaction is session.get_transaction():
        return held  # type: ignore[no-any-return]
    found = session.execute(TO_HOLD, {"event_id": event_id}).one_or_none()
    if found is None:
        return None
    session.info[HELD] = (session.get_transaction(), found[0])
    return found[0]


def next_number(session: Session, event: Event) -> int:
    """The number of the next to arrive. Only for whoever holds the meeting: there are no holes."""
    following: int = session.execute(NEXT_NUMBER, {"of_event": event.id}).scalar_one()
    set_committed_value(event, "next_number", following)
    return following - 1


def facts(
    session: Session, event: Event, now: datetime, *, with_seats: bool = False, with_contacts: bool = False
) -> EventFacts:
    """What anyone may know of the meeting."""
    series = session.get_one(Series, event.series_id)
    area = session.get(Area, event.area_id) if event.area_id else None
    doors = event.agenda[0]["start"] if event.agenda else None
    doors_at = time.fromisoformat(doors) if doors else None
    return EventFacts(
        **{name: getattr(event, name) for name in SHOWN},
        series_title=series.short_title or series.title,
        language=series.locale.split("-")[0],
        area=area.name if area else None,
        doors_at=doors_at if doors_at and doors_at < event.start_time else None,
        takes_registrations=event.takes_registrations(now),
        opens_later=event.opens_later(now),
        takes_topics=event.takes_topics(now),
        is_over=event.is_over(now),
        has_closed=event.has_closed(now),
        names_are_set=event.has_frozen_names(now),
        has_programme=event.programme_at is not None,
        seats=_counts(session, event.id) if with_seats else None,
        contacts=contacts.contacts(session, event) if with_contacts else (),
    )


def coming(session: Session, workspace_id: int, now: datetime, *, area_id: int | None = None) -> list[Event]:
    """Published meetings that are not over, the nearest first; those without a date last."""
    wanted = _coming(workspace_id, now)
    if area_id is not None:
        wanted = wanted.where(Event.area_id == area_id)
    return list(session.scalars(wanted))


def open_for(events: Iterable[Event], now: datetime) -> list[Event]:
    return [event for event in events if event.takes_registrations(now)]


def matching(session: Session, events: Iterable[Event], words: str) -> list[Event]:
    """The meetings that every written word fits: title, area, place or an organisation of the area.

    Case, å ä ö and kommun/stad/region do not matter; a word fits from its beginning.
    """
    wanted = search_words(words)
    return [event for event in events if all(_fits(word, _searched(session, event)) for word in wanted)]


def in_channel(session: Session, workspace_id: int, channel_id: str, now: datetime) -> list[Event]:
    """The coming meetings of the area or lab series that the channel belongs to."""
    area_ids = select(Area.id).where(Area.workspace_id == workspace_id, Area.channel_id == channel_id)
    series_ids = select(Series.id).where(Series.workspace_id == workspace_id, Series.channel_id == channel_id)
    return list(
        session.scalars(
            _coming(workspace_id, now).where(or_(Event.area_id.in_(area_ids), Event.series_id.in_(series_ids)))
        )
    )


def mine(session: Session, workspace_id: int, person_id: int, now: datetime) -> list[Event]:
    """The coming meetings I am registered for, wait for, or have been offered a seat in."""
    rows = select(Registration.event_id).where(Registration.person_id == person_id, Registration.state.in_(ACTIVE))
    return list(session.scalars(_coming(workspace_id, now).where(Event.id.in_(rows))))


def concerning(session: Session, workspace_id: int, person_id: int, now: datetime) -> list[Event]:
    """Mine, and those about which I have asked, or am asked, something that has no answer yet."""
    rows = select(Registration.event_id).where(Registration.person_id == person_id, Registration.state.in_(ACTIVE))
    which = (Event.id.in_(found) for found in (rows, *pending.events_of(person_id)))
    return list(session.scalars(_coming(workspace_id, now).where(or_(*which))))


def lines(session: Session, events: Sequence[Event], *, person_id: int, now: datetime) -> tuple[EventLine, ...]:
    """Meetings as a list shows them, with my own state in each."""
    ids = [event.id for event in events]
    mine, waits = _mine(session, person_id, ids), pending.of(session, person_id, ids, now)
    areas, series = people.coordinated_areas(session, person_id)
    has_colleagues = contacts.is_contact(session, person_id)
    named = standing.of_person(session, person_id, events)
    polls = _polls(session, [event_id for event_id, row in mine.items() if row.state is RegistrationState.REGISTERED])
    return tuple(
        replace(
            _line(session, facts(session, event, now, with_seats=True), mine.get(event.id)),
            poll_id=polls.get((event.id, PollState.OPEN)),
            result_id=polls.get((event.id, PollState.CLOSED)),
            may_see_participants=event.area_id in areas or event.series_id in series,
            may_register_colleagues=has_colleagues and bool(contacts.organisations_of(session, event, person_id)),
            pending=waits.get(event.id),
            may_see_fellows=event.id in named
            or (has_colleagues and bool(contacts.speaks_for(session, event, person_id))),
            leads=Duty.FACILITATOR in named.get(event.id, ()),
            takes_notes=Duty.NOTE_TAKER in named.get(event.id, ()),
        )
        for event in events
    )


def page(
    session: Session, workspace_id: int, *, person_id: int, number: int, words: str = "", now: datetime
) -> EventPage:
    """One page of the coming meetings, narrowed by what was written."""
    found = coming(session, workspace_id, now)
    if words:
        found = matching(session, found, words)
    return page_of(session, found, person_id=person_id, number=number, now=now)


def page_of(session: Session, found: Sequence[Event], *, person_id: int, now: datetime, number: int = 1) -> EventPage:
    """One page of these meetings."""
    pages = max(1, -(-len(found) // PAGE))
    number = min(max(1, number), pages)
    shown = found[(number - 1) * PAGE : number * PAGE]
    return EventPage(
        lines=lines(session, shown, person_id=person_id, now=now), page=number, pages=pages, total=len(found)
    )


def _coming(workspace_id: int, now: datetime) -> Select[Event]:
    return (
        select(Event)
        .where(
            Event.workspace_id == workspace_id,
            Event.state.not_in((EventState.DRAFT, EventState.CANCELLED)),
            or_(Event.ends_at > now, Event.ends_at.is_(None)),
        )
        .order_by(Event.starts_at.is_(None), Event.starts_at, Event.id)
    )


def _counts(session: Session, event_id: int) -> SeatCounts:
    row = session.execute(COUNTED, {"event_id": event_id}).one()
    return SeatCounts(registered=row.seated, waiting=row.waiting, capacity=row.capacity, kept=row.kept or 0)


def _line(session: Session, event: EventFacts, mine: Registration | None) -> EventLine:
    state = mine.state if mine else None
    waits = state is RegistrationState.WAITLISTED
    return EventLine(
        event=event,
        state=state,
        place=line_up.place(session, mine) if mine and waits else None,
        offer_until=mine.offer_until if mine and state is RegistrationState.OFFERED else None,
        is_asked=waits and mine is not None and mine.asked_at is not None,
    )


def _polls(session: Session, event_ids: Sequence[int]) -> dict[tuple[int, PollState], int]:
    """At each of them the vote going on, and the last one whose result those registered may read."""
    if not event_ids:
        return {}
    is_for_them = and_(Poll.closed_at.is_not(None), Poll.shown_to != ShownTo.COORDINATORS)
    rows = session.execute(
        select(Poll.event_id, Poll.state, Poll.id)
        .where(Poll.event_id.in_(event_ids), or_(Poll.state == PollState.OPEN, is_for_them))
        .order_by(Poll.id)
    )
    return {(event_id, state): poll_id for event_id, state, poll_id in rows if event_id is not None}


def _mine(session: Session, person_id: int, event_ids: Sequence[int]) -> dict[int, Registration]:
    rows = session.scalars(
        select(Registration)
        .where(Registration.person_id == person_id, Registration.event_id.in_(event_ids))
        .order_by(Registration.number)
    ).all()
    return {row.event_id: row for row in rows}


def _searched(session: Session, event: Event) -> list[str]:
    area = session.get(Area, event.area_id) if event.area_id else None
    parties: Iterable[Organisation] = area.organisations if area else session.get_one(Series, event.series_id).parties
    texts = [event.title, event.city or "", area.name if area else "", *(one.display for one in parties)]
    return [word for text in texts for word in search_words(text)]


def _fits(word: str, searched: Iterable[str]) -> bool:
    return any(candidate.startswith(word) for candidate in searched)
