"""A meeting in words: when, where, how many seats; in a list, in a choice."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.blocks import labels, yes_no
from bot.blocks.ids import Press
from bot.blocks.text import (
    Block,
    Bold,
    actions,
    button,
    divider,
    heading,
    numbered,
    rich,
    safe,
    section,
    shorten,
    small,
)
from bot.i18n import Translate, clock_time, long_day, long_moment, zone_note
from bot.receipts import Contact, EventFacts, EventLine, EventPage, Pending, SeatCounts
from models.events import TAKES_PART, EventState, Form
from models.registrations import RegistrationState

Message = dict[str, Any]


def when(event: EventFacts, t: Translate) -> str:
    """tisdag 19 januari 2027 kl. 13.00–16.00, by the meeting's own clock."""
    if event.day is None or event.starts_at is None:
        return t("date to be decided")
    hours = f"{clock_time(event.start_time, t.language)}–{clock_time(event.end_time, t.language)}"
    text = t("{day} at {time}", day=long_day(event.day, t.language), time=hours)
    return text + zone_note(event.starts_at, event.tz, t)


def week(event: EventFacts, t: Translate) -> str | None:
    return t("week {n}", n=event.day.isocalendar().week) if event.day else None


def where(event: EventFacts, t: Translate) -> str:
    """på plats i Växjö · digitalt"""
    if event.form is Form.DIGITAL:
        return t("digitally")
    city = event.city or event.place_name or ""
    if event.form is Form.HYBRID:
        return t("on site in {city} or digitally", city=city)
    return t("on site in {city}", city=city) if city else t("on site")


def venue(event: EventFacts) -> str:
    """Kommunhuset, Sal A, Växjö: for those who are coming."""
    return ", ".join(part for part in (event.place_name, event.room, event.city) if part)


def seats(counts: SeatCounts | None, t: Translate) -> str:
    """27 anmälda av 40, 13 platser kvar. Nothing when they have not been counted."""
    if counts is None:
        return ""
    if counts.capacity is None:
        text = t.n("{n} registered", "{n} registered", counts.registered)
    else:
        text = t.n(
            "{n} of {capacity} registered",
            "{n} of {capacity} registered",
            counts.registered,
            capacity=counts.capacity,
        )
        left = counts.free or 0
        text += ", " + t.n("{n} seat left", "{n} seats left", left) if left else ", " + t("full")
        kept = min(counts.kept, left)
        text += t.n(" ({n} of them kept for now)", " ({n} of them kept for now)", kept) if kept else ""
    if counts.waiting:
        text += ", " + t.n("{n} on the waiting list", "{n} on the waiting list", counts.waiting)
    return text


def signature(contacts: tuple[Contact, ...], t: Translate) -> str | None:
    """Whom to ask, and how to reach them."""
    names = [f"{one.name} ({one.email})" if one.email else one.name for one in contacts]
    if not names:
        return None
    return t("Questions? Contact {names}.", names=t(" or ").join(names))


def reason(event: EventFacts, t: Translate) -> str | None:
    """Why it was moved, changed or cancelled."""
    return t("Reason: {reason}.", reason=event.reason.rstrip(". ")) if event.reason else None


def opening(event: EventFacts, t: Translate) -> str:
    """What can be done about registration now."""
    if event.state is EventState.CANCELLED:
        return t("Cancelled.")
    if event.takes_registrations:
        if event.closes_at and event.closes_at != event.starts_at:
            return t("Register by {day} at the latest.", day=day_of(event, event.closes_at, t))
        return t("Registration is open.")
    if event.opens_at and event.opens_later:
        return t("Registration opens {when}.", when=long_moment(event.opens_at, event.tz, t))
    if event.opens_at is None and event.state in TAKES_PART:
        return t("Registration has not opened yet.")
    return t("Registration has closed.")


def way_in(event: EventFacts, words: str, t: Translate, *, style: str | None = None) -> Block | None:
    """A button to register while one can; afterwards to ask the coordinator, while there is one to ask."""
    if event.takes_registrations:
        return button(words, Press.REGISTER, event.id, style=style, label=about(words, event))
    ask = t("Ask to come")
    return button(ask, Press.ASK_TO_COME, event.id, label=about(ask, event)) if event.has_closed else None


def choices(
    page: EventPage,
    t: Translate,
    *,
    title: str,
    intro: str | None = None,
    words: str = "",
    turns: Press = Press.LIST,
) -> Message:
    """Meetings to choose from, each with what I can do about it."""
    blocks: list[Block] = [heading(title)]
    if intro:
        blocks.append(section(intro))
    for line in page.lines:
        blocks += [*line_blocks(line, t), divider()]
    if not page.lines:
        blocks.append(section(t("There are no coming meetings here.")))
    blocks += _pages(page, turns, words, t)
    spoken = "; ".join(_spoken(line, t) for line in page.lines)
    return {"text": safe(shorten(f"{title} {spoken}".strip(), 3500)), "blocks": blocks}


def line_blocks(line: EventLine, t: Translate) -> list[Block]:
    event = line.event
    mark = _mark(line, t)
    is_offered = line.offer_until is not None or line.is_asked
    facts = rich(
        [Bold(event.title)],
        f"{when(event, t)}, {where(event, t)}",
        sentence(seats(event.seats, t)) + " " + opening(event, t),
        [Bold("✓ " + mark + ".")] if mark and line.state in _GOOD else (mark + "." if mark else None),
        yes_no.terms(line.offer_until, event.tz, t) if is_offered else None,
        *duties_in(t, leads=line.leads, notes=line.takes_notes),
        *_pending(line.pending, t),
    )
    return [facts, actions(*_buttons(line, t, is_offered=is_offered))]


def _buttons(line: EventLine, t: Translate, *, is_offered: bool) -> list[Block | None]:
    event, leads, takes_part = line.event, line.may_see_participants, line.state in _GOOD
    may_ask = line.state is RegistrationState.REGISTERED and event.asks_for_changes and not event.is_over
    sees_others = leads or line.may_see_fellows or line.state is RegistrationState.REGISTERED
    poll, result = (f"poll {id}" if id else None for id in (line.poll_id, line.result_id))
    return [
        *(yes_no.answers(event.id, t) if is_offered else ()),
        *_replies(line, t),
        _door(t("Show my registration"), Press.SHOW, event) if takes_part else None,
        _door(t("Ask for a change"), Press.CHANGE, event) if may_ask else None,
        None if takes_part else way_in(event, t("Register"), t, style="primary"),
        yes_no.leave_line(event.id, t, label=about(t("Leave the waiting list"), event)) if line.place else None,
        _door(t("Vote"), Press.VOTE, event, poll, style="primary") if poll else None,
        _door(t("The result"), Press.POLL_RESULT, event, result) if result else None,
        _door(t("Questions"), Press.TOPICS, event),
        _door(t("Register colleagues"), Press.GUESTS, event)
        if line.may_register_colleagues and event.takes_registrations
        else None,
        _door(t("The programme"), Press.PROGRAMME, event) if event.has_programme or leads or line.leads else None,
        _door(t("Participants"), Press.PARTICIPANTS, event) if sees_others else None,
        _door(t("Change the meeting"), Press.MEETING, event) if leads else None,
        _door(t("The plan"), Press.PLAN, event) if leads else None,
        _door(t("The vote"), Press.POLL, event) if leads else None,
        _door(t("Prioritise challenges"), Press.PRIORITISE, event) if leads and event.area is None else None,
        _door(t("Overview"), Press.OVERVIEW, event) if leads else None,
        _day_button(line, t),
    ]


def _door(words: str, press: Press, event: EventFacts, value: str | None = None, *, style: str | None = None) -> Block:
    """A button that tells a screen reader which meeting it belongs to."""
    return button(words, press, value or event.id, style=style, label=about(words, event))


def duties_in(t: Translate, *, leads: bool, notes: bool) -> list[str]:
    """What I have been named to do at a meeting, and may."""
    return [
        *([t("You lead the conversation: you put the questions in order and build the programme.")] if leads else []),
        *([t("You take notes.")] if notes else []),
    ]


def _day_button(line: EventLine, t: Translate) -> Block | None:
    """While the day is being chosen: to everyone who is asked, and to whoever asks."""
    event = line.event
    if event.day is not None or not (line.may_see_participants or event.state is EventState.DATE_POLL):
        return None
    words = t("Day of the meeting") if line.may_see_participants else t("Which day suits?")
    return button(words, Press.DATE, event.id, label=about(words, event))


def _pending(found: Pending | None, t: Translate) -> list[str]:
    """What has no answer yet."""
    if found is None:
        return []
    asked = t("{name} asks you to come in their place.", name=found.by) if found.by else t(
        "Somebody who is registered asks you to come in their place."
    )  # fmt: skip
    return [
        *([asked] if found.question_id else []),
        *([t("You have asked {name} to come instead. You keep your seat until you have a yes.", name=found.whom)]
          if found.whom else []),
        *([t("You have asked the coordinator, who has not answered yet.")] if found.has_asked else []),
    ]  # fmt: skip


def _replies(line: EventLine, t: Translate) -> list[Block]:
    found, event = line.pending, line.event
    if found is None:
        return []
    value, yes, no = f"q{found.question_id}", t("Yes, I am coming"), t("No, I cannot")
    answers = [
        button(yes, Press.COME_INSTEAD, value, style="primary", label=about(yes, event)),
        button(no, Press.NOT_INSTEAD, value, label=about(no, event)),
    ]
    back = t("Take the question back")
    return [
        *(answers if found.question_id else []),
        *([button(back, Press.TAKE_BACK, event.id, label=about(back, event))] if found.whom else []),
    ]


def _mark(line: EventLine, t: Translate) -> str | None:
    if line.place:
        return t("You are on the waiting list, number {place}.", place=line.place).rstrip(".")
    return t(labels.MY_STATES[line.state]) if line.state else None


_GOOD = (RegistrationState.REGISTERED, RegistrationState.WAITLISTED, RegistrationState.OFFERED)


def _pages(page: EventPage, turns: Press, words: str, t: Translate) -> list[Block]:
    if page.pages == 1:
        return []
    back = button(t("Previous"), turns, f"{page.page - 1} {words}".strip()) if page.page > 1 else None
    on = button(t("Next"), turns, f"{page.page + 1} {words}".strip()) if page.page < page.pages else None
    where_we_are = t("Page {page} of {pages}, {total} meetings.", page=page.page, pages=page.pages, total=page.total)
    return [small(where_we_are), numbered(actions(back, on))]


def _spoken(line: EventLine, t: Translate) -> str:
    state = _mark(line, t)
    mark = f" ({state})" if state else ""
    return f"{line.event.title}, {when(line.event, t)}, {where(line.event, t)}{mark}"


def day_of(event: EventFacts, moment: datetime, t: Translate) -> str:
    return long_day(moment.astimezone(ZoneInfo(event.tz)).date(), t.language, year=False)


def about(words: str, event: EventFacts) -> str:
    return f"{words}: {event.area or event.title}"


def sentence(words: str) -> str:
    return words[:1].upper() + words[1:] + ("" if words.endswith(".") else ".")
