"""Votes as they look: the card, the ballots of each method, the desk, and the result."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.blocks import mails, poll_desk, poll_results, polls, prioritising, quick_polls, squares, voting
from bot.i18n import Translate
from bot.receipts import (
    Ballot,
    EventFacts,
    GroupResult,
    ListFacts,
    ListResult,
    OptionFacts,
    Placed,
    PollChange,
    PollDesk,
    PollFacts,
    PollForm,
    PollResult,
    PollRow,
    Prioritising,
)
from models.polls import OTHERS, Method, PollKind, ShownTo, Square, TieRule
from tests.clock import NOON

CLOSES = NOON + timedelta(days=7, hours=3)
MAILED = ["gunnel@example.org"]


def drawn(t: Translate, event: EventFacts, *, name: str, words: str, many: int) -> dict[str, Any]:
    poll = _poll(event, words, max(3, many // 2))
    late = replace(poll, is_open=False, closed_at=CLOSES + timedelta(hours=2), voted=19)
    result = PollResult(late, tuple(_result(one, words) for one in poll.lists))
    few = PollResult(replace(late, voted=1), tuple(_few(one) for one in result.lists), has_quorum=False)
    shy = replace(result, poll=replace(late, shown_to=ShownTo.REGISTERED))
    desk = PollDesk(event, 12, poll, guests=tuple((number, name) for number in range(min(many, 100))))
    tied = [(row.option_id, one.on_list, row.words) for one in result.lists for row in one.rows]
    found: dict[str, Any] = {
        "polls.card": polls.card(poll, t),
        "polls.changed": polls.changed(poll, NOON + timedelta(days=9), t),
        "polls.changed, rules": polls.changed(poll, poll.closes_at, t),
        "polls.changed, mail": mails.mail_to(event, polls.changed_mail(poll, NOON, t), MAILED, t),
        "polls.changed, quick": poll_desk.changed(replace(poll, event=None), t),
        "polls.change, quick": poll_desk.change_form(
            PollChange(replace(poll, event=None), None, "0", has_rules=False), t
        ),
        "polls.change": poll_desk.change_form(PollChange(poll, 3, "0", has_rules=False), t),
        "polls.change, rules": poll_desk.change_form(
            PollChange(replace(poll, voted=0), None, "0", has_rules=True, is_overtaken=True), t
        ),
        "polls.card, counting": polls.counting(replace(poll, is_open=False), t),
        "polls.card, closed": poll_results.card(result, t),
        "polls.card, closed for others": poll_results.card(shy, t),
        "polls.opening": polls.opening(poll, t),
        "polls.reminder": polls.reminder(poll, t),
        "polls.result": poll_results.message(result, t),
        "polls.result, mail": mails.mail_to(event, poll_results.mail_lines(result, t), MAILED, t),
        "polls.result, few, mail": mails.mail_to(event, poll_results.mail_lines(few, t), MAILED, t),
        "polls.result, few": poll_results.message(few, t),
        "polls.whole": poll_results.whole(result, t, coordinates=True),
        "polls.desk": poll_desk.desk(desk, t, said=t("The vote is open.")),
        "polls.desk, planned": poll_desk.desk(replace(desk, poll=None, planned_at=NOON), t),
        "polls.form": poll_desk.poll_form(PollForm(event, 12, CLOSES), t),
        "polls.tie": poll_desk.tie_form(event, 7, tied, t),
    }
    for method in Method:
        ballot = Ballot(replace(poll, method=method), poll.lists, _marks(poll, method), has_voted=True)
        found[f"polls.ballot, {method}"] = voting.ballot_form(ballot, t, note=t("Choose one only."))
        found[f"polls.thanks, {method}"] = voting.thanks(ballot, ballot.marks, t)
    guest = Ballot(poll, poll.lists, registration_id=3, guest=name, event_id=3, has_voted=True)
    return (
        found
        | _lab(t, event, words, many)
        | _quick(t, words, many)
        | {
            "polls.ballot, guest": voting.ballot_form(guest, t, page=99),
            "polls.thanks, taken back": voting.thanks(guest, {}, t),
        }
    )


def _lab(t: Translate, event: EventFacts, words: str, many: int) -> dict[str, Any]:
    """Importance and feasibility."""
    n = min(max(6, many), 60)
    lists = tuple(
        ListFacts(name, tuple(OptionFacts(start + place, f"{words[:290]} {place}", place) for place in range(n)), 3)
        for name, start in (("importance", 100), ("feasibility", 1000))
    )
    asks = ("Hur viktigt är det att vi löser detta tillsammans?", "Hur stor möjlighet har vi att komma vidare?")
    poll = replace(
        _poll(event, words, 3), kind=PollKind.IMPORTANCE, method=Method.SCORES, lists=lists, asks=asks, entitled=5,
        is_per_organisation=True, by_coordinator=0,
    )  # fmt: skip
    squares_of = (*Square, Square.HIGH_HIGH, None)
    placed = tuple(
        Placed(one.words, square, 3.5 if square else None, 2 if square else None)
        for one, square in zip(lists[0].options, squares_of, strict=False)
    )
    late = replace(poll, is_open=False, closed_at=CLOSES + timedelta(hours=2), voted=5, channel_id="C0LAB")
    result = PollResult(late, (), challenges=placed)
    few = replace(result, challenges=tuple(replace(one, importance=None, feasibility=None) for one in placed))
    desk = Prioritising(event, tuple(one.words for one in lists[0].options), asks, CLOSES, has_channel=False)
    ballot = Ballot(poll, lists, {100: 5, 1000: 2, 101: 1}, has_voted=True)
    return {
        "challenges.desk": prioritising.desk(desk, t),
        "challenges.desk, open": prioritising.desk(replace(desk, poll=poll), t, said=t("The vote is open.")),
        "challenges.desk, by itself": prioritising.desk(replace(desk, opens_at=CLOSES), t),
        "challenges.desk, off": prioritising.desk(replace(desk, is_off=True), t),
        "challenges.card, late": prioritising.card(replace(poll, should_have_opened_at=NOON), t),
        "challenges.form": prioritising.opening_form(desk, t),
        "challenges.change": poll_desk.change_form(PollChange(replace(poll, voted=0), None, "0", has_rules=False), t),
        "challenges.changed": polls.changed(poll, NOON + timedelta(days=9), t),
        "challenges.card": prioritising.card(poll, t),
        "challenges.asked": prioritising.asked(poll, t),
        "challenges.ballot": voting.ballot_form(ballot, t),
        "challenges.thanks": voting.thanks(ballot, ballot.marks, t),
        "challenges.card, closed": squares.card(result, t),
        "challenges.result": squares.message(few, t),
        "challenges.result, mail": mails.mail_to(event, squares.mail_lines(result, t), MAILED, t),
        "challenges.whole": squares.whole(result, t, coordinates=True),
    }


def _quick(t: Translate, words: str, many: int) -> dict[str, Any]:
    """A question in a channel."""
    options = tuple(
        OptionFacts(place, f"{words[:140]} {place}", place) for place in range(1, min(max(3, many), 10) + 1)
    )
    poll = PollFacts(
        id=7, title=words[:300], kind=PollKind.QUICK, method=Method.SINGLE, lists=(ListFacts("all", options, 1),),
        quorum=None, tie=TieRule.SHARED, shown_to=ShownTo.EVERYONE, is_open=True, closes_at=CLOSES,
        tz="Europe/Stockholm", voted=7,
    )  # fmt: skip
    late = replace(poll, is_open=False, closed_at=CLOSES, is_closed_early=True)
    rows = tuple(PollRow(one.id, one.words, one.place, 7 - one.place) for one in options)
    return {
        "quick.card": quick_polls.card(poll, t),
        "quick.card, closed": quick_polls.closed(PollResult(late, (ListResult("all", 7, rows),)), t),
    }


def _poll(event: EventFacts, words: str, many: int) -> PollFacts:
    lists = tuple(
        ListFacts(level, tuple(OptionFacts(start + n, f"{words} {n}") for n in range(many)), 3)
        for level, start in (("overarching", 100), ("operational", 1000))
    )
    return PollFacts(
        id=7, title=event.title, kind=PollKind.TOPICS, method=Method.DOTS, lists=lists, quorum=10, tie=TieRule.CHOICE,
        shown_to=ShownTo.EVERYONE, is_open=True, closes_at=CLOSES, tz=event.tz, event=event, voted=3, entitled=27,
        by_coordinator=1, has_guests=True, operational=(("principal", "Rektor eller skolledare"),),
    )  # fmt: skip


def _result(one: ListFacts, words: str) -> ListResult:
    rows = tuple(
        PollRow(
            option.id, option.words, place, 12.5 - place, is_tied=place == 2, reason=words[:300] if place == 1 else None
        )
        for place, option in enumerate(one.options, start=1)
    )
    groups = (GroupResult("principal", "Rektor eller skolledare", 9, rows), GroupResult(OTHERS, None, 10, rows))
    return ListResult(one.on_list, 19, rows, groups)


def _few(one: ListResult) -> ListResult:
    rows = tuple(replace(row, points=None, is_tied=False, reason=None) for row in one.rows)
    return ListResult(one.on_list, 1, rows)


def _marks(poll: PollFacts, method: Method) -> dict[int, int]:
    first = [one.options[0].id for one in poll.lists]
    second = [one.options[1].id for one in poll.lists]
    if method is Method.SINGLE:
        return dict.fromkeys(first, 1)
    return dict.fromkeys(first, 1) | dict.fromkeys(second, 2 if method in (Method.RANKING, Method.SCORES) else 1)
