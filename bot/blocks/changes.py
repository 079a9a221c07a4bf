"""What people hear when a meeting has moved, changed its form or been cancelled."""

from datetime import date, time

from bot.blocks import calendars
from bot.blocks.events import Message, reason, signature, way_in, when, where
from bot.blocks.ids import Press
from bot.blocks.text import Block, Bold, actions, button, rich, safe, small, sure
from bot.i18n import Translate, clock_time, long_day
from bot.receipts import EventFacts, Receipt
from models.events import Form


def moved(found: Receipt, was: dict[str, str | None], t: Translate) -> Message:
    """A new day or time: old and new, why, and that the seat is kept."""
    event = found.event
    before = _before(was, t)
    news = [
        t("New day for {title}.", title=event.title) if was.get("day") != str(event.day) else
        t("New time for {title}.", title=event.title),
        t("Earlier: {when}.", when=before) if before else "",
        t("Now: {when}, {where}.", when=when(event, t), where=where(event, t)),
        reason(event, t) or "",
    ]  # fmt: skip
    if found.seat and not found.seat.is_active:
        return _to_the_absent(event, news, t)
    if found.seat and found.seat.waiting:
        return _change(found, [*news, t("You keep your place on the waiting list.")], t)
    stands = t("Your registration still stands. Rebook your journey if you have booked one.")
    return _change(found, [*news, stands, t("Can you come then?")], t)


def form_changed(found: Receipt, t: Translate) -> Message:
    """The meeting has become digital, or is held on site after all."""
    event = found.event
    words = [
        t("{title} becomes digital.", title=event.title) if event.form is Form.DIGITAL else
        t("{title} is now held {where}.", title=event.title, where=where(event, t)),
        t("The same day and time: {when}.", when=when(event, t)),
        reason(event, t) or "",
        t("You need not register again."),
        t("Cancel journeys and hotel. The link comes in the reminder.") if event.form is Form.DIGITAL else "",
        t("Do you need anything else to take part digitally? Write it in your registration.")
        if event.form is Form.DIGITAL else
        t("Do you need anything to take part on site? Write it in your registration."),
    ]  # fmt: skip
    return _change(found, words, t, asks_needs=True)


def called_off(found: Receipt, t: Translate, *, instead: EventFacts | None = None) -> Message:
    """The meeting is cancelled: said plainly, with the reason, and where one may come instead."""
    event = found.event
    words = [
        t("{title} is cancelled.", title=event.title),
        t("It was to be held {when}.", when=when(event, t)),
        reason(event, t) or "",
        t("Your questions are kept."),
        come_instead(instead, t) if instead else "",
    ]
    there = way_in(instead, t("Register there"), t, style="primary") if instead else None
    buttons = actions(there, calendars.update(event, t))
    return _news_with(event, words, buttons if buttons["elements"] else None, t)


def come_instead(other: EventFacts, t: Translate) -> str:
    return t("You can come to {title} instead, {when}, {where}.", title=other.title, when=when(other, t),
             where=where(other, t))  # fmt: skip


def _change(found: Receipt, words: list[str], t: Translate, *, asks_needs: bool = False) -> Message:
    event, waits = found.event, found.seat is not None and found.seat.waiting is not None
    cancel = t("Leave the waiting list") if waits else t("Cancel my registration")
    loss = t("You lose your place in line.") if waits else t("Your seat goes to somebody else at once.")
    ask = sure(cancel, loss, cancel[:30], t("Keep it"))
    buttons = actions(
        None if waits else button(t("Yes, I am coming"), Press.COMING, event.id, style="primary"),
        button(t("Change"), Press.CHANGE, event.id) if asks_needs else None,
        button(t("Show my registration"), Press.SHOW, event.id),
        None if waits or asks_needs else button(t("Send somebody else"), Press.SUBSTITUTE, event.id),
        None if waits else calendars.update(event, t),
        button(cancel, Press.CANCEL, event.id, confirm=ask),
    )
    return _news_with(event, words, buttons, t)


def _to_the_absent(event: EventFacts, words: list[str], t: Translate) -> Message:
    """Who has said no, and asked to hear of another day."""
    again = way_in(event, t("Register after all"), t, style="primary")
    why = t("You have said no, and asked to hear if the meeting was moved.")
    return _news_with(event, [*words, why], actions(again) if again else None, t)


def _news_with(event: EventFacts, words: list[str], buttons: Block | None, t: Translate) -> Message:
    said = [word for word in words if word]
    whom = signature(event.contacts, t)
    blocks = [rich([Bold(said[0])], *said[1:]), *([buttons] if buttons else []), *([small(whom)] if whom else [])]
    return {"text": safe(" ".join(said)), "blocks": blocks}


def _before(was: dict[str, str | None], t: Translate) -> str | None:
    if not was.get("day") or not was.get("start") or not was.get("end"):
        return None
    day, start, end = str(was["day"]), str(was["start"]), str(was["end"])
    hours = "–".join(clock_time(time.fromisoformat(one), t.language) for one in (start, end))
    return t("{day} at {time}", day=long_day(date.fromisoformat(day), t.language), time=hours)
