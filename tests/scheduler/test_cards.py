"""Cards stay true, and Slack is not asked more than it takes."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.services import cards
from models import Delivery, Kind
from sandbox.faults import Fault
from tests.clock import NOON
from tests.factories import make_card, make_coordinator, make_event, make_home, make_registration


def post(world, event):
    world.room.channel(f"C_{event.id}")
    answer = world.slack.chat_postMessage(channel=f"C_{event.id}", text="new")
    with world.sessions.begin() as session:
        return make_card(session, event, channel_id=f"C_{event.id}", ts=answer["ts"])


def change(world, event):
    with world.sessions.begin() as session:
        cards.stale(session, event.id, world.clock.now())


def shown(world, card):
    return [message["text"] for message in world.room.messages(card.channel_id)]


@pytest.fixture
def card(world, event):
    return post(world, event)


def test_a_change_is_shown_at_once_and_only_once(world, event, card):
    change(world, event)
    world.tick()
    world.tick()
    assert shown(world, card) == [f"card {card.id} at 12:00:00"]
    assert len(world.calls("chat.update")) == 1
    assert (world.card(card).stale_since, world.card(card).drawn_at) == (None, NOON)


def test_a_storm_of_changes_becomes_its_last_picture_three_seconds_later(world, event, card):
    began = world.ticks()
    for _ in range(10):
        change(world, event)
    world.tick()
    change(world, event)
    change(world, event)
    world.tick()
    assert len(world.calls("chat.update")) == 2
    assert world.ticks() - began == pytest.approx(3)
    assert world.card(card).stale_since is None


def test_a_change_during_the_redraw_is_drawn_too(world, event, card):
    draw = world.scheduler._redrawer._draw

    def draw_and_change(*args):
        drawn = draw(*args)
        if not world.calls("chat.update"):
            world.clock.advance(seconds=1)
            change(world, event)
        return drawn

    world.scheduler._redrawer._draw = draw_and_change
    change(world, event)
    world.tick()
    assert shown(world, card) == [f"card {card.id} at 12:00:01"]
    assert world.card(card).stale_since is None


def test_forty_cards_are_true_within_a_minute_of_the_storm(world, event):
    with world.sessions.begin() as session:
        events = [make_event(session) for _ in range(40)]
    for one in events:
        post(world, one)
        change(world, one)
    began = world.ticks()
    world.tick()
    assert len(world.calls("chat.update")) == 40
    assert world.ticks() - began <= 60


def test_homes_do_not_stand_behind_cards(world, event, card):
    with world.sessions.begin() as session:
        bob = world.person(session)
        make_registration(session, event, bob)
        make_home(session, bob)
    change(world, event)
    world.tick()
    methods = [method for method, _ in world.room.calls if method in ("views.publish", "chat.update")]
    assert methods == ["views.publish", "chat.update"]


def test_a_deleted_card_is_left_and_the_coordinator_hears_of_it(world, event, card):
    with world.sessions.begin() as session:
        alice = make_coordinator(session, event)
        world.room.person(alice.slack_user_id)
    world.slack.chat_delete(channel=card.channel_id, ts=card.ts)
    change(world, event)
    world.tick()
    change(world, event)
    world.tick(minutes=1)
    assert world.card(card).gone == "message_not_found"
    assert len(world.calls("chat.update")) == 1
    with world.sessions.reading() as session:
        assert session.scalars(select(Delivery.facts).where(Delivery.kind == Kind.NOT_REACHED)).one() == {
            "card": card.id,
            "reason": "message_not_found",
        }


@pytest.mark.parametrize("trouble", [Fault.DROP_AFTER, Fault.REFUSED, Fault.RATE_LIMITED(20), "invalid_auth"])
def test_after_trouble_it_is_drawn_again_later(world, event, card, trouble):
    world.room.faults.next("chat.update", trouble)
    change(world, event)
    world.tick()
    assert world.card(card).stale_since == NOON
    world.tick(minutes=5)
    assert world.card(card).stale_since is None


def test_one_that_cannot_be_drawn_stops_no_other(world, event, card):
    with world.sessions.begin() as session:
        other = make_event(session)
    second = post(world, other)
    draw = world.scheduler._redrawer._draw
    world.scheduler._redrawer._draw = lambda session, card_id, *rest: (
        1 / 0 if card_id == card.id else draw(session, card_id, *rest)
    )
    change(world, event)
    change(world, other)
    world.tick()
    assert world.card(second).stale_since is None
    assert world.card(card).stale_since == NOON
    assert world.clock.now() - NOON < timedelta(seconds=1)


def test_a_card_is_redrawn_when_the_meeting_begins_though_nobody_changed_anything(world, event, card):
    change(world, event)
    world.tick()
    assert world.clock.announced is None, "a redraw is no message: the demo's clock does not stop for it"
    world.clock.move_to(event.starts_at)
    world.ticks.advance(60)
    world.tick()
    assert shown(world, card) == [f"card {card.id} at {event.starts_at:%H:%M:%S}"]
