"""The address that somebody's calendar reads their meetings from: made, renewed, turned off, and looked up."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.receipts import CalendarFacts, FeedFacts
from bot.services import log
from bot.services.calendars import files
from models import Event, EventState, Feed, Person, Registration, RegistrationState

UNGUESSABLE = 32
"""Bytes of chance in an address."""
LENGTH = 43
"""Letters that they make."""
SHOWN = (
    RegistrationState.REGISTERED, RegistrationState.OFFERED,
    RegistrationState.CANCELLED, RegistrationState.REPLACED, RegistrationState.LAPSED,
)  # fmt: skip
"""A place in line is no meeting yet; a no, or a seat that went, takes the meeting away."""


@dataclass(frozen=True)
class Read:
    """Whose calendar reads, and what is in it."""

    locale: str | None
    tz: str | None
    meetings: tuple[CalendarFacts, ...]


def of(session: Session, person_id: int) -> FeedFacts:
    row = session.scalar(select(Feed).where(Feed.person_id == person_id))
    return FeedFacts(row.version, row.made_at if row.token_hash else None) if row else FeedFacts()


def renew(session: Session, person_id: int, *, seen: int, now: datetime) -> tuple[FeedFacts, str | None]:
    """A new address, and the token in it; the old one ends. None when something has happened since `seen`."""
    row = _held(session, person_id, now)
    if row.version != seen:
        return of(session, person_id), None
    token = secrets.token_urlsafe(UNGUESSABLE)
    _set(session, row, _hashed(token), "feed_made", now)
    return of(session, person_id), token


def stop(session: Session, person_id: int, *, seen: int, now: datetime) -> FeedFacts:
    """From now on nobody reads from the address."""
    row = _held(session, person_id, now)
    if row.version == seen and row.token_hash:
        _set(session, row, None, "feed_stopped", now)
    return of(session, person_id)


def read(session: Session, token: str, now: datetime) -> Read | None:
    """What is behind an address; None when there is none such, or its person has left."""
    wanted = _hashed(token)
    found = session.execute(
        select(Feed, Person).join(Person, Person.id == Feed.person_id).where(Feed.token_hash == wanted)
    ).one_or_none()
    if len(token) != LENGTH or found is None or not compare_digest(found.Feed.token_hash, wanted):
        return None
    person = found.Person
    return Read(person.reads, person.tz, tuple(_meetings(session, person, now))) if person.can_be_told else None


def _meetings(session: Session, person: Person, now: datetime) -> list[CalendarFacts]:
    rows = session.execute(
        select(Event, Registration)
        .join(Registration, Registration.event_id == Event.id)
        .where(Registration.person_id == person.id, Event.day.is_not(None), Event.state != EventState.DRAFT)
        .order_by(Event.starts_at, Event.id, Registration.number)
    ).all()
    made = []
    for event, found in groupby(rows, key=lambda row: row.Event):
        mine = [row.Registration for row in found]
        if mine[-1].state in SHOWN:
            made.append(files.of_rows(session, event, mine, now))
    return made


def _held(session: Session, person_id: int, now: datetime) -> Feed:
    """The person's row, made if there is none; whoever else changes it waits here."""
    session.get_one(Person, person_id, with_for_update=True)
    row = session.scalar(select(Feed).where(Feed.person_id == person_id))
    if row is None:
        row = Feed(person_id=person_id, version=0, made_at=now)
        session.add(row)
        session.flush()
    return row


def _set(session: Session, row: Feed, token_hash: str | None, action: str, now: datetime) -> None:
    row.token_hash, row.made_at = token_hash, now
    row.version += 1
    workspace_id = session.get_one(Person, row.person_id).workspace_id
    log.record(session, action, workspace_id=workspace_id, now=now, actor_id=row.person_id, person_id=row.person_id)


def _hashed(token: str) -> str:
    return sha256(token.encode()).hexdigest()
