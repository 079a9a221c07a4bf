"""The form that changes when a step of a plan goes, or switches it off."""

from collections.abc import Sequence

from bot.blocks import steps as words
from bot.blocks.ids import Field, Press, View
from bot.blocks.inputs import Option, choice, clock, number, radio
from bot.blocks.text import Block, Bold, actions, button, divider, form, rich, section
from bot.i18n import Translate, long_moment
from bot.receipts import EventFacts, StepChange, StepFacts

LONGEST_MINUTES = 100_000
ON, OFF = "on", "off"
DAYS_BEFORE, DAYS_AFTER, MINUTES_BEFORE, MINUTES_AFTER = "days_before", "days_after", "minutes_before", "minutes_after"


def step_form(found: StepChange, t: Translate) -> Block:
    """What is so now stands above; what somebody else changed meanwhile too, and what was typed stays."""
    step, event = found.step, found.event
    blocks: list[Block] = []
    if found.is_overtaken:
        blocks += [section(_overtaken(found, t)), divider()]
    blocks += [
        rich([Bold(words.name(step, t))], event.title, _now(step, event, t), words.audience(step, t)),
        radio(Field.SENDS, t("Should it be sent?"), [(ON, t("Yes")), (OFF, t("No, not at this meeting"))],
              chosen=OFF if step.is_off else ON),
        number(Field.NUMBER, t("How many days or minutes?"), value=_distance(step), largest=LONGEST_MINUTES),
        choice(Field.UNIT, t("Counted how?"), _units(step, t), chosen=_unit(step)),
        clock(Field.CLOCK, t("At what time?"), value=step.at, hint=t(
            "For days. By the meeting's clock. What falls on a day off is moved to a working day.")),
        actions(button(t("Show the text"), Press.STEP_TEXT, words.value(step)),
                button(t("Back to the plan"), Press.PLAN, event.id)),
    ]  # fmt: skip
    about = words.about(event.id, step=step.id, seen=step.stamp)
    return form(View.STEP, t("Change the plan"), blocks, t, submit=t("Save"), about=about)


def _overtaken(found: StepChange, t: Translate) -> str:
    first = (
        t("{name} changed this before you.", name=found.overtaken_by)
        if found.overtaken_by
        else t("This was changed before you saved.")
    )
    rest = t("Nothing of yours is saved: it still stands below. Save again if yours should apply.")
    return f"{first} {rest}"


def _now(step: StepFacts, event: EventFacts, t: Translate) -> str:
    rule = words.rule(step, t)
    if step.is_off:
        return t("Now: switched off ({rule}).", rule=rule)
    if step.due_at is None:
        return t("Now: {rule}.", rule=rule)
    return t("Now: {when} ({rule}).", when=long_moment(step.due_at, event.tz, t), rule=rule)


def _units(step: StepFacts, t: Translate) -> Sequence[Option]:
    what = t(words.ANCHORS[step.anchor])
    return [
        (DAYS_BEFORE, t("days before {what}", what=what)),
        (DAYS_AFTER, t("days after {what}", what=what)),
        (MINUTES_BEFORE, t("minutes before {what}", what=what)),
        (MINUTES_AFTER, t("minutes after {what}", what=what)),
    ]


def _unit(step: StepFacts) -> str:
    if step.at is None:
        return MINUTES_BEFORE if step.minutes_before >= 0 else MINUTES_AFTER
    return DAYS_BEFORE if step.days_before >= 0 else DAYS_AFTER


def _distance(step: StepFacts) -> int:
    return abs(step.minutes_before if step.at is None else step.days_before)
