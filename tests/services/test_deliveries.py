"""Owing, claiming and settling deliveries."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services.messages import claims, deliveries, outcomes
from bot.services.plan import moments
from models import Delivery, DeliveryState, Kind
from models.database import OWED, Sessions
from tests.clock import NOON
from tests.factories import make_coordinator, make_delivery, make_event, make_guest, make_person, make_step, rows

HOUR = timedelta(hours=1)


def owe(session: Session, event, person, cause="1", **rest) -> bool:
    return deliveries.owe(
        session,
        Kind.RECEIPT,
        now=NOON,
        cause=cause,
        workspace_id=event.workspace_id,
        event_id=event.id,
        person_id=person.id,
        **rest,
    )


def test_owing_the_same_twice_keeps_one(session):
    event, person = make_event(session), make_person(session)
    assert owe(session, event, person)
    assert not owe(session, event, person)
    assert owe(session, event, person, cause="2")
    assert rows(session, Delivery) == 2
    assert session.info[OWED]


def test_a_commit_that_owes_wakes_the_scheduler_once_and_a_rollback_never(sessions: Sessions):
    woken = []
    sessions.on_owed = lambda: woken.append(True)
    with sessions.begin() as session:
        event, person = make_event(session), make_person(session)
        owe(session, event, person)
        assert not woken
    assert woken == [True]
    with pytest.raises(ZeroDivisionError), sessions.begin() as session:
        owe(session, event, person, cause="2")
        raise ZeroDivisionError
    assert woken == [True]


def claim(sessions: Sessions, now=NOON, **rest):
    with sessions.begin() as session:
        return claims.claim_due(session, now, "worker", **{"limit": 100, **rest}).claims


def state(sessions: Sessions, delivery: Delivery):
    with sessions.reading() as session:
        return session.get_one(Delivery, delivery.id).state


def test_claims_come_by_urgency_then_by_time_and_only_once(sessions):
    with sessions.begin() as session:
        event = make_event(session)
        late = make_delivery(session, event, due_at=NOON)
        early = make_delivery(session, event, due_at=NOON - timedelta(minutes=5))
        receipt = make_delivery(session, event, kind=Kind.RECEIPT, due_at=NOON)
        make_delivery(session, event, due_at=NOON + timedelta(seconds=1))
    assert [one.id for one in claim(sessions)] == [receipt.id, early.id, late.id]
    assert not claim(sessions)


def test_only_the_urgent_when_asked(sessions):
    with sessions.begin() as session:
        event = make_event(session)
        make_delivery(session, event)
        moved = make_delivery(session, event, kind=Kind.MOVED)
    assert [one.id for one in claim(sessions, priorities=[20])] == [moved.id]


def test_a_lost_lease_returns_as_pending_or_in_doubt_and_its_old_holder_writes_nothing(sessions):
    with sessions.begin() as session:
        event = make_event(session)
        first, second = make_delivery(session, event), make_delivery(session, event)
    unposted, posted = claim(sessions)
    with sessions.begin() as session:
        assert outcomes.hold(session, posted, NOON, is_posting=True)
    again = claim(sessions, now=NOON + timedelta(seconds=31))
    assert {one.id: one.is_in_doubt for one in again} == {first.id: False, second.id: True}
    with sessions.begin() as session:
        assert not outcomes.hold(session, unposted, NOON, is_posting=True)
        outcomes.sent(session, posted, channel="D1", ts="1.2", now=NOON)
    assert state(sessions, second) is DeliveryState.SENDING


def test_a_start_takes_what_was_being_sent_into_doubt(sessions):
    with sessions.begin() as session:
        event = make_event(session)
        first, second = make_delivery(session, event), make_delivery(session, event)
    _, posted = claim(sessions)
    with sessions.begin() as session:
        outcomes.hold(session, posted, NOON, is_posting=True)
    with sessions.begin() as session:
        claims.sending_to_doubt_at_start(session, NOON)
    assert state(sessions, first) is DeliveryState.PENDING
    assert state(sessions, second) is DeliveryState.DOUBT


def test_what_is_too_late_expires_and_the_coordinator_hears_of_it_once(sessions):
    with sessions.begin() as session:
        event = make_event(session, starts_at=NOON - HOUR)
        alice = make_coordinator(session, event)
        step = make_step(session, event)
        bob = make_delivery(session, event, step_id=step.id, useful_until=NOON - timedelta(minutes=50))
        make_delivery(session, event, step_id=step.id, useful_until=NOON - timedelta(minutes=50))
        other = make_delivery(session, event, useful_until=NOON)
    with sessions.begin() as session:
        assert claims.expire_overdue(session, NOON) == 2
    with sessions.reading() as session:
        assert session.get_one(Delivery, bob.id).reason == claims.TOO_LATE
        notice = session.scalars(select(Delivery).where(Delivery.kind == Kind.NOT_REACHED)).one()
        assert (notice.person_id, notice.facts["step"]) == (alice.id, step.id)
        assert session.get_one(Delivery, other.id).state is DeliveryState.PENDING


def test_of_two_missed_reminders_only_the_latest_is_claimed(sessions):
    with sessions.begin() as session:
        event, bob = make_event(session), make_person(session)
        week, day = make_step(session, event), make_step(session, event)
        older = make_delivery(session, event, bob, step_id=week.id, due_at=NOON - 8 * HOUR)
        newer = make_delivery(session, event, bob, step_id=day.id, due_at=NOON - HOUR)
        stranger = make_delivery(session, event, step_id=week.id, due_at=NOON - 8 * HOUR)
    assert {one.id for one in claim(sessions)} == {newer.id, stranger.id}
    with sessions.reading() as session:
        row = session.get_one(Delivery, older.id)
        assert row.state is DeliveryState.SUPERSEDED
        assert row.reason
        assert row.lease_token is None


def test_a_failure_is_told_to_the_coordinator_once_for_a_person_and_a_meeting(sessions):
    with sessions.begin() as session:
        event, bob = make_event(session), make_person(session)
        make_coordinator(session, event)
        make_delivery(session, event, bob)
        make_delivery(session, event, bob, kind=Kind.RECEIPT)
    for one in claim(sessions):
        with sessions.begin() as session:
            outcomes.fail(session, one, reason="user_disabled", now=NOON)
    with sessions.reading() as session:
        notice = session.scalars(select(Delivery).where(Delivery.kind == Kind.NOT_REACHED)).one()
        assert notice.facts == {"person": bob.id, "reason": "user_disabled"}


def test_a_summary_that_fails_causes_no_summary(sessions):
    with sessions.begin() as session:
        event = make_event(session)
        alice = make_coordinator(session, event)
        make_delivery(session, event, alice, kind=Kind.NOT_REACHED)
    (summary,) = claim(sessions)
    with sessions.begin() as session:
        outcomes.fail(session, summary, reason="user_disabled", now=NOON)
        assert rows(session, Delivery) == 1


def test_who_is_no_longer_registered_gets_no_reminder(sessions):
    with sessions.begin() as session:
        event, bob, eve = make_event(session), make_person(session), make_person(session)
        reminder = make_delivery(session, event, bob)
        receipt = make_delivery(session, event, bob, kind=Kind.RECEIPT)
        others = make_delivery(session, event, eve)
    with sessions.begin() as session:
        deliveries.cancel_for(session, event_id=event.id, person_id=bob.id, now=NOON)
    assert state(sessions, reminder) is DeliveryState.CANCELLED
    assert state(sessions, receipt) is DeliveryState.PENDING
    assert state(sessions, others) is DeliveryState.PENDING


def test_cancelling_a_persons_reminders_needs_a_meeting(session):
    with pytest.raises(ValueError, match="meeting"):
        deliveries.cancel_for(session, person_id=1, now=NOON)


def test_who_has_left_slack_or_was_never_there_has_no_address(sessions):
    with sessions.begin() as session:
        event = make_event(session)
        make_delivery(session, event, make_guest(session))
        make_delivery(session, event, make_person(session, is_deactivated=True))
        make_delivery(session, event, channel_id="C_KRO", kind=Kind.CARD)
    assert {(one.address, one.is_direct) for one in claim(sessions)} == {("C_KRO", False), (None, True)}


NIGHT = NOON.replace(hour=22, minute=30)
"""23.30 in Stockholm."""


@pytest.mark.parametrize(
    ("due_at", "starts_in", "kind", "waits"),
    [
        pytest.param(NIGHT - HOUR, 24, Kind.REMINDER, True, id="a delayed reminder waits"),
        pytest.param(NIGHT, 24, Kind.REMINDER, False, id="one planned for the night does not"),
        pytest.param(NIGHT - HOUR, 2, Kind.REMINDER, False, id="nor one that is useless in the morning"),
        pytest.param(NIGHT - HOUR, 24, Kind.RECEIPT, False, id="nor an answer to a person"),
        pytest.param(NIGHT - HOUR, 11, Kind.CALLED_OFF, False, id="nor a change of a meeting the next morning"),
        pytest.param(NIGHT - HOUR, 48, Kind.CALLED_OFF, True, id="a change of a later meeting waits"),
    ],
)
def test_direct_messages_delayed_into_the_night(sessions, due_at, starts_in, kind, waits):
    with sessions.begin() as session:
        event = make_event(session, starts_at=NIGHT + starts_in * HOUR, length=timedelta(minutes=20))
        useful_until = event.starts_at if kind is Kind.REMINDER else None
        row = make_delivery(session, event, kind=kind, due_at=due_at, useful_until=useful_until)
    claimed = claim(sessions, now=NIGHT)
    assert bool(claimed) is not waits
    if waits:
        with sessions.reading() as session:
            assert session.get_one(Delivery, row.id).next_at == NIGHT.replace(hour=7, minute=0) + timedelta(days=1)


def test_the_next_moment_is_the_earliest_of_steps_deliveries_and_leases(sessions):
    with sessions.begin() as session:
        event = make_event(session)
        make_step(session, event, due_at=NOON + 3 * HOUR)
        make_step(session, event, due_at=NOON + HOUR, done_at=NOON)
        make_delivery(session, event, due_at=NOON)
        make_delivery(session, event, due_at=NOON + 2 * HOUR)
    with sessions.reading() as session:
        assert moments.due(session, NOON).deliveries
        assert moments.due(session, NOON).next_at == NOON + 2 * HOUR
    claim(sessions)
    with sessions.reading() as session:
        assert not moments.due(session, NOON).deliveries
        assert moments.due(session, NOON).next_at == NOON + claims.LEASE
