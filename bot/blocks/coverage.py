"""Who covers what: a grid of organisations and roles, the same in words, and a button for each empty place."""

import json
from collections.abc import Sequence

from bot.blocks import inputs, labels
from bot.blocks.announcements import copies
from bot.blocks.events import Message, seats, sentence, signature, when, where
from bot.blocks.ids import Field, Press, View
from bot.blocks.participants import turning
from bot.blocks.steps import about
from bot.blocks.text import (
    Block,
    Bold,
    Line,
    actions,
    button,
    divider,
    form,
    heading,
    numbered,
    quoted,
    rich,
    safe,
    section,
    shorten,
    small,
)
from bot.i18n import Translate, long_moment
from bot.receipts import Cell, Coverage, CoverRow, EventFacts, RequestFacts
from models.series import Role

WIDTH = 24
"""Of an organisation in the grid: it fits a telephone. Its whole name stands in the words below."""
TALLEST = 40
"""Rows of one block."""
NOBODY = "–"
LONGEST = 3000


def coverage(found: Coverage, t: Translate, *, said: str | None = None) -> Block:
    """`said` is what has just been done."""
    event = found.event
    blocks: list[Block] = [section(said), divider()] if said else []
    blocks += [heading(event.title), rich([Bold(sentence(seats(event.seats, t)))], *_counts(found, t))]
    if found.grid and found.columns:
        chunks = [found.grid[first : first + TALLEST] for first in range(0, len(found.grid), TALLEST)]
        blocks += [small(_legend(found, t)), *(quoted(_grid(found, rows)) for rows in chunks)]
    for row in found.rows:
        blocks.append(rich([Bold(row.organisation)], *_lines(row, event, t)))
        holes = _holes(row)
        if found.may_ask and holes and not event.is_over:
            blocks.append(numbered(actions(*(_ask(row, cell, event, t) for cell in holes))))
    blocks += turning(Press.COVERAGE_PAGE, found.page, found.pages, t)
    if found.without:
        missing = shorten(", ".join(found.without), 2000)
        blocks += [divider(), rich([Bold(t("Nobody registered from:")), " ", missing])]
    people = button(t("Participants"), Press.PARTICIPANTS, event.id)
    blocks.append(actions(people, button(t("To the meeting"), Press.MEETING, event.id)))
    return form(View.SHOWN, t("Who covers what"), blocks, t, about=about(event.id))


def request_form(found: RequestFacts, t: Translate) -> Block:
    """Ready-written words to whoever can fill the place; or what has been asked already."""
    event = found.event
    first = rich([Bold(_place(found, t))], *_to(found, t))
    back = actions(button(t("Who covers what"), Press.COVERAGE, event.id))
    if found.words is not None:
        return form(View.SHOWN, t("Ask for somebody"), [heading(event.title), first, *_asked(found, t), back], t)
    words = inputs.text_input(
        Field.WORDS, t("What do you want to say?"), value=request(found, t), is_long=True, longest=LONGEST
    )
    travels = {"event": event.id, "organisation": found.organisation_id, "role": found.role.id}
    submit = t("Send") if found.in_slack else t("Show mail text")
    blocks = [heading(event.title), first, words, back]
    return form(View.SEAT_REQUEST, t("Ask for somebody"), blocks, t, submit=submit, about=json.dumps(travels))


def request(found: RequestFacts, t: Translate) -> str:
    """What may be said: to change as one likes."""
    event = found.event
    facts = {"title": event.title, "when": when(event, t), "where": where(event, t), "from_": found.organisation}
    if found.role.id:
        return t(
            "Hello! For {title}, {when}, {where}, nobody from {from_} is registered yet as {role}. "
            "Can you register somebody, or ask whoever it concerns to register?",
            role=_lower(_role(found.role, event, t)), **facts,
        )  # fmt: skip
    return t(
        "Hello! For {title}, {when}, {where}, nobody from {from_} is registered yet. "
        "Can you register somebody, or ask whoever it concerns to register?", **facts,
    )  # fmt: skip


def asked(found: RequestFacts, t: Translate) -> Block:
    """What became of it: who hears it, and what to send by mail."""
    event = found.event
    said = t("{names} hears it from me, in your name.", names=", ".join(found.in_slack)) if found.in_slack else None
    back = actions(button(t("Who covers what"), Press.COVERAGE, event.id))
    blocks = [heading(event.title), rich([Bold(_place(found, t))], said), *_asked(found, t), back]
    return form(View.SHOWN, t("Ask for somebody"), blocks, t, about=about(event.id))


def message(found: RequestFacts, t: Translate) -> Message:
    """To the contact."""
    event, words = found.event, found.words or ""
    first = t("{name} writes about {title}:", name=found.by or "", title=event.title)
    whom = signature(event.contacts, t)
    ways = actions(
        button(t("Register a colleague"), Press.GUEST, event.id, style="primary"),
        button(t("Register"), Press.REGISTER, event.id),
    )
    blocks = [rich([Bold(first)]), rich(words), *([ways] if event.takes_registrations else [])]
    return {"text": safe(f"{first} {words}"), "blocks": [*blocks, *([small(whom)] if whom else [])]}


def _counts(found: Coverage, t: Translate) -> list[str]:
    """Förtroendevald: 12 av 33"""
    return [
        t("{role}: {n} of {of}", role=_role(role, found.event, t), n=filled, of=asked_for)
        for role, (filled, asked_for) in zip(found.columns, found.counts, strict=True)
        if asked_for
    ]


def _grid(found: Coverage, rows: Sequence[CoverRow]) -> str:
    """Columns are numbers, their names stand above; a cell says how many come, and nothing where nobody is asked."""
    heads = "".join(f"{number:>3}" for number in range(1, len(found.columns) + 1))
    lines = [" " * WIDTH + heads]
    for row in rows:
        name = shorten(row.organisation, WIDTH - 1).ljust(WIDTH)
        lines.append(name + "".join(f"{_mark(cell):>3}" for cell in row.cells).rstrip())
    return "\n".join(lines)


def _mark(cell: Cell) -> str:
    return str(cell.many) if cell.many else NOBODY if cell.is_hole else ""


def _legend(found: Coverage, t: Translate) -> str:
    columns = [f"{number} {_role(role, found.event, t)}" for number, role in enumerate(found.columns, 1)]
    return t("Columns: {columns}. The number says how many come, – nobody.", columns=", ".join(columns))


def _lines(row: CoverRow, event: EventFacts, t: Translate) -> list[str]:
    """Who comes, who has been asked for; and those still missing in one breath."""
    known = [cell for cell in (*row.cells, *row.others) if cell.many or (cell.is_hole and cell.asked_at)]
    lines = [_cell(cell, event, t) for cell in known]
    if missing := [_role_of(cell, event, t) for cell in _holes(row)]:
        roles = ", ".join([missing[0], *map(_lower, missing[1:])])
        lines.append(t("{role}: nobody yet", role=roles))
    return lines or [t("Nobody yet.")]


def _holes(row: CoverRow) -> list[Cell]:
    """Where somebody may be asked for."""
    return [cell for cell in (*row.cells, *row.others) if cell.is_hole and not cell.asked_at]


def _cell(cell: Cell, event: EventFacts, t: Translate) -> str:
    role = _role_of(cell, event, t)
    if cell.asked_at and not cell.many:
        return t("{role}: nobody yet, asked for {when}", role=role, when=long_moment(cell.asked_at, event.tz, t))
    hidden = [t.n("{n} hidden", "{n} hidden", cell.hidden)] if cell.hidden else []
    return f"{role}: {', '.join([*cell.names, *hidden])}"


def _ask(row: CoverRow, cell: Cell, event: EventFacts, t: Translate) -> Block:
    words = t("Ask for {role}", role=_lower(_role(cell.role, event, t))) if cell.role.id else t("Ask for somebody")
    label = shorten(f"{words}, {row.organisation}", 75)
    return button(words, Press.SEAT_REQUEST, f"h{row.organisation_id} {cell.role.id}", label=label)


def _place(found: RequestFacts, t: Translate) -> str:
    role = _role(found.role, found.event, t) if found.role.id else t("Somebody")
    return f"{found.organisation}: {role}"


def _to(found: RequestFacts, t: Translate) -> list[str]:
    if not found.in_slack and not found.outside:
        return [t("The organisation has no contact here: copy the text to somebody you know there.")]
    lines = [t("To: {names}.", names=", ".join(found.in_slack))] if found.in_slack else []
    if found.outside:
        names = ", ".join(name for name, _ in found.outside)
        lines.append(t("Outside Slack, by mail through you: {names}.", names=names))
    return lines


def _asked(found: RequestFacts, t: Translate) -> list[Block]:
    lines: list[Line] = []
    if found.asked_at:
        moment = long_moment(found.asked_at, found.event.tz, t)
        lines.append(t("Asked for {when}, by {name}.", when=moment, name=found.by or ""))
    is_mail = bool(found.outside) or not found.in_slack
    if is_mail:
        lines.append(t("To send by mail:"))
    addresses = tuple(address for _, address in found.outside if address)
    nameless = tuple(name for name, address in found.outside if not address)
    return [rich(*lines), quoted(found.words or ""), *(copies(addresses, nameless, t) if is_mail else [])]


def _role(role: Role, event: EventFacts, t: Translate) -> str:
    return labels.role_label(role.id, role.label, event.language, t) or role.label


def _role_of(cell: Cell, event: EventFacts, t: Translate) -> str:
    return _role(cell.role, event, t) if cell.role.id else t("Somebody")


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
