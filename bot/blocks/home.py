"""Home: my meetings, my state in each, what I can do now."""

from bot.blocks import boards, coordinating, events, guide
from bot.blocks.ids import Press
from bot.blocks.text import Block, actions, button, divider, heading, numbered, section, small
from bot.i18n import Translate
from bot.receipts import EventLine, HomeFacts
from models.registrations import RegistrationState

LONGEST, FEWER = 12, 4
"""Meetings in Home, of each kind; the rest are a press away. Fewer below a board, which has them too."""


def home(facts: HomeFacts, t: Translate) -> Block:
    mine = [line for line in facts.lines if line.state in _MINE or line.pending or line.leads or line.takes_notes]
    others = [line for line in facts.lines if line not in mine]
    blocks = [*guide.asked(t), divider()] if facts.welcomes else []
    blocks += [block for asked in facts.handovers for block in coordinating.in_home(asked, t)]
    blocks.append(heading(t("My dialogues")))
    blocks += _lines(mine[:LONGEST], t) if mine else [section(t("You are not registered for any meeting yet."))]
    if facts.board:
        blocks += [divider(), *boards.in_home(facts.board, t, coordinates=facts.coordinates)]
    blocks += [divider(), heading(t("Coming meetings"))]
    blocks += _lines(others[: FEWER if facts.board else LONGEST], t) or [
        section(t("There are no other coming meetings."))
    ]
    blocks += [
        divider(),
        _ways(t, coordinates=facts.coordinates and not facts.board),
        small(t("You can also write {command} in any channel.", command=t.command)),
    ]
    return {"type": "home", "blocks": blocks[:100]}


def _ways(t: Translate, *, coordinates: bool = False) -> Block:
    return numbered(
        actions(
            button(t("Register"), Press.REGISTER, style="primary"),
            button(t("Coming meetings"), Press.LIST, 1),
            button(t("My registrations"), Press.MINE),
            button(t("Propose a question"), Press.PROPOSE),
            button(t("Reminders and language"), Press.SETTINGS),
            button(t("Overview of my meetings"), Press.OVERVIEW) if coordinates else None,
            button(t("The meetings I coordinate"), Press.MEETINGS) if coordinates else None,
            button(t("Who coordinates"), Press.DUTIES) if coordinates else None,
        )
    )


def _lines(lines: list[EventLine], t: Translate) -> list[Block]:
    return [block for line in lines for block in events.line_blocks(line, t)]


_MINE = (RegistrationState.REGISTERED, RegistrationState.WAITLISTED, RegistrationState.OFFERED)
