"""A meeting's vote for whoever coordinates it: opening it, following it, closing it, choosing between equals."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.blocks import labels, poll_results, polls
from bot.blocks.ids import Field, Press, View
from bot.blocks.inputs import choice, clock, day, number, option, radio, text_input
from bot.blocks.text import Block, Bold, actions, bullets, button, form, plain, rich, section, shorten, small, sure
from bot.i18n import Translate, long_moment
from bot.receipts import EventFacts, GroupResult, PollChange, PollDesk, PollFacts, PollForm, PollResult
from models.errors import N_
from models.polls import RULES_STAND, Method, ShownTo, TieRule

METHODS = {
    Method.DOTS: N_("A few votes each, at most one for each question"),
    Method.SINGLE: N_("One question each"),
    Method.MULTIPLE: N_("As many as one likes"),
    Method.RANKING: N_("In order"),
    Method.SCORES: N_("One to five points for each"),
}
TIES = {TieRule.CHOICE: N_("I choose, and say why"), TieRule.SHARED: N_("They share the place")}
SHOWN_TO = {
    ShownTo.EVERYONE: N_("Everyone in the channel, and those registered"),
    ShownTo.REGISTERED: N_("Those registered"),
    ShownTo.COORDINATORS: N_("Only the coordinators"),
}
ONLY_WHEN = N_("You can change when the vote closes. To ask something else, close it now and open another.")
Rows = list[list[str | int]]
QUARTER = "quarter"
MOST_DOTS = 10
USUAL_DOTS = 3
LARGEST_QUORUM = 1000


def desk(found: PollDesk, t: Translate, *, said: str = "") -> Block:
    """While there is none or it goes on; once it has closed the result is shown instead."""
    event, poll = found.event, found.poll
    blocks: list[Block] = [rich([Bold(said)])] if said else []
    if poll is None or not poll.is_open:
        blocks += _not_open(found, t)
    else:
        blocks += [
            rich([Bold(event.title)], [Bold(polls.voted(poll, t))], polls.result_comes(poll, t)),
            rich([Bold(t("The rules people have read"))]),
            bullets([line for line in (polls.how(poll, t), *polls.rules(poll, t)) if line]),
            *_guests(found, t),
            actions(change(poll.id, t), close(poll.id, t), _to_meeting(event, t)),
        ]
    return form(View.SHOWN, t("The vote"), blocks, t)


def poll_form(found: PollForm, t: Translate) -> Block:
    """How it is to be held; everyone reads it before they vote."""
    event = found.event
    method, dots, *rest = rules(Method.DOTS, USUAL_DOTS, None, TieRule.CHOICE, ShownTo.EVERYONE, t)
    blocks = [
        rich([Bold(event.title)], t.n("{n} question to vote on.", "{n} questions to vote on.", found.questions)),
        method,
        dots,
        *closing(found.closes_at, event.tz, t),
        *rest,
        small(t("Once somebody has voted the rules stay as they are: people have read them when they vote.")),
        actions(button(t("Back to the vote"), Press.POLL, event.id)),
    ]
    about = json.dumps({"event": event.id})
    return form(View.POLL, t("Open the vote"), blocks, t, submit=t("Open the vote"), about=about)


def change_form(found: PollChange, t: Translate) -> Block:
    """When it closes; and the rules, as long as nobody has voted by them."""
    poll = found.poll
    overtaken = t("Somebody else has changed the vote. This is how it is now.") if found.is_overtaken else ""
    blocks: list[Block] = [
        *([rich([Bold(overtaken)])] if overtaken else []),
        rich([Bold(poll.title)], polls.voted(poll, t), polls.result_comes(poll, t)),
        *closing(poll.closes_at, poll.tz, t),
    ]
    if found.has_rules:
        blocks += rules(poll.method, found.dots, poll.quorum, poll.tie, poll.shown_to, t)
    may = t("Nobody has voted yet, so the rules can be changed too.")
    if not found.has_rules:
        may = t(RULES_STAND) if poll.voted else t(ONLY_WHEN)
    whom = t("Those who have not voted hear of it once.") if poll.event else t("Everyone reads it on the card.")
    about = json.dumps({"poll": poll.id, "seen": found.seen})
    blocks.append(small(f"{may} {whom}"))
    if poll.event is not None:
        back = Press.PRIORITISE if poll.is_about_challenges else Press.POLL
        blocks.append(actions(button(t("Back to the vote"), back, poll.event.id)))
    return form(View.POLL_CHANGE, t("Change the vote"), blocks, t, submit=t("Save"), about=about)


def changed(poll: PollFacts, t: Translate) -> Block:
    """Of a quick one: whoever asked has nothing else to go back to."""
    return form(View.SHOWN, t("Change the vote"), [rich([Bold(t("Saved."))], polls.result_comes(poll, t))], t)


def closing(closes_at: datetime, tz: str, t: Translate) -> list[Block]:
    """When it closes, by the meeting's clock."""
    wall = closes_at.astimezone(ZoneInfo(tz))
    return [
        day(Field.DAY, t("Closes on"), value=wall.date(), is_required=True),
        clock(Field.CLOCK, t("At what time?"), value=wall.time(), is_required=True),
    ]


def rules(
    method: Method, dots: int | None, quorum: int | None, tie: TieRule, shown_to: ShownTo, t: Translate
) -> list[Block]:
    numbers = [(str(n), t.n("{n} vote", "{n} votes", n)) for n in range(1, MOST_DOTS + 1)]
    return [
        radio(Field.METHOD, t("How do people vote?"), [(one.value, t(words)) for one, words in METHODS.items()],
              chosen=method.value),
        choice(Field.DOTS, t("How many votes on each list?"),
               [*numbers, (QUARTER, t("A quarter of the questions, at least two"))],
               chosen=str(dots) if dots else QUARTER, hint=t("Goes only for the first way of voting.")),
        number(Field.QUORUM, t("How many must vote for it to count? 0: however many"), value=quorum or 0,
               largest=LARGEST_QUORUM),
        radio(Field.TIE, t("If questions tie?"), [(one.value, t(words)) for one, words in TIES.items()],
              chosen=tie.value),
        radio(Field.SHOWN_TO, t("Who sees the result?"), [(one.value, t(words)) for one, words in SHOWN_TO.items()],
              chosen=shown_to.value),
    ]  # fmt: skip


def change(poll_id: int, t: Translate) -> Block:
    return button(t("Change the vote"), Press.CHANGE_POLL, f"poll {poll_id}")


def close(poll_id: int, t: Translate) -> Block:
    then = t("Nobody can vote or change their vote after that. It cannot be undone.")
    asked = sure(t("Close the vote?"), then, t("Close the vote"), t("Never mind"))
    return button(t("Close the vote now"), Press.CLOSE_POLL, f"poll {poll_id}", style="danger", confirm=asked)


def tie_form(event: EventFacts, poll_id: int, tied: Sequence[tuple[int, str, str]], t: Translate) -> Block:
    """Which goes before its equals, and why."""
    options = [(str(one), shorten(f"{_list(on_list, t)}{words}", 75)) for one, on_list, words in tied][:100]
    blocks = [
        section(t("These got as much as others. The one you choose goes before its equals; everyone reads why.")),
        choice(Field.OPTION, t("Which goes first?"), options),
        text_input(Field.REASON, t("Why?"), longest=300),
        actions(button(t("Back to the result"), Press.POLL_RESULT, f"poll {poll_id}")),
    ]
    about = json.dumps({"event": event.id, "poll": poll_id})
    return form(View.TIE, t("Choose between equals"), blocks, t, submit=t("Choose"), about=about)


def sheet(result: PollResult, t: Translate) -> Rows:
    """Rows of a file: the totals that may be shown, and nothing else."""
    columns = (N_("List"), N_("Who"), N_("Have voted"), N_("Place"), N_("Question"), N_("Result"))
    rows: Rows = [[t(column) for column in columns]]
    for one in result.lists:
        everyone = GroupResult("", t("Everyone"), one.ballots, one.rows)
        groups = [replace(group, label=poll_results.group_name(result, group, t)) for group in one.groups]
        rows += [row for group in (everyone, *groups) for row in _sheet_rows(result, one.on_list, group, t)]
    return rows


def filename(result: PollResult, t: Translate) -> str:
    return re.sub(r"\W+", "-", f"{t('The result')} {result.poll.title}".lower()).strip("-")[:80] + ".csv"


def told(words: str, poll_id: int, t: Translate) -> Block:
    back = button(t("Back to the result"), Press.POLL_RESULT, f"poll {poll_id}")
    return form(View.SHOWN, t("The result"), [section(words), actions(back)], t)


def _sheet_rows(result: PollResult, on_list: str, group: GroupResult, t: Translate) -> Rows:
    name = _list(on_list, t).removesuffix(": ")
    return [
        [name, group.label or "", group.ballots, row.place, row.words,
         poll_results.points(result, row, t) if row.points is not None else ""]
        for row in group.rows
    ]  # fmt: skip


def _not_open(found: PollDesk, t: Translate) -> list[Block]:
    event = found.event
    lines = [t.n("{n} question to vote on.", "{n} questions to vote on.", found.questions)]
    if found.poll is not None:
        lines = [t("The vote has closed. The votes are being counted.")]
    elif found.planned_at:
        at = long_moment(found.planned_at, event.tz, t)
        lines.append(t("By the plan the vote opens {moment}, by itself.", moment=at))
    can_open = found.poll is None and found.questions
    return [
        rich([Bold(event.title)], *lines),
        actions(
            button(t("Open the vote"), Press.OPEN_POLL, event.id, style="primary") if can_open else None,
            button(t("Questions"), Press.TOPICS, event.id),
            _to_meeting(event, t),
        ),
    ]


def _to_meeting(event: EventFacts, t: Translate) -> Block:
    return button(t("Back to the meeting"), Press.MEETING, event.id)


def _guests(found: PollDesk, t: Translate) -> list[Block]:
    """A menu of those whose vote the coordinator registers."""
    if not found.guests:
        return []
    menu = {
        "type": "static_select",
        "action_id": Press.VOTE_FOR,
        "placeholder": plain(t("Vote for a guest"), 150),
        "options": [option((f"guest {one}", name)) for one, name in found.guests],
    }
    return [{"type": "actions", "elements": [menu]}]


def _list(on_list: str, t: Translate) -> str:
    name = labels.LEVEL_OF.get(on_list)
    return f"{t(name)}: " if name else ""
