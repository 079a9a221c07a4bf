"""What a vote came to: in the card, in a message, and as a whole in a form. Bars are plain text."""

from bot.blocks import labels, polls
from bot.blocks.events import Message, signature
from bot.blocks.ids import Press, View
from bot.blocks.text import Block, Bold, Line, actions, button, form, heading, rich, safe, shorten, small
from bot.i18n import Translate
from bot.receipts import GroupResult, ListResult, PollFacts, PollResult, PollRow
from models.errors import N_
from models.polls import OTHERS, Method, ShownTo

FIRST = N_("This is how you voted.")
GLANCE = 5
"""Questions of a list in a message; the rest are a press away."""
WIDTH = 10
MAILED = 15
LONGEST = 200
SAVED = N_("Questions that did not get a place are saved and sent on to the National Agency for Education.")


def card(result: PollResult, t: Translate) -> Message:
    """In the channel, in place of the vote."""
    poll = result.poll
    if poll.shown_to is ShownTo.EVERYONE:
        found = message(result, t, is_card=True)
        return {**found, "blocks": [heading(poll.title), *found["blocks"]]}
    closed = t("The vote has closed.")
    whom = t(polls.SHOWN_TO[poll.shown_to])
    count = polls.voted(poll, t)
    return {
        "text": safe(f"{poll.title}. {closed} {count} {whom}"),
        "blocks": [heading(poll.title), rich([Bold(closed)], count, whom)],
    }


def message(result: PollResult, t: Translate, *, is_card: bool = False) -> Message:
    """To those who may see it: the first of each list, with bars. A card has the title above."""
    poll = result.poll
    first = t(FIRST)
    notes = [polls.voted(poll, t), *_notes(result, t)]
    spoken = [f"{list_name(one, t)}: {'; '.join(_spoken(row) for row in one.rows[:GLANCE])}." for one in result.lists]
    blocks = [rich([Bold(first)] if is_card else [Bold(first), f" {poll.title}"], *notes)]
    for one in result.lists:
        blocks.append(rich([Bold(list_name(one, t))], *rows(result, one.rows, GLANCE, t)))
    blocks.append(small(t(SAVED)))
    words = t("Show the whole result")
    blocks.append(actions(button(words, Press.POLL_RESULT, f"poll {poll.id}"), as_picture(poll.id, t)))
    ask = signature(poll.event.contacts, t) if poll.event else None
    text = " ".join([first, poll.title + ".", *notes, *spoken, t(SAVED)])
    return {"text": safe(shorten(text, 3500)), "blocks": [*blocks, small(ask)] if ask else blocks}


def mail_lines(result: PollResult, t: Translate) -> list[str]:
    """For those outside Slack: more of each list, since nothing is a press away."""
    lines = [t(FIRST), result.poll.title, polls.voted(result.poll, t), *_notes(result, t)]
    for one in result.lists:
        lines += [f"{list_name(one, t)}:", *_plain(result, one, t)]
    return [*lines, t(SAVED)]


def whole(result: PollResult, t: Translate, *, coordinates: bool) -> Block:
    """Everything there is to see; whoever coordinates can also choose between equals, and take it home."""
    poll = result.poll
    blocks: list[Block] = [rich([Bold(poll.title)], polls.voted(poll, t), *_notes(result, t))]
    for one in result.lists:
        blocks += _list(result, one, t)
    if coordinates:
        is_tied = any(row.is_tied for one in result.lists for row in one.rows)
        blocks.append(
            actions(
                button(t("Choose between equals"), Press.BREAK_TIE, f"poll {poll.id}") if is_tied else None,
                button(t("Get as a file (CSV)"), Press.POLL_FILE, f"poll {poll.id}"),
                as_picture(poll.id, t),
                picture_to_channel(poll, t),
                button(t("Open another vote"), Press.OPEN_POLL, poll.event.id) if poll.event else None,
            )
        )
        blocks += _next(poll, t)
    else:
        questions = button(t("Questions"), Press.TOPICS, poll.event.id) if poll.event else None
        blocks.append(actions(as_picture(poll.id, t), questions))
    return form(View.SHOWN, t("The result"), blocks[:100], t)


def _next(poll: PollFacts, t: Translate) -> list[Block]:
    """What the vote was for."""
    if poll.event is None:
        return []
    return [
        actions(
            button(t("To the programme"), Press.PROGRAMME, poll.event.id),
            button(t("Back to the meeting"), Press.MEETING, poll.event.id),
        )
    ]


def _list(result: PollResult, one: ListResult, t: Translate) -> list[Block]:
    count = t.n("{n} vote cast", "{n} votes cast", one.ballots)
    blocks = [rich([Bold(list_name(one, t)), f" ({count})"], *rows(result, one.rows, len(one.rows), t))]
    for group in one.groups:
        label = group_name(result, group, t)
        voted = t.n("{n} has voted", "{n} have voted", group.ballots)
        shown = rows(result, group.rows, GLANCE, t)
        blocks.append(rich([Bold(f"{list_name(one, t)}, {label}"), f" ({voted})"], *shown))
    if not one.groups and one.ballots:
        blocks.append(small(t("The roles are too small to be shown by themselves.")))
    return blocks


def _notes(result: PollResult, t: Translate) -> list[str]:
    poll = result.poll
    return [
        *([t("Fewer than {n} voted: the result does not count.", n=poll.quorum)] if not result.has_quorum else []),
        *polls.closing_notes(poll, t),
    ]


def rows(result: PollResult, found: tuple[PollRow, ...], most: int, t: Translate) -> list[Line]:
    if all(row.points is None for row in found):
        few = [t("Under five votes: only the order is shown.")] if result.poll.voted else [t("Nobody voted.")]
        return [*few, *(_spoken(row) + _told(row, t) for row in (found[:most] if result.poll.voted else ()))]
    highest = max((row.points or 0 for row in found), default=0) or 1
    lines: list[Line] = [_row(result, row, highest, t) for row in found[:most]]
    return [*lines, *([t.n("and {n} more", "and {n} more", len(found) - most)] if len(found) > most else [])]


def _plain(result: PollResult, one: ListResult, t: Translate) -> list[str]:
    if not result.poll.voted:
        return [t("Nobody voted.")]
    has_numbers = any(row.points is not None for row in one.rows)
    few = [] if has_numbers else [t("Under five votes: only the order is shown.")]
    left = len(one.rows) - MAILED
    rest = [t.n("and {n} more", "and {n} more", left)] if left > 0 else []
    shown = [_spoken(row) + _told(row, t) for row in one.rows[:MAILED]]
    if has_numbers:
        shown = [f"{words}: {points(result, row, t)}" for words, row in zip(shown, one.rows, strict=False)]
    return [*few, *shown, *rest]


def _row(result: PollResult, row: PollRow, highest: float, t: Translate) -> Line:
    filled = round(WIDTH * (row.points or 0) / highest)
    return [f"{_spoken(row)}{_told(row, t)}\n{'█' * filled}{'░' * (WIDTH - filled)} ", Bold(points(result, row, t))]


def _told(row: PollRow, t: Translate) -> str:
    """That it shares its place, or why it does not."""
    notes = [t("tied")] if row.is_tied else []
    notes += [t("chosen by the coordinator: {reason}", reason=row.reason)] if row.reason else []
    return f" ({'; '.join(notes)})" if notes else ""


def as_picture(poll_id: int, t: Translate) -> Block:
    return button(t("Get as a picture"), Press.POLL_PICTURE, f"poll {poll_id}")


def picture_to_channel(poll: PollFacts, t: Translate) -> Block | None:
    """Where everyone may see the result."""
    if poll.channel_id is None or poll.shown_to is not ShownTo.EVERYONE:
        return None
    return button(t("Put the picture in the channel"), Press.PICTURE_TO_CHANNEL, f"poll {poll.id}")


def group_name(result: PollResult, group: GroupResult, t: Translate) -> str:
    """A role in words, or the others together."""
    if group.role == OTHERS:
        return t("Others")
    return labels.role_label(group.role, group.label, _language(result), t) or group.role


def points(result: PollResult, row: PollRow, t: Translate) -> str:
    """7 röster · 12,5 poäng"""
    value = row.points or 0
    if result.poll.method in (Method.RANKING, Method.SCORES):
        number = f"{value:g}".replace(".", "," if t.language == "sv" else ".")
        return t("{number} points", number=number)
    return t.n("{n} vote", "{n} votes", round(value))


def _spoken(row: PollRow) -> str:
    return f"{row.place}. {shorten(row.words, LONGEST)}"


def list_name(one: ListResult, t: Translate) -> str:
    name = labels.LEVEL_OF.get(one.on_list)
    return t(name) if name else t("The result")


def _language(result: PollResult) -> str:
    return result.poll.event.language if result.poll.event else ""
