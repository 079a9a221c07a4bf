"""Home: my meetings, my state in each, what I can do now. And help, which says the same in words."""

from bot.blocks import boards, events
from bot.blocks.events import Message
from bot.blocks.ids import Press
from bot.blocks.text import Block, Bold, actions, button, divider, heading, numbered, rich, safe, section, small
from bot.i18n import Translate
from bot.receipts import EventLine, HomeFacts
from models.registrations import RegistrationState

LONGEST, FEWER = 12, 4
"""Meetings in Home, of each kind; the rest are a press away. Fewer below a board, which has them too."""


def home(facts: HomeFacts, t: Translate) -> Block:
    mine = [line for line in facts.lines if line.state in _MINE or line.pending]
    others = [line for line in facts.lines if line not in mine]
    blocks = [heading(t("My dialogues"))]
    blocks += _lines(mine[:LONGEST], t) if mine else [section(t("You are not registered for any meeting yet."))]
    if facts.board:
        blocks += [divider(), *boards.in_home(facts.board, t)]
    blocks += [divider(), heading(t("Coming meetings"))]
    blocks += _lines(others[: FEWER if facts.board else LONGEST], t) or [
        section(t("There are no other coming meetings."))
    ]
    blocks += [
        divider(),
        _ways(t, coordinates=facts.coordinates),
        small(t("You can also write {command} in any channel.", command=t.command)),
    ]
    return {"type": "home", "blocks": blocks[:100]}


def help_message(t: Translate, *, unknown: str | None = None, meant: str | None = None) -> Message:
    """What one can do here, short; with a guess when a word was not understood."""
    command = t.command
    words = {
        t("register"): t("take a seat in a meeting"),
        t("list"): t("coming meetings"),
        t("mine"): t("my registrations"),
        t("cancel"): t("give a seat back"),
        t("topic"): t("propose a question"),
        t("topics"): t("read everyone's questions"),
        t("poll"): t("vote on the questions"),
        t("settings"): t("choose reminders and language"),
    }
    first = t("I do not understand “{word}”.", word=unknown) if unknown else t("This is what you can do here.")
    guess = t("Did you mean {command} {word}?", command=command, word=meant) if meant else None
    lines = [[Bold(f"{command} {word}"), f" – {what}"] for word, what in words.items()]
    more = t("Coordinators: {command} meetings shows the meetings you coordinate, {command} here ties this channel "
             "to your area.", command=command)  # fmt: skip
    said = " ".join(part for part in (first, guess) if part)
    return {
        "text": safe(said + " " + ", ".join(f"{command} {word}: {what}" for word, what in words.items())),
        "blocks": [rich([Bold(first), f" {guess}" if guess else ""]), rich(*lines), _ways(t), small(more)],
    }


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
        )
    )


def _lines(lines: list[EventLine], t: Translate) -> list[Block]:
    return [block for line in lines for block in events.line_blocks(line, t)]


_MINE = (RegistrationState.REGISTERED, RegistrationState.WAITLISTED, RegistrationState.OFFERED)
