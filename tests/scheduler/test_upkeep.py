"""What happens at night, when nobody looks."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.services import upkeep
from models import Delivery, DeliveryState, Kind, LogEntry, Quota, Scope
from tests.clock import NOON
from tests.factories import make_delivery, make_event, make_guest, make_person, make_quota, make_registration, rows

ONE_KIND = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
LONG_AGO = NOON - timedelta(days=100)


def test_what_ended_long_ago_goes_and_what_is_owed_or_recent_stays(bot, scheduler, session, clock, monkeypatch):
    monkeypatch.setattr(upkeep, "BATCH", 2)
    event, bob = make_event(session), make_guest(session)
    for state in DeliveryState:
        make_delivery(session, event, bob, state=state, due_at=LONG_AGO)
    kept = make_delivery(session, event, bob, state=DeliveryState.SENT, due_at=NOON - timedelta(days=80))
    session.add(LogEntry(workspace_id=event.workspace_id, at=LONG_AGO, action="something"))
    session.commit()
    scheduler.election.beat()
    clock.advance(hours=14.5)
    scheduler.upkeep.do_if_night()
    with bot.sessions.reading() as after:
        found = after.execute(select(Delivery.id, Delivery.state)).all()
    assert {state for _, state in found} == {*DeliveryState} - {*upkeep.ENDED} | {DeliveryState.SENT}
    assert [id for id, state in found if state is DeliveryState.SENT] == [kept.id]
    assert left(bot, LogEntry) == 1


@ONE_KIND
def test_it_is_done_once_a_night_and_never_by_day(bot, scheduler, session, clock, caplog):
    make_delivery(session, make_event(session), state=DeliveryState.SENT, due_at=LONG_AGO)
    scheduler.upkeep.do_if_night()
    assert left(bot, Delivery) == 1
    clock.advance(hours=14.5)
    scheduler.upkeep.do_if_night()
    assert left(bot, Delivery) == 0
    make_delivery(session, make_event(session), state=DeliveryState.SENT, due_at=LONG_AGO)
    scheduler.upkeep.do_if_night()
    assert left(bot, Delivery) == 1
    clock.advance(days=1)
    scheduler.upkeep.do_if_night()
    assert left(bot, Delivery) == 0


@ONE_KIND
def test_a_process_that_does_not_send_leaves_it_to_the_one_that_does(bot, scheduler, session, clock):
    make_delivery(session, make_event(session), state=DeliveryState.SENT, due_at=LONG_AGO)
    scheduler.upkeep._is_ours = lambda: False
    clock.advance(hours=14.5)
    scheduler.upkeep.do_if_night()
    assert left(bot, Delivery) == 1


def test_what_was_sent_again_meanwhile_is_not_removed(bot, session):
    row = make_delivery(session, make_event(session), state=DeliveryState.FAILED, due_at=LONG_AGO)
    old = upkeep.ended_long_ago(session, NOON)
    session.execute(update(Delivery).values(state=DeliveryState.PENDING, due_at=NOON, next_at=NOON))
    upkeep.remove(session, old, NOON)
    session.commit()
    assert old == [row.id] and left(bot, Delivery) == 1


def test_seats_that_do_not_add_up_are_told_once_and_not_repaired(bot, scheduler, session, clock, workspace, caplog):
    event = make_event(session)
    seat = make_registration(session, event)
    make_quota(session, event, 10, taken=1)
    for scope, key in ((Scope.ROLE, "principal"), (Scope.ATTENDANCE, "on_site"), (Scope.ROLE, "politician")):
        make_quota(session, event, 10, scope=scope, key=key, taken=int(key != "politician"))
    organisation = make_quota(session, event, 10, scope=Scope.ORGANISATION, key=str(seat.organisation_id), taken=1)
    assert upkeep.recount(session) == []
    organisation.taken = 3
    session.commit()
    make_person(session, "Adam", slack_user_id="U0ADMIN")
    adam = workspace.person("U0ADMIN")
    scheduler.election.beat()
    for _ in range(2):
        clock.advance(hours=14.5)
        scheduler.upkeep.do_if_night()
        clock.advance(hours=9.5)
        scheduler.tick()
    assert adam.inbox == [
        "Platserna i Listening går inte ihop: räknaren säger 3, anmälningarna är 1. Inget har ändrats."
    ]
    with bot.sessions.reading() as after:
        assert after.get_one(Quota, organisation.id).taken == 3
        assert after.scalars(select(Delivery.kind)).all() == [Kind.MISCOUNT]
    assert f"quota {organisation.id} of event {event.id} says 3, the rows say 1" in caplog.text


def left(bot, table):
    with bot.sessions.reading() as session:
        return rows(session, table)
