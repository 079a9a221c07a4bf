"""Answering where one stands: the two buttons of an offer, until when, and the way out of the line."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.blocks.ids import Press
from bot.blocks.text import Block, actions, button, sure
from bot.i18n import Translate, clock_time, long_day


def terms(offer_until: datetime | None, tz: str, t: Translate) -> str:
    """Until when the seat is kept, or that others are asked too."""
    if offer_until is None:
        return t("We ask several people at once: the first to say yes has the seat.")
    return t("Answer by {until} at the latest, otherwise the seat goes on.", until=moment(offer_until, tz, t))


def moment(at: datetime, tz: str, t: Translate) -> str:
    """fredag 19 februari kl. 12.00"""
    wall = at.astimezone(ZoneInfo(tz))
    day = long_day(wall.date(), t.language, year=False)
    return t("{day} at {time}", day=day, time=clock_time(wall.time(), t.language))


def answers(event_id: int, t: Translate) -> list[Block]:
    return [
        button(t("Yes, I am coming"), Press.TAKE_OFFER, event_id, style="primary"),
        button(t("No thank you"), Press.TURN_DOWN, event_id),
    ]


def answers_of_guest(registration_id: int, t: Translate) -> Block:
    """For the coordinator, who hears the answer by mail."""
    value = f"g{registration_id}"
    return actions(
        button(t("Answered: yes"), Press.TAKE_OFFER, value, style="primary"),
        button(t("Answered: no"), Press.TURN_DOWN, value),
    )


def leave_line(event_id: int, t: Translate, *, label: str | None = None) -> Block:
    leave = t("Leave the waiting list")
    ask = sure(leave, t("You lose your place in line."), leave[:30], t("Keep it"))
    return button(leave, Press.CANCEL, event_id, style="danger", confirm=ask, label=label)
