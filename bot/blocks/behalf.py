"""Doing something for somebody else: whom, what, and their answers to change."""

import json
from collections.abc import Sequence

from bot.blocks import inputs, labels, yes_no
from bot.blocks import registration_form as registration
from bot.blocks.events import Message, sentence, when, where
from bot.blocks.ids import Field, Press, View
from bot.blocks.registrations import waiting_reason
from bot.blocks.substitutions import whom_to_ask
from bot.blocks.text import (
    Block,
    Bold,
    actions,
    button,
    form,
    heading,
    quoted,
    rich,
    safe,
    section,
    shorten,
    small,
    sure,
)
from bot.i18n import Translate
from bot.receipts import EventFacts, FormFacts, SomebodysSeat
from models.errors import N_
from models.registrations import RegistrationState

BEYOND = N_("Reason, if they are to have a seat beyond the limit")


def whom_form(event: EventFacts, t: Translate, *, may_merge: bool) -> Block:
    """Which of those who have a seat or wait."""
    search = inputs.search(Field.PERSON, t("Who?"), chosen=None, placeholder=t("Type a part of the name"))
    about = json.dumps({"event": event.id})
    doubles = [actions(button(t("Merge doubles"), Press.DOUBLES, event.id))] if may_merge else []
    blocks = [heading(event.title), search, *doubles]
    return form(View.WHOM, t("Change for somebody"), blocks, t, submit=t("Next"), about=about)


def people_options(found: Sequence[tuple[str, str, bool]], t: Translate) -> list[Block]:
    """(what is sent back, who, whether they have answered)"""
    silent = t("has not answered")
    return [
        inputs.option((value, shorten(who, 75) if has_answered else f"{shorten(who, 55)} ({silent})"[:75]))
        for value, who, has_answered in found
    ]


def seat(one: SomebodysSeat, t: Translate) -> Block:
    """How they stand, and what can be done for them."""
    told = t("{name} is told in Slack what you do.", name=one.name) if one.has_slack else t(
        "{name} is not in Slack: a text to send by mail comes in a message to you.", name=one.name
    )  # fmt: skip
    blocks = [heading(one.name), rich([Bold(one.event.title)], when(one.event, t), *_standing(one, t)), small(told)]
    if not one.event.is_over:
        blocks += [block for block in (*_answers(one, t), _buttons(one, t)) if block["elements"]]
    return form(View.SHOWN, t("Change for somebody"), blocks, t, about=_about(one))


def send_form(one: SomebodysSeat, t: Translate) -> Block:
    """Whom to ask to come in their place."""
    keeps = t("{name} keeps the seat until somebody says yes. Needs and diet are never passed on.", name=one.name)
    blocks = [heading(one.name), section(keeps), *whom_to_ask(t)]
    return form(View.SUBSTITUTE_FOR, t("Send somebody else"), blocks, t, submit=t("Ask"), about=_about(one))


def topic_form(one: SomebodysSeat, themes: Sequence[tuple[str, str]], t: Translate) -> Block:
    """A question in their name."""
    blocks = [
        heading(one.name),
        rich([Bold(one.event.title)], when(one.event, t)),
        inputs.text_input(Field.TITLE, t("Their question"), longest=300),
        inputs.radio(
            Field.LEVEL,
            t("What kind of question is it?"),
            [(level, t(label)) for level, label in labels.LEVEL_OF.items()],
        ),
        *([inputs.choice(Field.THEME, t("Theme"), themes[:100], is_required=False)] if themes else []),
        inputs.text_input(Field.BACKGROUND, t("Background"), is_required=False, is_long=True, longest=1000),
    ]
    return form(View.TOPIC_FOR, t("Propose a question"), blocks, t, submit=t("Propose"), about=_about(one))


def proposed_for(event: EventFacts, words: str, by: str, t: Translate) -> Message:
    """To the one in whose name it was."""
    text = t("{name} has proposed a question for you to {title}, {when}.", name=by, title=event.title,
             when=when(event, t))  # fmt: skip
    return {
        "text": safe(text),
        "blocks": [rich([Bold(text)]), quoted(words), actions(button(t("Questions"), Press.TOPICS, event.id))],
    }


def topic_mail(event: EventFacts, words: str, t: Translate) -> list[str]:
    """The same, for a guest."""
    return [t("I have written down your question for {title}, {when}:", title=event.title, when=when(event, t)), words]


def change_form(one: SomebodysSeat, facts: FormFacts, t: Translate, *, has_needs: bool) -> Block:
    """Their answers. Needs and diet only where they may be seen."""
    hidden = [Field.HIDE.value] if facts.mine.is_hidden else []
    hide = (Field.HIDE.value, t("Do not show the person on the list of participants"))
    blocks = [
        heading(one.name),
        rich([Bold(one.event.title)], when(one.event, t), where(one.event, t)),
        *registration.questions(facts, facts.mine.attendance, t, asks_needs=has_needs),
        inputs.ticks(Field.WISHES, t("Lists"), [hide], chosen=hidden),
        *([inputs.text_input(Field.REASON, t(BEYOND), is_required=False, longest=200)] if one.may_all else []),
    ]
    about = json.dumps({"event": one.event.id, "whom": one.key, "version": one.version, "needs": has_needs})
    return form(View.BEHALF, t("Change for somebody"), blocks, t, submit=t("Save"), about=about)


def done(one: SomebodysSeat, words: str) -> Message:
    return {"text": safe(words), "blocks": [rich([Bold(one.name)], one.event.title, words)]}


def _standing(one: SomebodysSeat, t: Translate) -> list[str | None]:
    found = one.seat
    if found is None:
        return [t("Invited, and has not answered.")]
    return [
        sentence(t(labels.STATES[found.state])) + ".",
        ", ".join(part for part in (found.organisation, found.role, t(labels.ATTENDANCES[found.attendance])) if part),
        waiting_reason(found.waiting, t) if found.waiting else None,
        yes_no.terms(found.offer_until, one.event.tz, t) if found.offer_until or found.is_asked else None,
    ]


def _answers(one: SomebodysSeat, t: Translate) -> list[Block]:
    """To an offer, as they have given it."""
    is_asked = one.seat is not None and (one.seat.offer_until is not None or one.seat.is_asked)
    return [yes_no.answers_of_guest(one.seat.registration_id, t)] if one.seat and is_asked and one.may_all else []


def _buttons(one: SomebodysSeat, t: Translate) -> Block:
    propose = button(t("Propose a question for them"), Press.PROPOSE_FOR, one.key)
    may_propose = one.may_all and one.event.takes_topics
    if one.seat is None:
        return actions(button(t("Say no for them"), Press.DECLINE_FOR, one.key), propose if may_propose else None)
    holds = one.seat.state is RegistrationState.REGISTERED
    leave = t("Leave the waiting list for them") if one.seat.waiting else t("Give the seat back for them")
    ask = sure(one.name, t("The seat goes to somebody else at once."), t("Yes"), t("Keep it"))
    coming = button(t("Confirm that they are coming"), Press.COMING_FOR, one.key)
    return actions(
        button(t("Change the answers"), Press.CHANGE_FOR, one.key, style="primary"),
        coming if holds else None,
        button(t("Send somebody else for them"), Press.SEND_FOR, one.key) if holds and one.may_all else None,
        propose if may_propose else None,
        button(leave, Press.CANCEL_FOR, one.key, style="danger", confirm=ask),
    )


def _about(one: SomebodysSeat) -> str:
    return json.dumps({"event": one.event.id, "whom": one.key})
