"""The lab file's poll of days: made by the import, compared like everything else, fixed once people are asked."""

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.services.dates import due
from bot.services.seasons.applying import apply, preview
from bot.services.seasons.comparing import ASKED
from bot.services.seasons.files import read_file
from bot.services.seasons.plans import What
from models import DateAnswer, DateOption, DatePoll, DatePollState, Event, EventState
from tests.factories import rows
from tests.seasons import EXAMPLES

NOW = datetime(2027, 5, 3, 7, tzinfo=UTC)
OPENS = datetime(2027, 6, 16, 14, 20, tzinfo=UTC)
LAB = (EXAMPLES / "forlabb-skolnarvaro-2027.yaml").read_text("utf-8")
ONE_KIND = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture
def bring(sessions, session, tmp_path: Path):
    def bring(text: str, now: datetime = NOW):
        session.commit()
        return apply(sessions, plan_of(text, tmp_path), now, lambda done: None)

    return bring


def plan_of(text: str, folder: Path):
    file = folder / "lab.yaml"
    file.write_text(text, "utf-8")
    reading = read_file(file)
    assert reading.plan, reading.problems
    return reading.plan


def the_poll(session) -> DatePoll:
    session.expire_all()
    return session.scalars(select(DatePoll)).one()


def days(session) -> list[tuple[str | None, date, time]]:
    found = session.scalars(select(DateOption).order_by(DateOption.id))
    return [(day.key, day.day, day.start_time) for day in found]


def open_it(sessions) -> None:
    with sessions.begin() as session:
        assert due.carry_on(session, OPENS) == 1


def test_the_files_poll_waits_for_its_minute(bring, session):
    bring(LAB)
    poll = the_poll(session)
    assert (poll.state, poll.opens_at, poll.due_at) == (DatePollState.WAITING, OPENS, OPENS)
    assert poll.closes_at == datetime(2027, 6, 24, 10, tzinfo=UTC)
    assert days(session) == [("d1", date(2027, 9, 7), time(9)), ("d2", date(2027, 9, 8), time(9))]
    assert rows(session, DateAnswer) == 0, "what the file says people would answer is no answer"
    assert bring(LAB).is_nothing


@ONE_KIND
def test_before_anyone_is_asked_the_file_may_change_everything(bring, session):
    bring(LAB)
    report = bring(LAB.replace("date: 2027-09-08, weekday: onsdag", "date: 2027-09-09, weekday: torsdag")
                   .replace('opens_at: "16:20"', 'opens_at: "16:25"'))  # fmt: skip
    assert {change.field for change in report.changes} == {"options", "opens"} and not report.conflicts
    assert the_poll(session).due_at == datetime(2027, 6, 16, 14, 25, tzinfo=UTC)
    assert [day for _, day, _ in days(session)] == [date(2027, 9, 7), date(2027, 9, 9)]


@ONE_KIND
def test_once_people_are_asked_the_days_stay_and_the_closing_may_move(bring, sessions, session):
    bring(LAB)
    open_it(sessions)
    changed = LAB.replace("date: 2027-09-08, weekday: onsdag", "date: 2027-09-09, weekday: torsdag")
    changed = changed.replace('closes_at: "12:00"', 'closes_at: "15:00"')
    report = bring(changed, OPENS)
    assert [(one.what, one.field, one.why) for one in report.conflicts] == [(What.DATE_POLL, "options", ASKED)]
    assert [day for _, day, _ in days(session)] == [date(2027, 9, 7), date(2027, 9, 8)]
    assert the_poll(session).closes_at == datetime(2027, 6, 24, 13, tzinfo=UTC)
    assert bring(changed, OPENS).is_nothing


@ONE_KIND
def test_a_file_that_sets_the_day_itself_ends_the_poll(bring, sessions, session):
    bring(LAB)
    bring(LAB.replace("date: null", "date: 2027-09-08").replace("status: date_poll", "status: planned"))
    open_it(sessions)
    assert the_poll(session).state is DatePollState.DROPPED
    event = session.scalars(select(Event).where(Event.key == "forlabb-2")).one()
    assert event.state is EventState.PLANNED


@ONE_KIND
def test_a_preview_tells_of_the_poll_and_changes_nothing(session, tmp_path):
    report = preview(session, plan_of(LAB, tmp_path), NOW)
    assert report.added[What.DATE_POLL] == 1
    assert rows(session, DatePoll) == 0


@pytest.mark.parametrize(
    ("old", "new", "way"),
    [
        ("date: 2027-09-08, weekday: onsdag", "date: 2027-09-07, weekday: tisdag", "date_poll.options[d2].date"),
        ("    - {id: d2, date: 2027-09-08", "    # - {id: d2, date: 2027-09-08", "date_poll.options"),
        ("[most_parties_represented, most_yes,", "[most_yes, most_parties_represented,", "date_poll.rule"),
        ("closes: 2027-06-24", "closes: 2027-06-16", "date_poll.closes_at"),
    ],
)
def test_what_is_wrong_with_the_files_poll_is_named(tmp_path, old, new, way):
    file = tmp_path / "lab.yaml"
    text = LAB.replace(old, new)
    file.write_text(text.replace("expected_proposal: d2", "expected_proposal: d1"), "utf-8")
    reading = read_file(file)
    assert reading.plan is None
    assert way in [problem.field for problem in reading.problems]
