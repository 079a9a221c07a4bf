"""What is sent because time has passed or a meeting has changed. The distance is always the true one."""

from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.blocks import calendars, labels
from bot.blocks.events import Message, reason, signature, venue, way_in, when, where
from bot.blocks.ids import Press
from bot.blocks.registration_form import PRIVACY
from bot.blocks.text import Block, Bold, actions, button, quoted, rich, safe, small, sure
from bot.i18n import Translate, clock_time, long_day, weekday
from bot.receipts import EventFacts, Receipt
from models.errors import N_
from models.events import Form
from models.registrations import Reconfirm

HOUR = 60
SEAT_NEWS = {
    "registered": N_("You are registered."),
    "waitlisted": N_("You are on the waiting list."),
    "changed": N_("Your registration is changed."),
    "seat_from_line": N_("You have got a seat."),
    "substituted": N_("You are registered."),
    "confirmed_coming": N_("I have noted that you are coming."),
    "offer_accepted": N_("You have got a seat."),
    "offer_ran_out": N_("The offer of a seat has run out, and the seat goes on."),
    "seat_went": N_("The seat went to somebody who answered before you. You are still on the waiting list."),
    "let_forward": N_("You are first on the waiting list now."),
    "let_others_go_first": N_("Your place on the waiting list has changed."),
    "asked_instead": N_("Somebody has been asked to come instead of you. You keep your seat until there is a yes."),
    "replaced": N_("Somebody else comes instead of you."),
    "keeps_seat": N_("Nobody comes instead of you: you keep your seat."),
    "cancelled": N_("You have cancelled."),
    "declined": N_("Thank you for telling us that you cannot come."),
}
"""What became of a guest's seat, for the mail the coordinator sends."""


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


def guest_text(
    event: EventFacts,
    about: str,
    addresses: list[str],
    now: datetime,
    t: Translate,
    *,
    way_in: tuple[str | None, ...] = (),
) -> Message:
    """Mail about a seat, a change or the coming meeting.

    `way_in` are the address and the link, which only those with a seat may see.
    """
    first = distance(event, now, t) if about == "reminder" and event.starts_at else _news(event, about, t)
    mail = f"{first} {event.title}, {when(event, t)}, {', '.join(filter(None, (where(event, t), venue(event))))}."
    ask = t("Answer this mail if something is wrong, if you need anything to take part, or if you cannot come.")
    return mail_to(event, [mail, *way_in, ask], addresses, t)


def registered_for(
    event: EventFacts, outcome: str, addresses: list[str], legal_basis: str | None, t: Translate
) -> Message:
    """Mail from whoever has registered them, to people outside Slack."""
    is_in = outcome != "waitlisted"
    facts = {"title": event.title, "when": when(event, t)}
    first = (
        t("I have registered you for {title} {when}.", **facts)
        if is_in
        else t("I have put you on the waiting list for {title} {when}.", **facts)
    )
    ask = t("Answer this mail if something is wrong, if you need anything to take part, or if you cannot come.")
    privacy = " ".join(part for part in (t(PRIVACY), legal_basis) if part)
    lines = [
        f"{first} {ask}",
        None if is_in else t("I will write to you if a seat becomes free."),
        ", ".join(dict.fromkeys(part for part in (where(event, t), venue(event)) if part)) if is_in else None,
        t("How we handle your details: {words}", words=privacy),
    ]
    return mail_to(event, lines, addresses, t)


def mail_to(event: EventFacts, lines: Sequence[str | None], addresses: list[str], t: Translate) -> Message:
    """To the coordinator: mail for those outside Slack, ready to copy, with everyone as a hidden copy."""
    intro = t.n("{n} person who is not in Slack should hear this by mail.",
                "{n} people who are not in Slack should hear this by mail.", len(addresses))  # fmt: skip
    copies = t("Hidden copies:")
    return {
        "text": safe(f"{event.title}: {intro}"),
        "blocks": [
            rich([Bold(event.title)], intro),
            quoted("\n".join(line for line in (t("Hello!"), *lines) if line)),
            rich([Bold(copies), " ", ", ".join(addresses)]),
        ],
    }


def not_reached(title: str, rows: list[tuple[str, str]], t: Translate) -> Message:
    """To the coordinator: who did not hear, and why."""
    first = t.n("{n} message did not reach its recipient.", "{n} messages did not reach their recipients.", len(rows))
    lines = [f"{name}: {labels.reason(reason, t)}" for name, reason in rows[:50]]
    return {"text": safe(f"{title}: {first}"), "blocks": [rich([Bold(title)], first, *lines)]}


def miscount(title: str, taken: int, found: int, t: Translate) -> Message:
    """To whoever looks after the bot: the seats do not add up."""
    words = t(
        "The seats of {title} do not add up: the counter says {taken}, the registrations are {found}. "
        "Nothing has been changed.",
        title=title,
        taken=taken,
        found=found,
    )
    return {"text": safe(words), "blocks": [rich(words)]}


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


def _news(event: EventFacts, about: str, t: Translate) -> str:
    if about in SEAT_NEWS:
        return t(SEAT_NEWS[about])
    if about == "called_off":
        return t("{title} is cancelled.", title=event.title)
    if about == "form_changed":
        return t("{title} is now held {where}.", title=event.title, where=where(event, t))
    return t("New time for {title}.", title=event.title)


def _before(was: dict[str, str | None], t: Translate) -> str | None:
    if not was.get("day") or not was.get("start") or not was.get("end"):
        return None
    day, start, end = str(was["day"]), str(was["start"]), str(was["end"])
    hours = "–".join(clock_time(time.fromisoformat(one), t.language) for one in (start, end))
    return t("{day} at {time}", day=long_day(date.fromisoformat(day), t.language), time=hours)
