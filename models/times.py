"""Wall times and instants: the one place where a date, a clock time and a zone become a moment."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


def instant(day: date, clock: time, tz: str) -> datetime:
    """The UTC moment of a wall time. In the spring gap it moves forward by the gap; a doubled time is the first."""
    return datetime.combine(day, clock.replace(fold=0), tzinfo=ZoneInfo(tz)).astimezone(UTC)


def local(moment: datetime, tz: str) -> datetime:
    """The moment as people in the zone read it from the clock."""
    return moment.astimezone(ZoneInfo(tz))


def wall_minutes(clock: time) -> int:
    """The minute of the day."""
    return clock.hour * 60 + clock.minute


SENDING = time(9, 0)
"""A date in a schedule means 09.00 for what is sent or opens (design.md 2)."""
POLL_CLOSING = time(16, 0)
DAY_END = time(23, 59)
"""… 16.00 for a poll's close, and 23.59 for questions and registration."""
