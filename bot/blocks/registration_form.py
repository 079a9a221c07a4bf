"""The registration form: asks only what this meeting needs."""

import json
from typing import Any

from bot.blocks import inputs, labels
from bot.blocks.events import when, where
from bot.blocks.ids import Field, Press, View
from bot.blocks.text import Block, Bold, button, form, heading, rich, section, small
from bot.i18n import Translate
from bot.receipts import FormFacts, MyAnswers
from models.errors import N_
from models.events import Form
from models.registrations import Attendance

PRIVACY = N_(
    "We use what you write to hold the meeting. Only the coordinator sees needs and diet, "
    "and they are deleted within 7 days after the meeting."
)


def registration_form(facts: FormFacts, t: Translate, *, attendance: Attendance | None, edits_profile: bool) -> Block:
    """Asks only what this meeting needs. Redrawn when the way of taking part, or "Edit", changes what that is."""
    mine = facts.mine
    attendance = attendance or mine.attendance or (Attendance.ON_SITE if facts.event.form is Form.HYBRID else None)
    blocks = [
        heading(facts.event.title),
        rich([Bold(when(facts.event, t))], where(facts.event, t), _frozen(facts, t)),
        *_profile(facts, t, edits=edits_profile or not mine.email),
        *questions(facts, attendance, t, dispatches=facts.asks_diet),
        *_words(facts, t),
        inputs.ticks(Field.WISHES, t("Your choices"), _wishes(facts, t), chosen=_wished(mine)),
        small(t(PRIVACY) + (f" {facts.legal_basis}" if facts.legal_basis else "")),
    ]
    about: dict[str, Any] = {"event": facts.event.id, "profile": edits_profile or not mine.email}
    if facts.question:
        about["question"] = facts.question.id
        view, title, submit = View.COMING_INSTEAD, t("Come instead"), t("Yes, I am coming")
    elif facts.seat:
        title = t("Ask for a change") if facts.is_frozen else t("Change registration")
        view, submit = View.REGISTRATION, t("Save")
    else:
        view, title, submit = View.REGISTRATION, t("Register"), t("Register me")
    return form(view, title, blocks, t, submit=submit, about=json.dumps(about))


def questions(
    facts: FormFacts, attendance: Attendance | None, t: Translate, *, dispatches: bool = False, asks_needs: bool = True
) -> list[Block]:
    """What this meeting asks about anyone who takes part."""
    mine = facts.mine
    return [
        organisation(facts, t),
        *_role(facts, mine, t),
        *_attendance(facts, attendance, t, dispatches=dispatches),
        *_parts(facts, mine, t),
        *(_needs(facts, mine, attendance, t) if asks_needs else []),
    ]


def organisation(facts: FormFacts, t: Translate, *, is_required: bool = True) -> Block:
    mine = facts.mine
    chosen = (str(mine.organisation_id), mine.organisation or "") if mine.organisation_id else None
    return inputs.search(
        Field.ORGANISATION,
        labels.field_label(facts, "organisation", t),
        chosen=chosen,
        placeholder=t("Type a part of the name"),
        is_required=is_required,
    )


def role_options(facts: FormFacts, t: Translate) -> list[tuple[str, str]]:
    language = facts.event.language
    return [(role.id, labels.role_label(role.id, role.label, language, t) or role.id) for role in facts.roles]


def asked(facts: FormFacts, t: Translate) -> list[Block]:
    """Only whom one represents, as what, and how: what a coordinator needs to know to give a seat."""
    attendance = facts.mine.attendance or Attendance.ON_SITE
    return [organisation(facts, t), *_role(facts, facts.mine, t), *_attendance(facts, attendance, t, dispatches=False)]


def organisation_options(found: list[tuple[int, str]], typed: str, t: Translate) -> list[Block]:
    """The organisations that fit; last what was typed, for whoever is not on the list."""
    options = [inputs.option((str(number), name)) for number, name in found]
    typed = " ".join(typed.split())[:120]
    if typed and all(name.casefold() != typed.casefold() for _, name in found):
        options.append(inputs.option((f"other:{typed}"[:150], t("Other: {name}", name=typed))))
    return options


def _frozen(facts: FormFacts, t: Translate) -> str | None:
    if not facts.is_frozen:
        return None
    if not facts.event.has_closed:
        return t("Names are set now: if you change name, organisation or role, the coordinator is asked first.")
    if not facts.event.names_are_set:
        return t("Registration has closed: if you change how you take part, the coordinator is asked first.")
    return t(
        "Registration has closed: if you change name, organisation, role or how you take part, "
        "the coordinator is asked first."
    )


def _words(facts: FormFacts, t: Translate) -> list[Block]:
    if not facts.is_frozen:
        return []
    label = t("A few words to the coordinator")
    return [inputs.text_input(Field.WORDS, label, value=None, is_required=False, longest=500)]


def _profile(facts: FormFacts, t: Translate, *, edits: bool) -> list[Block]:
    if not edits:
        who = ", ".join(part for part in (facts.mine.name, facts.mine.email) if part)
        return [section(who, button(t("Edit"), Press.EDIT_PROFILE, label=t("Edit name and e-mail")))]
    return [
        inputs.text_input(Field.NAME, labels.field_label(facts, "name", t), value=facts.mine.name, longest=120),
        inputs.text_input(
            Field.EMAIL, labels.field_label(facts, "email", t), value=facts.mine.email, kind="email_text_input"
        ),
    ]


def _role(facts: FormFacts, mine: MyAnswers, t: Translate) -> list[Block]:
    if len(facts.roles) < 2:
        return []
    label = labels.field_label(facts, "role", t)
    return [inputs.choice(Field.ROLE, label, role_options(facts, t), chosen=mine.role)]


def _attendance(facts: FormFacts, attendance: Attendance | None, t: Translate, *, dispatches: bool) -> list[Block]:
    if facts.event.form is not Form.HYBRID:
        return []
    options = [(one.value, t(labels.ATTENDANCES[one])) for one in Attendance]
    label = labels.field_label(facts, "attendance", t)
    return [inputs.radio(Field.ATTENDANCE, label, options, chosen=attendance, dispatches=dispatches)]


def _parts(facts: FormFacts, mine: MyAnswers, t: Translate) -> list[Block]:
    if not facts.parts or ("segments" not in facts.fields and facts.fields):
        return []
    options = [(part, t(labels.LEVELS.get(part, part))) for part in facts.parts]
    chosen = mine.parts if mine.parts is not None else facts.parts
    label = labels.field_label(facts, "segments", t)
    return [inputs.ticks(Field.PARTS, label, options, chosen=chosen, is_required=True)]


def _needs(facts: FormFacts, mine: MyAnswers, attendance: Attendance | None, t: Translate) -> list[Block]:
    asked = [(Field.NEEDS, mine.access_needs)]
    if facts.asks_diet and attendance is not Attendance.DIGITAL:
        asked.append((Field.DIET, mine.dietary))
    return [
        inputs.text_input(field, labels.field_label(facts, field, t), value=value, is_required=False, longest=500)
        for field, value in asked
        if not facts.fields or field in facts.fields
    ]


def _wishes(facts: FormFacts, t: Translate) -> list[tuple[str, str]]:
    return [(field.value, labels.field_label(facts, field, t)) for field in (Field.HIDE, Field.AGAIN)]


def _wished(mine: MyAnswers) -> list[str]:
    wished = ((Field.HIDE, mine.is_hidden), (Field.AGAIN, mine.invite_again))
    return [field.value for field, is_ticked in wished if is_ticked]
