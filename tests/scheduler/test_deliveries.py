"""What leaves, when, and how often."""

from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bot.letters.case import Letter, Unneeded
from models import Delivery, DeliveryState, Kind
from sandbox.faults import Fault
from scheduler.posting import Poster
from scheduler.runner import Scheduler
from tests.clock import NOON
from tests.factories import make_card, make_coordinator, make_delivery, make_guest
from tests.scheduler.conftest import compose

SENT, PENDING, DOUBT = DeliveryState.SENT, DeliveryState.PENDING, DeliveryState.DOUBT


@pytest.fixture
def due(world, event):
    """A reminder to Bob that is due now."""
    with world.sessions.begin() as session:
        return make_delivery(session, event, world.person(session))


def test_what_is_due_is_sent_with_its_token_and_never_before_its_time(world, event):
    with world.sessions.begin() as session:
        bob = world.person(session)
        row = make_delivery(session, event, bob, due_at=NOON + timedelta(seconds=1))
    world.tick()
    assert not world.posted()
    world.tick(seconds=1)
    world.tick()
    row = world.row(row)
    (message,) = world.room.messages(row.sent_channel)
    assert (row.state, row.sent_ts, row.attempts, row.maybe_posted_at) == (SENT, message["ts"], 1, None)
    (call,) = world.calls("chat.postMessage")
    assert call["channel"] == bob.slack_user_id
    assert row.token in str(call["metadata"])


def test_the_clock_hears_of_the_next_moment(world, event):
    with world.sessions.begin() as session:
        make_delivery(session, event, due_at=NOON + timedelta(hours=1))
    world.tick()
    assert world.clock.announced == NOON + timedelta(hours=1)


@pytest.mark.parametrize("lost", [Fault.DROP_AFTER, Fault.STALL_AFTER, Fault.ERROR_500_AFTER, "fatal_error"])
def test_a_lost_answer_is_looked_up_and_nothing_is_posted_twice(world, due, lost):
    world.room.faults.next("chat.postMessage", lost)
    world.tick()
    assert world.state(due) is DOUBT
    world.tick(seconds=9)
    assert not world.calls("conversations.history")
    world.tick(seconds=1)
    if lost == "fatal_error":  # the sandbox refuses before anything happens: found nowhere, twice, then posted
        world.tick(seconds=30)
    assert world.state(due) is SENT
    assert world.posted() == {f"delivery {due.id}": 1}


def test_without_the_look_the_same_fault_doubles(world, due):
    """The control: what the row's doubt protects from."""
    world.room.faults.next("chat.postMessage", Fault.DROP_AFTER)
    world.tick()
    with world.sessions.begin() as session:
        row = session.get_one(Delivery, due.id)
        row.state, row.maybe_posted_at = PENDING, None
    world.tick(seconds=10)
    assert world.posted() == {f"delivery {due.id}": 2}


@pytest.mark.parametrize("lost", [Fault.DROP_BEFORE, Fault.STALL_BEFORE, Fault.ERROR_500_BEFORE])
def test_what_was_lost_on_its_way_is_looked_for_twice_and_posted_once_more(world, due, lost):
    world.room.faults.next("chat.postMessage", lost)
    world.tick()
    world.tick(seconds=10)
    assert (world.state(due), world.row(due).looks) == (DOUBT, 1)
    world.tick(seconds=29)
    assert not world.posted()
    world.tick(seconds=1)
    assert world.state(due) is SENT
    assert world.posted() == {f"delivery {due.id}": 1}
    assert len(world.calls("conversations.history")) == 2


def test_history_that_lags_is_believed_only_the_second_time(world, due):
    world.room.faults.history_lag = 15
    world.room.faults.next("chat.postMessage", Fault.DROP_AFTER)
    for seconds in (0, 10, 30):
        world.tick(seconds=seconds)
    assert world.state(due) is SENT
    assert world.posted() == {f"delivery {due.id}": 1}


def test_a_look_that_is_lost_itself_is_made_again(world, due):
    world.room.faults.next("chat.postMessage", Fault.DROP_AFTER)
    world.room.faults.next("conversations.open", Fault.DROP_AFTER)
    world.room.faults.next("conversations.history", Fault.RATE_LIMITED(30))
    for seconds in (0, 10, 600, 600):
        world.tick(seconds=seconds)
    assert world.state(due) is SENT
    assert world.posted() == {f"delivery {due.id}": 1}


def test_unreadable_history_means_no_second_post_in_a_channel_but_one_in_a_conversation(world, event):
    world.room.channel("C_KRO")
    with world.sessions.begin() as session:
        to_bob = make_delivery(session, event, world.person(session))
        to_all = make_delivery(session, event, channel_id="C_KRO", kind=Kind.CHANNEL_REMINDER)
    world.room.faults.next("chat.postMessage", Fault.DROP_AFTER, Fault.DROP_AFTER)
    world.room.faults.next("conversations.history", *["channel_not_found"] * 2)
    world.tick()
    world.tick(seconds=10)
    assert world.posted() == {f"delivery {to_bob.id}": 2, f"delivery {to_all.id}": 1}
    assert world.state(to_all) is DeliveryState.FAILED
    assert "perhaps" in world.row(to_all).reason


def test_what_never_left_is_tried_again_without_a_look(world, due):
    world.room.faults.next("chat.postMessage", Fault.REFUSED)
    world.tick()
    assert (world.state(due), world.row(due).maybe_posted_at, world.row(due).attempts) == (PENDING, None, 1)
    world.tick(minutes=10)
    assert world.state(due) is SENT
    assert not world.calls("conversations.history")


def test_too_many_is_not_an_attempt_and_everybody_waits_as_long_as_slack_says(world, event):
    with world.sessions.begin() as session:
        bob, eve = world.person(session), world.person(session, "Eve")
        refused = make_delivery(session, event, bob)
        other = make_delivery(session, event, eve)
    world.room.faults.next("chat.postMessage", Fault.RATE_LIMITED(30))
    world.tick()
    assert len(world.calls("chat.postMessage")) == 1
    assert {world.state(refused), world.state(other)} == {PENDING}
    assert (world.row(refused).attempts, world.row(other).attempts) == (0, 0)
    world.tick(seconds=30)
    assert {world.state(refused), world.state(other)} == {SENT}


def test_a_closed_workspace_keeps_what_it_is_owed(world, due):
    world.room.faults.next("chat.postMessage", "token_revoked")
    world.tick()
    assert (world.state(due), world.row(due).reason) == (PENDING, "token_revoked")
    world.tick(minutes=5)
    assert world.state(due) is SENT


def test_a_refusal_for_good_fails_and_the_coordinator_hears_of_it(world, event):
    with world.sessions.begin() as session:
        alice = make_coordinator(session, event)
        world.room.person(alice.slack_user_id)
        row = make_delivery(session, event, world.person(session))
        guest = make_delivery(session, event, make_guest(session))
    world.room.faults.next("chat.postMessage", "user_not_found")
    world.tick()
    assert (world.state(row), world.row(row).reason) == (DeliveryState.FAILED, "user_not_found")
    assert (world.state(guest), world.row(guest).reason) == (DeliveryState.FAILED, "not in Slack")
    with world.sessions.reading() as session:
        notices = session.execute(
            select(Delivery.person_id, Delivery.state).where(Delivery.kind == Kind.NOT_REACHED)
        ).all()
    assert notices == [(alice.id, SENT)] * 2


def test_what_is_no_longer_needed_is_settled_unsent(world, due):
    world.scheduler._sender._poster._compose = lambda *_: Unneeded(DeliveryState.CANCELLED, "no longer registered")
    world.tick()
    assert (world.state(due), world.row(due).reason) == (DeliveryState.CANCELLED, "no longer registered")
    assert not world.room.calls


def test_one_that_cannot_be_written_stops_nobody_and_fails_in_the_end(world, event, due):
    def compose_others(session: Session, delivery_id: int, *_) -> Letter:
        if delivery_id == due.id:
            raise ZeroDivisionError
        return Letter("fine", [])

    world.scheduler._sender._poster._compose = compose_others
    with world.sessions.begin() as session:
        other = make_delivery(session, event, world.person(session, "Eve"))
    world.tick()
    assert (world.state(due), world.state(other)) == (PENDING, SENT)
    for _ in range(4):
        world.tick(minutes=10)
    assert world.state(due) is DeliveryState.FAILED


def test_trouble_of_the_database_is_not_counted_against_a_message(world, due):
    troubles = iter([True] * 10)

    def compose_when_well(*_) -> Letter:
        if next(troubles, False):
            raise OperationalError("SELECT 1", {}, Exception("gone"))
        return Letter("fine", [])

    world.scheduler._sender._poster._compose = compose_when_well
    for _ in range(11):
        world.tick(minutes=10)
    assert world.state(due) is SENT


def test_a_message_that_stands_but_could_not_be_written_down_is_found_again(world, due, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr("scheduler.posting.outcomes.sent", lambda *_, **__: 1 / 0)
        world.tick()
    assert world.state(due) is DOUBT
    world.tick(minutes=10)
    assert world.state(due) is SENT
    assert world.posted() == {f"delivery {due.id}": 1}


class Killed(BaseException):
    """Nobody catches it, as nobody catches SIGKILL."""


@pytest.mark.parametrize("is_posted", [True, False])
def test_whoever_dies_in_the_middle_of_a_post_loses_and_doubles_nothing(world, due, is_posted, monkeypatch):
    say = Poster._say

    def die(poster, claim, letter):
        if is_posted:
            say(poster, claim, letter)
        raise Killed

    with monkeypatch.context() as doomed:
        doomed.setattr(Poster, "_say", die)
        with pytest.raises(Killed):
            world.tick()
    world.scheduler.election.resign()
    survivor = Scheduler(world.bot, wait=world.ticks.advance, compose=compose)
    for seconds in (29, 2, 30):
        assert world.state(due) is not SENT
        world.clock.advance(seconds=seconds)
        survivor.tick()
        if is_posted and world.state(due) is SENT:
            break
    assert world.state(due) is SENT
    assert world.posted() == {f"delivery {due.id}": 1}
    survivor.stop()


def test_a_sender_that_was_frozen_before_its_post_does_not_post(world, due, monkeypatch):
    hold = world.scheduler._sender._poster._hold

    def freeze_then_hold(claim, *, is_posting):
        held = hold(claim, is_posting=is_posting)
        world.ticks.advance(60)
        return held

    monkeypatch.setattr(world.scheduler._sender._poster, "_hold", freeze_then_hold)
    world.tick()
    assert not world.posted()
    monkeypatch.undo()
    for seconds in (31, 30):
        world.tick(seconds=seconds)
    assert world.state(due) is SENT
    assert world.posted() == {f"delivery {due.id}": 1}


def test_the_first_posting_of_a_card_says_where_it_stands(world, event):
    world.room.channel("C_KRO")
    with world.sessions.begin() as session:
        card = make_card(session, event, channel_id="C_KRO", ts=None)
        row = make_delivery(session, event, kind=Kind.CARD, channel_id="C_KRO", card_id=card.id)
    world.tick()
    assert world.card(card).ts == world.row(row).sent_ts


def test_what_comes_due_while_the_scheduler_looks_is_not_slept_over(world, event, monkeypatch):
    moment = NOON + timedelta(seconds=0.5)
    with world.sessions.begin() as session:
        make_delivery(session, event, world.person(session), due_at=moment)
    monkeypatch.setattr(world.clock, "now", slipping(NOON))
    world.scheduler.tick()
    assert world.posted().total() == 1 or world.clock.announced == moment


def slipping(now):
    """A clock on which a second passes whenever somebody looks at it."""
    moments = (now + timedelta(seconds=seconds) for seconds in count())
    return lambda: next(moments)


BLOCKS = [{"type": "section", "text": {"type": "plain_text", "text": "nicely set"}}]


@pytest.mark.parametrize("word", ["invalid_blocks", "msg_blocks_too_long"])
def test_blocks_that_slack_does_not_take_are_left_out_and_the_operator_sees_it(world, due, word, caplog):
    world.scheduler._sender._poster._compose = lambda *_: Letter("We meet at one.", BLOCKS)
    world.room.faults.next("chat.postMessage", word)
    world.tick()
    assert world.state(due) is SENT
    assert world.posted() == {"We meet at one.": 1}
    assert ["blocks" in call for call in world.calls("chat.postMessage")] == [True, False]
    assert f"delivery {due.id} (reminder) without its blocks: {word}" in caplog.text


def test_an_answer_lost_over_plain_words_is_looked_up_like_any_other(world, due):
    world.scheduler._sender._poster._compose = lambda *_: Letter("We meet at one.", BLOCKS)
    world.room.faults.next("chat.postMessage", "invalid_blocks", Fault.DROP_AFTER)
    world.tick()
    assert world.state(due) is DOUBT
    world.tick(seconds=10)
    assert world.state(due) is SENT
    assert world.posted() == {"We meet at one.": 1}


def test_plain_words_that_are_refused_too_fail(world, due):
    world.scheduler._sender._poster._compose = lambda *_: Letter("We meet at one.", BLOCKS)
    world.room.faults.next("chat.postMessage", "invalid_blocks", "invalid_blocks")
    world.tick()
    assert (world.state(due), world.row(due).reason) == (DeliveryState.FAILED, "invalid_blocks")
