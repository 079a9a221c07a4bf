"""Those outside Slack hear what a vote came to, and what became of their question: by mail that Alice sends on."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.context import Bot
from bot.services import events
from bot.services.polls import starting
from bot.services.polls.opening import Wish
from models import Delivery, DeliveryState, Event, Fate, Kind, Level, Person, ShownTo, Topic
from models.topics import VOTED_IN
from sandbox.people import Person as Member
from sandbox.readable import text_of
from tests.clock import NOON
from tests.electing import CLOSES, make_questions
from tests.factories import make_guest, make_person, make_registration
from tests.scenarios.conftest import ONE_KIND, Later, Rows
from tests.scenarios.test_fates_of_questions import decide
from tests.scenarios.test_voting import votes

pytestmark = ONE_KIND
ASKED = "Hur gör ni med sfi på distans?"


@pytest.fixture
def gunnel(session: Session, kronoberg: Event) -> Person:
    guest = make_guest(session, "Gunnel Gran", email="gunnel@example.org")
    make_registration(session, kronoberg, guest)
    return guest


@pytest.fixture
def bobs_seat(bob: Member, session: Session, kronoberg: Event) -> Person:
    row = make_person(session, "Bob Berg", slack_user_id="U0BOB", locale="sv-SE")
    make_registration(session, kronoberg, row)
    return row


def begins(bot: Bot, event: Event, **how: Any) -> None:
    with bot.sessions.begin() as session:
        held = events.lock(session, event.id)
        starting.start(session, held, wish=Wish(**how), closes_at=CLOSES, by_id=1, now=NOON)


def mails(alice: Member, beginning: str) -> list[str]:
    shown = [text_of(one["blocks"], alice.workspace.name_of) for one in alice.messages]
    return [words for words in shown if beginning in words and "gunnel@example.org" in words]


def test_gunnel_reads_what_the_vote_came_to(
    alice: Member, bob: Member, gunnel: Person, bobs_seat: Person, kronoberg: Event, session: Session, bot: Bot,
    later: Later,
) -> None:  # fmt: skip
    make_questions(session, kronoberg, 3)
    begins(bot, kronoberg)
    later()
    votes(bob, "overarching 1")
    later(days=7)
    later(minutes=1)
    (mail,) = mails(alice, "Så röstade ni.")
    assert "1 av 2 anmälda har röstat." in mail and "Under fem röster: bara ordningen visas." in mail
    assert "\n1. overarching 1\n2. overarching 0 (lika)\n" in mail and "skickas med till Skolverket" in mail


def test_a_result_for_the_coordinators_alone_is_not_mailed_to_anybody(
    alice: Member, gunnel: Person, kronoberg: Event, session: Session, bot: Bot, later: Later
) -> None:
    make_questions(session, kronoberg, 3)
    begins(bot, kronoberg, shown_to=ShownTo.COORDINATORS)
    later(days=7)
    later(minutes=1)
    assert mails(alice, "Så röstade ni.") == []


@pytest.fixture
def gunnels(gunnel: Person, kronoberg: Event, session: Session) -> Topic:
    topic = Topic(event_id=kronoberg.id, level=Level.OVERARCHING, title=ASKED, proposer_id=gunnel.id, created_at=NOON)
    session.add(topic)
    session.commit()
    return topic


def test_gunnel_hears_what_became_of_her_question_once(alice: Member, gunnels: Topic, bot: Bot, later: Later) -> None:
    for _ in range(2):
        decide(bot, gunnels, Fate.ON_PROGRAMME, VOTED_IN)
    later(minutes=3)
    later(days=1)
    (mail,) = mails(alice, "Din fråga")
    assert "Din fråga är med på programmet för Dialog i Kronoberg" in mail and ASKED in mail
    assert "Skäl: Den var bland dem som fick flest röster." in mail
    decide(bot, gunnels, None)
    later(minutes=3)
    assert len(mails(alice, "är öppen igen")) == 1


def test_a_slip_put_right_at_once_is_mailed_to_nobody(
    alice: Member, gunnels: Topic, bot: Bot, later: Later, rows: Rows
) -> None:
    decide(bot, gunnels, Fate.SAVED, "Fel knapp.")
    decide(bot, gunnels, None)
    later(minutes=3)
    assert mails(alice, "Din fråga") == []
    states = [row.state for row in rows(Delivery, Delivery.kind == Kind.GUEST_TEXT)]
    assert states == [DeliveryState.SUPERSEDED, DeliveryState.CANCELLED]
