"""Every way in which two senders, one crash and one lost answer can mix over three messages: each stands once.

A breadth-first search. What each step does to a row is what the real services do to a real one; a step is carried out
once for each form of a row it can meet.
"""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import NamedTuple

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.services.messages import claims, outcomes
from bot.services.messages.claims import IS_SENDING, Claim, claim_due
from bot.services.messages.deliveries import WITHOUT_SYNC
from models import Delivery, DeliveryState, Kind
from scheduler.posting import LOOK_AFTER
from tests.clock import NOON
from tests.factories import make_delivery, make_event, make_person

ONE_KIND = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
NOBODY = "nobody"
SOON = NOON + timedelta(seconds=20)


class Row(NamedTuple):
    """What of a delivery decides what happens next."""

    state: str = "pending"
    is_due: bool = True
    looks: int = 0
    may_be_posted: bool = False
    lease: str | None = None
    """Who holds it: a sender, or NOBODY when its holder has died."""
    is_over: bool = False
    """Whether the lease has ended."""


class Sender(NamedTuple):
    """`doing` comes next. A sender whose lease went to somebody else does not know it, and goes on."""

    doing: str = "claim"
    row: int = -1
    lease: str = NOBODY
    looks: int = 0
    is_fresh: bool = True
    """False when time has passed since it held its lease."""


@dataclass(frozen=True)
class World:
    rows: tuple[Row, ...]
    posted: tuple[int, ...]
    senders: tuple[Sender, Sender] = (Sender(), Sender())
    crashes: int = 1
    losses: int = 1

    @property
    def is_over(self) -> bool:
        return all(row.state == "sent" for row in self.rows)


Rows = tuple[Row, ...]
NAMES = ("A", "B")


class Table:
    """A real row, brought into any form, and what the services make of it: no step touches a second one."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.id = make_delivery(session, make_event(session), make_person(session), kind=Kind.RECEIPT).id
        self.seen: dict[object, object] = {}

    def claim(self, rows: Rows, number: int, me: str) -> tuple[Rows, Sender | None]:
        """This one of the rows is claimed: which of several that are due comes first is left open."""
        after, sender = self._once(("claim", rows[number], me), lambda: self._claim(rows[number], me))
        return (*rows[:number], after, *rows[number + 1 :]), sender and sender._replace(row=number)

    def write(self, rows: Rows, sender: Sender, outcome: Callable[..., object], **values: object) -> tuple[Rows, bool]:
        """The rows after an outcome was written down, and whether it was."""
        row = rows[sender.row]
        key = (outcome.__name__, row, sender.lease, sender.looks, *sorted(values.items()))
        after, is_ours = self._once(key, lambda: self._write(row, sender, outcome, **values))
        return (*rows[: sender.row], after, *rows[sender.row + 1 :]), is_ours

    def _once(self, key, work):
        if key not in self.seen:
            self.seen[key] = work()
        return self.seen[key]

    def _claim(self, row: Row, me: str) -> tuple[Row, Sender | None]:
        self._set(row)
        claimed = claim_due(self.session, NOON, me, limit=1).claims
        if not claimed:
            return self._read(), None
        self._change(lease_token=me)
        return self._read(), Sender("look" if claimed[0].is_in_doubt else "hold", 0, me, claimed[0].looks)

    def _write(self, row: Row, sender: Sender, outcome, **values) -> tuple[Row, bool]:
        self._set(row)
        is_ours = outcome(self.session, self._as_claim(sender), **values)
        return self._read(), bool(is_ours)

    def _as_claim(self, sender: Sender) -> Claim:
        return Claim(
            id=self.id, workspace_id=1, kind=Kind.RECEIPT, token="", lease=sender.lease, priority=10, event_id=None,
            card_id=None, address="U1", is_direct=True, attempts=0, looks=sender.looks, maybe_posted_at=None,
            due_at=NOON, useful_until=None,
        )  # fmt: skip

    def _set(self, row: Row) -> None:
        ends = NOON - timedelta(seconds=1) if row.is_over else NOON + claims.LEASE
        self._change(
            state=DeliveryState(row.state),
            next_at=NOON if row.is_due else SOON,
            looks=row.looks,
            maybe_posted_at=NOON if row.may_be_posted else None,
            lease_token=row.lease,
            lease_until=ends if row.lease else None,
        )

    def _change(self, **values: object) -> None:
        self.session.execute(update(Delivery).values(values), execution_options=WITHOUT_SYNC)

    def _read(self) -> Row:
        found = self.session.execute(
            select(Delivery.state, Delivery.next_at, Delivery.looks, Delivery.maybe_posted_at, Delivery.lease_token,
                   Delivery.lease_until)
        ).one()  # fmt: skip
        return Row(
            state=found.state.value,
            is_due=found.state is DeliveryState.SENDING or found.next_at <= NOON,
            looks=found.looks,
            may_be_posted=found.maybe_posted_at is not None,
            lease=found.lease_token,
            is_over=found.lease_until is not None and found.lease_until < NOON,
        )


@dataclass
class Model:
    """`checks_its_clock`: whether a sender looks once more, right before it posts, how long ago it held its lease."""

    table: Table
    checks_its_clock: bool = True
    looks: bool = True

    def next(self, world: World) -> Iterator[World]:
        for me, sender in enumerate(world.senders):
            yield from getattr(self, f"_{sender.doing}")(world, me, sender)
            if world.crashes and sender.doing != "claim":
                yield self._crash(world, me)
        yield self._time_passes(world)

    def _claim(self, world: World, me: int, _: Sender) -> Iterator[World]:
        for number in range(len(world.rows)):
            rows, sender = self.table.claim(world.rows, number, NAMES[me])
            if sender:
                yield _with(world, me, sender, rows=rows)

    def _look(self, world: World, me: int, sender: Sender) -> Iterator[World]:
        """What stands is visible; the lease is held anew before Slack is asked."""
        rows, is_ours = self.table.write(world.rows, sender, outcomes.hold, now=NOON, is_posting=False)
        if not is_ours:
            yield _with(world, me, Sender())
        elif world.posted[sender.row] and self.looks:
            yield _with(world, me, sender._replace(doing="record_found"), rows=rows)
        else:
            yield _with(world, me, sender._replace(doing="record_nowhere"), rows=rows)

    def _record_found(self, world: World, me: int, sender: Sender) -> Iterator[World]:
        yield from self._finish(world, me, sender, outcomes.sent, channel="D1", ts="1.2", now=NOON)

    def _record_nowhere(self, world: World, me: int, sender: Sender) -> Iterator[World]:
        if sender.looks + 1 < len(LOOK_AFTER):
            yield from self._finish(
                world, me, sender, outcomes.put_in_doubt, at=SOON, reason=None, looks=sender.looks + 1
            )
        else:
            rows, is_ours = self.table.write(world.rows, sender, outcomes.was_not_posted)
            yield _with(world, me, sender._replace(doing="hold") if is_ours else Sender(), rows=rows)

    def _hold(self, world: World, me: int, sender: Sender) -> Iterator[World]:
        rows, is_ours = self.table.write(world.rows, sender, outcomes.hold, now=NOON, is_posting=True)
        yield _with(world, me, sender._replace(doing="post", is_fresh=True) if is_ours else Sender(), rows=rows)

    def _post(self, world: World, me: int, sender: Sender) -> Iterator[World]:
        if self.checks_its_clock and not sender.is_fresh:
            yield _with(world, me, Sender())
            return
        stands = tuple(times + (number == sender.row) for number, times in enumerate(world.posted))
        yield _with(world, me, sender._replace(doing="record_found"), posted=stands)
        if world.losses:
            lost = {"losses": world.losses - 1}
            yield _with(world, me, sender._replace(doing="record_lost"), posted=stands, **lost)
            yield _with(world, me, sender._replace(doing="record_lost"), **lost)

    def _record_lost(self, world: World, me: int, sender: Sender) -> Iterator[World]:
        yield from self._finish(world, me, sender, outcomes.put_in_doubt, at=SOON, reason="lost")

    def _finish(self, world: World, me: int, sender: Sender, outcome, **values) -> Iterator[World]:
        rows, _ = self.table.write(world.rows, sender, outcome, **values)
        yield _with(world, me, Sender(), rows=rows)

    def _crash(self, world: World, me: int) -> World:
        left = tuple(row._replace(lease=NOBODY) if row.lease == NAMES[me] else row for row in world.rows)
        return _with(world, me, Sender(), rows=left, crashes=world.crashes - 1)

    def _time_passes(self, world: World) -> World:
        """A minute: every lease ends, everything is due, and whoever stood still is no longer fresh."""
        rows = tuple(row._replace(is_due=True, is_over=row.lease is not None) for row in world.rows)
        senders = tuple(sender._replace(is_fresh=sender.doing != "post") for sender in world.senders)
        return replace(world, rows=rows, senders=senders)


def _with(world: World, me: int, sender: Sender, **changes) -> World:
    """Whoever no longer holds the row its lease is for holds a lease of the past."""
    rows = changes.get("rows", world.rows)
    senders = tuple(sender if number == me else other for number, other in enumerate(world.senders))
    senders = tuple(
        one._replace(lease="past") if one.row >= 0 and rows[one.row].lease != one.lease else one for one in senders
    )
    return replace(world, senders=senders, **changes)


def doubles(model: Model) -> bool:
    """Whether there is a way to post one message twice."""
    return bool(explore(model, 1, is_enough=1)[1])


def explore(model: Model, messages: int, is_enough: int = 1000) -> tuple[dict[World, list[World]], list[World]]:
    """Every state that can be reached and where it leads; and those in which a message stands twice."""
    waiting, doubled = deque([World(rows=(Row(),) * messages, posted=(0,) * messages)]), []
    found: dict[World, list[World]] = {}
    while waiting and len(doubled) < is_enough:
        world = waiting.popleft()
        if world in found:
            continue
        if max(world.posted) > 1:
            doubled.append(world)
            found[world] = []
        else:
            found[world] = list({_named_alike(one) for one in model.next(world)})
            waiting.extend(found[world])
    return found, doubled


SWAPPED = {"A": "B", "B": "A"}


def _named_alike(world: World) -> World:
    """Senders and messages are all alike: of the states that differ in their names alone, one stands for all."""
    return min((_in_order(world), _in_order(_swapped(world))), key=_key)


def _swapped(world: World) -> World:
    rows = tuple(row._replace(lease=SWAPPED.get(row.lease, row.lease)) for row in world.rows)
    first, second = (one._replace(lease=SWAPPED.get(one.lease, one.lease)) for one in world.senders)
    return replace(world, rows=rows, senders=(second, first))


def _in_order(world: World) -> World:
    def key(number: int) -> object:
        hands = tuple(one.row == number for one in world.senders)
        row = world.rows[number]
        return (row._replace(lease=row.lease or ""), world.posted[number], hands)

    order = sorted(range(len(world.rows)), key=key)
    place = {number: place for place, number in enumerate(order)} | {-1: -1}
    return replace(
        world,
        rows=tuple(world.rows[number] for number in order),
        posted=tuple(world.posted[number] for number in order),
        senders=tuple(one._replace(row=place[one.row]) for one in world.senders),
    )


def _key(world: World) -> object:
    return ([row._replace(lease=row.lease or "") for row in world.rows], world.posted, world.senders)


def lost(found: dict[World, list[World]]) -> list[World]:
    """States from which no way leads to an end in which all are sent, and each stands once."""
    before: dict[World, list[World]] = {}
    for world, following in found.items():
        for one in following:
            before.setdefault(one, []).append(world)
    waiting = deque(world for world in found if world.is_over and set(world.posted) == {1})
    saved = set(waiting)
    while waiting:
        for world in before.get(waiting.popleft(), []):
            if world not in saved:
                saved.add(world)
                waiting.append(world)
    return [world for world in found if world not in saved]


@ONE_KIND
def test_in_no_order_of_events_is_a_message_lost_or_posted_twice(session):
    found, doubled = explore(Model(Table(session)), 1)
    assert len(found) > 1000
    assert doubled == []
    assert lost(found) == []


@pytest.mark.soak
@ONE_KIND
def test_nor_are_three_messages(session):
    found, doubled = explore(Model(Table(session)), 3)
    assert len(found) > 100_000
    assert doubled == []
    assert lost(found) == []


@ONE_KIND
def test_without_the_leases_token_a_message_is_posted_twice(session, monkeypatch):
    """The control: whoever lost a row writes into it all the same."""

    def change(session, claim, **values):
        ours = update(Delivery).where(Delivery.id == claim.id, IS_SENDING).values(values).returning(Delivery.id)
        return session.execute(ours, execution_options=WITHOUT_SYNC).first() is not None

    monkeypatch.setattr(outcomes, "_change", change)
    assert doubles(Model(Table(session)))


@ONE_KIND
def test_without_the_look_a_message_is_posted_twice(session):
    """The control."""
    assert doubles(Model(Table(session), looks=False))


@ONE_KIND
def test_whoever_does_not_look_at_the_clock_before_posting_doubles(session):
    """The control, and the one case that cannot be closed: frozen between this look and the post itself."""
    assert doubles(Model(Table(session), checks_its_clock=False))


@ONE_KIND
def test_a_lease_that_never_ends_loses_messages(session, monkeypatch):
    """The control: what a dead sender had in its hands stays there."""
    monkeypatch.setattr(claims, "return_lost", lambda *_: None)
    assert lost(explore(Model(Table(session)), 1)[0])
