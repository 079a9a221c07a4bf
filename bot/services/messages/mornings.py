"""The mornings on which people read what has been kept for them."""

from datetime import date, datetime, timedelta

from bot.services.messages.nights import MORNING
from bot.services.plan import workdays
from models.times import instant, local


def next_working(now: datetime, tz: str) -> datetime:
    """08.00 on the next working day, by the zone's clock."""
    today = local(now, tz).date()
    at = instant(_working_day(today), MORNING, tz)
    return at if at > now else instant(_working_day(today + timedelta(days=1)), MORNING, tz)


def next_monday(now: datetime, tz: str) -> datetime:
    """08.00 on the first working day of a week."""
    today = local(now, tz).date()
    monday = today - timedelta(days=today.weekday())
    at = instant(_working_day(monday), MORNING, tz)
    return at if at > now else instant(_working_day(monday + timedelta(days=7)), MORNING, tz)


def _working_day(day: date) -> date:
    return workdays.nearest(day, earlier=False)
