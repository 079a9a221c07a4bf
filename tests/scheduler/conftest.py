"""A scheduler that tests turn by hand, in front of the sandbox's Slack."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.context import Bot
from bot.i18n import Texts
from bot.letters.case import Home, Letter, Unneeded
from models import Card, CardKind, Delivery, DeliveryState, Person
from models.database import Sessions
from sandbox.client import FakeSlack
from sandbox.workspace import Workspace
from scheduler.runner import Scheduler
from tests.clock import FakeClock, FakeTicks
from tests.factories import make_event, make_person


@dataclass
class World:
    """Everything a test touches. `compose` and `draw` say the least a message can."""

    sessions: Sessions
    clock: FakeClock
    ticks: FakeTicks
    room: Workspace
    slack: FakeSlack
    bot: Bot
    scheduler: Scheduler

    def tick(self, **later: float) -> None:
        """Let time pass for people and for machines alike, and then see what is due."""
        before = self.clock.now()
        self.clock.advance(**later)
        self.ticks.advance((self.clock.now() - before).total_seconds())
        self.scheduler.tick()

    def row(self, delivery: Delivery) -> Delivery:
        return self._read(Delivery, delivery.id)

    def state(self, delivery: Delivery) -> DeliveryState:
        return self.row(delivery).state

    def card(self, card: Card) -> Card:
        return self._read(Card, card.id)

    def _read(self, table: Any, id: int) -> Any:
        with self.sessions.reading() as session:
            row = session.get_one(table, id)
            session.expunge(row)
            return row

    def posted(self) -> Counter[str]:
        """What really stands in all conversations, by text."""
        return Counter(message["text"] for place in self.room.channels for message in self.room.messages(place))

    def calls(self, method: str) -> list[dict[str, Any]]:
        return [params for called, params in self.room.calls if called == method]

    def person(self, session: Session, name: str = "Bob", **columns: Any) -> Person:
        """Somebody both in the database and in Slack."""
        person = make_person(session, name, **columns)
        self.room.person(person.slack_user_id or "", name=name)
        return person


def compose(session: Session, delivery_id: int, now: datetime, texts: Texts) -> Letter | Unneeded:
    return Letter(f"delivery {delivery_id}", [])


def draw(session: Session, card_id: int, now: datetime, texts: Texts) -> Letter | Home | Unneeded:
    card = session.get_one(Card, card_id)
    if card.kind is CardKind.HOME:
        person = session.get_one(Person, card.person_id)
        return Home(person.slack_user_id or "", {"type": "home", "blocks": []})
    return Letter(f"card {card_id} at {now:%H:%M:%S}", [])


@pytest.fixture
def world(sessions: Sessions, clock: FakeClock, ticks: FakeTicks) -> Iterator[World]:
    room = Workspace(now=clock.now, ticks=ticks)
    slack = FakeSlack(room)
    texts = Texts({"sv": {}, "en": {}})
    bot = Bot(sessions=sessions, slack=slack, respond=_nobody, clock=clock, ticks=ticks, texts=texts)
    scheduler = Scheduler(bot, wait=ticks.advance, compose=compose, draw=draw)
    yield World(sessions, clock, ticks, room, slack, bot, scheduler)
    scheduler.stop()


@pytest.fixture
def event(world: World) -> Any:
    with world.sessions.begin() as session:
        return make_event(session)


def _nobody(url: str, payload: dict[str, Any]) -> None:
    raise AssertionError(f"the scheduler answers nobody: {json.dumps(payload)}")
