"""Inviting: whom, what is understood of it, and the same for a function whose name nobody knows yet."""

import json
from collections.abc import Sequence

from bot.blocks import inputs, invitations
from bot.blocks.events import Message, when
from bot.blocks.ids import Field, Press, View
from bot.blocks.invited import goes_out
from bot.blocks.text import (
    Block,
    Bold,
    Line,
    actions,
    bullets,
    button,
    divider,
    form,
    heading,
    quoted,
    rich,
    safe,
    section,
    shorten,
    small,
)
from bot.i18n import Translate
from bot.receipts import Call, EventFacts, FunctionFacts, FunctionInviting, Invitee, Inviting, Stands
from models.errors import N_
from models.series import Role

LONGEST = 3000
"""What one input holds; there are two."""
KNOWN = {
    Stands.REGISTERED: N_("already registered"),
    Stands.IN_LINE: N_("on the waiting list"),
    Stands.DECLINED: N_("has said no"),
    Stands.GAVE_BACK: N_("has given the seat back"),
}


def invite_form(event: EventFacts, t: Translate, *, found: Inviting | None = None, read: str = "") -> Block:
    """Whom. With `found`, what one press would do; `read` is the mark of what was read: other words are read anew."""
    how = t("Choose people in Slack, or paste a list of those outside. You see who they are before anyone is invited.")
    new = len(found.new) if found else 0
    group = inputs.search(
        Field.GROUP, t("A group in Slack"), chosen=None, placeholder=t("Type a part of the name"), is_required=False
    )
    channel_hint = t("In a private channel I can see who is there when I am in it myself.")
    rows = t("One person a row: name; e-mail; organisation; role. The last two may be left out.")
    blocks = [heading(event.title), *(_preview(found, t) if found else [section(how)])]
    blocks += [
        inputs.people(Field.PEOPLE, t("People in Slack"), placeholder=t("Choose people")),
        group,
        inputs.channel(Field.CHANNEL, t("Everyone in a channel"), placeholder=t("Choose a channel"), hint=channel_hint),
        inputs.text_input(
            Field.LIST, t("A list of people"), is_long=True, longest=LONGEST, is_required=False, hint=rows
        ),
        inputs.text_input(
            Field.MORE, t("More of the list, when it is long"), is_long=True, longest=LONGEST, is_required=False
        ),
        _back(event, t),
    ]
    submit = t.n("Invite {n} person", "Invite {n} people", new) if new else t("Show whom")
    ids = [one.person_id for one in found.people if one.person_id and one.row is None] if found else []
    about = {"event": event.id, "read": read if new else "", "people": ids if new else []}
    return form(View.INVITE, t("Invite"), blocks, t, submit=submit, about=json.dumps(about))


def group_options(found: Sequence[tuple[str, str]]) -> list[Block]:
    return [inputs.option((value, shorten(name, 75))) for value, name in found]


def function_form(
    event: EventFacts, roles: Sequence[Role], t: Translate, *, found: FunctionInviting | None = None, read: str = ""
) -> Block:
    """What it is called, and the role it has at the meeting; then where it would be invited."""
    how = t("For whoever holds a function when nobody knows the name yet: one row for each organisation. "
            "Its contact gets the invitation to pass on, and you fill in the name when you know it.")  # fmt: skip
    hint = t("For example: chair of the committee")
    named = inputs.text_input(Field.FUNCTION, t("What is the function called?"), longest=120, hint=hint)
    options = [(role.id, role.label) for role in roles]
    role = inputs.choice(Field.ROLE, t("Role at the meeting"), options, is_required=False)
    many = len(found.organisations) if found else 0
    blocks = [
        heading(event.title),
        *(_function_preview(found, t) if found else [section(how)]),
        named,
        *([role] if options else []),
        _back(event, t),
    ]
    submit = t.n("Invite {n}", "Invite {n}", many) if many else t("Show where")
    about = {"event": event.id, "read": read if many else ""}
    return form(View.INVITE_FUNCTION, t("Invite a function"), blocks, t, submit=submit, about=json.dumps(about))


def fill_in_form(event: EventFacts, t: Translate, *, chosen: tuple[str, str] | None = None) -> Block:
    """Who it is. `chosen`: the function, when a button has named it."""
    which = inputs.search(Field.NAMELESS, t("Which function?"), chosen=chosen, placeholder=t("Type a part of the name"))
    hint = t("The person is invited in the name's place, and is told as the others are.")
    blocks = [
        heading(event.title),
        which,
        inputs.text_input(Field.NAME, t("Name"), longest=120),
        inputs.text_input(Field.EMAIL, t("E-mail"), kind="email_text_input", hint=hint),
    ]
    blocks += [] if chosen else [_back(event, t)]
    about = json.dumps({"event": event.id, **({"function": chosen[0]} if chosen else {})})
    return form(View.FILL_IN, t("Fill in the name"), blocks, t, submit=t("Save"), about=about)


def remove_form(event: EventFacts, t: Translate) -> Block:
    """Whom to take off."""
    whom = inputs.search(Field.INVITEE, t("Who?"), chosen=None, placeholder=t("Type a part of the name"))
    told = t("Whoever has got the invitation already is not told. Whoever has not gets none.")
    blocks = [heading(event.title), whom, small(told), _back(event, t)]
    about = json.dumps({"event": event.id})
    return form(View.UNINVITE, t("Take off the list"), blocks, t, submit=t("Take off"), about=about)


def _back(event: EventFacts, t: Translate) -> Block:
    return actions(button(t("Back to those invited"), Press.INVITED, event.id))


def to_pass_on(found: FunctionFacts, call: Call, t: Translate) -> Message:
    """To the organisation's contact: what to send on, and the way to say who it is."""
    ask = please_pass_on(found.name, found.organisation, t)
    mail = [t("Hello!"), *invitations.invitation_lines(_impersonal(call), t)]
    blocks = [
        rich([Bold(found.event.title)], ask),
        quoted("\n".join(mail)),
        actions(
            button(t("Fill in the name"), Press.FILL_IN, f"f{found.id}", style="primary"),
            button(t("Register a colleague"), Press.GUEST, found.event.id),
        ),
    ]
    return {"text": safe(f"{found.event.title}: {ask}"), "blocks": blocks}


def please_pass_on(name: str, organisation: str | None, t: Translate) -> str:
    if organisation:
        return t("This invitation is for {function}, {organisation}. Please pass it on, and tell us who it is.",
                 function=name, organisation=organisation)  # fmt: skip
    return t("This invitation is for {function} in your organisation. Please pass it on, and tell us who it is.",
             function=name)  # fmt: skip


def filled_in(name: str, event: EventFacts, t: Translate) -> Message:
    words = t("{name} is invited to {title}, {when}.", name=name, title=event.title, when=when(event, t))
    return {"text": safe(words), "blocks": [rich(words)]}


def _impersonal(call: Call) -> Call:
    """It is not the contact who is invited."""
    return Call(call.event, call.invitation_on, call.organiser, call.purpose, None, is_contact=False)


def _preview(found: Inviting, t: Translate) -> list[Block]:
    new = found.new
    outside = sum(1 for one in new if not one.has_slack)
    known = sum(
        1
        for one in found.people
        if one.problem is None and one.standing in (Stands.INVITED, Stands.SILENT, Stands.OPENED)
    )
    answered = sum(1 for one in found.people if one.problem is None and one.standing in KNOWN)
    wrong = sum(1 for one in found.people if one.problem)
    parts = [
        t.n("{n} person to invite", "{n} people to invite", len(new)),
        t.n("{n} of them is outside Slack and gets it by mail through you",
            "{n} of them are outside Slack and get it by mail through you", outside) if outside else "",
        t.n("{n} is invited already", "{n} are invited already", known) if known else "",
        t.n("{n} has answered already", "{n} have answered already", answered) if answered else "",
        t.n("{n} cannot be invited", "{n} cannot be invited", wrong) if wrong else "",
    ]  # fmt: skip
    words = ", ".join(part for part in parts if part) + "."
    late = t.n("Slack has not told me about {n} person yet: press once more.",
               "Slack has not told me about {n} people yet: press once more.", found.unread)  # fmt: skip
    ask = t("Nobody is invited yet. Change the choices below if something is wrong.")
    return [
        rich([Bold(words)], late if found.unread else None, goes_out(found.goes_out, t) if new else None, ask),
        *_rows(found.people, t),
        divider(),
    ]


def _rows(people: Sequence[Invitee], t: Translate) -> list[Block]:
    lines = [_row(one, t) for one in people]
    return [bullets(lines[first : first + 40]) for first in range(0, len(lines), 40)]


def _row(one: Invitee, t: Translate) -> Line:
    said = ", ".join(part for part in (one.name, one.email, one.organisation, one.role) if part)[:200]
    note = _note(one, t)
    return [said, *([" – ", Bold(note)] if note else [])]


def _note(one: Invitee, t: Translate) -> str:
    if one.problem:
        return t("Row {n}: {problem}", n=one.row, problem=t(one.problem)) if one.row else t(one.problem)
    if one.standing is Stands.NEW:
        return "" if one.has_slack else t("outside Slack")
    return t(KNOWN[one.standing]) if one.standing in KNOWN else t("already invited")


def _function_preview(found: FunctionInviting, t: Translate) -> list[Block]:
    many = len(found.organisations)
    names = [name for _, name in found.organisations]
    words = t.n("{n} organisation: {function}.", "{n} organisations: {function}.", many, function=found.name)
    return [
        rich(
            [Bold(words)],
            shorten(", ".join(names), 1000) or None,
            t("Invited already: {names}.", names=shorten(", ".join(found.known), 1000)) if found.known else None,
            _unheard(found.without_contact, many, t),
            goes_out(found.goes_out, t) if many else None,
            t("Nobody is invited yet. Change the choices below if something is wrong."),
        ),
        divider(),
    ]


def _unheard(names: Sequence[str], many: int, t: Translate) -> str | None:
    """Who hears nothing by themselves; all of them are not named twice."""
    if names and len(names) == many:
        return t("None of them has a contact who can pass it on: fill in the names yourself.")
    shown = shorten(", ".join(names), 1000)
    ask = t("Without a contact who can pass it on: {names}. Fill in the names yourself.", names=shown)
    return ask if names else None
