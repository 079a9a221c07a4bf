"""What a person wants to hear unasked, and when. Changes, seats and answers to what they do always reach them."""

from enum import StrEnum


class Level(StrEnum):
    """Which planned messages."""

    ALL = "all"
    DAY_BEFORE = "day_before"
    """Invitations, and reminders of the day before and of the hour before."""
    CHANGES = "changes"
    """None."""

    def lets_through(self, *, is_near: bool) -> bool:
        return self is Level.ALL or (self is Level.DAY_BEFORE and is_near)


class Rhythm(StrEnum):
    """Each when it comes due, or together."""

    EACH = "each"
    DAILY = "daily"
    """On working days, in the morning."""
    WEEKLY = "weekly"
    """On Mondays; on the next working day when Monday is a holiday."""
