"""The bot killed two hundred times while people register: what they were told is what stands in the rows."""

import queue
import random
from collections.abc import Callable

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models import Delivery, Event, Kind, Quota, Registration
from sandbox.people import Person
from sandbox.running import read_manifest
from sandbox.wire import Wire, on_the_wire
from sandbox.workspace import Workspace
from tests.nursery import nursery
from tests.processes import PATIENCE, ROOT, socket_mode
from tests.storms import fast_bot
from tests.storms.crowd import SEATS, make_crowd, registers, was_told, what_was_said, written_down
from tests.storms.killing import Pressing

pytestmark = pytest.mark.soak
KILLS, PEOPLE, LIFE = 200, 6000, 0.5


@pytest.fixture
def workspace() -> Workspace:
    """On the wire, in real time."""
    return Workspace(manifest=read_manifest(ROOT / "manifest.json"))


def test_whoever_was_told_of_a_seat_has_it(
    engine: Engine, session: Session, workspace: Workspace, record_property: Callable[..., None]
) -> None:
    event, people = make_crowd(session, workspace, PEOPLE)
    chance = random.Random(7)
    with on_the_wire(workspace) as wire:
        settings = socket_mode(wire, engine.url.render_as_string(hide_password=False))
        crowd = Crowd(people, wire)
        with nursery(fast_bot.__file__, **settings) as bots:
            crowd.survives(bots, KILLS, LIFE, chance)
            crowd.goes_home()

    told = {person.id: what_was_said(person) for person in people if was_told(person)}
    rows = written_down(session, told)
    missing = {id: said for id, said in told.items() if rows.get(id) != said}
    print(f"\n{KILLS} kills; {len(told)} were told, {crowd.unanswered} presses unanswered, {len(missing)} missing")
    record_property("told", len(told))
    record_property("unanswered", crowd.unanswered)
    assert len(told) > KILLS
    assert crowd.unanswered > KILLS / 4, "the kills hit nobody"
    assert missing == {}
    check_rows(session, event)


class Crowd(Pressing):
    """Everyone presses until they have been told what became of it."""

    def __init__(self, people: list[Person], wire: Wire) -> None:
        self.unanswered = 0
        self._queue: queue.SimpleQueue[Person] = queue.SimpleQueue()
        for person in people:
            self._queue.put(person)
        super().__init__(wire)

    def _is_answered(self) -> bool:
        person = self._queue.get(timeout=PATIENCE)
        registers(person)
        if not was_told(person):
            self.unanswered += 1
            self._queue.put(person)
        return was_told(person)


def check_rows(session: Session, event: Event) -> None:
    """Nobody twice, no seat too many, no hole in the line, and one receipt each."""
    session.rollback()
    rows = session.scalars(select(Registration).where(Registration.event_id == event.id)).all()
    assert sorted(row.number for row in rows) == list(range(1, len(rows) + 1))
    assert len({row.person_id for row in rows}) == len(rows)
    assert session.scalar(select(Quota.taken).where(Quota.event_id == event.id)) == min(SEATS, len(rows))
    receipts = session.scalars(select(Delivery.person_id).where(Delivery.kind == Kind.RECEIPT)).all()
    assert sorted(receipts) == sorted(row.person_id for row in rows)
