"""Which meeting is meant: by words, by the channel one writes in, by one's own registrations, else by choosing."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.receipts import EventPage
from bot.services import access, events
from bot.services.people import Member
from models import Event, Poll, PollState

MOST = 12
"""Meetings to choose from at once; more words narrow it down."""


@dataclass(frozen=True)
class Meant:
    """One meeting, or a page to choose from."""

    event_id: int
    page: EventPage

    @property
    def is_clear(self) -> bool:
        return self.event_id > 0


def to_register(session: Session, member: Member, *, words: str, channel_id: str | None, now: datetime) -> Meant:
    """The one that fits the words; else the channel's; else the only one open; else those open, to choose from."""
    coming = events.coming(session, member.workspace_id, now)
    if words:
        return _meant(session, member, events.matching(session, coming, words), now)
    here = _here(session, member, channel_id, now)
    if len(here) == 1:
        return _meant(session, member, here, now)
    return _meant(session, member, events.open_for(here, now) or events.open_for(coming, now) or coming, now)


def among_mine(session: Session, member: Member, *, words: str, channel_id: str | None, now: datetime) -> Meant:
    """My registrations, narrowed by words, or by the channel when one of them is its."""
    mine = events.mine(session, member.workspace_id, member.person_id, now)
    if words:
        return _meant(session, member, events.matching(session, mine, words), now)
    here_ids = {event.id for event in _here(session, member, channel_id, now)}
    return _meant(session, member, [event for event in mine if event.id in here_ids] or mine, now)


def to_read(session: Session, member: Member, *, words: str, channel_id: str | None, now: datetime) -> Meant:
    """Without a meeting named: the channel's, else my next one, else choose."""
    return _meant(session, member, _likely(session, member, words, channel_id, now), now)


def without_vote(session: Session, member: Member, *, words: str, channel_id: str | None, now: datetime) -> EventPage:
    """The meetings one may have meant, with what can be done about them instead."""
    likely = _likely(session, member, words, channel_id, now)
    return events.page_of(session, likely[:MOST], person_id=member.person_id, now=now)


def to_see_programme(session: Session, member: Member, *, words: str, channel_id: str | None, now: datetime) -> Meant:
    """Without a meeting named: the channel's, else my next one, else those whose programme I build or can read."""
    coming = events.coming(session, member.workspace_id, now)
    if words:
        return _meant(session, member, events.matching(session, coming, words), now)
    here = _here(session, member, channel_id, now)
    mine = events.mine(session, member.workspace_id, member.person_id, now)[:1]
    built = [one for one in coming if access.may_build_programme(session, one, member.person_id)]
    return _meant(session, member, here or built or mine or [one for one in coming if one.programme_at] or coming, now)


def to_propose(
    session: Session, member: Member, *, event_id: int | None, channel_id: str | None, now: datetime
) -> list[Event]:
    """Meetings one can propose a question to, the likeliest first: the one asked for, the channel's, mine, the rest."""
    taking = [event for event in events.coming(session, member.workspace_id, now) if event.takes_topics(now)]
    here = {event.id for event in _here(session, member, channel_id, now)}
    mine = {event.id for event in events.mine(session, member.workspace_id, member.person_id, now)}
    return sorted(taking, key=lambda event: (event.id != event_id, event.id not in here, event.id not in mine))


def to_vote(session: Session, member: Member, *, words: str, channel_id: str | None, now: datetime) -> Meant:
    """Of my meetings with a vote going on: the one that fits the words, else the channel's, else the only one."""
    open_ones = select(Poll.event_id).where(Poll.state == PollState.OPEN, Poll.event_id.is_not(None))
    voted_on = set(session.scalars(open_ones))
    mine = [one for one in events.mine(session, member.workspace_id, member.person_id, now) if one.id in voted_on]
    if words:
        return _meant(session, member, events.matching(session, mine, words), now)
    here = {event.id for event in _here(session, member, channel_id, now)}
    return _meant(session, member, [event for event in mine if event.id in here] or mine, now)


def _likely(session: Session, member: Member, words: str, channel_id: str | None, now: datetime) -> list[Event]:
    coming = events.coming(session, member.workspace_id, now)
    if words:
        return events.matching(session, coming, words)
    here = _here(session, member, channel_id, now)
    mine = events.mine(session, member.workspace_id, member.person_id, now)
    return here or mine[:1] or coming


def _here(session: Session, member: Member, channel_id: str | None, now: datetime) -> list[Event]:
    return events.in_channel(session, member.workspace_id, channel_id, now) if channel_id else []


def _meant(session: Session, member: Member, found: list[Event], now: datetime) -> Meant:
    if len(found) == 1:
        return Meant(event_id=found[0].id, page=EventPage(lines=(), page=1, pages=1, total=1))
    lines = events.lines(session, found[:MOST], person_id=member.person_id, now=now)
    return Meant(event_id=0, page=EventPage(lines=lines, page=1, pages=1, total=len(found)))
