"""Every day of 2027 on which a clock somewhere is turned, and wall times worked out the slow way."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

ZONES = sorted(name for name in available_timezones() if name not in ("localtime", "Factory"))
MINUTE, HOUR, A_DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
YEAR = datetime(2027, 1, 1, tzinfo=UTC)


@cache
def turned() -> list[tuple[str, date]]:
    """(zone, the day its clock is turned, by its own calendar)."""
    weeks = [YEAR + timedelta(days=7 * week) for week in range(54)]
    found = []
    for name in ZONES:
        zone = ZoneInfo(name)
        for start, end in pairwise(weeks):
            if offset(start, zone) != offset(end, zone):
                found.append((name, (_turn(start, end, zone) - MINUTE).astimezone(zone).date()))
    return found


def offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    found = moment.astimezone(zone).utcoffset()
    assert found is not None
    return found


def slow_instant(day: date, clock: time, tz: str) -> datetime:
    """The first moment whose wall time it is; in a gap, as far into what follows as it was into the gap.

    From the offsets around it alone: nothing here asks for a wall time's fold.
    """
    zone = ZoneInfo(tz)
    wall = datetime.combine(day, clock, UTC)
    hours = [wall + HOUR * number for number in range(-30, 31)]
    offsets = list(dict.fromkeys(offset(hour, zone) for hour in hours))
    fitting = [wall - one for one in offsets if offset(wall - one, zone) == one]
    return min(fitting) if fitting else wall - offsets[0]


def _turn(start: datetime, end: datetime, zone: ZoneInfo) -> datetime:
    """The first minute with the new offset."""
    before = offset(start, zone)
    while end - start > MINUTE:
        middle = start + (end - start) // 2
        start, end = (middle, end) if offset(middle, zone) == before else (start, middle)
    return end
