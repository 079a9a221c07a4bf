"""What somebody asks the coordinator for after a deadline; the coordinator's one press; what became of it."""

import json

from bot.blocks import inputs, labels
from bot.blocks.events import Message, signature, when
from bot.blocks.ids import Field, Press, View
from bot.blocks.registration_form import asked
from bot.blocks.text import Block, Bold, actions, button, form, heading, quoted, rich, safe, small
from bot.i18n import Translate
from bot.receipts import AppealFacts, FormFacts
from models.appeals import AppealState
from models.errors import N_

LONGEST = 500
TAKES_PART = N_("Takes part")


def ask_button(event_id: int, t: Translate) -> Block:
    """Under a no that the coordinator may turn into a yes."""
    return button(t("Ask to come"), Press.ASK_TO_COME, event_id)


def ask_form(facts: FormFacts, t: Translate) -> Block:
    """Whom one represents, and a few words. Needs are asked once there is a seat."""
    is_late = t("Names are set now: the coordinator decides.") if facts.question else None
    about = {"event": facts.event.id, **({"question": facts.question.id} if facts.question else {})}
    return form(
        View.APPEAL,
        t("Come instead") if facts.question else t("Ask to come"),
        [
            heading(facts.event.title),
            rich([Bold(when(facts.event, t))], is_late or t("Registration has closed. The coordinator decides.")),
            *asked(facts, t),
            words_input(t),
        ],
        t,
        submit=t("Ask"),
        about=json.dumps(about),
    )


def words_input(t: Translate) -> Block:
    label = t("A few words to the coordinator")
    return inputs.text_input(Field.WORDS, label, value=None, is_required=False, longest=LONGEST)


def sent(found: AppealFacts, t: Translate) -> Block:
    """To whoever asked."""
    whom = signature(found.event.contacts, t)
    words = t("The coordinator has got your question. You hear the answer in a message here.")
    return form(View.SHOWN, t("Ask to come"), [rich(words), *([small(whom)] if whom else [])], t)


def question(found: AppealFacts, t: Translate) -> Message:
    """To the coordinator, who answers with one press."""
    first = _first(found, t)
    return {"text": safe(" ".join([first, *_said(found)])), "blocks": question_blocks(found, t)}


def question_blocks(found: AppealFacts, t: Translate) -> list[Block]:
    if found.state is not AppealState.ASKED:
        return [rich(_first(found, t), [Bold(_verdict(found, t))])]
    beyond = t("A yes goes beyond a limit.") if found.is_full else None
    return [
        rich([Bold(_first(found, t))], *_changes(found, t), beyond),
        *[quoted(words) for words in _said(found)],
        actions(
            button(t("Yes"), Press.APPEAL_YES, f"q{found.id}", style="primary"),
            button(t("No"), Press.APPEAL_NO, f"q{found.id}"),
            button(t("Answer with a reason"), Press.APPEAL_REASON, f"q{found.id}"),
        ),
    ]


def answer_form(found: AppealFacts, t: Translate) -> Block:
    """Yes or no, and why."""
    options = [("yes", t("Yes")), ("no", t("No"))]
    return form(
        View.APPEAL_ANSWER,
        t("Answer"),
        [
            rich([Bold(_first(found, t))], *_changes(found, t)),
            inputs.radio(Field.VERDICT, t("Your answer"), options, chosen=None),
            inputs.text_input(
                Field.WORDS, t("Reason, which the person reads"), value=None, is_required=False, longest=LONGEST
            ),
        ],
        t,
        submit=t("Send"),
        about=json.dumps({"event": found.event.id, "appeal": found.id}),
    )


def answered(found: AppealFacts, t: Translate) -> Message:
    """To the coordinator, in place of the question."""
    return {"text": safe(f"{_first(found, t)} {_verdict(found, t)}"), "blocks": question_blocks(found, t)}


def answer(found: AppealFacts, t: Translate) -> Message:
    """To whoever asked: a no, or a yes with words."""
    facts = {"title": found.event.title, "when": when(found.event, t)}
    if found.state is AppealState.GRANTED and found.substitute and not found.is_by_substitute:
        text = t("The coordinator has said yes: {name} is asked to come to {title}, {when}, instead of you. "
                 "You keep your seat until you have a yes.", name=found.substitute, **facts)  # fmt: skip
    elif found.state is AppealState.GRANTED:
        text = t("The coordinator has said yes to what you asked about {title}, {when}.", **facts)
    elif found.is_change:
        text = t("The coordinator has said no to your change for {title}, {when}. Your registration stands.", **facts)
    else:
        text = t("The coordinator has said no: you have no seat at {title}, {when}.", **facts)
    why = t("Reason: {reason}.", reason=found.reason.rstrip(". ")) if found.reason else None
    whom = signature(found.event.contacts, t)
    spoken = " ".join(part for part in (text, why) if part)
    return {"text": safe(spoken), "blocks": [rich([Bold(text)], why), *([small(whom)] if whom else [])]}


def _first(found: AppealFacts, t: Translate) -> str:
    facts = {"name": found.person, "title": found.event.title, "when": when(found.event, t)}
    if found.is_by_substitute:
        holder = found.holder or t("somebody who is not shown")
        return t("{name} wants to come to {title}, {when}, instead of {holder}. Names are set.", holder=holder, **facts)
    if found.substitute:
        return t("{name} asks to send {substitute} instead to {title}, {when}. Names are set.",
                 substitute=found.substitute, **facts)  # fmt: skip
    if found.is_change:
        return t("{name} asks for a change of the registration for {title}, {when}.", **facts)
    facts["organisation"] = found.organisation
    return t("{name}, {organisation}, asks to come to {title}, {when}, after registration closed.", **facts)


def _changes(found: AppealFacts, t: Translate) -> list[str]:
    if found.substitute and not found.is_by_substitute:
        return []
    if not found.is_change:
        return [f"{t(labels.FIELDS['role'])}: {found.role}."] if found.role else []
    pairs = [
        (labels.FIELDS["name"], found.person, found.new_name or found.person),
        (labels.FIELDS["organisation"], found.was_organisation, found.organisation),
        (labels.FIELDS["role"], found.was_role, found.role),
    ]
    if found.attendance:
        was, now = (t(labels.ATTENDANCES[one]) if one else None for one in (found.was_attendance, found.attendance))
        pairs.append((TAKES_PART, was, now))
    return [f"{t(what)}: {was or '–'} → {now or '–'}" for what, was, now in pairs if was != now]


def _said(found: AppealFacts) -> list[str]:
    return [found.words] if found.words else []


def _verdict(found: AppealFacts, t: Translate) -> str:
    name = found.answered_by or ""
    return t("{name} said yes.", name=name) if found.state is AppealState.GRANTED else t("{name} said no.", name=name)
