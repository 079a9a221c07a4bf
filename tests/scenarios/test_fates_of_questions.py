"""Whoever asks hears what became of the question: once, and only what is true when it is said."""

import pytest
from sqlalchemy.orm import Session

from bot.context import Bot
from bot.services import events
from bot.services.topics import fates
from models import Delivery, DeliveryState, Event, Fate, Kind, Topic
from models.topics import VOTED_IN
from sandbox.people import Person
from tests.scenarios.conftest import ONE_KIND, Later, Rows

pytestmark = ONE_KIND
ASKED = "Hur gör ni med sfi på distans?"


@pytest.fixture
def asked(bob: Person, kronoberg: Event, session: Session, rows: Rows) -> Topic:
    bob.types(f"/dialog fråga {ASKED}")
    bob.submits(level="operational")
    bob.closes()
    [topic] = rows(Topic)
    return topic


def decide(bot: Bot, topic: Topic, fate: Fate | None, reason: str | None = None) -> None:
    with bot.sessions.begin() as session:
        event = events.lock(session, topic.event_id)
        row = session.get_one(Topic, topic.id)
        if fate:
            fates.decide(session, event, row, fate, reason, None, bot.clock.now())
        else:
            fates.reopen(session, event, row, None, bot.clock.now())


def test_bob_hears_once_that_his_question_is_on_the_programme(
    bot: Bot, bob: Person, asked: Topic, later: Later
) -> None:
    for _ in range(2):
        decide(bot, asked, Fate.ON_PROGRAMME, VOTED_IN)
    later(minutes=3)
    later(days=1)
    said = [text for text in bob.inbox if "programmet" in text]
    assert said == [
        "Din fråga är med på programmet för Dialog i Kronoberg, tisdag 19 januari 2027 kl. 13.00–16.00. "
        f"{ASKED} Skäl: Den var bland dem som fick flest röster."
    ]
    assert "Läs frågorna" in bob.buttons


def test_a_slip_that_is_put_right_at_once_is_heard_by_nobody(
    bot: Bot, bob: Person, asked: Topic, later: Later, rows: Rows
) -> None:
    decide(bot, asked, Fate.SAVED, "Fel knapp.")
    decide(bot, asked, None)
    later(minutes=3)
    assert bob.inbox == []
    states = [row.state for row in rows(Delivery, Delivery.kind == Kind.TOPIC_FATE)]
    assert states == [DeliveryState.SUPERSEDED, DeliveryState.CANCELLED]


def test_of_two_decisions_only_the_last_is_told_and_a_told_one_that_is_undone_is_told_again(
    bot: Bot, bob: Person, asked: Topic, later: Later
) -> None:
    decide(bot, asked, Fate.SAVED, "Tiden tog slut.")
    decide(bot, asked, Fate.ANSWERED, "Ja, *så* gör vi <!here>.")
    later(minutes=3)
    [answer] = bob.inbox
    assert "har fått ett skriftligt svar" in answer and answer.endswith("Svar: Ja, *så* gör vi <!here>.")
    decide(bot, asked, None)
    later(minutes=3)
    assert len(bob.inbox) == 2 and "är öppen igen" in bob.inbox[-1]
