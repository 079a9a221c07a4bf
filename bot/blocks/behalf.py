"""Doing something for somebody else: whom, what, and their answers to change."""

import json

from bot.blocks import inputs, labels
from bot.blocks import registration_form as registration
from bot.blocks.events import Message, sentence, when, where
from bot.blocks.ids import Field, Press, View
from bot.blocks.registrations import waiting_reason
from bot.blocks.text import Block, Bold, actions, button, form, heading, rich, safe, shorten, small, sure
from bot.i18n import Translate
from bot.receipts import EventFacts, FormFacts, SomebodysSeat


def whom_form(event: EventFacts, t: Translate, *, may_merge: bool) -> Block:
    """Which of those who have a seat or wait."""
    search = inputs.search(Field.PERSON, t("Who?"), chosen=None, placeholder=t("Type a part of the name"))
    about = json.dumps({"event": event.id})
    doubles = [actions(button(t("Merge doubles"), Press.DOUBLES, event.id))] if may_merge else []
    blocks = [heading(event.title), search, *doubles]
    return form(View.WHOM, t("Change for somebody"), blocks, t, submit=t("Next"), about=about)


def people_options(found: list[tuple[int, str]]) -> list[Block]:
    return [inputs.option((str(number), shorten(who, 75))) for number, who in found]


def seat(one: SomebodysSeat, t: Translate) -> Block:
    """How they stand, and what can be done for them."""
    told = t("{name} is told in Slack what you do.", name=one.name) if one.has_slack else t(
        "{name} is not in Slack: a text to send by mail comes in a message to you.", name=one.name
    )  # fmt: skip
    blocks = [heading(one.name), rich([Bold(one.event.title)], when(one.event, t), *_standing(one, t)), small(told)]
    if not one.event.is_over:
        blocks.append(_buttons(one, t))
    return form(View.SHOWN, t("Change for somebody"), blocks, t)


def change_form(one: SomebodysSeat, facts: FormFacts, t: Translate, *, has_needs: bool) -> Block:
    """Their answers. Needs and diet only where they may be seen."""
    hidden = [Field.HIDE.value] if facts.mine.is_hidden else []
    hide = (Field.HIDE.value, t("Do not show the person on the list of participants"))
    blocks = [
        heading(one.name),
        rich([Bold(one.event.title)], when(one.event, t), where(one.event, t)),
        *registration.questions(facts, facts.mine.attendance, t, asks_needs=has_needs),
        inputs.ticks(Field.WISHES, t("Lists"), [hide], chosen=hidden),
    ]
    about = {"event": one.event.id, "registration": one.registration_id, "version": one.version, "needs": has_needs}
    return form(View.BEHALF, t("Change for somebody"), blocks, t, submit=t("Save"), about=json.dumps(about))


def done(one: SomebodysSeat, words: str) -> Message:
    return {"text": safe(words), "blocks": [rich([Bold(one.name)], one.event.title, words)]}


def _standing(one: SomebodysSeat, t: Translate) -> list[str | None]:
    found = one.seat
    return [
        sentence(t(labels.STATES[found.state])) + ".",
        ", ".join(part for part in (found.organisation, found.role, t(labels.ATTENDANCES[found.attendance])) if part),
        waiting_reason(found.waiting, t) if found.waiting else None,
    ]


def _buttons(one: SomebodysSeat, t: Translate) -> Block:
    about = f"r{one.registration_id}"
    leave = t("Leave the waiting list for them") if one.seat.waiting else t("Give the seat back for them")
    ask = sure(one.name, t("The seat goes to somebody else at once."), t("Yes"), t("Keep it"))
    coming = button(t("Confirm that they are coming"), Press.COMING_FOR, about)
    return actions(
        button(t("Change the answers"), Press.CHANGE_FOR, about, style="primary"),
        None if one.seat.waiting else coming,
        button(leave, Press.CANCEL_FOR, about, style="danger", confirm=ask),
    )
