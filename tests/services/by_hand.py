"""Registration as a careful coordinator would keep it by hand: one list, a pencil, and the rules. No database.

Written from the rules alone, to be compared with what the services do. It says nothing about how.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.services.registration import offer_times
from models import Attendance, Form, Kind
from models import RegistrationState as State
from models import SubstitutionState as Said

ZONE = "Europe/Stockholm"
THE_ONLY_WAY = {Form.ON_SITE: Attendance.ON_SITE, Form.DIGITAL: Attendance.DIGITAL}
Rule = tuple[str, object]


class No(Exception):  # noqa: N818
    """What is asked for is refused, and nothing changes."""


@dataclass
class Entry:
    """A line of the list. It stays when it is over."""

    number: int
    who: int
    organisation: int | None
    role: str | None
    way: Attendance
    state: State
    until: datetime | None = None
    is_asked: bool = False
    forward: datetime | None = None

    @property
    def has_seat(self) -> bool:
        return self.state in (State.REGISTERED, State.OFFERED)

    @property
    def waits(self) -> bool:
        return self.state is State.WAITLISTED

    @property
    def is_active(self) -> bool:
        return self.has_seat or self.waits

    @property
    def rules(self) -> list[Rule]:
        """What it counts against."""
        return [("organisation", self.organisation), ("role", self.role), ("attendance", self.way), ("all", "")]

    def become(self, state: State, until: datetime | None = None) -> None:
        self.state, self.until, self.is_asked, self.forward = state, until, False, None


@dataclass
class Question:
    """Somebody has been asked to come instead."""

    seat: Entry
    who: int
    state: Said = Said.ASKED


@dataclass
class Wish:
    organisation: int
    role: str
    way: Attendance


@dataclass
class ByHand:
    starts_at: datetime | None
    coordinators: tuple[int, ...]
    guests: frozenset[int]
    form: Form = Form.HYBRID
    is_open: bool = True
    limits: dict[Rule, int] = field(default_factory=dict)
    for_each: int | None = None
    """Seats for an organisation."""
    entries: list[Entry] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    told: Counter[tuple[Kind, int]] = field(default_factory=Counter)
    """Since it was last emptied: who is owed what."""
    did: dict[int, int] = field(default_factory=dict)
    """Since it was last emptied: by whom an entry was changed; all others changed by themselves."""
    said_left: set[tuple[int, int]] = field(default_factory=set)

    # Reading

    def active(self, who: int) -> Entry | None:
        return next((one for one in self.entries if one.who == who and one.is_active), None)

    def line(self) -> list[Entry]:
        waiting = [one for one in self.entries if one.waits]
        let_forward = sorted((one for one in waiting if one.forward), key=lambda one: (one.forward, one.number))
        return [*let_forward, *(one for one in waiting if not one.forward)]

    def asked_by(self, seat: Entry) -> Question | None:
        return next((one for one in self.questions if one.seat is seat and one.state is Said.ASKED), None)

    def begun(self, now: datetime) -> bool:
        return self.starts_at is not None and now >= self.starts_at

    def takes(self, now: datetime) -> bool:
        return self.is_open and not self.begun(now)

    # What people do

    def submit(self, who: int, wish: Wish, now: datetime, by: int | None = None) -> None:
        """The form: a wish for a seat, or other answers."""
        mine = self.active(who)
        if mine:
            self._change(mine, wish, now, by)
        else:
            self.register(who, wish, now, by)

    def register(self, who: int, wish: Wish, now: datetime, by: int | None = None, is_beyond: bool = False) -> None:
        if self.active(who):
            return
        if not is_beyond and not self.takes(now):
            raise No
        mine = self._enter(who, wish, State.WAITLISTED, by)
        if is_beyond or (self._is_free(mine.rules) and not self._others_are_asked(mine, now)):
            mine.become(State.REGISTERED)
        self._tell(Kind.RECEIPT, who, by)
        if mine.waits and not self._one_by_one(now):
            self._fill(now)

    def leave(self, who: int, state: State, now: datetime, by: int | None = None) -> None:
        """Cancel, or say no."""
        mine = self.active(who)
        if mine:
            question = self.asked_by(mine)
            if question:
                self._take_back(question)
            mine.become(state)
            self.did[mine.number] = by or who
            self._tell(Kind.CANCELLED_SEAT, who, by)
            self._fill(now)
        elif state is State.DECLINED and self._last_word(who) is not State.DECLINED:
            self._enter(who, None, State.DECLINED, by)
            if by and by != who:
                self._tell(Kind.CANCELLED_SEAT, who, by)

    def accept(self, who: int, now: datetime, by: int | None = None) -> None:
        mine = self.active(who)
        if mine is None or (mine.waits and not (mine.is_asked and self._is_free(mine.rules))):
            raise No
        if mine.state is not State.REGISTERED:
            mine.become(State.REGISTERED)
            self.did[mine.number] = by or who
            self._tell(Kind.SEAT, who, by)
            self._fill(now)

    def turn_down(self, who: int, now: datetime, by: int | None = None) -> None:
        mine = self.active(who)
        if mine and (mine.state is State.REGISTERED or (mine.waits and not mine.is_asked)):
            raise No
        self.leave(who, State.DECLINED, now, by)

    def ask(self, who: int, other: int, now: datetime) -> None:
        """Somebody else is to come instead. After the closing it is the coordinator who is asked, elsewhere."""
        mine, theirs = self.active(who), self.active(other)
        is_taken = theirs is not None and theirs.has_seat
        if not self.takes(now) or mine is None or mine.state is not State.REGISTERED or other == who or is_taken:
            raise No
        before = self.asked_by(mine)
        if before and before.who == other:
            return
        if before:
            self._take_back(before)
        self.questions.append(Question(mine, other))
        self._tell(Kind.SUBSTITUTE_ASKED, other)

    def say_yes(self, question: Question, wish: Wish, now: datetime, by: int | None = None) -> None:
        if question.state is Said.ACCEPTED:
            return
        old, theirs = question.seat, self.active(question.who)
        new = Entry(0, question.who, wish.organisation, wish.role, self._way(wish.way), State.REGISTERED)
        is_late = self.begun(now) or not (by or self.takes(now))
        is_refused = question.state is not Said.ASKED or is_late or (theirs is not None and theirs.has_seat)
        if is_refused or not self._is_free([rule for rule in new.rules if rule not in old.rules]):
            raise No
        if theirs:
            theirs.become(State.CANCELLED)
            self.did[theirs.number] = by or question.who
        old.become(State.REPLACED)
        self.did[old.number] = by or question.who
        self._enter(question.who, wish, State.REGISTERED, by)
        question.state = Said.ACCEPTED
        self._tell(Kind.RECEIPT, question.who, by)
        self._tell(Kind.SUBSTITUTE_ANSWERED, old.who)
        self._fill(now)

    def say_no(self, question: Question) -> None:
        if question.state is Said.DECLINED:
            return
        if question.state is not Said.ASKED:
            raise No
        question.state = Said.DECLINED
        self._tell(Kind.SUBSTITUTE_ANSWERED, question.seat.who)

    def take_back(self, who: int) -> None:
        mine = self.active(who)
        question = self.asked_by(mine) if mine else None
        if question:
            self._take_back(question)

    def let_forward(self, number: int, now: datetime, by: int) -> None:
        """The first of an organisation without any seat goes before all who have not been let forward."""
        line = self.line()
        mine = next((one for one in line if one.number == number), None)
        if mine is None or any(one.has_seat and one.organisation == mine.organisation for one in self.entries):
            raise No
        if mine.forward is None:
            passed = [one for one in line[: line.index(mine)] if one.forward is None]
            mine.forward = now
            self.did[mine.number] = by
            self._tell(Kind.LINE, mine.who, by)
            for one in passed:
                self._tell(Kind.LINE, one.who)
            self._fill(now)

    # What becomes of the meeting

    def limit(self, rule: Rule, seats: int | None, now: datetime) -> None:
        """A new number of seats. Nobody is dropped."""
        if rule[0] == "each":
            self.for_each = seats
        elif seats is None:
            self.limits.pop(rule, None)
        else:
            self.limits[rule] = seats
        self._fill(now)

    def change_form(self, form: Form, now: datetime) -> None:
        if form is self.form:
            return
        self.form = form
        concerned = [one for one in self.entries if one.is_active]
        for one in concerned:
            one.way = self._way(one.way)
            if one.who not in self.guests:
                self._tell(Kind.FORM_CHANGED, one.who)
        if any(one.who in self.guests for one in concerned):
            self._tell_coordinators(Kind.GUEST_TEXT)
        self._fill(now)

    def time_passes(self, now: datetime) -> None:
        """Offers run out one by one, the first first; questions end when the meeting begins."""
        while due := [one for one in self.entries if one.is_active and one.until and one.until <= now]:
            first = min(due, key=lambda one: (one.until, one.number))
            if first.waits:
                self._ask_others_too(first, now)
            else:
                first.become(State.LAPSED)
                if not self.begun(now):
                    self._tell(Kind.OFFER_OVER, first.who)
                self._fill(now)
        for question in self.questions:
            if question.state is Said.ASKED and self.begun(now):
                question.state = Said.EXPIRED
                self._tell(Kind.SUBSTITUTE_ANSWERED, question.seat.who)

    # The rules

    def _capacity(self, rule: Rule) -> int | None:
        return self.for_each if rule[0] == "organisation" else self.limits.get(rule)

    def held(self, rule: Rule) -> int:
        return sum(one.has_seat and rule in one.rules for one in self.entries)

    def _is_free(self, rules: list[Rule]) -> bool:
        return all(limit is None or self.held(rule) < limit for rule in rules for limit in [self._capacity(rule)])

    def _others_are_asked(self, newcomer: Entry, now: datetime) -> bool:
        """In the last days seats are free while those in line are asked: whoever comes then waits behind them."""
        has_limits = any(self._capacity(rule) is not None for rule in newcomer.rules)
        others = [one for one in self.line() if one is not newcomer]
        return has_limits and not self._one_by_one(now) and any(self._is_free(one.rules) for one in others)

    def _one_by_one(self, now: datetime) -> bool:
        return self.starts_at is None or now < self.starts_at - timedelta(hours=48)

    def _fill(self, now: datetime) -> None:
        if self.begun(now):
            return
        if self._one_by_one(now):
            for one in self.line():
                if self._is_free(one.rules):
                    one.become(State.OFFERED, offer_times.kept_until(self.starts_at, ZONE, now))
                    self._tell(Kind.OFFER, one.who)
        elif self.starts_at and now < self.starts_at - timedelta(hours=2):
            self._ask_several(now)
        else:
            self._say_what_is_left()
        for one in self.line():
            if one.is_asked and not self._is_free(one.rules):
                one.is_asked, one.until = False, None
                self._tell(Kind.OFFER_OVER, one.who)

    def _ask_several(self, now: datetime) -> None:
        """Two more than there are seats, of those who could have one and have not been silent too long."""
        assert self.starts_at
        wanted = self._room() + 2
        for one in self.line():
            if wanted and self._is_free(one.rules):
                if not one.is_asked:
                    one.is_asked, one.until = True, offer_times.alone_until(self.starts_at, ZONE, now)
                    self._tell(Kind.OFFER, one.who)
                wanted -= one.until is not None

    def _say_what_is_left(self) -> None:
        left = self._room(), sum(self._is_free(one.rules) for one in self.line())
        if left[1] and left not in self.said_left:
            self.said_left.add(left)
            self._tell_coordinators(Kind.SEAT_LEFT)

    def _ask_others_too(self, silent: Entry, now: datetime) -> None:
        silent.until = None
        self._fill(now)
        is_last = not any(one.until for one in self.line())
        if is_last and silent.is_asked and self.starts_at and now < self.starts_at - timedelta(hours=2):
            silent.until = self.starts_at - timedelta(hours=2)

    def _room(self) -> int:
        whole = self._capacity(("all", ""))
        return 1 if whole is None else max(0, whole - self.held(("all", "")))

    # The pencil

    def _change(self, mine: Entry, wish: Wish, now: datetime, by: int | None) -> None:
        new = Entry(0, mine.who, wish.organisation, wish.role, self._way(wish.way), mine.state)
        if mine.has_seat and not self._is_free([rule for rule in new.rules if rule not in mine.rules]):
            raise No
        if new.rules != mine.rules:
            mine.organisation, mine.role, mine.way = new.organisation, new.role, new.way
            self._tell(Kind.RECEIPT, mine.who, by)
            self._fill(now)

    def _enter(self, who: int, wish: Wish | None, state: State, by: int | None) -> Entry:
        said = (wish.organisation, wish.role, self._way(wish.way)) if wish else (None, None, self._no_way())
        mine = Entry(len(self.entries) + 1, who, *said, state)
        self.entries.append(mine)
        self.did[mine.number] = by or who
        return mine

    def _way(self, way: Attendance) -> Attendance:
        return THE_ONLY_WAY.get(self.form, way)

    def _no_way(self) -> Attendance:
        return THE_ONLY_WAY.get(self.form, Attendance.ON_SITE)

    def _last_word(self, who: int) -> State | None:
        return next((one.state for one in reversed(self.entries) if one.who == who), None)

    def _take_back(self, question: Question) -> None:
        question.state = Said.WITHDRAWN
        if question.who not in self.guests:
            self._tell(Kind.SUBSTITUTE_ANSWERED, question.who)

    def _tell(self, kind: Kind, who: int, by: int | None = None) -> None:
        """Those outside Slack hear it by mail: from who did it, else from the coordinators."""
        if who not in self.guests:
            self.told[kind, who] += 1
        elif by:
            self.told[Kind.GUEST_TEXT, by] += 1
        else:
            self._tell_coordinators(Kind.GUEST_TEXT)

    def _tell_coordinators(self, kind: Kind) -> None:
        for one in self.coordinators:
            self.told[kind, one] += 1
