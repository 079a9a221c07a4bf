"""How long a seat is kept for the one it is offered to: in working hours, and shorter when the meeting is near.

- Until 12.00 on the first working day after tomorrow, by the meeting's own clock; until a day before the
  meeting at most, and then too in working hours unless that leaves less than four.
- In the last 48 hours three are asked at once, and more after four hours, in office hours.
- In the last two hours nobody is asked: the coordinator is told.

Working days and office hours are those of `workdays`: the same for everything the bot does.
"""

from datetime import datetime, time, timedelta
from enum import Enum, auto

from bot.services.plan import workdays
from models.times import instant, local

NOON = time(12)
SEVERAL_AT_ONCE = timedelta(hours=48)
A_DAY = timedelta(days=1)
NOBODY_ASKED = timedelta(hours=2)
TO_ANSWER = timedelta(hours=4)


class Phase(Enum):
    ONE_BY_ONE = auto()
    SEVERAL = auto()
    NOBODY = auto()


def phase(starts_at: datetime | None, now: datetime) -> Phase:
    """How those in line are approached."""
    if starts_at is None or now < starts_at - SEVERAL_AT_ONCE:
        return Phase.ONE_BY_ONE
    return Phase.SEVERAL if now < starts_at - NOBODY_ASKED else Phase.NOBODY


def kept_until(starts_at: datetime | None, tz: str, now: datetime) -> datetime:
    """Until when a seat is kept for one person."""
    after_tomorrow = local(now, tz).date() + 2 * A_DAY
    until = instant(workdays.nearest(after_tomorrow, earlier=False), NOON, tz)
    if starts_at is None or until <= starts_at - A_DAY:
        return until
    at_work = workdays.fit(starts_at - A_DAY, tz, earlier=True)
    return at_work if at_work >= now + TO_ANSWER else starts_at - A_DAY


def alone_until(starts_at: datetime, tz: str, now: datetime) -> datetime:
    """Until when nobody but those just asked is asked."""
    return min(workdays.fit(now + TO_ANSWER, tz, earlier=False), starts_at - NOBODY_ASKED)
