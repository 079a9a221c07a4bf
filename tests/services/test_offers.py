"""Offers against a simple model: no rule exceeded, no seat lost, the order kept, everyone told once."""

import random
import threading
from collections import Counter
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services.registration import cancelling, offer_times, offers, registrations, seats, vacancies
from bot.services.registration.enrolment import Answers
from models import Delivery, Event, Kind, Quota, Registration, RegistrationState
from models.database import Sessions
from models.errors import Refusal
from models.registrations import ACTIVE, SEATED
from tests.clock import NOON
from tests.factories import make_coordinator, make_event, make_organisation, make_person, make_quota

SEATS, PEOPLE, ACTS = 3, 9, 60
ONE_KIND = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
REGISTERED, OFFERED, WAITS = RegistrationState.REGISTERED, RegistrationState.OFFERED, RegistrationState.WAITLISTED


class Model:
    """Who sits, who is offered a seat until when, and who waits in which order."""

    def __init__(self) -> None:
        self.seated: set[int] = set()
        self.offered: dict[int, datetime] = {}
        self.line: list[int] = []
        self.told: Counter[tuple[Kind, int]] = Counter()

    def register(self, who: int) -> None:
        if who in self.seated or who in self.offered or who in self.line:
            return
        self.told[Kind.RECEIPT, who] += 1
        if len(self.seated) + len(self.offered) < SEATS:
            self.seated.add(who)
        else:
            self.line.append(who)

    def leave(self, who: int, now: datetime) -> None:
        if who in self.seated or who in self.offered or who in self.line:
            self.told[Kind.CANCELLED_SEAT, who] += 1
        self._out(who)
        self._fill(now)

    def accept(self, who: int) -> None:
        if self.offered.pop(who, None):
            self.seated.add(who)
            self.told[Kind.SEAT, who] += 1

    def turn_down(self, who: int, now: datetime) -> None:
        if who in self.offered:
            self.leave(who, now)

    def pass_to(self, now: datetime) -> None:
        while late := sorted((until, who) for who, until in self.offered.items() if until <= now):
            who = late[0][1]
            self._out(who)
            self.told[Kind.OFFER_OVER, who] += 1
            self._fill(now)

    def _out(self, who: int) -> None:
        self.seated.discard(who)
        self.offered.pop(who, None)
        if who in self.line:
            self.line.remove(who)

    def _fill(self, now: datetime) -> None:
        while self.line and len(self.seated) + len(self.offered) < SEATS:
            who = self.line.pop(0)
            self.offered[who] = offer_times.kept_until(None, "Europe/Stockholm", now)
            self.told[Kind.OFFER, who] += 1


def drive(session: Session, seed: int, acts: int) -> None:
    chance, model, now = random.Random(seed), Model(), NOON
    event = make_event(session, starts_at=None)
    make_quota(session, event, SEATS)
    town = Answers(organisation_id=make_organisation(session).id)
    people = [make_person(session, f"P{number}").id for number in range(PEOPLE)]
    for _ in range(acts):
        who = chance.choice(people)
        given = {"event_id": event.id, "person_id": who, "now": now}
        match chance.choice(("register", "register", "register", "cancel", "accept", "turn_down", "wait")):
            case "register":
                registrations.register(session, answers=town, **given)
                model.register(who)
            case "cancel":
                cancelling.cancel(session, **given)
                model.leave(who, now)
            case "accept":
                _try(session, offers.accept, given)
                model.accept(who)
            case "turn_down":
                if who in model.offered:
                    _try(session, offers.turn_down, given)
                model.turn_down(who, now)
            case _:
                now += timedelta(hours=chance.choice((5, 30, 60)))
                while vacancies.run_out(session, now):
                    pass
                model.pass_to(now)
        session.commit()
        _compare(session, event, model)


def _try(session: Session, act, given) -> None:
    try:
        act(session, **given)
    except Refusal:
        session.rollback()


def _compare(session: Session, event: Event, model: Model) -> None:
    rows = session.scalars(select(Registration).order_by(Registration.number)).all()
    assert {row.person_id for row in rows if row.state is REGISTERED} == model.seated
    assert {row.person_id: row.offer_until for row in rows if row.state is OFFERED} == model.offered
    assert [row.person_id for row in rows if row.state is WAITS] == model.line
    [quota] = session.scalars(select(Quota))
    assert quota.taken == len(model.seated) + len(model.offered) <= quota.capacity
    assert not model.line or quota.is_full, "no seat is lost while somebody waits"
    told = Counter((row.kind, row.person_id) for row in session.scalars(select(Delivery)))
    assert told == model.told, "everyone is told once"
    session.rollback()


@ONE_KIND
@pytest.mark.parametrize("seed", range(6))
def test_whatever_people_do_the_bot_does_what_a_simple_list_would(session: Session, seed: int) -> None:
    drive(session, seed, ACTS)


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_and_the_same_where_many_write(session: Session) -> None:
    drive(session, 7, 30)


@pytest.mark.parametrize("seed", [1, 2])
@ONE_KIND
def test_in_the_last_days_no_seat_is_given_twice_and_nobody_passes_those_asked(session: Session, seed: int) -> None:
    chance = random.Random(seed)
    event = make_event(session, starts_at=NOON + timedelta(days=3))
    make_coordinator(session, event)
    make_quota(session, event, SEATS)
    town = Answers(organisation_id=make_organisation(session).id)
    people = [make_person(session, f"P{number}").id for number in range(PEOPLE)]
    now = NOON
    for step in range(60):
        given = {"event_id": event.id, "person_id": chance.choice(people), "now": now}
        act = chance.choice(("register", "register", "cancel", "accept", "turn_down"))
        if act == "register":
            registrations.register(session, answers=town, **given)
        elif act == "cancel":
            cancelling.cancel(session, **given)
        else:
            _try(session, offers.accept if act == "accept" else offers.turn_down, given)
        if step % 3 == 0:
            now += timedelta(hours=3)
            while vacancies.run_out(session, now):
                pass
        session.commit()
        _is_just(session, event, now)


def test_when_all_who_were_asked_say_yes_at_once_one_has_the_seat(sessions: Sessions, session: Session) -> None:
    event, people = _one_seat_falls_free(session)
    said: list[str] = []

    def says_yes(person_id: int) -> None:
        try:
            with sessions.begin() as own:
                offers.accept(own, event_id=event.id, person_id=person_id, now=NOON)
            said.append("yes")
        except Refusal:
            said.append("gone")

    crowd = [threading.Thread(target=says_yes, args=(one,)) for one in people[1:]]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join()
    assert sorted(said) == ["gone", "gone", "yes"]
    assert [quota.taken for quota in session.scalars(select(Quota))] == [1]
    session.rollback()


@ONE_KIND
def test_whoever_comes_while_others_are_asked_waits_behind_them(session: Session) -> None:
    assert _newcomers_state(session) is WAITS


@ONE_KIND
def test_without_looking_at_those_asked_the_newcomer_would_pass_them(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    monkeypatch.setattr(vacancies, "first_in_line_for", lambda *_: None)
    assert _newcomers_state(session) is REGISTERED


def _newcomers_state(session: Session) -> RegistrationState:
    event, _ = _one_seat_falls_free(session)
    newcomer, town = make_person(session, "Nora"), Answers(organisation_id=1)
    registrations.register(session, event_id=event.id, person_id=newcomer.id, answers=town, now=NOON)
    session.commit()
    found = seats.current(session, event.id, newcomer.id)
    session.rollback()
    assert found is not None
    return found.state


def _one_seat_falls_free(session: Session) -> tuple[Event, list[int]]:
    """Thirty hours before: the first of four gives it back, and the other three are asked."""
    event = make_event(session, starts_at=NOON + timedelta(hours=30))
    make_quota(session, event, 1)
    town = Answers(organisation_id=make_organisation(session).id)
    people = [make_person(session, f"P{number}").id for number in range(4)]
    for one in people:
        registrations.register(session, event_id=event.id, person_id=one, answers=town, now=NOON)
    cancelling.cancel(session, event_id=event.id, person_id=people[0], now=NOON)
    session.commit()
    return event, people


def _is_just(session: Session, event: Event, now: datetime) -> None:
    rows = session.scalars(select(Registration).order_by(Registration.number)).all()
    [quota] = session.scalars(select(Quota))
    waiting = [row for row in rows if row.state is WAITS]
    assert quota.taken == sum(row.state in SEATED for row in rows) <= quota.capacity
    assert len({row.person_id for row in rows if row.state in ACTIVE}) == sum(row.state in ACTIVE for row in rows)
    asked = [row.number for row in waiting if row.asked_at]
    if quota.is_full:
        assert asked == [], "who cannot have it is not left to hope"
    elif event.starts_at and event.starts_at - timedelta(hours=48) <= now < event.starts_at - timedelta(hours=2):
        assert asked == [row.number for row in waiting][: len(asked)] and (asked or not waiting), "the first are asked"
    keys = session.scalars(select(Delivery.dedup_key)).all()
    assert len(keys) == len(set(keys))
    session.rollback()
