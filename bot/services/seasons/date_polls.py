"""The poll that decides a lab session's day, as the file tells it. What it says people would answer is not imported."""

from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

from bot.services.seasons.checks import check_end, check_weekday
from bot.services.seasons.drafts import Draft
from bot.services.seasons.fields import Fields
from bot.services.seasons.plans import What
from bot.services.seasons.values import CLOCK, DAY, TEXT
from models.errors import N_
from models.times import POLL_CLOSING, SENDING

RULE = ["most_parties_represented", "most_yes", "most_if_needed", "earliest"]
FEWEST, MOST = 2, 10


def date_poll(file: Fields, draft: Draft) -> None:
    poll = file.group("date_poll")
    if not file.has("date_poll"):
        return
    key, question = draft.claim(poll, "date poll"), poll.get("question", TEXT)
    event = draft.refer(poll, "session", "session")
    opens, closes = _moments(poll)
    answers = poll.all("answers", TEXT)
    days = list(_days(poll, draft))
    if not FEWEST <= len(days) <= MOST:
        poll.problem("options", N_("a poll asks about at least {least} days, at most {most}"), least=FEWEST, most=MOST)
    rule = poll.all("rule", TEXT)
    if poll.has("rule") and rule != RULE:
        poll.problem("rule", N_("the bot knows one rule: {rule}"), rule=", ".join(RULE))
    draft.refer_if_any(poll, "expected_proposal", "option")
    for answer in poll.groups("sample_answers", private=True):
        _answer(answer, draft, answers)
    draft.add(
        What.DATE_POLL, key, event=event, question=question, opens=opens, closes=closes, options=days, tz=draft.tz
    )


def _moments(poll: Fields) -> tuple[datetime | None, datetime]:
    """By the series' own clock. Without a first day, people are asked when somebody says so."""
    if not poll.has("opens"):
        poll.get("opens_at", CLOCK)
        return None, datetime.combine(poll.need("closes", DAY), _clock(poll, "closes_at", POLL_CLOSING))
    first, last = check_end(poll, start="opens", end="closes", kind=DAY)
    opens = datetime.combine(first, _clock(poll, "opens_at", SENDING))
    closes = datetime.combine(last, _clock(poll, "closes_at", POLL_CLOSING))
    if poll.are_good("opens", "closes", "opens_at", "closes_at") and closes <= opens:
        poll.problem("closes_at", N_("{end} is before {start}"), start=f"{opens:%H:%M}", end=f"{closes:%H:%M}")
    return opens, closes


def _clock(poll: Fields, name: str, usual: time) -> time:
    written = poll.get(name, CLOCK)
    return usual if written is None else written


def _days(poll: Fields, draft: Draft) -> Iterator[dict[str, Any]]:
    seen: dict[tuple[Any, ...], int] = {}
    for option in poll.groups("options", required=True):
        key, day = draft.claim(option, "option"), option.need("date", DAY)
        check_weekday(option)
        start, end = check_end(option)
        first = seen.setdefault((day, start, end), option.line())
        if first != option.line():
            option.problem("date", N_("the same day and time is asked about on line {first}"), first=first)
        yield {"key": key, "day": day, "start_time": start, "end_time": end}


def _answer(answer: Fields, draft: Draft, answers: list[str]) -> None:
    draft.refer(answer, "party", "party")
    answer.need("person", TEXT)
    for option in sorted(draft.ids("option")):
        said = answer.get(option, TEXT)
        if said is not None:
            draft.check(answer, option, said, frozenset(answers))
