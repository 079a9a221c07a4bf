"""Programmes as rows: published once however many press, told once however it comes, never of what is over."""

import threading
from datetime import timedelta
from time import process_time

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.receipts import DraftFacts, Published
from bot.services import events
from bot.services.plan import steps
from bot.services.programme import building, drafting, publishing
from bot.services.programme.adjusting import Act, Wish
from models import Delivery, DeliveryState, Event, EventState, Fate, Kind, Level, Person, ProgrammeItem, Topic
from models.database import Sessions
from models.errors import Refusal
from tests.clock import NOON
from tests.factories import make_coordinator, make_event, make_person, make_registration, make_topic
from tests.seasons import templates

ONE_KIND = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture
def event(session: Session) -> Event:
    found = make_event(session, length=timedelta(hours=3), agenda=templates()["halvdag-em"]["items"])
    steps.plan(session, found, NOON)
    for n in range(4):
        make_topic(session, found, f"Fråga {n}?", level=list(Level)[n % 2])
    session.commit()
    return found


@pytest.fixture
def alice(session: Session, event: Event) -> Person:
    return make_coordinator(session, event)


def publish(session: Session, event_id: int, person_id: int, *, seen: str | None = None, **wishes: bool) -> object:
    held = events.lock(session, event_id)
    stamp = seen or drafting.of(session, held).stamp
    asked = {"tells": False, "saves": False, **wishes}
    return publishing.publish(session, held, seen=stamp, reason=None, person_id=person_id, now=NOON, **asked)


def count(session: Session, table: type, *where: object) -> int:
    return session.scalar(select(func.count()).select_from(table).where(*where)) or 0  # type: ignore[arg-type]


def test_however_many_press_at_once_it_is_published_once_and_everyone_is_told_once(
    sessions: Sessions, session: Session, event: Event, alice: Person
) -> None:
    for n in range(5):
        make_registration(session, event, make_person(session, f"Person {n}"))
    session.commit()
    stamp, event_id, alice_id, found = drafting.of(session, event).stamp, event.id, alice.id, list[object]()
    session.rollback()

    def press() -> None:
        with sessions.begin() as mine:
            found.append(publish(mine, event_id, alice_id, seen=stamp))

    crowd = [threading.Thread(target=press) for _ in range(4)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert sorted(isinstance(one, Published) and one.is_new for one in found) == [False, False, False, True]
    assert count(session, Delivery, Delivery.kind == Kind.PROGRAMME) == 5
    assert count(session, ProgrammeItem, ProgrammeItem.topic_id.is_(None)) == 10


def test_of_two_who_change_at_once_one_is_shown_what_the_other_did(
    sessions: Sessions, session: Session, event: Event, alice: Person
) -> None:
    anna = make_coordinator(session, event, "Anna")
    first = session.scalars(select(Topic.id).where(Topic.level == Level.OVERARCHING).order_by(Topic.id)).first() or 0
    stamp, event_id, found = drafting.of(session, event).stamp, event.id, list[DraftFacts]()
    pairs = ((alice.id, Act.DOWN), (anna.id, Act.LONGER))
    session.rollback()

    def press(person_id: int, act: Act) -> None:
        with sessions.begin() as mine:
            held = events.lock(mine, event_id)
            wish = Wish(act, first)
            found.append(building.adjust(mine, held, wish, seen=stamp, person_id=person_id, now=NOON))

    both = [threading.Thread(target=press, args=pair) for pair in pairs]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(one.is_overtaken for one in found) == [False, True]


def test_who_registers_between_the_publishing_and_the_plans_day_hears_it_then_and_nobody_twice(
    session: Session, event: Event, alice: Person
) -> None:
    event.programme_on = (NOON + timedelta(days=3)).date()
    steps.plan(session, event, NOON)
    early = make_registration(session, event)
    publish(session, event.id, alice.id)
    late = make_registration(session, event, make_person(session, "Late"), created_at=NOON + timedelta(days=1))
    session.commit()
    while steps.carry_out_due(session, NOON + timedelta(days=4)):
        pass
    told = session.scalars(select(Delivery.person_id).where(Delivery.kind == Kind.PROGRAMME).order_by(Delivery.id))
    assert told.all() == [early.person_id, late.person_id]


def test_in_the_night_it_is_published_and_told_in_the_morning(session: Session, event: Event) -> None:
    night = NOON.replace(hour=22)
    assert publishing.moment(session, event, night).astimezone(NOON.tzinfo) > night
    assert publishing.moment(session, event, NOON) == NOON


def test_a_later_edition_takes_the_place_of_one_that_has_not_gone_out(
    session: Session, event: Event, alice: Person
) -> None:
    make_registration(session, event)
    publish(session, event.id, alice.id)
    topic_id = session.scalars(select(Topic.id).order_by(Topic.id)).first() or 0
    stamp = drafting.of(session, event).stamp
    building.adjust(session, event, Wish(Act.DOWN, topic_id), seen=stamp, person_id=alice.id, now=NOON)
    publish(session, event.id, alice.id, tells=True)
    session.commit()
    told = session.execute(select(Delivery.state).where(Delivery.kind == Kind.PROGRAMME).order_by(Delivery.id))
    assert told.scalars().all() == [DeliveryState.SUPERSEDED, DeliveryState.PENDING]


def test_a_question_that_leaves_the_programme_is_open_again(session: Session, event: Event, alice: Person) -> None:
    publish(session, event.id, alice.id)
    chosen = session.scalars(select(Topic).where(Topic.fate == Fate.ON_PROGRAMME).order_by(Topic.id)).all()
    assert len(chosen) == 4
    stamp = drafting.of(session, event).stamp
    building.adjust(session, event, Wish(Act.SWAP, chosen[0].id), seen=stamp, person_id=alice.id, now=NOON)
    publish(session, event.id, alice.id)
    assert chosen[0].fate is None and chosen[0].is_open


@ONE_KIND
@pytest.mark.parametrize("state", [EventState.CANCELLED, EventState.DRAFT])
def test_what_is_not_held_has_no_programme_to_publish(
    state: EventState, session: Session, event: Event, alice: Person
) -> None:
    event.state = state
    with pytest.raises(Refusal):
        publish(session, event.id, alice.id)


@ONE_KIND
@pytest.mark.parametrize("part", ["fixed.1", "overarching.9", "", "x" * 400])
def test_only_a_part_for_questions_can_be_for_other_people(
    part: str, session: Session, event: Event, alice: Person
) -> None:
    stamp = drafting.of(session, event).stamp
    with pytest.raises(Refusal):
        building.admit(session, event, part, ["principal"], seen=stamp, person_id=alice.id, now=NOON)


@ONE_KIND
def test_a_draft_of_a_hundred_and_twenty_questions_is_there_at_once(
    session: Session, event: Event, alice: Person
) -> None:
    session.add_all(
        Topic(event_id=event.id, title=f"Fråga {n}?", level=list(Level)[n % 2], created_at=NOON) for n in range(116)
    )
    session.commit()
    building.read(session, event, alice.id, NOON)
    began = process_time()
    found = building.read(session, event, alice.id, NOON)
    assert process_time() - began < 0.05
    assert len(found.left) == 115
