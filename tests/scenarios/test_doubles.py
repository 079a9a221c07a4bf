"""Everything comes four times, shuffled, also after a restart and hours later: each has one effect."""

import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot import serving
from bot.app import build_app
from bot.context import Bot
from bot.services.topics import proposing
from models import Card, Delivery, Event, Kind, LogEntry, Quota, Registration, RegistrationState, Topic
from models import Person as PersonRow
from sandbox.doors import Answer, InProcess
from sandbox.people import Person
from sandbox.workspace import Workspace
from tests.clock import FakeClock
from tests.factories import make_quota
from tests.scenarios.conftest import ONE_KIND, Later, Rows
from tests.scenarios.test_registering import register

TIMES = 4
SEATS = 3
Sent = tuple[str, dict[str, Any]]


class Repeating:
    """A door that keeps what passes, and passes it on again: to this process and to one started anew."""

    def __init__(self, bot: Bot, clock: FakeClock) -> None:
        self.bot, self.clock = bot, clock
        self.door = InProcess(build_app(bot, serving.join(bot)))
        self.kept: list[Sent] = []
        self.chance = random.Random(12)

    def deliver(self, kind: str, payload: dict[str, Any], attempt: int = 0) -> Answer:
        self.kept.append((kind, payload))
        return self.door.deliver(kind, payload, attempt)

    def again(self, which: Callable[[Sent], bool] = lambda _: True) -> None:
        """Three more of each, shuffled: some at once, some an hour later and after a restart."""
        copies = [one for one in self.kept if which(one) for _ in range(TIMES - 1)]
        self.chance.shuffle(copies)
        half = len(copies) // 2
        self._pass(copies[:half])
        self.clock.advance(hours=1.5)
        self.door = InProcess(build_app(self.bot, serving.join(self.bot)))
        self._pass(copies[half:])
        self.kept.clear()

    def _pass(self, copies: list[Sent]) -> None:
        for number, (kind, payload) in enumerate(copies):
            assert self.door.deliver(kind, payload, attempt=1 + number % 3).is_ok


@pytest.fixture
def door(bot: Bot, workspace: Workspace, clock: FakeClock) -> Iterator[Repeating]:
    door = Repeating(bot, clock)
    workspace.connect(door)
    yield door
    workspace.failures.clear()  # forms that can no longer be opened, when what asked for them is an hour old


@pytest.fixture
def crowd(workspace: Workspace, bob: Person) -> list[Person]:
    return [workspace.person(f"U0P{number}", email=f"p{number}@example.org") for number in range(5)]


def states(rows: Rows) -> list[RegistrationState]:
    return [row.state for row in rows(Registration)]


REGISTERED, WAITS, CANCELLED = (
    RegistrationState.REGISTERED, RegistrationState.WAITLISTED, RegistrationState.CANCELLED,
)  # fmt: skip


def test_commands_forms_and_buttons_that_come_four_times_do_what_they_say_once(
    door: Repeating, crowd: list[Person], kronoberg: Event, session: Session, rows: Rows, later: Later
) -> None:
    make_quota(session, kronoberg, SEATS)
    for person in crowd:
        register(person)
    door.again()
    assert states(rows) == [REGISTERED] * SEATS + [WAITS] * 2
    assert [row.number for row in rows(Registration)] == [1, 2, 3, 4, 5]
    assert [row.taken for row in rows(Quota)] == [SEATS]
    assert len(rows(Delivery, Delivery.kind == Kind.RECEIPT)) == 5

    for person in crowd[:2]:
        person.types("/dialog återbud")
    door.again()
    assert states(rows) == [CANCELLED] * 2 + [REGISTERED] + [RegistrationState.OFFERED] * 2
    assert [row.taken for row in rows(Quota)] == [SEATS]
    assert len(rows(Delivery, Delivery.kind == Kind.OFFER)) == 2, "two seats are offered, and each hears it once"
    later()
    for person in crowd[3:]:
        person.presses("Ja, jag kommer", in_="inbox")
    door.again()
    assert states(rows) == [CANCELLED] * 2 + [REGISTERED] * SEATS
    assert len(rows(Delivery, Delivery.kind == Kind.SEAT)) == 2
    later()
    for person in crowd[2:]:
        assert len(person.inbox) == len(set(person.inbox))


@ONE_KIND
def test_a_question_that_comes_four_times_is_one_question(
    door: Repeating, bob: Person, kronoberg: Event, rows: Rows
) -> None:
    propose(bob)
    door.again()
    assert [row.title for row in rows(Topic)] == ["Hur gör andra?"]
    assert len(rows(LogEntry, LogEntry.action == "topic_proposed")) == 1


@ONE_KIND
def test_without_looking_for_the_same_words_it_would_be_four(
    door: Repeating, bob: Person, kronoberg: Event, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    monkeypatch.setattr(proposing, "_has_said", lambda *_: False)
    propose(bob)
    door.again()
    assert len(rows(Topic)) == TIMES


@ONE_KIND
def test_events_that_come_four_times_have_one_effect(
    door: Repeating, bob: Person, kronoberg: Event, workspace: Workspace, rows: Rows, later: Later
) -> None:
    bob.opens_home()
    workspace.event("member_joined_channel", user="U0DIALOG", channel="C0LOBBY", channel_type="C", team="T0SANDBOX")
    door.again()
    later()
    assert len(rows(Card, Card.person_id.is_not(None))) == 1
    assert len([method for method, _ in workspace.calls if method == "views.publish"]) == 1


@ONE_KIND
def test_profiles_that_arrive_in_any_order_end_as_slack_has_them(
    door: Repeating, bob: Person, kronoberg: Event, workspace: Workspace, clock: FakeClock, rows: Rows
) -> None:
    bob.types("/dialog")
    for locale in ("en-US", "sv-SE", "en-GB"):
        clock.advance(minutes=1)
        changes(workspace, bob, locale)
    door.kept.reverse()
    door.again(lambda sent: sent[0] == "events_api")
    assert [row.locale for row in rows(PersonRow, PersonRow.slack_user_id == bob.id)] == ["en-GB"]


@ONE_KIND
def test_whoever_believes_the_last_to_arrive_ends_with_an_old_profile(
    door: Repeating, bob: Person, kronoberg: Event, workspace: Workspace, clock: FakeClock, rows: Rows,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """The control."""
    monkeypatch.setattr("handlers.home._happened_at", lambda payload, bot: bot.clock.now())
    bob.types("/dialog")
    for locale in ("en-US", "sv-SE"):
        clock.advance(minutes=1)
        changes(workspace, bob, locale)
    first = next(payload for kind, payload in door.kept if kind == "events_api")
    door.deliver("events_api", first, attempt=3)
    assert [row.locale for row in rows(PersonRow, PersonRow.slack_user_id == bob.id)] == ["en-US"]


def changes(workspace: Workspace, person: Person, locale: str) -> None:
    person.member.locale = locale
    user = person.member.as_user(workspace.now(), with_locale=True, with_email=True)
    workspace.event("user_change", user=user)


def propose(person: Person) -> None:
    person.types("/dialog fråga Hur gör andra?")
    person.submits(level="operational")
