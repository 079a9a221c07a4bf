"""Registering others: the form for one guest, and a pasted list with what is understood of it."""

import json
from hashlib import sha256

from bot.blocks import inputs, labels
from bot.blocks import registration_form as registration
from bot.blocks.events import Message, seats, sentence, when, where
from bot.blocks.ids import Field, View
from bot.blocks.registrations import waiting_reason
from bot.blocks.text import Block, Bold, Line, bullets, divider, form, heading, rich, safe, section, small
from bot.i18n import Translate
from bot.receipts import Delegate, Delegation, FormFacts, Outcome, Receipt

LONGEST = 3000
"""What one input holds; there are two."""


def guest_form(facts: FormFacts, t: Translate, *, may_exceed: bool) -> Block:
    """One person who may not be in Slack."""
    blocks = [
        heading(facts.event.title),
        rich([Bold(when(facts.event, t))], where(facts.event, t)),
        inputs.text_input(Field.NAME, labels.field_label(facts, "name", t), longest=120),
        inputs.text_input(Field.EMAIL, labels.field_label(facts, "email", t), kind="email_text_input"),
        *registration.questions(facts, None, t),
        inputs.ticks(Field.WISHES, t("Lists"), [(Field.HIDE, t("Do not show the person on the list of participants"))]),
        *(_reason(t) if may_exceed else []),
        small(t(registration.PRIVACY)),
    ]
    about = json.dumps({"event": facts.event.id})
    return form(View.GUEST, t("Register a guest"), blocks, t, submit=t("Register"), about=about)


def list_form(facts: FormFacts, t: Translate, *, may_exceed: bool) -> Block:
    """A place to paste."""
    return _list_form(facts, t, may_exceed=may_exceed)


def preview(facts: FormFacts, found: Delegation, read: str, t: Translate, *, may_exceed: bool) -> Block:
    """The list as it is understood. `read` is the mark of what was read: other words are shown anew, not registered."""
    return _list_form(facts, t, may_exceed=may_exceed, found=found, read=read)


def mark(*words: str | None) -> str:
    """What tells one list from another."""
    return sha256("\n".join(part or "" for part in words).encode()).hexdigest()[:16]


def registered(name: str, receipt: Receipt, t: Translate) -> Message:
    """What became of one person."""
    facts = {"name": name, "title": receipt.event.title, "when": when(receipt.event, t)}
    waiting = receipt.seat.waiting if receipt.seat else None
    if receipt.outcome is Outcome.KEPT:
        words = t("{name} is already registered for {title}, {when}. Nothing has changed.", **facts)
    elif waiting:
        words = t("{name} is on the waiting list for {title}, number {place}.", place=waiting.place, **facts)
        words += " " + waiting_reason(waiting, t)
    else:
        words = t("{name} is registered for {title}, {when}.", **facts)
    return {"text": safe(words), "blocks": [rich(words)]}


def registered_list(found: Delegation, t: Translate) -> Message:
    """What became of everyone on the list."""
    words = _sum(found, t)
    mail = t("A text to send by mail to those who are not in Slack comes in a message to you.")
    blocks = [rich([Bold(found.event.title)], words, mail), *_rows(found, t)]
    return {"text": safe(words), "blocks": blocks}


def _list_form(
    facts: FormFacts, t: Translate, *, may_exceed: bool, found: Delegation | None = None, read: str = ""
) -> Block:
    how = t("One person a row: name; e-mail; organisation; role. Copy from a spreadsheet, a file or a mail. "
            "A first row with headings may come along.")  # fmt: skip
    roles = registration.role_options(facts, t)
    blocks = [heading(facts.event.title), *(_preview(found, t) if found else [section(how)])]
    blocks += [
        inputs.text_input(Field.LIST, t("The list"), is_long=True, longest=LONGEST),
        inputs.text_input(
            Field.MORE, t("More of the list, when it is long"), is_long=True, longest=LONGEST, is_required=False
        ),
        registration.organisation(facts, t, is_required=False),
        *(
            [inputs.choice(Field.ROLE, t("Role of those whose row has none"), roles, is_required=False)]
            * (len(roles) > 1)
        ),
        *(_reason(t) if may_exceed else []),
    ]
    many = found.new if found else 0
    submit = t.n("Register {n} person", "Register {n} people", many) if many else t("Read the list")
    about = json.dumps({"event": facts.event.id, "read": read if many else ""})
    return form(View.GUESTS, t("Paste a list"), blocks, t, submit=submit, about=about)


def _reason(t: Translate) -> list[Block]:
    label = t("Reason, if they are to have seats beyond the limit or after the closing day")
    return [inputs.text_input(Field.REASON, label, is_required=False, longest=200)]


def _preview(found: Delegation, t: Translate) -> list[Block]:
    ask = t("Nothing is registered yet. Change the list below if something is wrong.")
    counted = sentence(seats(found.event.seats, t))
    return [rich([Bold(_sum(found, t))], counted or None, ask), *_rows(found, t), divider()]


def _sum(found: Delegation, t: Translate) -> str:
    rows = found.rows
    became = {outcome: sum(1 for one in rows if one.outcome is outcome) for outcome in Outcome}
    known = became[Outcome.KEPT] if found.is_done else sum(1 for one in rows if one.is_registered and not one.problem)
    wrong = sum(1 for one in rows if one.problem)
    parts = [
        t.n("{n} person to register", "{n} people to register", found.new) if not found.is_done else
        t.n("{n} person registered", "{n} people registered", became[Outcome.REGISTERED]),
        t.n("{n} on the waiting list", "{n} on the waiting list", became[Outcome.WAITLISTED])
        if became[Outcome.WAITLISTED] else "",
        t.n("{n} already registered", "{n} already registered", known) if known else "",
        t.n("{n} row with something wrong", "{n} rows with something wrong", wrong) if wrong else "",
    ]  # fmt: skip
    return ", ".join(part for part in parts if part) + "."


def _rows(found: Delegation, t: Translate) -> list[Block]:
    lines = [_row(one, t) for one in found.rows]
    return [bullets(lines[first : first + 40]) for first in range(0, len(lines), 40)]


def _row(one: Delegate, t: Translate) -> Line:
    who = [part for part in (one.name, one.email, one.organisation, one.role) if part]
    said = f"{one.number}. {', '.join(who)[:300]}"
    notes = [note for note in _notes(one, t) if note]
    return [said, *([" – ", Bold(", ".join(notes))] if notes else [])]


def _notes(one: Delegate, t: Translate) -> list[str]:
    if one.problem:
        return [t("Row {n}: {problem}", n=one.number, problem=t(one.problem))]
    if one.outcome is Outcome.WAITLISTED:
        return [t("on the waiting list")]
    if one.is_registered or one.outcome is Outcome.KEPT:
        return [t("already registered")]
    return [
        t("organisation as written") if one.is_free_text else "",
        t("has cancelled or said no earlier") if one.has_left and not one.outcome else "",
        t("is in Slack") if one.has_slack else "",
    ]
