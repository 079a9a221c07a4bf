"""Which day suits: the question with its answers, who can, and the day that is decided."""

import json
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.blocks import calendars, inputs
from bot.blocks.events import Message, sentence, signature, way_in, when
from bot.blocks.ids import Field, Press, View
from bot.blocks.text import (
    Block,
    Bold,
    actions,
    bullets,
    button,
    form,
    heading,
    rich,
    safe,
    section,
    shorten,
    small,
    sure,
)
from bot.blocks.yes_no import moment
from bot.i18n import Translate, clock_time, long_day, number_word, short_day, weekday, zone_note
from bot.receipts import DatePollFacts, DateVoice, DateVoices, DayFacts
from models.dates import Can, DatePollState
from models.errors import N_
from models.events import EventState, Form

WORDS = {Can.YES: N_("I can"), Can.IF_NEEDED: N_("I can if needed"), Can.NO: N_("I cannot")}
"""On the buttons."""
SAID = {Can.YES: N_("can"), Can.IF_NEEDED: N_("can if needed"), Can.NO: N_("cannot")}
"""Of somebody."""
PRESSES = {Can.YES: Press.CAN, Can.IF_NEEDED: Press.CAN_IF_NEEDED, Can.NO: Press.CANNOT}
MOST_VOICES = 60
LONGEST = 500


def question(found: DatePollFacts, t: Translate, *, is_again: bool = False) -> Message:
    """To each who is asked: three buttons for every day, and what one has said already."""
    first = asks(found, t)
    lines = [
        t("You have not answered yet.") if is_again else None,
        f"{days_said(found.days, found.tz, t)}.",
        ending(found, t),
    ]
    blocks = [rich([Bold(first)], *lines)]
    for day in found.days:
        blocks += [rich(*_mine(day, found, t)), _buttons(day, t)]
    blocks.append(actions(_hold(found, t), who_can(found, t)))
    whom = signature(found.event.contacts, t)
    text = " ".join(line for line in (first, *lines) if line)
    return {"text": safe(text), "blocks": [*blocks, *([small(whom)] if whom else [])]}


def answer_form(found: DatePollFacts, t: Translate, *, guests: Sequence[tuple[int, str]] = ()) -> Block:
    """Every day at once; for a guest, whom first."""
    options = [(can.value, t(word)) for can, word in WORDS.items()]
    whom = [(f"p{person_id}", name) for person_id, name in guests[:100]]
    blocks = [
        heading(found.event.title),
        rich([Bold(asks(found, t))], ending(found, t)),
        *([inputs.choice(Field.PERSON, t("Whose answer is it?"), whom)] if guests else []),
        *(
            inputs.radio(
                f"{Field.OPTION}{place}",
                day_and_time(day, found.tz, t),
                options,
                chosen=day.mine.value if day.mine and not guests else None,
            )
            for place, day in enumerate(found.days)
        ),
    ]
    blocks.append(actions(button(t("Day of the meeting"), Press.DATE, found.event.id) if guests else who_can(found, t)))
    about = json.dumps({"event": found.event.id, "days": [day.id for day in found.days]})
    view = View.DAYS_FOR_GUEST if guests else View.DAYS
    return form(view, t("Which day suits?"), blocks, t, submit=t("Answer"), about=about)


def noted(found: DatePollFacts, t: Translate) -> Message:
    """After the form."""
    words = t("Your answer is noted.") if found.counts else _late(t)
    lines = [
        [Bold(f"{day_and_time(day, found.tz, t)}: "), t(SAID[day.mine])] if day.mine else None for day in found.days
    ]
    later = t("You can change it until {until}.", until=closing(found, t)) if found.counts else None
    return {"text": safe(words), "blocks": [rich([Bold(words)], *lines, later), actions(who_can(found, t))]}


def card(found: DatePollFacts, t: Translate) -> Message:
    """In the channel: true at all times."""
    event = found.event
    if event.state is EventState.CANCELLED:
        words = t("{title} is cancelled.", title=event.title)
        return {"text": safe(words), "blocks": [heading(event.title), rich([Bold(words)])]}
    if found.chosen or event.day is not None:
        words = t("It will be {when}.", when=when(event, t))
        return {"text": safe(f"{event.title}. {words}"), "blocks": [heading(event.title), rich([Bold(words)])]}
    head, buttons = [asks(found, t)], [who_can(found, t)]
    if found.state is DatePollState.OPEN:
        head.append(ending(found, t))
        buttons.insert(0, button(t("Answer"), Press.ANSWER_DAYS, event.id, style="primary"))
    elif found.state is DatePollState.CLOSED:
        head.append(t("The poll has closed. The coordinator decides the day."))
    else:
        words = t("No day is being chosen for {title} any more.", title=event.title)
        return {"text": safe(words), "blocks": [heading(event.title), rich(words)]}
    counted = t("{answered} of {asked} have answered.", answered=found.answered, asked=found.asked)
    blocks = [heading(event.title), rich([Bold(head[0])], *head[1:]), standings(found, t), rich(counted)]
    return {"text": safe(" ".join([event.title + ".", *head, counted])), "blocks": [*blocks, actions(*buttons)]}


def voices(found: DateVoices, t: Translate) -> Block:
    """Who can when, party by party; and who has not said."""
    poll = found.poll
    blocks = [heading(poll.event.title), standings(poll, t)]
    for party, theirs in groupby(found.voices[:MOST_VOICES], key=lambda one: one.party):
        blocks += [rich([Bold(party or t("Without a party"))]), bullets([_voice(one, poll, t) for one in theirs])]
    if not found.voices:
        blocks.append(section(t("Nobody has answered yet.")))
    elif len(found.voices) > MOST_VOICES:
        blocks.append(small(t("The first {n} are shown.", n=MOST_VOICES)))
    if found.silent and poll.counts:
        names = ", ".join(found.silent[:MOST_VOICES])
        blocks.append(rich([Bold(t("Have not answered about every day:")), f" {names}"]))
    takes = poll.state in (DatePollState.OPEN, DatePollState.CLOSED)
    mine = button(t("Answer yourself"), Press.ANSWER_DAYS, poll.event.id) if poll.is_asked and takes else None
    lead = button(t("Day of the meeting"), Press.DATE, poll.event.id) if poll.may_choose else None
    return form(View.SHOWN, t("Who can when"), [*blocks[:99], *([actions(mine, lead)] if mine or lead else [])], t)


def decided(found: DatePollFacts, t: Translate) -> Message:
    """To everyone: the day, whom it suits, and which days are free again."""
    event = found.event
    first, *rest = decided_lines(found, t)
    cancel = t("Cancel my registration")
    ask = sure(cancel, t("Your seat goes to somebody else at once."), cancel[:30], t("Keep it"))
    is_in = found.registration_id is not None
    buttons = [
        button(t("Yes, I am coming"), Press.COMING, event.id, style="primary") if is_in and not found.comes else None,
        button(t("Show my registration"), Press.SHOW, event.id) if is_in else None,
        button(cancel, Press.CANCEL, event.id, confirm=ask) if is_in else None,
        None if is_in else way_in(event, t("Register"), t, style="primary"),
        _hold(found, t) if found.holds_days else calendars.add(event, t),
    ]
    asked = t("Can you come then?") if is_in and not found.comes else None
    lines = [event.title + ".", *rest, asked]
    whom = signature(event.contacts, t)
    blocks = [rich([Bold(first)], *lines)]
    blocks += [actions(*buttons)] if any(buttons) else []
    spoken = " ".join(line for line in (first, *lines) if line)
    return {"text": safe(spoken), "blocks": [*blocks, *([small(whom)] if whom else [])]}


def decided_lines(found: DatePollFacts, t: Translate) -> list[str]:
    """Det blir onsdag 8 september 2027 kl. 09.00–12.00 i Eskilstuna. Då kan alla fem parter vara med. …"""
    event = found.event
    facts = {"when": when(event, t), "city": event.city or ""}
    if event.form is Form.DIGITAL:
        first = t("It will be {when}, digitally.", **facts)
    else:
        first = t("It will be {when} in {city}.", **facts) if event.city else t("It will be {when}.", **facts)
    why = t("Reason: {reason}.", reason=found.reason.rstrip(". ")) if found.reason else ""
    return [first, *(line for line in (parties(found, found.chosen, t), _free_again(found, t), why) if line)]


def released(found: DatePollFacts, t: Translate, *, has_taken: bool) -> Message:
    """Nobody need keep the days free any more."""
    first, *rest = released_lines(found, t)
    strike = button(t("Strike them out in my calendar"), Press.HOLD_DAYS, found.event.id)
    whom = signature(found.event.contacts, t)
    blocks = [rich([Bold(first)], *rest), *([actions(strike)] if has_taken else []), *([small(whom)] if whom else [])]
    return {"text": safe(" ".join([first, *rest])), "blocks": blocks}


def released_lines(found: DatePollFacts, t: Translate) -> list[str]:
    event = found.event
    if event.state is EventState.CANCELLED:
        first = t("{title} is cancelled.", title=event.title)
    elif event.day is not None:
        first = t("{title} is held {when}.", title=event.title, when=when(event, t))
    else:
        first = t("No day is being chosen for {title} any more.", title=event.title)
    others = [day for day in found.days if day.day != event.day]
    days = days_said(others or found.days, found.tz, t)
    return [first, t("You need no longer keep {days} free.", days=days[:1].lower() + days[1:])]


def mail_lines(found: DatePollFacts, about: str, t: Translate) -> list[str]:
    """For those outside Slack."""
    if about == "released":
        return released_lines(found, t)
    if about == "set":
        return [*decided_lines(found, t), found.event.title + "."]
    ask = t("Answer this mail and say of each day: can, can if needed or cannot.")
    return [asks(found, t), f"{days_said(found.days, found.tz, t)}.", ending(found, t), ask]


def standings(found: DatePollFacts, t: Translate) -> Block:
    """A line for each day; words alone carry it."""
    lines = []
    for day in found.days:
        counted = [
            t.n("{n} party", "{n} parties", day.parties),
            t("{n} can", n=day.yes),
            t("{n} can if needed", n=day.if_needed) if day.if_needed else "",
            t("{n} cannot", n=day.no) if day.no else "",
        ]
        mark = t(" (proposed)") if day.is_proposed else ""
        said = ", ".join(one for one in counted if one)
        lines.append([Bold(sentence(day_and_time(day, found.tz, t)).rstrip(".")), f"{mark}: {said}."])
    return bullets(lines)


def asks(found: DatePollFacts, t: Translate) -> str:
    """In the file's own words, when it has some."""
    return shorten(found.question or "", LONGEST) or t("Which day suits for {title}?", title=found.event.title)


def ending(found: DatePollFacts, t: Translate) -> str:
    """Until when, and what to keep free."""
    if not found.counts:
        return t("The answers that count are in. What you say now is shown, but not counted.")
    facts = {"until": closing(found, t)}
    if len(found.days) == 2:
        return t("Answer by {until} at the latest, and keep both days free until then.", **facts)
    return t("Answer by {until} at the latest, and keep all the days free until then.", **facts)


def closing(found: DatePollFacts, t: Translate) -> str:
    return moment(found.closes_at, found.tz, t)


def who_can(found: DatePollFacts, t: Translate) -> Block:
    return button(t("See who can"), Press.WHO_CAN, found.event.id)


def day_and_time(day: DayFacts, tz: str, t: Translate) -> str:
    """tisdag 7 september 2027 kl. 09.00–12.00"""
    return t("{day} at {time}", day=long_day(day.day, t.language), time=hours(day, t)) + _zone(day, tz, t)


def hours(day: DayFacts, t: Translate) -> str:
    return f"{clock_time(day.start_time, t.language)}–{clock_time(day.end_time, t.language)}"


def days_said(days: Sequence[DayFacts], tz: str, t: Translate) -> str:
    """Tisdag 7 eller onsdag 8 september 2027 kl. 09.00–12.00; each with its own time when they differ."""
    last = days[-1]
    if len({(day.start_time, day.end_time, day.day.year) for day in days}) > 1:
        said = [day_and_time(day, tz, t) for day in days]
        zone, end = "", said[-1]
    else:
        said = [short_day(day.day, t.language, month=day.day.month != last.day.month) for day in days]
        zone = _zone(last, tz, t)
        end = t("{day} at {time}", day=long_day(last.day, t.language), time=hours(last, t))
    words = ", ".join(said[:-1])
    found = f"{words}{t(' or ')}{end}" if words else end
    return found[:1].upper() + found[1:] + zone


def _hold(found: DatePollFacts, t: Translate) -> Block:
    """Every day until one is decided; then the one, and the others are struck out."""
    return button(t("Add to the calendar"), Press.HOLD_DAYS, found.event.id)


def _mine(day: DayFacts, found: DatePollFacts, t: Translate) -> list[list[str] | str]:
    line: list[list[str] | str] = [[Bold(sentence(day_and_time(day, found.tz, t)).rstrip("."))]]
    if day.mine:
        said = t("You have answered: {answer}.", answer=t(SAID[day.mine]))
        line.append(f"{said} {_late(t)}" if day.is_mine_late else said)
    return line


def _buttons(day: DayFacts, t: Translate) -> Block:
    return actions(
        *(
            button(
                ("✓ " if day.mine is can else "") + t(words),
                PRESSES[can],
                f"d{day.id}",
                style="primary" if day.mine is can else None,
                label=f"{t(words)}: {long_day(day.day, t.language)}",
            )
            for can, words in WORDS.items()
        )
    )


def _late(t: Translate) -> str:
    return t("It came after the poll closed: it is shown, but not counted.")


def _voice(one: DateVoice, poll: DatePollFacts, t: Translate) -> list[str]:
    said = [
        f"{short_day(day.day, t.language)} {t(SAID[can])}" if can else ""
        for day, can in zip(poll.days, one.said, strict=True)
    ]
    notes = [t("late, not counted") if one.is_late else "", t("written in by {name}", name=one.by) if one.by else ""]
    more = ", ".join(note for note in notes if note)
    return [f"{one.name}: ", "; ".join(part for part in said if part), f" ({more})" if more else ""]


def parties(found: DatePollFacts, day: DayFacts | None, t: Translate) -> str:
    """Då kan alla fem parter vara med."""
    if day is None or not day.parties:
        return ""
    facts = {"number": number_word(day.parties, t.language), "total": number_word(found.total, t.language)}
    if day.parties >= found.total:
        return t("Then all {number} parties can take part.", **facts)
    return t("Then {number} of {total} parties can take part.", **facts)


def _free_again(found: DatePollFacts, t: Translate) -> str:
    """Du kan släppa tisdagen."""
    others = [day for day in found.days if not day.is_chosen]
    if not others or found.chosen is None:
        return ""
    if len(others) == 1 and others[0].day.weekday() != found.chosen.day.weekday():
        return t("You need no longer keep {weekday} free.", weekday=weekday(others[0].day, t.language))
    return t("You need no longer keep the other days free.")


def _zone(day: DayFacts, tz: str, t: Translate) -> str:
    return zone_note(datetime.combine(day.day, day.start_time, ZoneInfo(tz)), tz, t)
