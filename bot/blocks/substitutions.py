"""Asking somebody to come instead of me, and what is said about it."""

import json

from bot.blocks import calendars, inputs, labels
from bot.blocks.appeals import words_input
from bot.blocks.events import Message, signature, way_in, when, where
from bot.blocks.ids import Field, Press, View
from bot.blocks.mails import mail_to
from bot.blocks.text import Block, Bold, Line, actions, button, form, heading, rich, safe, section, small
from bot.i18n import Translate
from bot.receipts import EventFacts, Question, Receipt
from models.errors import N_


def ask_form(found: Receipt, t: Translate) -> Block:
    """Whom to ask: a colleague in Slack, or somebody by name and e-mail."""
    event, seat = found.event, found.seat
    asked = seat.asked if seat else None
    again = t("You have asked {name}. If you ask somebody else, that question is taken back.", name=asked or "")
    decides = t("Names are set now: the coordinator decides, and only then is somebody asked.")
    hidden = t("You are not shown on lists, so the question does not name you. Tell your colleague that it is you.")
    blocks = [
        heading(event.title),
        section(t("You keep your seat until somebody says yes. Needs and diet are never passed on.")),
        *([section(decides)] if event.names_are_set else []),
        *([small(again)] if asked else []),
        *whom_to_ask(t),
        *([small(hidden)] if seat and seat.is_hidden else []),
        *([words_input(t)] if event.names_are_set else []),
    ]
    about = json.dumps({"event": event.id})
    return form(View.SUBSTITUTE, t("Send somebody else"), blocks, t, submit=t("Ask"), about=about)


def name_form(event: EventFacts, t: Translate) -> Block:
    """From somebody who is invited and has no seat: who is asked instead."""
    words = t("Your colleague gets the invitation from you. You count as having answered, and get no more reminders.")
    blocks = [heading(event.title), rich([Bold(when(event, t))], where(event, t)), section(words), *whom_to_ask(t)]
    about = json.dumps({"event": event.id})
    return form(View.NAMED, t("Send somebody else"), blocks, t, submit=t("Ask"), about=about)


def named(event: EventFacts, name: str, t: Translate) -> Message:
    """To whoever named them."""
    words = t("{name} is asked to come in your place. You get no more reminders of {title}.", name=name,
              title=event.title)  # fmt: skip
    again = way_in(event, t("Register after all"), t)
    return {"text": safe(words), "blocks": [rich(words), *([actions(again)] if again else [])]}


def whom_to_ask(t: Translate) -> list[Block]:
    """One of the two."""
    return [
        inputs.person(Field.COLLEAGUE, t("A colleague in Slack"), placeholder=t("Choose a person")),
        inputs.text_input(Field.NAME, t("Or somebody who is not in Slack: name"), is_required=False, longest=120),
        inputs.text_input(Field.EMAIL, t("Their e-mail"), is_required=False, kind="email_text_input"),
    ]


def question(asked: Question, t: Translate) -> Message:
    """To the colleague: yes or no."""
    event = asked.event
    first = _asks(asked, t)
    ask = signature(event.contacts, t)
    buttons = actions(
        button(t("Yes, I am coming"), Press.COME_INSTEAD, _value(asked), style="primary"),
        button(t("No, I cannot"), Press.NOT_INSTEAD, _value(asked)),
    )
    lines = [[Bold(first)], event.title, when(event, t), where(event, t), _for(asked, t)]
    blocks = [rich(*lines), buttons, *([small(ask)] if ask else [])]
    return {"text": safe(f"{first} {event.title}, {when(event, t)}."), "blocks": blocks}


def guest_question(asked: Question, t: Translate) -> Message:
    """To the coordinator: the mail, and the answer that comes back on it."""
    event = asked.event
    answer = t("Answer this mail with yes or no. Tell us if you need anything to be able to take part.")
    lines = [
        f"{_asks(asked, t)} {event.title}, {when(event, t)}, {where(event, t)}.",
        _for(asked, t),
        answer,
    ]
    mail = mail_to(event, lines, [asked.email] if asked.email else [], t)
    buttons = actions(
        button(t("They are coming"), Press.GUEST_COMES, _value(asked), label=t("{name} is coming", name=asked.name)),
        button(t("They cannot"), Press.GUEST_CANNOT, _value(asked), label=t("{name} cannot come", name=asked.name)),
    )
    whom = t("{name} has been asked to come instead of somebody. Answer for them here.", name=asked.name)
    return {**mail, "blocks": [*mail["blocks"], rich(whom), buttons]}


def accepted(asked: Question, t: Translate, *, is_shown: bool) -> Message:
    """To whoever asked: the seat has moved."""
    first = (
        t("Done: {name} comes instead of you.", name=asked.name) if is_shown else t("Done: your seat is taken over.")
    )
    strike = calendars.update(asked.event, t)
    return _told(asked.event, first, t, buttons=actions(strike) if strike else None)


def kept(asked: Question, sentence: str, t: Translate) -> Message:
    """To whoever asked: nobody comes instead, and the seat is still there."""
    event = asked.event
    again = actions(
        button(t("Send somebody else"), Press.SUBSTITUTE, event.id),
        button(t("Show my registration"), Press.SHOW, event.id),
    )
    return _told(event, t(sentence, name=asked.name), t, t("You keep your seat."), buttons=again)


def taken_back(asked: Question, t: Translate) -> Message:
    """To the colleague: no answer is needed any more."""
    return _told(asked.event, t("You need not come instead of anybody: the question has been taken back."), t)


DECLINED = N_("{name} cannot come instead of you.")
EXPIRED = N_("{name} has not answered.")


def _told(event: EventFacts, first: str, t: Translate, *more: str, buttons: Block | None = None) -> Message:
    lines: list[Line] = [[Bold(first)], *more, event.title, when(event, t)]
    text = " ".join([first, *more, f"{event.title}, {when(event, t)}."])
    return {"text": safe(text), "blocks": [rich(*lines), *([buttons] if buttons else [])]}


def _asks(asked: Question, t: Translate) -> str:
    if asked.by is None:
        return t("Somebody who is registered asks you to come in their place.")
    return t("{name} asks you to come in their place.", name=asked.by)


def _for(asked: Question, t: Translate) -> str | None:
    role = labels.role_label(asked.role_id, asked.role, asked.event.language, t)
    seat = ", ".join(part for part in (asked.organisation, role) if part)
    return t("The seat is for {seat}.", seat=seat) if seat else None


def _value(asked: Question) -> str:
    return f"q{asked.id}"
