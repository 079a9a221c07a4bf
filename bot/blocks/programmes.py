"""A programme as people read it: when it is ready, in full, and as mail for those outside Slack."""

from bot.blocks import labels
from bot.blocks.events import Message, sentence, signature, when
from bot.blocks.ids import Press, View
from bot.blocks.text import Block, Bold, Line, actions, button, form, heading, quoted, rich, safe, shorten, small
from bot.i18n import Translate, clock_time
from bot.receipts import EventFacts, ProgrammeFacts, SegmentFacts, TalkFacts
from models.errors import N_

MOST = 90
"""Segments in a form: a block each, within the hundred it may have."""
LINES = 60
"""Of a message or a mail: a day of eight hours has half as many."""
TALKS = 12
"""Questions of a segment: more than anybody has ever talked about in one."""
LONGEST = 140
"""Characters of a title in a message: thirty lines of it are still one message."""
LEADS = {
    "coordinator": N_("the coordinator"),
    "facilitator": N_("the facilitator"),
    "note_taker": N_("the note-taker"),
}


def shown(found: ProgrammeFacts, t: Translate, *, said: str | None = None, ways: Block | None = None) -> Block:
    """All of it; what is meant for the reader stands out. `ways`: where to go from here."""
    first = [Bold(said)] if said else None
    blocks = [heading(found.event.title), rich(first, when(found.event, t))]
    blocks += [rich(*_segment(one, found, t)) for one in found.segments[:MOST]]
    if len(found.segments) > MOST:
        blocks.append(small(t("The rest is in the paper programme.")))
    whom = signature(found.event.contacts, t)
    ending = [*([small(whom)] if whom else []), *([ways] if ways else [])]
    return form(View.SHOWN, t("The programme"), [*blocks, *ending], t)


def ready(found: ProgrammeFacts, t: Translate) -> Message:
    """To one who is registered, with the parts that are meant for them."""
    event = found.event
    first = t("The programme has changed.") if found.has_changed else t("The programme is ready.")
    ask = t("Do prepare: one thing that works, and one that does not, where you are.")
    mine = _mine(found)
    end = t("{time} The end.", time=clock_time(event.end_time, t.language))
    spoken = [first, f"{event.title}, {when(event, t)}.", *(sentence(_begins(one, t)) for one in mine), end, ask]
    whole = t("Show the whole programme")
    blocks = [
        rich([Bold(first), " ", event.title], when(event, t)),
        rich(*glance(found, t), end),
        rich(ask),
        actions(
            button(whole, Press.PROGRAMME, event.id, label=f"{whole}: {event.title}"),
            button(t("Update the calendar"), Press.CALENDAR, event.id) if event.day else None,
        ),
    ]
    return {"text": safe(shorten(" ".join(spoken), 3500)), "blocks": blocks}


def glance(found: ProgrammeFacts, t: Translate) -> list[str]:
    """What begins when, of what is meant for the reader, with its questions."""
    return [line for one in _mine(found) for line in _glance(one, t)][:LINES]


def mail_lines(found: ProgrammeFacts, t: Translate) -> list[str]:
    """The same for those outside Slack: everything, since nobody's own parts can be picked out."""
    event = found.event
    first = t("The programme has changed.") if found.has_changed else t("The programme is ready.")
    ask = t("Do prepare: one thing that works, and one that does not, where you are.")
    lines = [shorten(line, 400) for one in found.segments for line in _plain(one, found, t)][:LINES]
    end = t("{time} The end.", time=clock_time(event.end_time, t.language))
    return [f"{first} {event.title}, {when(event, t)}.", *lines, end, ask]


def mail(found: ProgrammeFacts, t: Translate) -> Block:
    """Ready to copy."""
    words = "\n".join(mail_lines(found, t))
    intro = t("Copy the text into a mail to those outside Slack.")
    pieces = [words[at : at + 3000] for at in range(0, len(words), 3000)]
    back = actions(button(t("Back to the programme"), Press.PROGRAMME, found.event.id))
    return form(View.SHOWN, t("Mail text"), [rich(intro), *(quoted(one) for one in pieces[:MOST]), back], t)


def missing(event: EventFacts, t: Translate) -> Message:
    """To whoever coordinates: people were to have it by now."""
    first = t("The programme of {title} is not published.", title=event.title)
    then = t("By the plan, those who are registered were to get it today. They get it when you publish it.")
    words = t("The programme")
    return {
        "text": safe(f"{first} {then}"),
        "blocks": [rich([Bold(first)], when(event, t), then), actions(button(words, Press.PROGRAMME, event.id))],
    }


def hours(one: SegmentFacts, t: Translate) -> str:
    return f"{clock_time(one.starts, t.language)}–{clock_time(one.ends, t.language)}"


def audience(one: SegmentFacts, event: EventFacts, t: Translate) -> str:
    names = [labels.role_label(role, label, event.language, t) or label for role, label in one.audience]
    return shorten(", ".join(names), 300)


def lead(one: SegmentFacts, event: EventFacts, t: Translate) -> str | None:
    """Who leads it, when that is a word people know."""
    if one.lead is None:
        return None
    role, label = one.lead
    if role in LEADS:
        return t(LEADS[role])
    return labels.role_label(role, label, event.language, t) if label != role else None


def talk(one: TalkFacts, t: Translate) -> str:
    minutes = t.n("{n} minute", "{n} minutes", one.minutes)
    return f"{clock_time(one.starts, t.language)} {shorten(one.title, 300)} ({minutes})"


def _segment(one: SegmentFacts, found: ProgrammeFacts, t: Translate) -> list[Line | None]:
    title: Line = [Bold(f"{hours(one, t)} {shorten(one.title, 300)}")]
    more = len(one.talks) - TALKS
    return [
        title,
        _for_whom(one, found, t),
        _led(one, found, t),
        *(f"– {talk(each, t)}" for each in one.talks[:TALKS]),
        t.n("{n} more question.", "{n} more questions.", more) if more > 0 else None,
    ]


def _for_whom(one: SegmentFacts, found: ProgrammeFacts, t: Translate) -> Line | None:
    if not one.audience:
        return None
    names = audience(one, found.event, t)
    if found.role is not None and one.is_for(found.role):
        return [Bold(t("For you:")), f" {names}"]
    return t("For: {names}", names=names)


def _led(one: SegmentFacts, found: ProgrammeFacts, t: Translate) -> str | None:
    who = lead(one, found.event, t)
    return t("Led by {who}.", who=who) if who else None


def _mine(found: ProgrammeFacts) -> list[SegmentFacts]:
    """Without what goes on beside something that is meant for the reader."""
    own = [one for one in found.segments if one.audience and one.is_for(found.role)]
    return [
        one
        for one in found.segments
        if one.is_for(found.role) or not any(one.starts < mine.ends and mine.starts < one.ends for mine in own)
    ]


def _begins(one: SegmentFacts, t: Translate) -> str:
    return f"{clock_time(one.starts, t.language)} {shorten(one.title, LONGEST)}"


def _glance(one: SegmentFacts, t: Translate) -> list[str]:
    return [_begins(one, t), *(f"– {shorten(each.title, LONGEST)}" for each in one.talks)]


def _plain(one: SegmentFacts, found: ProgrammeFacts, t: Translate) -> list[str]:
    names = f" ({audience(one, found.event, t)})" if one.audience else ""
    return [f"{hours(one, t)} {one.title}{names}", *(f"– {talk(each, t)}" for each in one.talks[:TALKS])]
