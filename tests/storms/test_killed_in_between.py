"""Two hundred kills while people register and send somebody else: everyone stands where they were told."""

import queue
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from enum import Enum, auto

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from models import Delivery, DeliveryState, Event, Kind, Quota, Registration, RegistrationState, Substitution
from models import Person as PersonRow
from models import SubstitutionState as Said
from models.registrations import ACTIVE, SEATED
from sandbox.controls import NotThereError
from sandbox.faults import Fault
from sandbox.people import Person
from sandbox.running import read_manifest
from sandbox.wire import Wire, on_the_wire
from sandbox.workspace import Workspace
from tests.nursery import nursery
from tests.processes import PATIENCE, ROOT, socket_mode
from tests.storms import fast_bot
from tests.storms.crowd import HAS_SEAT, make_crowd, registers, was_told, what_was_said
from tests.storms.killing import Pressing

pytestmark = pytest.mark.soak
KILLS, PAIRS, SEATS, HELD, LIFE, SETTLED = 200, 1500, 1000, 5, 0.8, 150.0
UNSETTLED = (DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.DOUBT)


@pytest.fixture
def workspace() -> Workspace:
    """On the wire, in real time; some answers to the bot's posts take a while."""
    workspace = Workspace(manifest=read_manifest(ROOT / "manifest.json"))
    workspace.faults.rate("chat.postMessage", {Fault.STALL_AFTER(0.1): 0.3, Fault.STALL_BEFORE(0.1): 0.1}, seed=5)
    return workspace


def test_everyone_stands_where_they_were_told_and_no_message_is_missing_or_doubled(
    engine: Engine, session: Session, workspace: Workspace, record_property: Callable[..., None]
) -> None:
    pairs = storm(engine, session, workspace, KILLS)
    stages = Counter(pair.stage for pair in pairs)
    stood = posted(workspace)
    print(
        f"\n{KILLS} kills; {stages}, {sum(pair.unanswered for pair in pairs)} presses unanswered; {len(stood)} messages"
    )
    record_property("pairs that were through", stages[Stage.OVER])
    assert stages[Stage.OVER] > KILLS / 4
    assert sum(pair.unanswered for pair in pairs) > KILLS / 4, "the kills hit nobody"
    check_seats(session)
    check_pairs(session, pairs)
    check_messages(session, stood)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_bot_that_does_not_look_doubles(engine: Engine, session: Session, workspace: Workspace) -> None:
    """The control."""
    storm(engine, session, workspace, KILLS // 4, is_careless="yes")
    assert max(posted(workspace).values()) > 1


def storm(engine: Engine, session: Session, workspace: Workspace, kills: int, **manner: str) -> list["Pair"]:
    _, people = make_crowd(session, workspace, 2 * PAIRS, seats=SEATS)
    pairs = [
        Pair(*both, is_yes=number % 2 == 0) for number, both in enumerate(zip(people[::2], people[1::2], strict=True))
    ]
    chance = random.Random(11)
    with on_the_wire(workspace) as wire:
        settings = socket_mode(wire, engine.url.render_as_string(hide_password=False))
        crowd = Crowd(pairs, wire)
        with nursery(fast_bot.__file__, **settings, DIALOG_POSTS_PER_SECOND="50", **manner) as bots:
            crowd.survives(bots, kills, LIFE, chance)
            crowd.goes_home()
            bots.start()
            settle(session)
    return pairs


class Stage(Enum):
    NEW = auto()
    HAS_SEAT = auto()
    WAITS = auto()
    HAS_ASKED = auto()
    OVER = auto()
    """The colleague has answered."""


class Pair:
    """Somebody who registers and then asks a colleague to come instead, who says yes or no."""

    def __init__(self, asker: Person, colleague: Person, is_yes: bool) -> None:
        self.asker, self.colleague, self.is_yes = asker, colleague, is_yes
        self.stage, self.unanswered, self.place = Stage.NEW, 0, ""

    @property
    def is_through(self) -> bool:
        return self.stage in (Stage.WAITS, Stage.OVER)

    def goes_on(self) -> bool:
        """One press, and whether it was answered. Who waits for a message presses nothing."""
        if self.stage is Stage.HAS_ASKED and not self.colleague.inbox:
            return False
        try:
            is_answered = {Stage.NEW: self._registers, Stage.HAS_SEAT: self._asks, Stage.HAS_ASKED: self._answers}[
                self.stage
            ]()
        except NotThereError:  # the form or the button was never shown
            is_answered = False
        self.unanswered += not is_answered
        return is_answered

    def _registers(self) -> bool:
        registers(self.asker)
        if was_told(self.asker):
            self.place = what_was_said(self.asker)
            self.stage = Stage.HAS_SEAT if self.place == HAS_SEAT else Stage.WAITS
        return was_told(self.asker)

    def _asks(self) -> bool:
        self.asker.types("/dialog anmäl")
        self.asker.presses("Skicka någon annan", in_="form")
        self.asker.submits(colleague=self.colleague.id)
        if self.asker.form and "Du har bett" in self.asker.form.text:
            self.stage = Stage.HAS_ASKED
        return self.stage is Stage.HAS_ASKED

    def _answers(self) -> bool:
        if self.is_yes:
            self.colleague.presses("Ja, jag kommer", in_="inbox")
            if self.colleague.form and "submit" in self.colleague.form.view:
                self.colleague.submits(organisation="Ljungby")
            is_told = was_told(self.colleague)
        else:
            self.colleague.presses("Nej, jag kan inte", in_="inbox")
            is_told = any(
                ("Tack för ditt svar" in said) or ("Du har tackat nej" in said) for said in self.colleague.sees
            )
        if is_told:
            self.stage = Stage.OVER
        return is_told


class Crowd(Pressing):
    """Everyone has several pairs in hand, and goes on with the one that has waited longest."""

    def __init__(self, pairs: list[Pair], wire: Wire) -> None:
        self._hands = threading.local()
        self._queue: queue.SimpleQueue[Pair] = queue.SimpleQueue()
        for pair in pairs:
            self._queue.put(pair)
        super().__init__(wire)

    def _is_answered(self) -> bool:
        mine: list[Pair] = self._hands.__dict__.setdefault("pairs", [])
        if len(mine) < HELD:
            mine.append(self._queue.get(timeout=PATIENCE))
        pair = mine.pop(0)
        is_answered = pair.goes_on()
        if not pair.is_through:
            mine.append(pair)
        return is_answered


def settle(session: Session) -> None:
    """Until everything that is due has left."""
    waiting = select(func.count()).where(
        Delivery.state.in_(UNSETTLED),
        Delivery.kind.in_((Kind.RECEIPT, Kind.SUBSTITUTE_ASKED, Kind.SUBSTITUTE_ANSWERED)),
    )
    end = time.monotonic() + SETTLED
    while True:
        left = session.scalar(waiting)
        session.rollback()
        if not left:
            return
        assert time.monotonic() < end, f"{left} messages have not left"
        time.sleep(0.5)


def posted(workspace: Workspace) -> Counter[str]:
    """Every message by its token, and how often it stands."""
    found = [
        message.as_slack()
        for place in list(workspace.channels.values())
        for message in place.messages.values()
        if message.is_from_bot
    ]
    return Counter(one["metadata"]["event_payload"]["token"] for one in found if one.get("metadata"))


def check_seats(session: Session) -> None:
    """Nobody twice, no seat too many, no hole in the line."""
    rows = session.scalars(select(Registration)).all()
    assert sorted(row.number for row in rows) == list(range(1, len(rows) + 1))
    active = Counter(row.person_id for row in rows if row.state in ACTIVE)
    assert set(active.values()) == {1}
    assert session.scalars(select(Quota.taken)).all() == [sum(row.state in SEATED for row in rows)]
    assert session.scalars(select(Event.next_number)).all() == [len(rows) + 1]


def check_pairs(session: Session, pairs: list[Pair]) -> None:
    """What they were told is what stands in the rows."""
    ids = {row.slack_user_id: row.id for row in session.scalars(select(PersonRow))}
    rows = {row.person_id: row for row in session.scalars(select(Registration).order_by(Registration.number))}
    asked = {row.person_id: row for row in session.scalars(select(Substitution))}
    for pair in pairs:
        mine, theirs = rows.get(ids[pair.asker.id]), rows.get(ids[pair.colleague.id])
        question = asked.get(ids[pair.colleague.id])
        assert (mine is not None) or pair.stage is Stage.NEW
        assert (question is not None) or pair.stage not in (Stage.HAS_ASKED, Stage.OVER)
        if pair.stage is Stage.WAITS:
            assert mine and mine.state is RegistrationState.WAITLISTED
        if pair.stage is Stage.OVER and question:
            assert question.state is (Said.ACCEPTED if pair.is_yes else Said.DECLINED)
        if question and question.state is Said.ACCEPTED:
            assert mine and theirs and mine.state is RegistrationState.REPLACED
            assert theirs.state is RegistrationState.REGISTERED and theirs.substitute_for_id == mine.id
        elif question:
            assert mine and mine.state is RegistrationState.REGISTERED and theirs is None


def check_messages(session: Session, stood: Counter[str]) -> None:
    """Each that was sent stands once; one was owed for each seat, each question and each answer."""
    assert set(stood.values()) == {1}
    sent = set(session.scalars(select(Delivery.token).where(Delivery.state == DeliveryState.SENT)))
    assert sent == set(stood)
    owed = Counter(session.scalars(select(Delivery.kind)))
    questions = session.scalars(select(Substitution.state)).all()
    assert owed[Kind.RECEIPT] == session.scalar(select(func.count()).select_from(Registration))
    assert owed[Kind.SUBSTITUTE_ASKED] == len(questions)
    assert owed[Kind.SUBSTITUTE_ANSWERED] == sum(state is not Said.ASKED for state in questions)
    for kind in (Kind.SUBSTITUTE_ASKED, Kind.SUBSTITUTE_ANSWERED):
        states = set(session.scalars(select(Delivery.state).where(Delivery.kind == kind)))
        assert states == {DeliveryState.SENT}, kind
