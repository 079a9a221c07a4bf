"""Choosing a meeting's day, for whoever coordinates it: asking, following the answers, deciding."""

import json
from zoneinfo import ZoneInfo

from bot.blocks import inputs
from bot.blocks.dates import asks, closing, day_and_time, decided_lines, parties, standings, who_can
from bot.blocks.events import Message, sentence
from bot.blocks.ids import Field, Press, View
from bot.blocks.text import Block, Bold, actions, bullets, button, divider, form, heading, rich, safe, section, sure
from bot.blocks.yes_no import moment
from bot.i18n import Translate, clock_time, short_day
from bot.receipts import DatePollFacts, DatePollForm, DateVoices, DayFacts, DayWarning, Speaks
from models.dates import DatePollState
from models.errors import N_

MOST = 10
STEP = 2
FIRST_ROWS = 4
LONGEST = 500
MOST_NAMES = 40
AGAINST = {
    Speaks.HOLIDAY: N_("a holiday: {name}"),
    Speaks.EVE: N_("the day before a holiday: {name}"),
    Speaks.BRIDGE: N_("a bridge day between free days"),
    Speaks.WEEKEND: N_("a Saturday or Sunday"),
    Speaks.WINTER_BREAK: N_("winter break in the area, week {week}, as a guide: the municipalities decide"),
    Speaks.QUIET: N_("in the quiet weeks"),
    Speaks.CLASH: N_("the same day as {name}"),
}


def poll_form(found: DatePollForm, t: Translate, *, rows: int = FIRST_ROWS) -> Block:
    """Two to ten days with their times, and until when one can answer."""
    rows = min(max(rows, len(found.days)), MOST)
    blocks = [
        heading(found.event.title),
        section(t("Which days do you ask about? You see what speaks against each day before anyone is asked.")),
    ]
    for place in range(rows):
        blocks += _row(found, place, t)
    if rows < MOST:
        blocks.append(actions(button(t("More days"), Press.MORE_DAYS, found.event.id)))
    at = found.closes_at.astimezone(ZoneInfo(found.event.tz)) if found.closes_at else None
    blocks += [
        divider(),
        inputs.day(Field.DAY, t("Last day to answer"), value=at.date() if at else None),
        inputs.clock(Field.CLOCK, t("Last time to answer"), value=at.time() if at else None),
        *_opening(found, t),
        actions(button(t("Back to the meeting"), Press.MEETING, found.event.id)),
    ]
    about = json.dumps({"event": found.event.id, "rows": rows})
    return form(View.DATE_POLL, t("Ask about days"), blocks, t, submit=t("Next"), about=about)


def _opening(found: DatePollForm, t: Translate) -> list[Block]:
    at = found.opens_at.astimezone(ZoneInfo(found.event.tz)) if found.opens_at else None
    usual, itself = t("Left empty: which day suits."), t("Left empty: when you press for it.")
    return [
        inputs.text_input(Field.WORDS, t("What do you ask?"), value=found.question, longest=LONGEST, is_required=False,
                          hint=usual),
        inputs.day(Field.OPENS, t("Ask by itself on"), value=at.date() if at else None, hint=itself),
        inputs.clock(Field.OPENS_AT, t("At what time?"), value=at.time() if at else None),
    ]  # fmt: skip


def lead(found: DateVoices, t: Translate, *, said: str | None = None) -> Block:
    """Everything about the poll, and what can be done now."""
    poll = found.poll
    blocks = [
        heading(poll.event.title),
        *([section(said)] if said else []),
        rich([Bold(asks(poll, t))], *_state(poll, t)),
    ]
    is_waiting = poll.state is DatePollState.WAITING
    blocks.append(bullets([day_and_time(day, poll.tz, t) for day in poll.days]) if is_waiting else standings(poll, t))
    blocks += warned(poll, t)
    if poll.state is DatePollState.OPEN:
        blocks.append(rich(_silent(found, t)))
    buttons = [
        *_steering(found, t),
        button(t("Answer for somebody outside Slack"), Press.DAYS_FOR_GUEST, poll.event.id) if _takes(found) else None,
        button(t("Answer yourself"), Press.ANSWER_DAYS, poll.event.id) if poll.is_asked and _is_on(poll) else None,
        who_can(poll, t) if poll.state is not DatePollState.WAITING else None,
        _give_up(poll, t) if poll.chosen is None else None,
        button(t("Back to the meeting"), Press.MEETING, poll.event.id),
    ]
    if any(buttons):
        blocks.append(actions(*buttons))
    return form(View.SHOWN, t("Day of the meeting"), blocks[:100], t)


def proposal(found: DatePollFacts, t: Translate) -> Message:
    """The poll has closed: one press decides."""
    first = t("The poll about the day of {title} has closed.", title=found.event.title)
    lines = [_when_closed(found, t), _proposed(found, t)]
    text = " ".join(line for line in (first, *lines) if line)
    blocks = [rich([Bold(first)], *lines), standings(found, t), *warned(found, t)]
    if found.state is DatePollState.CLOSED:
        blocks.append(actions(*_deciding(found, t), who_can(found, t)))
    return {"text": safe(text), "blocks": blocks}


def done(found: DatePollFacts, t: Translate) -> Message:
    """To whoever decided, in place of the buttons."""
    first, *rest = decided_lines(found, t)
    told = t("Everyone is told, and the plan follows.")
    by = t("Decided by {name}.", name=found.decided_by) if found.decided_by else None
    return {"text": safe(f"{first} {told}"), "blocks": [rich([Bold(first)], found.event.title, *rest, by, told)]}


def all_answered(found: DatePollFacts, t: Translate) -> Message:
    """Nobody is left to answer: the poll may be closed before its time."""
    first = t("Everyone has answered about the day of {title}.", title=found.event.title)
    more = t("The poll is open until {until}; until then answers can be changed.", until=closing(found, t))
    buttons = actions(_close(found, t), who_can(found, t)) if found.state is DatePollState.OPEN else None
    blocks = [rich([Bold(first)], more), standings(found, t), *([buttons] if buttons else [])]
    return {"text": safe(f"{first} {more}"), "blocks": blocks}


def other_day_form(found: DatePollFacts, t: Translate) -> Block:
    """Another day than the proposed one, and why."""
    options = [(f"d{day.id}", day_and_time(day, found.tz, t)) for day in found.days]
    blocks = [
        heading(found.event.title),
        standings(found, t),
        *warned(found, t),
        inputs.radio(Field.OPTION, t("Which day will it be?"), options, chosen=None),
        inputs.text_input(
            Field.REASON,
            t("Why?"),
            is_required=found.proposed is not None,
            longest=LONGEST,
            hint=t("Everyone who is told the day reads it. It is kept in the log."),
        ),
        actions(button(t("Day of the meeting"), Press.DATE, found.event.id)),
    ]
    about = json.dumps({"event": found.event.id})
    return form(View.OTHER_DAY, t("Decide the day"), blocks, t, submit=t("Decide"), about=about)


def warned(found: DatePollFacts, t: Translate) -> list[Block]:
    """What speaks against the days. A person decides."""
    lines = [
        [Bold(short_day(day.day, t.language)), ": ", "; ".join(against(one, t) for one in day.warnings)]
        for day in found.days
        if day.warnings and found.chosen is None
    ]
    return [rich(t("Think of this:")), bullets(lines)] if lines else []


def against(one: DayWarning, t: Translate) -> str:
    return t(AGAINST[one.speaks], name=one.name, week=one.week)


def _row(found: DatePollForm, place: int, t: Translate) -> list[Block]:
    day, start, end = found.days[place] if place < len(found.days) else (None, None, None)
    number = place + 1
    return [
        inputs.day(f"{Field.OPTION}{place}", t("Day {n}", n=number), value=day),
        inputs.clock(f"{Field.STARTS}{place}", t("Day {n} begins", n=number), value=start or found.event.start_time),
        inputs.clock(f"{Field.ENDS}{place}", t("Day {n} ends", n=number), value=end or found.event.end_time),
    ]


def _state(poll: DatePollFacts, t: Translate) -> list[str]:
    counted = t("{answered} of {asked} have answered.", answered=poll.answered, asked=poll.asked)
    match poll.state:
        case DatePollState.WAITING if poll.opens_at:
            opens = moment(poll.opens_at, poll.tz, t)
            return [t("People are asked {when}; they can answer until {until}.", when=opens, until=closing(poll, t))]
        case DatePollState.WAITING:
            reach = t.n("{n} person will be asked.", "{n} people will be asked.", poll.asked)
            return [
                t("Nobody has been asked yet."),
                f"{reach} {t('They can answer until {until}.', until=closing(poll, t))}",
            ]
        case DatePollState.OPEN:
            return [t("They can answer until {until}.", until=closing(poll, t)), counted]
        case DatePollState.CLOSED:
            return [line for line in (_when_closed(poll, t), _proposed(poll, t), counted) if line]
        case _:
            by = t("Decided by {name}.", name=poll.decided_by) if poll.decided_by else ""
            return [line for line in (by, counted) if line]


def _steering(found: DateVoices, t: Translate) -> list[Block | None]:
    poll = found.poll
    match poll.state:
        case DatePollState.WAITING:
            return [
                button(t("Ask now"), Press.OPEN_DATE_POLL, poll.event.id, style="primary"),
                button(t("Change the days"), Press.MAKE_DATE_POLL, poll.event.id),
            ]
        case DatePollState.OPEN:
            return [_close(poll, t)]
        case DatePollState.CLOSED:
            return _deciding(poll, t)
        case _:
            return []


def _deciding(poll: DatePollFacts, t: Translate) -> list[Block | None]:
    best = poll.proposed
    words = t("Decide {day}", day=short_day(best.day, t.language)) if best else ""
    return [
        button(words, Press.DECIDE_DAY, f"d{best.id}", style="primary") if best else None,
        button(t("Choose another day") if best else t("Choose a day"), Press.OTHER_DAY, poll.event.id),
    ]


def _close(poll: DatePollFacts, t: Translate) -> Block:
    words = t("Close now")
    ask = sure(words, t("Nothing that is answered later counts."), words, t("Wait"))
    return button(words, Press.CLOSE_DATE_POLL, poll.event.id, confirm=ask)


def _give_up(poll: DatePollFacts, t: Translate) -> Block:
    words = t("Give it up")
    ask = sure(words, t("The poll ends without a day. Nobody is told."), words, t("Keep it"))
    return button(words, Press.DROP_DATE_POLL, poll.event.id, style="danger", confirm=ask)


def _proposed(found: DatePollFacts, t: Translate) -> str:
    best: DayFacts | None = found.proposed
    if best is None:
        return t("The answers speak for no day.") if found.state is DatePollState.CLOSED else ""
    words = t("Proposal: {day}.", day=day_and_time(best, found.tz, t))
    return f"{words} {parties(found, best, t)}".strip()


def _when_closed(found: DatePollFacts, t: Translate) -> str:
    """Said when nobody was there to close it in time."""
    if not found.was_late or found.closed_at is None:
        return ""
    return t(
        "It was to close {planned}, but closed {closed}: I was not running. What came after {time} is not counted.",
        planned=closing(found, t),
        closed=moment(found.closed_at, found.tz, t),
        time=clock_time(found.closes_at.astimezone(ZoneInfo(found.tz)).time(), t.language),
    )


def _silent(found: DateVoices, t: Translate) -> str:
    if not found.silent:
        return t("Everyone has answered.")
    names = ", ".join(found.silent[:MOST_NAMES])
    return sentence(t("Have not answered about every day: {names}", names=names))


def _takes(found: DateVoices) -> bool:
    return bool(found.guests) and _is_on(found.poll)


def _is_on(poll: DatePollFacts) -> bool:
    return poll.state in (DatePollState.OPEN, DatePollState.CLOSED)
