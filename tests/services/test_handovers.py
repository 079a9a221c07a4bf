"""Handing over when several press at once; and what a season's file says afterwards."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services.coordinating import deputies, handovers
from bot.services.seasons import exporting
from bot.services.seasons.applying import apply, preview
from bot.services.seasons.files import read_file
from models import Area, Assignment, Delivery, DeliveryState, Duty, Event, Handover, Kind, Person
from models.database import Sessions
from models.errors import Refusal
from tests.clock import NOON
from tests.factories import make_area, make_coordinator, make_delivery, make_event, make_person
from tests.seasons import short_season

ONE_KIND = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)


@pytest.fixture
def event(session: Session) -> Event:
    return make_event(session)


def asked(session: Session, event: Event, by: Person, whom: Person) -> int:
    area = session.get_one(Area, event.area_id)
    row = handovers.ask(session, area, by_id=by.id, whom_id=whom.id, now=NOON)
    session.commit()
    return row.id


def at_once(sessions: Sessions, ids: list[int], press: Callable[[Session, Handover], None]) -> list[str]:
    """Everybody presses; the sentences of those who were refused."""
    refused: list[str] = []

    def one(handover_id: int) -> None:
        with sessions.begin() as mine:
            row = mine.get_one(Handover, handover_id, with_for_update=True)
            try:
                press(mine, row)
            except Refusal as refusal:
                refused.append(refusal.sentence)

    presses = [threading.Thread(target=one, args=(id,)) for id in ids]
    for each in presses:
        each.start()
    for each in presses:
        each.join()
    return refused


def of(session: Session, duty: Duty) -> list[int]:
    session.expire_all()
    return list(session.scalars(select(Assignment.person_id).where(Assignment.duty == duty).order_by(Assignment.id)))


def test_of_four_presses_at_once_one_takes_over(sessions: Sessions, session: Session, event: Event) -> None:
    alice, bob = make_coordinator(session, event), make_person(session, email="bob@example.org")
    id = asked(session, event, alice, bob)
    refused = at_once(sessions, [id] * 4, lambda mine, row: handovers.accept(mine, row, NOON))
    assert refused == ["You have taken over {place} already."] * 3
    assert of(session, Duty.COORDINATOR) == [bob.id]
    told = select(Delivery.person_id).where(Delivery.kind == Kind.HANDOVER_NEWS)
    assert list(session.scalars(told)) == [alice.id]


def test_a_yes_and_a_taking_back_at_once_leave_one_of_the_two(
    sessions: Sessions, session: Session, event: Event
) -> None:
    alice, bob = make_coordinator(session, event), make_person(session, email="bob@example.org")
    id = asked(session, event, alice, bob)
    presses = iter((handovers.accept, handovers.take_back))
    refused = at_once(sessions, [id] * 2, lambda mine, row: next(presses)(mine, row, NOON))
    assert len(refused) == 1
    was_taken = "taken over" in refused[0]
    assert of(session, Duty.COORDINATOR) == [bob.id if was_taken else alice.id]


def test_two_who_hand_over_to_the_same_person_at_once_leave_one_duty(
    sessions: Sessions, session: Session, event: Event
) -> None:
    alice, anna = make_coordinator(session, event), make_coordinator(session, event, "Anna")
    bob = make_person(session, email="bob@example.org")
    ids = [asked(session, event, one, bob) for one in (alice, anna)]
    assert at_once(sessions, ids, lambda mine, row: handovers.accept(mine, row, NOON)) == []
    assert of(session, Duty.COORDINATOR) == [bob.id]


def test_what_is_on_its_way_changes_hands_with_the_duty(sessions: Sessions, session: Session, event: Event) -> None:
    alice, bob = make_coordinator(session, event), make_person(session, email="bob@example.org")
    moved = {"about": "moved", "was": {}}
    make_delivery(session, event, alice, kind=Kind.GUEST_TEXT, facts=moved, dedup_key=f"guest_text:moved:1:p{alice.id}")
    make_delivery(session, event, alice, kind=Kind.OVERVIEW, facts={"events": [event.id, 99]},
                  dedup_key=f"overview:2027-01-11-1:p{alice.id}")  # fmt: skip
    elsewhere = make_event(session, area=make_area(session, name="Skåne"))
    make_delivery(session, elsewhere, alice, kind=Kind.GUEST_TEXT, facts=moved)
    id = asked(session, event, alice, bob)
    assert at_once(sessions, [id], lambda mine, row: handovers.accept(mine, row, NOON)) == []
    session.expire_all()
    waiting = session.scalars(
        select(Delivery)
        .where(Delivery.state == DeliveryState.PENDING, Delivery.kind.in_((Kind.GUEST_TEXT, Kind.OVERVIEW)))
        .order_by(Delivery.id)
    ).all()
    assert sorted((one.person_id, one.event_id, one.dedup_key.rpartition(":")[0]) for one in waiting) == sorted([
        (alice.id, elsewhere.id, waiting[0].dedup_key.rpartition(":")[0]),
        (bob.id, event.id, f"guest_text:moved:1:h{id}"),
        (bob.id, event.id, f"overview:2027-01-11-1:h{id}"),
    ])  # fmt: skip
    assert [one.facts for one in waiting if one.kind is Kind.OVERVIEW] == [{"events": [event.id]}]


@ONE_KIND
def test_a_season_says_who_took_over_and_read_again_it_changes_nothing(
    sessions: Sessions, session: Session, tmp_path: Path
) -> None:
    """Deputies have no place in a file: they stay as they are whatever a file says."""
    file = tmp_path / "season.yaml"
    file.write_text(short_season(), "utf-8")
    apply(sessions, read_file(file).plan, NOW, lambda done: None)
    area = session.scalars(select(Area).where(Area.key == "kronoberg")).one()
    (alice,) = session.scalars(select(Person).join(Assignment).where(Assignment.area_id == area.id))
    bob, dora = make_person(session, "Bob Berg", email="bob@example.org"), make_person(session, "Dora")
    row = handovers.ask(session, area, by_id=alice.id, whom_id=bob.id, now=NOW)
    handovers.accept(session, row, NOW)
    deputies.change(session, area, [dora.id], [], by_id=bob.id, now=NOW)
    session.commit()
    written = exporting.export(session, exporting.series_to_export(session, "vux-2027"), NOW)
    session.commit()
    assert "bob@example.org" in written and "samordnare.kronoberg@example.org" not in written
    for text in (written, short_season()):
        file.write_text(text, "utf-8")
        report = preview(session, read_file(file).plan, NOW)
        assert report.is_nothing and of(session, Duty.DEPUTY) == [dora.id]
        session.rollback()
    apply(sessions, read_file(file).plan, NOW, lambda done: None)
    assert bob.id in of(session, Duty.COORDINATOR) and of(session, Duty.DEPUTY) == [dora.id]


@ONE_KIND
def test_whoever_a_file_replaces_has_no_question_open(sessions: Sessions, session: Session, tmp_path: Path) -> None:
    file = tmp_path / "season.yaml"
    file.write_text(short_season(), "utf-8")
    apply(sessions, read_file(file).plan, NOW, lambda done: None)
    area = session.scalars(select(Area).where(Area.key == "kronoberg")).one()
    (alice,) = session.scalars(select(Person).join(Assignment).where(Assignment.area_id == area.id))
    row = handovers.ask(
        session, area, by_id=alice.id, whom_id=make_person(session, email="bob@example.org").id, now=NOW
    )
    session.commit()
    file.write_text(short_season().replace("samordnare.kronoberg@example.org", "ny@example.org"), "utf-8")
    apply(sessions, read_file(file).plan, NOW, lambda done: None)
    session.expire_all()
    assert not session.get_one(Handover, row.id).is_open
