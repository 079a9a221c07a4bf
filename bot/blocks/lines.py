"""The waiting list for the coordinator: who waits, who may go first, and what has happened."""

import json

from bot.blocks.events import sentence, when
from bot.blocks.ids import Field, Press, View
from bot.blocks.inputs import text_input
from bot.blocks.text import Block, Bold, actions, bullets, button, divider, form, heading, rich, section, small
from bot.blocks.yes_no import moment
from bot.i18n import Translate, long_moment
from bot.receipts import Chain, ChainLine, LineFacts, LineRow
from models.errors import N_

LONGEST_REASON = 300
MOST = 40
"""Rows with a button each: a form holds a hundred blocks."""
HAPPENED = {
    "registered": N_("{person} registered, and got a seat"),
    "waitlisted": N_("{person} got in line"),
    "changed": N_("{person} changed the registration"),
    "offered": N_("{person} was offered a seat"),
    "asked": N_("{person} was asked, with others"),
    "offer_accepted": N_("{person} said yes, and got the seat"),
    "offer_ran_out": N_("{person} did not answer, and the seat went on"),
    "seat_went": N_("{person} stayed in line: somebody else was first"),
    "seat_from_line": N_("{person} got a seat from the line"),
    "let_forward": N_("{person} was let go first"),
    "cancelled": N_("{person} cancelled"),
    "declined": N_("{person} said no"),
    "invitation_passed_on": N_("{person} was named to come instead"),
    "substitute_asked": N_("{person} was asked to take over a seat"),
    "substitute_declined": N_("{person} did not want to take over the seat"),
    "substitute_withdrawn": N_("{person} no longer has to take over a seat"),
    "substitute_expired": N_("{person} did not answer about taking over a seat"),
    "replaced": N_("{person} passed the seat on"),
    "substituted": N_("{person} took over a seat"),
    "asked_to_come": N_("{person} asked to come after registration closed"),
    "asked_to_change": N_("{person} asked for a change"),
    "asked_to_send": N_("{person} asked to send somebody else"),
    "asked_to_come_instead": N_("{person} asked to take over a seat though names are set"),
    "appeal_granted": N_("{person} got a yes from the coordinator"),
    "appeal_refused": N_("{person} got a no from the coordinator"),
    "confirmed_coming": N_("{person} is coming, it was said"),
}


def waiting_list(found: LineFacts, t: Translate) -> Block:
    """In order; the first of an organisation without a seat may be let forward."""
    event = found.event
    blocks = [heading(event.title), rich(when(event, t))]
    if not found.rows:
        blocks.append(section(t("Nobody is on the waiting list.")))
    for row in found.rows[:MOST]:
        forward = button(t("Let it go first"), Press.LET_FORWARD, f"w{row.registration_id}")
        blocks.append(section(_row(row, event.tz, t), forward if row.may_go_first else None))
    blocks += [divider(), actions(button(t("What has happened"), Press.CHAIN, event.id))]
    return form(View.SHOWN, t("The waiting list"), blocks, t)


def forward_form(found: LineFacts, row: LineRow, t: Translate) -> Block:
    """Why: those who are passed read it."""
    words = t(
        "{organisation} has nobody with a seat. Its first in line goes before the others, who are told.",
        organisation=row.organisation,
    )
    blocks = [
        section(words),
        text_input(
            Field.REASON,
            t("Why?"),
            is_long=True,
            longest=LONGEST_REASON,
            hint=t("Those who wait read it. It is kept in the log."),
        ),
    ]
    about = json.dumps({"event": found.event.id, "registration": row.registration_id})
    return form(View.LET_FORWARD, t("Let it go first"), blocks, t, submit=t("Let it go first"), about=about)


def chain(found: Chain, t: Translate) -> Block:
    """What became of the seats, step by step, the latest last."""
    event = found.event
    lines = [_happened(line, event.tz, t) for line in found.lines]
    chunks = [bullets(lines[first : first + 20]) for first in range(0, len(lines), 20)]
    blocks = [heading(event.title), *(chunks or [section(t("Nothing has happened yet."))])]
    if found.earlier:
        blocks.append(small(t("The latest {n} are shown.", n=len(lines))))
    blocks.append(actions(button(t("Back to the list"), Press.PARTICIPANTS, event.id)))
    return form(View.SHOWN, t("What has happened"), blocks, t)


def _row(row: LineRow, tz: str, t: Translate) -> str:
    notes = [
        t("offered until {until}", until=moment(row.offer_until, tz, t)) if row.offer_until else "",
        t("is being asked") if row.is_asked else "",
        t("goes first") if row.goes_first else "",
    ]
    said = ", ".join(note for note in notes if note)
    place = f"{row.place}. " if row.place else ""
    return f"{place}{row.organisation}: {row.name}" + (f" ({said})" if said else "")


def _happened(line: ChainLine, tz: str, t: Translate) -> list[str]:
    words = t(HAPPENED[line.action], person=line.person)
    by = f" ({line.actor})" if line.actor else ""
    why = " " + t("Reason: {reason}.", reason=line.reason.rstrip(". ")) if line.reason else ""
    return [Bold(long_moment(line.at, tz, t)), f": {sentence(words)}{by}{why}"]
