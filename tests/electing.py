"""A vote with people in it, for tests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services import events
from bot.services.polls import ballots, opening
from bot.services.polls.opening import Wish
from models import Event, Level, Person, Poll, PollOption, Topic
from models.database import Sessions
from tests.clock import NOON
from tests.factories import make_event, make_person, make_registration, make_series

CLOSES = NOON + timedelta(days=7)
ROLES = [
    {"id": "principal", "label": "Rektor", "levels": ["overarching", "operational"]},
    {"id": "director", "label": "Chef", "levels": ["overarching", "operational"]},
    {"id": "politician", "label": "Förtroendevald", "levels": ["overarching"]},
]


@dataclass
class Election:
    """A meeting with questions, people in roles, and an open vote."""

    event: Event
    poll_id: int
    people: Sequence[Person]
    options: Mapping[str, Sequence[int]]
    """By list, in the order of the questions."""

    def votes(
        self, sessions: Sessions, person: Person, *places: int, level: str = "overarching", now: datetime = NOON
    ) -> None:
        """Dots on the questions in these places of the list."""
        marks = {self.options[level][place]: 1 for place in places}
        self.casts(sessions, person, {level: marks}, now)

    def casts(
        self, sessions: Sessions, person: Person, votes: Mapping[str, Mapping[int, int]], now: datetime = NOON
    ) -> None:
        with sessions.begin() as session:
            ballots.cast(session, self.poll_id, person_id=person.id, votes=votes, now=now)


def make_questions(session: Session, event: Event, n: int, level: Level = Level.OVERARCHING, **columns: Any) -> None:
    session.add_all(
        Topic(event_id=event.id, level=level, title=f"{level.value} {place}", created_at=NOON, **columns)
        for place in range(n)
    )
    session.commit()


def elect(
    session: Session,
    sessions: Sessions,
    *,
    roles: Sequence[str] = ("principal",),
    questions: int = 4,
    operational: int = 0,
    wish: Wish = opening.USUAL,
    closes_at: datetime = CLOSES,
    now: datetime = NOON,
    **columns: Any,
) -> Election:
    """Opened at noon, with somebody in each of the roles."""
    make_series(session, role_list=ROLES)
    event = make_event(session, starts_at=now + timedelta(days=28), **columns)
    people = [make_person(session, f"Person {number:02}") for number in range(len(roles))]
    for person, role in zip(people, roles, strict=True):
        make_registration(session, event, person, role=role)
    make_questions(session, event, questions)
    make_questions(session, event, operational, Level.OPERATIONAL)
    with sessions.begin() as writing:
        held = events.lock(writing, event.id)
        poll = opening.open_for(writing, held, wish=wish, closes_at=closes_at, by_id=None, now=now)
        options = options_of(writing, poll)
    return Election(event, poll.id, people, options)


def options_of(session: Session, poll: Poll) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for option in session.scalars(select(PollOption).where(PollOption.poll_id == poll.id).order_by(PollOption.place)):
        found.setdefault(option.on_list, []).append(option.id)
    return found
