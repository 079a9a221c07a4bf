"""What is sent because time has passed. The distance is always the true one."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.blocks import calendars
from bot.blocks.events import Message, signature, venue, way_in, when, where
from bot.blocks.ids import Press
from bot.blocks.text import Block, Bold, actions, button, rich, safe, small, sure
from bot.i18n import Translate, clock_time, weekday
from bot.receipts import EventFacts, Receipt
from models.events import Form
from models.registrations import Reconfirm

HOUR = 60


def distance(event: EventFacts, now: datetime, t: Translate) -> str:
    """Om en vecka ses vi · I morgon kl. 13.00 är det dags · Vi börjar om en timme · Vi har börjat."""
    assert event.starts_at and event.day
    clock = clock_time(event.start_time, t.language)
    if now >= event.starts_at:
        return t("We have begun, at {time}.", time=clock)
    days = (event.day - now.astimezone(ZoneInfo(event.tz)).date()).days
    minutes = round((event.starts_at - now).total_seconds() / 60)
    if days == 0:
        return _today(minutes, clock, t)
    if days == 1:
        return t("Tomorrow at {time} it is time.", time=clock)
    if days < 7:
        return t("On {weekday} at {time} we meet.", weekday=weekday(event.day, t.language), time=clock)
    if days == 7:
        return t("In a week we meet.")
    return t.n("In {n} day we meet.", "In {n} days we meet.", days)


def reminder(found: Receipt, now: datetime, t: Translate, *, is_last: bool = False) -> Message:
    """To one who is registered. `is_last`: the last working day before, though it may be days away."""
    event = found.event
    seat = found.seat
    first = distance(event, now, t)
    is_near = is_last or (event.starts_at is not None and (event.starts_at - now).total_seconds() < 36 * HOUR * 60)
    asks = not is_near and (seat is None or seat.reconfirm is not Reconfirm.YES)
    place = (venue(event) if is_near else event.city or venue(event)) if event.form is not Form.DIGITAL else None
    lines = [
        [Bold(first), " ", event.title],
        when(event, t),
        place or where(event, t),
        seat.address if seat else None,
        _good_to_know(event, is_near, now, t),
        t("Are you still coming?") if asks else None,
    ]
    text = f"{first} {event.title}, {when(event, t)}, {place or where(event, t)}."
    link = seat.url if seat and is_near else None
    return {"text": safe(text), "blocks": [rich(*lines), _reminder_buttons(event, link, t, asks=asks, is_near=is_near)]}


def channel_reminder(event: EventFacts, now: datetime, t: Translate) -> Message:
    """To a channel, for those who have not registered."""
    first = distance(event, now, t)
    if event.takes_registrations and not (event.seats and event.seats.free == 0):
        ask = t("There is still room. You register here.")
    elif event.takes_registrations:
        ask = t("All seats are taken, but you can join the waiting list.")
    else:
        ask = t("Registration has closed. Contact the coordinator if you still want to come.")
    whom = signature(event.contacts, t)
    blocks = [rich([Bold(first), " ", event.title], f"{when(event, t)}, {where(event, t)}", ask)]
    first_step = way_in(event, t("Register"), t, style="primary")
    blocks += [actions(first_step)] if first_step else []
    blocks += [small(whom)] if whom else []
    return {"text": safe(f"{first} {event.title}, {when(event, t)}, {where(event, t)}. {ask}"), "blocks": blocks}


def _today(minutes: int, clock: str, t: Translate) -> str:
    if minutes > HOUR + 5:
        return t("Today at {time} it is time.", time=clock)
    if minutes >= HOUR - 5:
        return t("We begin in an hour, at {time}.", time=clock)
    return t.n("We begin in {n} minute, at {time}.", "We begin in {n} minutes, at {time}.", max(1, minutes), time=clock)


def _good_to_know(event: EventFacts, is_near: bool, now: datetime, t: Translate) -> str | None:
    """Coffee and loops; in the last hours only what still helps."""
    if not is_near:
        return None
    parts = []
    if event.doors_at:
        clock = clock_time(event.doors_at, t.language)
        if event.form is Form.DIGITAL:
            parts.append(t("The room opens at {time}.", time=clock))
        elif event.has_coffee:
            parts.append(t("Coffee from {time}.", time=clock))
    if event.has_induction_loop and event.form is not Form.DIGITAL:
        parts.append(t("There is an induction loop."))
    if event.form is not Form.DIGITAL:
        parts.append(t("Please avoid perfume: somebody may be sensitive."))
    return " ".join(parts) or None


def _reminder_buttons(event: EventFacts, link: str | None, t: Translate, *, asks: bool, is_near: bool) -> Block:
    cancel = t("Cancel my registration")
    ask = sure(cancel, t("Your seat goes to somebody else at once."), cancel[:30], t("Keep it"))
    return actions(
        button(t("Yes, I am coming"), Press.COMING, event.id, style="primary") if asks else None,
        button(t("Go to the meeting"), Press.OPEN_LINK, event.id, url=link, style="primary") if link else None,
        button(t("Show the programme"), Press.PROGRAMME, event.id) if event.has_programme else None,
        button(t("Show my registration"), Press.SHOW, event.id),
        None if is_near else calendars.add(event, t),
        None if is_near else button(t("Send somebody else"), Press.SUBSTITUTE, event.id),
        button(cancel, Press.CANCEL, event.id, confirm=ask),
    )
