"""People who register, answer and change their minds in any order; after each step the rows are what the list says."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from bot.services import events
from bot.services.access import Somebody, Whom
from bot.services.registration import (
    behalf,
    cancelling,
    delegations,
    lines,
    offers,
    passing_on,
    precedence,
    substitutions,
    succession,
    vacancies,
    wishes,
)
from bot.services.registration.wishes import Wish
from bot.services.seasons.event_rows import EventRows
from bot.services.seasons.plans import Plan, Thing, What
from bot.services.seasons.worlds import World
from models import (
    Attendance,
    Delivery,
    Event,
    Form,
    Kind,
    LogEntry,
    Person,
    Quota,
    Registration,
    RegistrationState,
    Scope,
    Series,
    Substitution,
    SubstitutionState,
)
from models.database import Sessions
from models.errors import Refusal
from models.registrations import ACTIVE, SEATED
from tests.clock import NOON
from tests.factories import make_coordinator, make_event, make_guest, make_organisation, make_person
from tests.services import by_hand
from tests.services.by_hand import ByHand, Entry, No

MEMBERS, GUESTS, TOWNS, ROLES = 6, 2, 2, ("principal", "politician")
BOTH = Attendance.ON_SITE, Attendance.DIGITAL

Said = tuple[int, str, Attendance]
"""Organisation, role and way of taking part."""

members = some.integers(0, MEMBERS - 1)
anyone = some.integers(0, MEMBERS + GUESTS - 1)
answers = some.tuples(some.integers(0, TOWNS - 1), some.sampled_from(ROLES), some.sampled_from(BOTH))
seats = some.sampled_from((None, 0, 1, 2, 3, 4))
pick = some.integers(0, 30)
seldom = some.sampled_from((False, False, False, True))


class Town:
    """The people of all examples: a meeting is new each time, they are not."""

    def __init__(self, sessions: Sessions) -> None:
        self.sessions = sessions
        with Session(sessions.engine, expire_on_commit=False) as session:
            event = make_event(session)
            self.coordinators = tuple(make_coordinator(session, event, name).id for name in ("Alice", "Amir"))
            self.organisations = [make_organisation(session, f"Kommun {number}").id for number in range(TOWNS)]
            self.contact = make_person(session, "Cara").id
            everyone = [make_person(session, f"Person {chr(65 + number)}") for number in range(MEMBERS)]
            everyone += [make_guest(session, f"Gunnel {chr(65 + number)}") for number in range(GUESTS)]
            for number, person in enumerate(everyone):
                person.email = f"person{number}@example.org"
            session.commit()
            self.people = [person.id for person in everyone]
            self.names = {person.id: (person.name, person.email or "") for person in everyone}


class Office(RuleBasedStateMachine):
    """Each rule is something people do, through what their buttons call; the list is kept by hand beside it."""

    def __init__(self, town: Town) -> None:
        super().__init__()
        self.town, self.now = town, NOON
        self.alice = town.coordinators[0]

    @initialize(
        days=some.sampled_from((None, 20, 20, 3, 1, 1)),
        form=some.sampled_from(Form),
        whole=some.sampled_from((1, 2, 3, None)),
        each=some.sampled_from((None, None, 1, 2)),
        first=some.lists(answers, min_size=2, max_size=4),
    )
    def a_meeting(self, days: int | None, form: Form, whole: int | None, each: int | None, first: list[Said]) -> None:
        """The first to hear of it have sent the form."""
        starts_at = NOON + timedelta(days=days) if days else None
        with Session(self.town.sessions.engine, expire_on_commit=False) as session:
            event = make_event(session, starts_at=starts_at, form=form)
            self.event_id, self.key = event.id, event.key
            self.series_key = session.get_one(Series, event.series_id).key
            self.last_delivery = session.scalar(select(func.max(Delivery.id))) or 0
            self.last_entry = session.scalar(select(func.max(LogEntry.id))) or 0
        self.list = ByHand(starts_at, self.town.coordinators, frozenset(self.town.people[MEMBERS:]), form)
        self.were: dict[int, RegistrationState] = {}
        self.limit_seats("all", whole)
        self.limit_seats("each", each)
        for number, said in enumerate(first):
            self.sends_the_form(number, said)

    # What people do

    @rule(number=pick, said=answers)
    def somebody_new_sends_the_form(self, number: int, said: Said) -> None:
        new = [one for one in range(MEMBERS) if not self.list.active(self.town.people[one])]
        if new:
            self.sends_the_form(new[number % len(new)], said)

    @rule(number=members, said=answers)
    def sends_the_form(self, number: int, said: Said) -> None:
        who, mine = self.town.people[number], self.list.active(self.town.people[number])
        if mine and mine.has_seat and not self.list.takes(self.now):
            said = (self.town.organisations.index(mine.organisation or 0), mine.role or "", mine.way)  # all is set
        given = {"event_id": self.event_id, "person_id": who, "now": self.now}
        self.both(
            lambda: self.list.submit(who, self.meant(said), self.now),
            lambda session: wishes.submit(session, wish=self.wish(said), **given),
        )

    @rule(number=pick, says_no=some.booleans(), is_anyone=seldom)
    def leaves(self, number: int, says_no: bool, is_anyone: bool) -> None:
        who, by = self.somebody(number, lambda one: one.is_active, is_anyone)
        leave = cancelling.decline if says_no else cancelling.cancel
        state = RegistrationState.DECLINED if says_no else RegistrationState.CANCELLED
        if by and not self.list.active(who):
            return
        given = {"event_id": self.event_id, "person_id": who, "now": self.now, "by_id": by}
        self.both(lambda: self.list.leave(who, state, self.now, by), lambda session: leave(session, **given))

    @rule(number=pick, is_yes=some.sampled_from((True, True, False)), is_anyone=seldom)
    def answers_an_offer(self, number: int, is_yes: bool, is_anyone: bool) -> None:
        who, by = self.somebody(number, lambda one: one.state is RegistrationState.OFFERED or one.is_asked, is_anyone)
        act, mine = (offers.accept, self.list.accept) if is_yes else (offers.turn_down, self.list.turn_down)
        given = {"event_id": self.event_id, "person_id": who, "now": self.now, "by_id": by or who}
        self.both(lambda: mine(who, self.now, by), lambda session: act(session, **given))

    @rule(number=pick, other=anyone, is_anyone=seldom)
    def asks_somebody_to_come_instead(self, number: int, other: int, is_anyone: bool) -> None:
        who, by = self.somebody(number, lambda one: one.state is RegistrationState.REGISTERED, is_anyone)
        instead = self.town.people[other]
        if by:
            return  # whoever is not in Slack has no button for it

        def ask(session: Session) -> None:
            person = session.get_one(Person, instead)
            event = events.lock(session, self.event_id)
            substitutions.ask(session, event, of_id=who, person=person, now=self.now)

        self.both(lambda: self.list.ask(who, instead, self.now), ask)

    @precondition(lambda self: self.list.questions)
    @rule(number=pick, is_yes=some.sampled_from((True, True, False)), said=answers)
    def answers_the_question(self, number: int, is_yes: bool, said: Said) -> None:
        asked = [one for one in self.list.questions if one.state is SubstitutionState.ASKED] or self.list.questions
        question = asked[number % len(asked)]
        by = self.alice if question.who in self.list.guests else None
        seat = question.seat
        meant = by_hand.Wish(seat.organisation or 0, seat.role or "", seat.way) if by else self.meant(said)

        def answer(session: Session) -> None:
            row, event = self.row_of(session, self.list.questions.index(question))
            if not is_yes:
                substitutions.decline(session, event, row, by_id=by or row.person_id, now=self.now)
            elif by:
                succession.accept_for(session, event, row, by_id=by, now=self.now)
            else:
                passing_on.say_yes(session, event, row, wish=self.wish(said), now=self.now)

        if is_yes:
            self.both(lambda: self.list.say_yes(question, meant, self.now, by), answer)
        else:
            self.both(lambda: self.list.say_no(question), answer)

    @precondition(lambda self: self.list.questions)
    @rule(number=pick)
    def takes_the_question_back(self, number: int) -> None:
        who = self.list.questions[number % len(self.list.questions)].seat.who

        def withdraw(session: Session) -> None:
            substitutions.withdraw(session, events.lock(session, self.event_id), by_id=who, now=self.now)

        self.both(lambda: self.list.take_back(who), withdraw)

    # What coordinators and contacts do

    @rule(number=anyone, said=answers, reason=some.sampled_from((None, None, "promised")))
    def alice_registers(self, number: int, said: Said, reason: str | None) -> None:
        self._registers(self.alice, number, said, reason, None)

    @rule(number=some.integers(MEMBERS, MEMBERS + GUESTS - 1), said=answers)
    def the_contact_registers_a_guest(self, number: int, said: Said) -> None:
        own = frozenset({self.town.organisations[0]})
        self._registers(self.town.contact, number, (0, *said[1:]), None, own)

    def _registers(self, by: int, number: int, said: Said, reason: str | None, own: frozenset[int] | None) -> None:
        who = self.town.people[number]
        name, email = self.town.names[who]

        def register(session: Session) -> None:
            whom = Whom(events.lock(session, self.event_id), own)
            wish, now = self.wish(said), self.now
            delegations.register(session, whom, name=name, email=email, wish=wish, reason=reason, by_id=by, now=now)

        beyond = reason is not None
        self.both(lambda: self.list.register(who, self.meant(said), self.now, by, is_beyond=beyond), register)

    @rule(number=pick, said=answers)
    def alice_changes_somebodys_answers(self, number: int, said: Said) -> None:
        active = [one for one in self.list.entries if one.is_active]
        if active:
            mine = active[number % len(active)]
            self.both(
                lambda: self.list.submit(mine.who, self.meant(said), self.now, self.alice),
                lambda session: self._change_for(session, mine, said),
            )

    def _change_for(self, session: Session, mine: Entry, said: Said) -> Any:
        event, row = self.row(session, mine)
        return behalf.change(
            session, Somebody(event, row.person_id, row), self.wish(said),
            seen=row.version, has_needs=False, reason=None, by_id=self.alice, now=self.now,
        )  # fmt: skip

    @rule(number=pick)
    def alice_lets_an_organisation_go_first(self, number: int) -> None:
        if line := self.list.line():
            mine = line[number % len(line)]

            def let(session: Session) -> None:
                event, row = self.row(session, mine)
                given: dict[str, Any] = {"by_id": self.alice, "reason": "they have nobody", "now": self.now}
                precedence.let_forward(session, event, registration_id=row.id, **given)

            self.both(lambda: self.list.let_forward(mine.number, self.now, self.alice), let)

    # What becomes of the meeting

    @rule(what=some.sampled_from(("all", "all", "each", *ROLES, *BOTH)), number=seats)
    def limit_seats(self, what: str, number: int | None) -> None:
        limits = self.list.limits | {self.rule_of(what): number}
        rules = {
            **{way.value: limits.get(("attendance", way)) for way in BOTH},
            "roles": {role: found for role in ROLES if (found := limits.get(("role", role))) is not None},
            "kept": [],
        }
        names = {"all": {"capacity": number}, "each": {"max_per_organisation": number}}
        self.both(
            lambda: self.list.limit(self.rule_of(what), number, self.now),
            lambda session: self.change_event(session, names.get(what, {"seats": rules})),
        )

    @rule(form=some.sampled_from(Form))
    def the_form_changes(self, form: Form) -> None:
        changes = {} if form is self.list.form else {"form": form}
        self.both(lambda: self.list.change_form(form, self.now), lambda session: self.change_event(session, changes))

    @rule(is_open=some.sampled_from((True, True, False)))
    def registration_closes_or_opens(self, is_open: bool) -> None:
        def change(session: Session) -> None:
            self.change_event(session, {"registration_close_on": None if is_open else date(2027, 1, 10)})

        self.list.is_open = is_open
        self.both(lambda: None, change)

    @rule(hours=some.sampled_from((1, 5, 20, 40)))
    def time_passes(self, hours: int) -> None:
        later = self.now + timedelta(hours=hours)
        if self.list.starts_at:  # as far as its first minutes: what comes after is refused, whatever it is
            later = min(later, self.list.starts_at + timedelta(minutes=10))
        self.now = max(self.now, later)
        for look in (vacancies.run_out, substitutions.end_due):
            while self._look(look):
                pass
        self.list.time_passes(self.now)

    def _look(self, look: Callable[..., int]) -> int:
        with self.town.sessions.begin() as session:
            return look(session, self.now)

    # How the two are brought together

    def both(self, by_hand: Callable[[], None], with_us: Callable[[Session], object]) -> None:
        """The list says whether it is refused, and so do we; a second passes."""
        self.now += timedelta(seconds=1)
        try:
            by_hand()
            is_refused = False
        except No:
            is_refused = True
        try:
            with self.town.sessions.begin() as session:
                with_us(session)
            said = ""
        except Refusal as refusal:
            said = refusal.sentence
        assert bool(said) == is_refused, said or "nobody refused it"

    def somebody(
        self, number: int, is_meant: Callable[[Entry], bool], is_anyone: bool = False
    ) -> tuple[int, int | None]:
        """One of those who are meant, or anyone; and who does it for them when they are not in Slack."""
        meant = [one.who for one in self.list.entries if is_meant(one)]
        whole = self.town.people if is_anyone or not meant else meant
        who = whole[number % len(whole)]
        return who, self.alice if who in self.list.guests else None

    def meant(self, said: Said) -> by_hand.Wish:
        return by_hand.Wish(self.town.organisations[said[0]], said[1], said[2])

    def wish(self, said: Said) -> Wish:
        return Wish(organisation=str(self.town.organisations[said[0]]), role=said[1], attendance=said[2])

    def rule_of(self, what: str) -> by_hand.Rule:
        if what in ("all", "each"):
            return what, ""
        return ("role", what) if what in ROLES else ("attendance", Attendance(what))

    def row(self, session: Session, entry: Entry) -> tuple[Event, Registration]:
        event = events.lock(session, self.event_id)
        mine = Registration.event_id == self.event_id, Registration.number == entry.number
        return event, session.scalars(select(Registration).where(*mine)).one()

    def row_of(self, session: Session, number: int) -> tuple[Substitution, Event]:
        event = events.lock(session, self.event_id)
        ours = select(Substitution).join(Registration).where(Registration.event_id == self.event_id)
        return session.scalars(ours.order_by(Substitution.id)).all()[number], event

    def change_event(self, session: Session, changes: dict[str, Any]) -> None:
        world = World(session, Plan(key=self.series_key, kind=None, title="", things=()), self.now)  # type: ignore[arg-type]
        EventRows().change(world, Thing(What.EVENT, self.key), changes)

    # What holds after every step

    @invariant()
    def all_is_as_the_list_says(self) -> None:
        with self.town.sessions.reading() as session:
            rows = session.scalars(
                select(Registration).where(Registration.event_id == self.event_id).order_by(Registration.number)
            ).all()
            self.nobody_is_lost_or_doubled(rows, session.get_one(Event, self.event_id).next_number)
            self.no_rule_is_exceeded(rows, session)
            assert [_written(row) for row in rows] == [_listed(one) for one in self.list.entries]
            assert [row.number for row in lines.line(session, self.event_id)] == [
                one.number for one in self.list.line()
            ], "the order of the line"
            asked = select(Substitution.person_id, Substitution.state).join(Registration)
            found = session.execute(asked.where(Registration.event_id == self.event_id).order_by(Substitution.id))
            assert [tuple(one) for one in found] == [(one.who, one.state) for one in self.list.questions]
            self.everyone_is_told_once(session)
            self.every_change_is_in_the_log(rows, session)

    def nobody_is_lost_or_doubled(self, rows: Any, next_number: int) -> None:
        assert [row.number for row in rows] == list(range(1, next_number)), "numbers without holes"
        active = Counter(row.person_id for row in rows if row.state in ACTIVE)
        assert set(active.values()) <= {1}, "one seat or place for one person"

    def no_rule_is_exceeded(self, rows: Any, session: Session) -> None:
        found = session.scalars(select(Quota).where(Quota.event_id == self.event_id)).all()
        for quota in found:
            held = sum(row.state in SEATED and _counts(quota, row) for row in rows)
            beyond = max(0, held - quota.capacity)
            assert (quota.taken, quota.over) == (held, beyond), f"{quota.scope} {quota.key} is miscounted"
        wanted = {("all", ""), *self.list.limits} & self.list.limits.keys()
        assert {_rule_of(quota) for quota in found if quota.scope is not Scope.ORGANISATION} == wanted

    def everyone_is_told_once(self, session: Session) -> None:
        new = select(Delivery).where(Delivery.event_id == self.event_id, Delivery.id > self.last_delivery)
        rows = session.scalars(new.order_by(Delivery.id)).all()
        told: Counter[tuple[Kind, int]] = Counter((row.kind, row.person_id or 0) for row in rows)
        assert told == self.list.told, "who is told what"
        self.last_delivery = max([self.last_delivery, *(row.id for row in rows)])
        self.list.told.clear()

    def every_change_is_in_the_log(self, rows: Any, session: Session) -> None:
        new = select(LogEntry).where(LogEntry.event_id == self.event_id, LogEntry.id > self.last_entry)
        entries = session.scalars(new.order_by(LogEntry.id)).all()
        said = {(one.facts.get("number"), one.person_id, one.actor_id) for one in entries}
        for row in rows:
            if self.were.get(row.number) != row.state:
                why = (row.number, row.person_id, self.list.did.get(row.number))
                assert why in said, f"{why} became {row.state} and the log says {said}"
        self.were = {row.number: row.state for row in rows}
        self.last_entry = max([self.last_entry, *(one.id for one in entries)])
        self.list.did.clear()

    def teardown(self) -> None:
        """The next example has a meeting of its own; nothing of this one is due any more."""
        with self.town.sessions.begin() as session:
            session.execute(update(Registration).values(offer_until=None, state=RegistrationState.CANCELLED))
            session.execute(update(Substitution).values(state=SubstitutionState.WITHDRAWN))


def _written(row: Registration) -> tuple[Any, ...]:
    until = row.offer_until if row.state is RegistrationState.OFFERED else None
    said = row.organisation_id, row.role, row.attendance
    return row.number, row.person_id, *said, row.state.value, until, row.asked_at is not None


def _listed(one: Entry) -> tuple[Any, ...]:
    until = one.until if one.state is RegistrationState.OFFERED else None
    return one.number, one.who, one.organisation, one.role, one.way, one.state.value, until, one.is_asked


def _counts(quota: Quota, row: Registration) -> bool:
    match quota.scope:
        case Scope.ORGANISATION:
            return str(row.organisation_id) == quota.key
        case Scope.ROLE:
            return row.role == quota.key
        case Scope.ATTENDANCE:
            return row.attendance.value == quota.key
        case _:
            return True


def _rule_of(quota: Quota) -> by_hand.Rule:
    return quota.scope.value, Attendance(quota.key) if quota.scope is Scope.ATTENDANCE else quota.key
