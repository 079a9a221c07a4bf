"""What happens in a season, drawn by lot: the same seed gives the same season."""

import heapq
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from simulation import trouble
from simulation.people import Participant
from simulation.season import GUESTS, ZONE, Meeting, meetings
from simulation.world import World

BEGINS = datetime(2026, 11, 16, 8, tzinfo=ZoneInfo(ZONE))
ENDS = datetime(2027, 5, 17, 8, tzinfo=ZoneInfo(ZONE))
TRIES_AGAIN = timedelta(minutes=20)
CANCEL, PRESSES, RETURN = 0.1, 0.05, 0.3
CUTS, BAD_DAYS = 6, 8
A_DAY = timedelta(hours=10)

Act = Callable[[], object]


@dataclass(frozen=True)
class Change:
    """A meeting as it was until a moment."""

    until: datetime
    meeting: Meeting


@dataclass
class Played:
    """A season that is over, as the people in it saw it."""

    world: World
    meetings: dict[str, Meeting]
    people: list[Participant]
    changes: list[Change] = field(default_factory=list)
    outages: list[tuple[datetime, datetime]] = field(default_factory=list)
    bad_days: list[date] = field(default_factory=list)
    acts: int = 0


class Story:
    """Acts in the order of their moments. While the bot is down, people try again a little later."""

    def __init__(self, folder: Path, *, areas: int, people: int, seed: int) -> None:
        self._chance, self._order = random.Random(seed), count()
        self._acts: list[tuple[datetime, int, bool, Act]] = []
        season = meetings(areas, people, self._chance)
        self._world = World(folder, BEGINS)
        self.played = Played(self._world, {one.area: one for one in season}, [])
        self._gather(season, people)
        self._people_act()
        self._meetings_change()
        self._things_go_wrong()

    def play(self, on_day: Callable[[date], None]) -> Played:
        """`on_day` hears each day that begins."""
        self._world.read_in(list(self.played.meetings.values()))
        while self._acts:
            moment, _, needs_the_bot, act = heapq.heappop(self._acts)
            on_day(moment.date())
            self._world.go_on_until(moment)
            if needs_the_bot and not self._world.is_up:
                self._at(moment + TRIES_AGAIN, act)
                continue
            self.played.acts += 1
            act()
            self._those_who_wait_look()
        self._world.go_on_until(ENDS)
        for one in self.played.people:
            one.reads_messages()
        return self.played

    def _those_who_wait_look(self) -> None:
        if self._world.is_up:
            for one in self.played.people:
                if one.is_waiting:
                    one.reads_messages()

    def _gather(self, season: list[Meeting], people: int) -> None:
        workspace, each = self._world.workspace, round(people // len(season) * (1 - GUESTS))
        workspace.person("U_ORGANISER", email="arrangor@example.org")
        for number, meeting in enumerate(season):
            workspace.person(f"U_COORDINATOR{number}", email=meeting.coordinator())
            members = [
                workspace.person(f"U{number:02}X{one:03}", name=f"Person {one}", email=f"p{one}.{number}@example.org")
                for one in range(each)
            ]
            workspace.channel(f"C{number:02}", name=f"dialog-{number + 1}", members=members)
            self.played.people += [Participant(member, meeting, one) for one, member in enumerate(members)]

    def _people_act(self) -> None:
        for one in self.played.people:
            registers = self._between(one.meeting.opens_at, self._closing(one.meeting))
            self._at(registers, one.registers)
            last = one.meeting.starts_at - timedelta(hours=3)
            if self._chance.random() < CANCEL:
                cancels = self._between(registers, last)
                self._at(cancels, one.cancels)
                if self._chance.random() < RETURN and cancels < self._closing(one.meeting):
                    self._at(self._between(cancels, self._closing(one.meeting)), one.registers)
            elif self._chance.random() < PRESSES:
                self._at(self._between(registers, last), one.presses_cancel)

    def _meetings_change(self) -> None:
        """One moves across the change to summer time and back, one by a day, one is called off, one becomes digital."""
        season = sorted(self.played.meetings.values(), key=lambda one: one.starts_at)
        spring = next(one for one in season if one.starts_at.dst())
        others = [one for one in season if one is not spring]
        before_summer_time = date(2027, 3, 17)
        self._change(spring, spring.starts_at - timedelta(days=40), day=before_summer_time)
        self._change(spring, spring.starts_at - timedelta(days=35), day=spring.day)
        self._change(others[0], others[0].starts_at - timedelta(days=20), day=others[0].day + timedelta(days=1))
        if len(others) > 1:
            self._change(others[-1], others[-1].starts_at - timedelta(days=4), is_cancelled=True)
        if len(others) > 2:
            self._change(others[1], others[1].starts_at - timedelta(days=5), form="digital")

    def _change(self, meeting: Meeting, moment: datetime, **changes: Any) -> None:
        def change() -> None:
            now, before = self._world.time.now(), self.played.meetings[meeting.area]
            after = replace(before, **changes)
            self.played.changes.append(Change(now, before))
            self.played.meetings[meeting.area] = after
            for one in self.played.people:
                if one.meeting.area == meeting.area:
                    one.meeting = after
            self._world.read_in(list(self.played.meetings.values()))

        self._at(datetime.combine(moment.date(), time(10, 30), ZoneInfo(ZONE)), change)

    def _things_go_wrong(self) -> None:
        season = sorted(self.played.meetings.values(), key=lambda one: one.starts_at)
        nine = [datetime.combine(one.day - timedelta(days=1), time(9), ZoneInfo(ZONE)) for one in season]
        for length, moment in zip((timedelta(minutes=5), timedelta(hours=2), timedelta(days=3)), nine, strict=False):
            self._goes_down(moment - timedelta(minutes=2), length)
        for number in range(CUTS):
            at = self._chance.choice(nine) - timedelta(seconds=1)
            self._at(at, partial(self._world.workspace.plug.pull, before=bool(number % 2)), needs_the_bot=False)
        for number in range(BAD_DAYS):
            begins = self._chance.choice(nine) - timedelta(hours=1)
            self.played.bad_days.append(begins.date())
            self._at(begins, lambda seed=number: trouble.begin_a_bad_day(self._world.workspace, seed))  # type: ignore[misc]
            self._at(
                begins + timedelta(hours=10),
                lambda: trouble.end_the_bad_day(self._world.workspace),
                needs_the_bot=False,
            )

    def _goes_down(self, moment: datetime, length: timedelta) -> None:
        self._at(moment, self._world.go_down)
        self._at(moment + length, self._world.come_up, needs_the_bot=False)
        self.played.outages.append((moment, moment + length))

    def _at(self, moment: datetime, act: Act, *, needs_the_bot: bool = True) -> None:
        heapq.heappush(self._acts, (moment, next(self._order), needs_the_bot, act))

    def _between(self, first: datetime, last: datetime) -> datetime:
        """In the daytime, as people do things."""
        moment = first + self._chance.random() * (last - first)
        day = moment.astimezone(ZoneInfo(ZONE))
        awake = day.replace(hour=self._chance.randrange(7, 21), minute=self._chance.randrange(60))
        return min(max(first, awake), last)

    def _closing(self, meeting: Meeting) -> datetime:
        return datetime.combine(meeting.closes, time(20), ZoneInfo(ZONE))
