"""What a change will cause, shown before it is confirmed; and what it caused, in a sentence or two."""

from collections.abc import Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.blocks import meeting_forms as words
from bot.blocks import steps
from bot.blocks.date_choosing import against
from bot.blocks.events import opening, when
from bot.blocks.ids import Field, Press, View
from bot.blocks.inputs import Option, choice, clock, day, radio, text_input
from bot.blocks.overviews import no_longer_fits
from bot.blocks.text import Block, Bold, Line, actions, bullets, button, divider, form, heading, rich, section
from bot.i18n import Translate, long_moment
from bot.receipts import DayWarning, EventFacts
from bot.receipts.meetings import Consequences, Over, Part, StepMove, Turn
from models.errors import N_
from models.quotas import Scope
from models.steps import Audience

MOST_OTHERS = 100
MOST = 40
"""Lines of one kind: the rest is counted."""
REASONS = {
    "weather": N_("Weather warning"),
    "illness": N_("Illness"),
    "too_few": N_("Too few could come"),
    "clash": N_("It clashes with other meetings"),
    "other": N_("Another reason, written below"),
}
OTHER = "other"
NOW, THEN, NEVER = "now", "then", "never"
TURNS = {
    Turn.PUBLISH: N_("Publish"),
    Turn.OPEN: N_("Open registration"),
    Turn.CLOSE: N_("Close registration"),
}
Travels = dict[str, object]


def confirmation(
    found: Consequences, part: Part, travels: Travels, t: Translate, *, against_it: Sequence[DayWarning] = ()
) -> Block:
    """`travels` is the wish itself: what is confirmed is what was seen."""
    event = found.event
    blocks: list[Block] = [heading(event.title)]
    if found.changes:
        blocks.append(bullets([_change(found, number, t) for number in range(len(found.changes))][:MOST]))
    else:
        blocks.append(section(t("Nothing is different from before.")))
    blocks += warned(against_it, t)
    blocks += [*_caused(found, t), actions(button(t("Back and change"), Press.EDIT_AGAIN, part))]
    submit = t("Save") if found.disturbs_nobody else t("Save and tell")
    about = words.about(event, part=part, **travels)
    return form(View.MEETING_CONFIRMED, t("What this causes"), blocks, t, submit=submit, about=about)


def call_off(found: Consequences, others: Sequence[EventFacts], t: Translate) -> Block:
    """One form: what it will cause, why, and the press that does it."""
    event = found.event
    reasons: Sequence[Option] = [(key, t(reason)) for key, reason in REASONS.items()]
    places = [(str(one.id), f"{one.area or one.title}, {when(one, t)}") for one in others[:MOST_OTHERS]]
    other = t("Which other meeting may they come to?")
    blocks: list[Block] = [
        heading(event.title),
        *_caused(found, t),
        divider(),
        radio(Field.WHY, t("Why?"), reasons),
        text_input(Field.REASON, t("In your own words"), is_required=False, longest=words.LONGEST_REASON,
                   hint=t("Those who are told of it read it.")),
        *([choice(Field.EVENT, other, places, is_required=False)] if places else []),
        rich(t("A cancelled meeting stays cancelled. Its questions are kept.")),
        actions(button(t("Back to the meeting"), Press.MEETING, event.id)),
    ]  # fmt: skip
    submit = t("Cancel the meeting")
    return form(View.CALL_OFF, t("Cancel the meeting"), blocks, t, submit=submit, about=words.about(event))


def reason(why: str, t: Translate) -> str:
    """As it stands in the middle of a sentence."""
    words = t(REASONS[why])
    return words[:1].lower() + words[1:]


def done(found: Consequences, t: Translate) -> str:
    """What has been done, and who hears of it now."""
    first = t("Saved.") if found.changes else t("Nothing was different: nothing has been changed.")
    return " ".join((first, *_people(found, t)))


def turning(found: Consequences, turn: Turn, t: Translate) -> Block:
    """Opening or closing registration: what it will cause, and the press that does it."""
    event = found.event
    words_of = t(TURNS[turn])
    back = actions(button(t("Back to the meeting"), Press.MEETING, event.id))
    blocks = [heading(event.title), *_caused(found, t), back]
    return form(View.TURN, words_of, blocks, t, submit=words_of, about=words.about(event, turn=turn))


def publishing(found: Consequences, at: datetime | None, against_it: Sequence[DayWarning], t: Translate) -> Block:
    """What publishing now will cause; now or at a time."""
    event = found.event
    ways: list[Option] = [(NOW, t("Now")), (THEN, t("At a time, by itself"))]
    ways += [(NEVER, t("Not by itself: it stays a draft"))] if at else []
    wall = at.astimezone(ZoneInfo(event.tz)) if at else None
    blocks: list[Block] = [
        heading(event.title),
        rich([Bold(t("Once it is published:")), f" {opening(event, t)}"]),
        *warned(against_it, t),
        *_caused(found, t),
        divider(),
        radio(Field.PUBLISH, t("When?"), ways, chosen=THEN if at else NOW),
        day("day", t("Day"), value=wall.date() if wall else None, hint=t("Only when you have chosen a time.")),
        clock("start_time", t("At what time?"), value=wall.time() if wall else time(9)),
        actions(button(t("Back to the meeting"), Press.MEETING, event.id)),
    ]
    return form(View.PUBLISH, t("Publish"), blocks, t, submit=t("Publish"), about=words.about(event))


def warned(against_it: Sequence[DayWarning], t: Translate) -> list[Block]:
    """What speaks against the day: it is said, and nothing is refused."""
    if not against_it:
        return []
    said = "; ".join(against(one, t) for one in against_it)
    return [rich([Bold(t("About the day:")), f" {said}."])]


def turned(turn: Turn, t: Translate) -> str:
    return t({
        Turn.PUBLISH: N_("The meeting is published."),
        Turn.OPEN: N_("Registration is open."),
        Turn.CLOSE: N_("Registration has closed."),
    }[turn])  # fmt: skip


def called_off(found: Consequences, t: Translate) -> str:
    if not found.changes:
        return t("The meeting was cancelled already: nobody is told again.")
    return " ".join((t("The meeting is cancelled."), *_people(found, t)))


def _caused(found: Consequences, t: Translate) -> list[Block]:
    lines: list[Line] = [
        *_people(found, t),
        *_rows(found, t),
        *([no_longer_fits(found.too_long, t)] if found.too_long else []),
        *(_over(over, t) for over in found.over),
    ]
    if not found.is_seen:
        lines.insert(0, t("Nobody sees the meeting yet: it is a draft."))
    elif found.disturbs_nobody and not any(move.people for move in found.steps):
        lines.insert(0, t("Nobody gets a message."))
    blocks = [rich([Bold(t("This happens:"))]), bullets(lines[:MOST])] if lines else []
    moves = [moved(move, found.event.tz, t) for move in found.steps if move.was or move.now]
    if moves:
        blocks += [rich([Bold(t("Planned messages:"))]), bullets(moves[:MOST])]
    return blocks


def _people(found: Consequences, t: Translate) -> list[str]:
    lines = [
        t.n("{n} person is told in Slack.", "{n} people are told in Slack.", found.told) if found.told else "",
        t.n("{n} of them is asked whether they still come.", "{n} of them are asked whether they still come.",
            found.asked) if found.asked else "",
        t.n("{n} person is not in Slack: you get a text to send, with the address as a hidden copy.",
            "{n} people are not in Slack: you get one text to send, with all addresses as hidden copies.",
            found.by_mail) if found.by_mail else "",
        t.n("{n} person in line is offered a seat.", "{n} people in line are offered seats.", found.offered)
        if found.offered else "",
    ]  # fmt: skip
    return [line for line in lines if line]


def _rows(found: Consequences, t: Translate) -> list[str]:
    lines = [
        t.n("{n} answer about food is deleted.", "{n} answers about food are deleted.", found.diets)
        if found.diets else "",
        t.n("{n} person still waits for a seat.", "{n} people still wait for seats.", found.waiting)
        if found.offered and found.waiting else "",
        t.n("{n} card in a channel is redrawn.", "{n} cards in channels are redrawn.", found.cards)
        if found.cards else "",
        t("A card is posted in the area's channel.") if found.is_posted else "",
    ]  # fmt: skip
    return [line for line in lines if line]


def _change(found: Consequences, number: int, t: Translate) -> Line:
    one = found.changes[number]
    was, now = (words.value(one.name, what, t) for what in (one.was, one.now))
    return [Bold(words.name(one.name, dict(found.labels), t)), f": {was} → {now}"]


def _over(over: Over, t: Translate) -> str:
    facts = {"taken": over.taken, "capacity": over.capacity}
    if over.scope is Scope.ALL:
        first = t("{taken} have seats, but there are {capacity}.", **facts)
    elif over.scope is Scope.ATTENDANCE:
        first = t("{way}: {taken} have seats, but there are {capacity}.",
                  way=t(words.NAMES[f"attendance:{over.label}"]), **facts)  # fmt: skip
    else:
        first = t("{name}: {taken} have seats, but there are {capacity}.", name=over.label, **facts)
    rest = t("Nobody is dropped; seats given back are not filled.")
    return f"{first} {rest}"


def moved(move: StepMove, tz: str, t: Translate) -> list[str]:
    """A planned message, and when it goes now."""
    name = t("A line in the channel") if move.audience is Audience.CHANNEL else steps.named(move, t)
    was, now = (long_moment(moment, tz, t) if moment else None for moment in (move.was, move.now))
    never = t("not sent")
    if move.people is not None:
        return [
            Bold(name),
            ": " + t.n("goes out at once, to {n} person", "goes out at once, to {n} people", move.people),
        ]
    return [Bold(name), f": {was} → {now or never}" if was else f": {now}"]
