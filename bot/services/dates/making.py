"""A poll of days made in Slack: what is typed becomes days to ask about, or a "no" at the field it is about."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import NamedTuple

from sqlalchemy.orm import Session

from bot.services import log
from bot.services.dates import polls
from bot.services.dates.polls import FEWEST, MOST, Day
from models import DatePoll, DatePollState, Event
from models.database import OWED
from models.errors import N_, Refusal
from models.times import SENDING, instant

OPTION, ENDS, LAST_DAY, OPENS = "option", "ends", "day", "opens"
"""Fields of the form (`bot.blocks.ids.Field`)."""


class Row(NamedTuple):
    """What stands in one row of the form."""

    day: date | None
    start_time: time | None
    end_time: time | None


class Opening(NamedTuple):
    """What is asked, in words of one's own, and when; at once after the press, when it says nothing."""

    question: str | None = None
    day: date | None = None
    clock: time | None = None


def write(
    session: Session,
    event: Event,
    rows: Sequence[Row],
    last_day: date | None,
    last_time: time | None,
    *,
    opening: Opening,
    by_id: int,
    now: datetime,
) -> DatePoll:
    """A new poll, or other days for the one that nobody has been asked by yet."""
    _refuse_unless_looking_for_a_day(event)
    days = _days(event, rows, now)
    closes_at = _closing(event, days, last_day, last_time, now)
    opens_at = _opening(event, opening, closes_at, now)
    poll = polls.live(session, event)
    if poll is None:
        poll = polls.make(
            session, event, days, closes_at=closes_at, tz=event.tz, opens_at=opens_at, question=opening.question
        )
    elif poll.state is not DatePollState.WAITING:
        raise Refusal(N_("People have been asked already: the days can no longer be changed."))
    else:
        poll.closes_at, poll.opens_at, poll.question = closes_at, opens_at, opening.question
        polls.put_days(session, poll, days)
    poll.look_ahead()
    session.info[OWED] = True
    log.about(
        session,
        event,
        "date_poll_written",
        now=now,
        actor_id=by_id,
        poll=poll.id,
        days=[day.day.isoformat() for day in days],
    )
    return poll


def open_now(session: Session, event: Event, poll: DatePoll, *, by_id: int, now: datetime) -> None:
    _refuse_unless_looking_for_a_day(event)
    if poll.state is not DatePollState.WAITING:
        raise Refusal(N_("People have been asked already."))
    if poll.closes_at <= now:
        raise Refusal(N_("The last moment to answer has passed. Change the days first."))
    polls.open_(session, event, poll, now, by_id=by_id)


def close_now(session: Session, event: Event, poll: DatePoll, *, by_id: int, now: datetime) -> None:
    if poll.state is not DatePollState.OPEN:
        raise Refusal(N_("The poll is not open."))
    polls.close(session, event, poll, now, by_id=by_id)


def give_up(session: Session, event: Event, poll: DatePoll, *, by_id: int, now: datetime) -> None:
    if not poll.is_live:
        raise Refusal(N_("The poll has ended already."))
    polls.drop(session, event, poll, now, by_id=by_id)


def _refuse_unless_looking_for_a_day(event: Event) -> None:
    if event.day is not None:
        raise Refusal(N_("{title} has a day already."), title=event.title)
    if event.state not in polls.FINDS_A_DAY:
        raise Refusal(N_("{title} is not waiting for a day."), title=event.title)


def _days(event: Event, rows: Sequence[Row], now: datetime) -> list[Day]:
    days: list[Day] = []
    for place, row in enumerate(rows[:MOST]):
        if row.day is None:
            continue
        start, end = row.start_time or event.start_time, row.end_time or event.end_time
        if end <= start:
            raise Refusal(N_("It ends before it begins."), field=f"{ENDS}{place}")
        if instant(row.day, start, event.tz) <= now:
            raise Refusal(N_("That day has passed."), field=f"{OPTION}{place}")
        day = Day(row.day, start, end)
        if day in days:
            raise Refusal(N_("That day stands here twice."), field=f"{OPTION}{place}")
        days.append(day)
    if len(days) < FEWEST:
        empty = next((place for place, row in enumerate(rows) if row.day is None), 0)
        raise Refusal(N_("Choose at least two days."), field=f"{OPTION}{empty}")
    return sorted(days)


def _opening(event: Event, opening: Opening, closes_at: datetime, now: datetime) -> datetime | None:
    if opening.day is None:
        return None
    opens_at = instant(opening.day, opening.clock or SENDING, event.tz)
    if opens_at <= now:
        raise Refusal(N_("That time has passed."), field=OPENS)
    if opens_at >= closes_at:
        raise Refusal(N_("That is after the last moment to answer."), field=OPENS)
    return opens_at


def _closing(
    event: Event, days: Sequence[Day], last_day: date | None, last_time: time | None, now: datetime
) -> datetime:
    if last_day is None or last_time is None:
        raise Refusal(N_("Choose until when one can answer."), field=LAST_DAY)
    closes_at = instant(last_day, last_time, event.tz)
    if closes_at <= now:
        raise Refusal(N_("That time has passed."), field=LAST_DAY)
    if closes_at >= instant(days[0].day, days[0].start_time, event.tz):
        raise Refusal(N_("That is after the first of the days."), field=LAST_DAY)
    return closes_at
