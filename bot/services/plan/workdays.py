"""When people at work want to hear from us: on working days, in office hours, outside the quiet weeks.

- A working day is Monday to Friday, and neither a public holiday nor a de facto one (Midsummer Eve and the like), an
  eve that is half a holiday or a squeezed day between two free ones: domain.md 4 ("offsets must move to working
  days") and 11, which names 5 January, 25 March and 30 April 2027. `holidays` knows them as public, de_facto and
  optional. The calendar is the Swedish one in every zone.
- Office hours are 08–17 by the meeting's own clock. What falls outside goes to the edge of the same day; what follows
  something goes to the next morning when the day is over.
- What leads up to something (a reminder) moves earlier. What falls on its day or follows it (an invitation on the day
  registration opens, thanks) moves later: before, it would not be true yet.
- The day before a meeting on a Monday is a Friday, and the reminder then says "på måndag" (design.md 4: texts name
  the true distance, domain.md 6 has "i morgon" only for what is tomorrow).
- On the day of the meeting, before it, everything is urgent and stays where it is (domain.md 6, 8: "om en timme").
- In quiet weeks (domain.md 4: weeks 26–31, no messages) nothing is planned, except around a meeting held in them. What
  counts down to a meeting is left out there; everything else moves like past any other free day.
"""

from datetime import date, datetime, time, timedelta
from functools import cache

from models.times import instant, local

OPENS, CLOSES = time(8), time(17)
A_DAY = timedelta(days=1)
CATEGORIES = ("public", "de_facto", "optional")
Weeks = tuple[date, date]
"""The first and the last quiet day."""


def is_working(day: date) -> bool:
    return day.weekday() < 5 and day not in _free_days(day.year)


def fit(moment: datetime, tz: str, *, earlier: bool, quiet: Weeks | None = None) -> datetime:
    """The nearest moment of work before it, or after it; itself when it is one."""
    wall = local(moment, tz)
    day, clock = wall.date(), wall.time()
    if not earlier and clock > CLOSES:
        day, clock = day + A_DAY, OPENS
    clock = min(max(clock, OPENS), CLOSES)
    fitting = nearest(day, earlier=earlier, quiet=quiet)
    if (fitting, clock) == (wall.date(), wall.time()):
        return moment
    return instant(fitting, clock, tz)


def nearest(day: date, *, earlier: bool, quiet: Weeks | None = None) -> date:
    """The day itself, or the working day nearest to it on that side."""
    while not is_working(day) or is_quiet(day, quiet):
        day += -A_DAY if earlier else A_DAY
    return day


def is_quiet(day: date, quiet: Weeks | None) -> bool:
    return quiet is not None and quiet[0] <= day <= quiet[1]


@cache
def _free_days(year: int) -> frozenset[date]:
    from holidays.countries.sweden import Sweden  # 12 MB and a third of a second: only where plans are made

    return frozenset(Sweden(years=year, categories=CATEGORIES, include_sundays=False))
