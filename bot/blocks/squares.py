"""What a vote on challenges came to: four squares, in words."""

from bot.blocks import polls
from bot.blocks.events import Message
from bot.blocks.ids import Press, View
from bot.blocks.poll_results import as_picture, picture_to_channel
from bot.blocks.prioritising import SQUARES
from bot.blocks.text import Block, Bold, actions, button, form, heading, rich, safe, shorten
from bot.i18n import Translate
from bot.receipts import Placed, PollResult
from models.errors import N_

FIRST = N_("This is where the challenges ended up.")
LONGEST = 200
Rows = list[list[str | int]]


def card(result: PollResult, t: Translate) -> Message:
    """In the channel, in place of the vote."""
    found = message(result, t)
    return {**found, "blocks": [heading(result.poll.title), *found["blocks"]]}


def message(result: PollResult, t: Translate) -> Message:
    poll = result.poll
    spoken = [
        f"{name}: {'; '.join(shorten(one.words, LONGEST) for one in there)}." for name, there in _by_name(result, t)
    ]
    blocks = [*_told(result, t), _ways_on(poll.id, t)]
    text = " ".join([t(FIRST), f"{poll.title}.", polls.voted(poll, t), *spoken])
    return {"text": safe(shorten(text, 3500)), "blocks": blocks}


def mail_lines(result: PollResult, t: Translate) -> list[str]:
    """For those outside Slack."""
    lines = [t(FIRST), result.poll.title, *_notes(result, t)]
    for name, there in _by_name(result, t):
        lines += [f"{name}:", *(_line(one, t) for one in there)]
    return lines


def whole(result: PollResult, t: Translate, *, coordinates: bool) -> Block:
    """Everything there is to see; whoever leads the lab can also take it home."""
    poll = result.poll
    ways = [button(t("Get as a file (CSV)"), Press.POLL_FILE, f"poll {poll.id}"), as_picture(poll.id, t),
            picture_to_channel(poll, t)]  # fmt: skip
    blocks = [*_told(result, t), actions(*ways) if coordinates else actions(as_picture(poll.id, t))]
    return form(View.SHOWN, t("The result"), blocks, t)


def sheet(result: PollResult, t: Translate) -> Rows:
    """Rows of a file: the medians and the squares, and nothing else."""
    rows: Rows = [[t(N_("Challenge")), t(N_("Importance")), t(N_("Feasibility")), t(N_("Square"))]]
    for one in result.challenges:
        rows.append([one.words, _number(one.importance, t), _number(one.feasibility, t), _name(one, t)])
    return rows


def _told(result: PollResult, t: Translate) -> list[Block]:
    lines = [rich([Bold(t(FIRST)), f" {result.poll.title}"], *_notes(result, t))]
    return lines + [rich([Bold(name)], *(_line(one, t) for one in there)) for name, there in _by_name(result, t)]


def _notes(result: PollResult, t: Translate) -> list[str]:
    poll = result.poll
    notes = [polls.voted(poll, t), *polls.closing_notes(poll, t)]
    if poll.voted and not any(one.importance for one in result.challenges):
        notes.append(t("Under five votes: only the square is shown, no numbers."))
    return notes


def _ways_on(poll_id: int, t: Translate) -> Block:
    whole = button(t("Show the whole result"), Press.POLL_RESULT, f"poll {poll_id}")
    return actions(whole, as_picture(poll_id, t))


def _line(one: Placed, t: Translate) -> str:
    words = f"• {shorten(one.words, LONGEST)}"
    if one.importance is None or one.feasibility is None:
        return words
    return words + t(" (importance {important}, feasibility {feasible})",
                     important=_number(one.importance, t), feasible=_number(one.feasibility, t))  # fmt: skip


def _by_name(result: PollResult, t: Translate) -> list[tuple[str, list[Placed]]]:
    """All four squares, in their order, and what nobody has answered if there is any."""
    named: dict[str, list[Placed]] = {t(name): [] for name in SQUARES.values()}
    for one in result.challenges:
        named.setdefault(_name(one, t), []).append(one)
    return [(name, there) for name, there in named.items() if there]


def _name(one: Placed, t: Translate) -> str:
    return t(SQUARES[one.square]) if one.square else t("Not answered")


def _number(value: float | None, t: Translate) -> str:
    return "" if value is None else f"{value:g}".replace(".", "," if t.language == "sv" else ".")
