"""A series is written out as its file was, with what has become of it since; and read again it changes nothing."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.services.dates import deciding, polls
from bot.services.plan import steps
from bot.services.plan.rules import Rule
from bot.services.registration import quotas
from bot.services.seasons import exporting, extras
from bot.services.seasons.applying import apply
from bot.services.seasons.files import read_file
from models import (
    Anchor,
    Area,
    Assignment,
    Audience,
    DateOption,
    DatePoll,
    DatePollState,
    Duty,
    Event,
    Form,
    Level,
    Says,
    Scope,
    Series,
    SeriesFile,
    Topic,
)
from models.database import Sessions, connect
from models.migrations import upgrade
from tests.factories import make_person
from tests.seasons import EXAMPLES, short_season

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
SAMPLES = {"vux-2027": "regional-dialogues-2027.yaml", "forlabb-skolnarvaro-2027": "forlabb-skolnarvaro-2027.yaml"}
NEVER = {"sample_registrations", "sample_answers", "sample_ballots", "expected_proposal", "expected_squares",
         "participants"}  # fmt: skip
ONE_KIND = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def without_answers(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: without_answers(one) for name, one in value.items() if name not in NEVER}
    return [without_answers(one) for one in value] if isinstance(value, list) else value


def text_of(key: str) -> str:
    return short_season() if key == "vux-2027" else (EXAMPLES / SAMPLES[key]).read_text("utf-8")


def bring(sessions: Sessions, file: Path):
    reading = read_file(file)
    assert reading.problems == (), [str(one) for one in reading.problems]
    return apply(sessions, reading.plan, NOW, lambda done: None)


def take(sessions: Sessions, key: str) -> str:
    with sessions.begin() as session:
        return exporting.export(session, exporting.series_to_export(session, key), NOW)


@pytest.fixture
def saved(tmp_path):
    def saved(text: str) -> Path:
        file = tmp_path / "export.yaml"
        file.write_text(text, "utf-8")
        return file

    return saved


@pytest.fixture
def elsewhere(tmp_path, _sqlite_template) -> Iterator[Sessions]:
    engine = connect(f"sqlite:///{tmp_path / 'elsewhere.db'}")
    upgrade(engine)
    yield Sessions(engine)
    engine.dispose()


def goes_round(sessions: Sessions, elsewhere: Sessions, saved, sample: str, key: str) -> None:
    """What came in comes out; read again here it changes nothing; read elsewhere it comes out the same."""
    bring(sessions, saved(sample))
    text = take(sessions, key)
    assert yaml.safe_load(text) == without_answers(yaml.safe_load(sample))
    again = bring(sessions, saved(text))
    assert again.is_nothing and again.conflicts == []
    assert take(sessions, key) == text
    bring(elsewhere, saved(text))
    assert take(elsewhere, key) == text


@ONE_KIND
def test_the_sample_season_goes_round(sessions, saved, elsewhere):
    goes_round(sessions, elsewhere, saved, (EXAMPLES / SAMPLES["vux-2027"]).read_text("utf-8"), "vux-2027")


def test_the_sample_lab_series_goes_round(sessions, saved, elsewhere):
    key = "forlabb-skolnarvaro-2027"
    goes_round(sessions, elsewhere, saved, (EXAMPLES / SAMPLES[key]).read_text("utf-8"), key)


def with_coordinator(session: Session, area: str, name: str, email: str, slack_user_id: str | None) -> None:
    place = session.scalars(select(Area).where(Area.key == area)).one()
    person = make_person(session, name=name, email=email, slack_user_id=slack_user_id)
    session.add(Assignment(person_id=person.id, duty=Duty.COORDINATOR, area_id=place.id))


def event_of(session: Session, key: str) -> Event:
    return session.scalars(select(Event).where(Event.key == key)).one()


def change_the_season(session: Session) -> None:
    """As people do in Slack."""
    event = event_of(session, "vux-2027-kronoberg")
    event.title, event.city, event.form = "Dialog i Kronoberg: nu i Älmhult", "Älmhult", Form.HYBRID
    event.reschedule(date(2027, 1, 20), time(9), time(12))
    quotas.resize(session, event, Scope.ALL, 55)
    quotas.resize(session, event, Scope.ROLE, 7, "principal")
    first = session.scalars(select(Topic).where(Topic.key == "kro-1")).one()
    first.title = "Hur planerar vi tillsammans?"
    rektor = make_person(session, name="Rektor Lessebo", slack_user_id="U0LESSEBO")
    session.add(
        Topic(event_id=event.id, level=Level.OPERATIONAL, title="Vem får validera?", proposer_id=rektor.id,
              proposer_role="principal", created_at=NOW)
    )  # fmt: skip
    session.flush()
    plan = {step.kind: step for step in steps.of(session, event)}
    steps.change(session, plan["one_week"], Rule(Says.REMINDER, Audience.REGISTERED, Anchor.START, 5, 0, time(10)), NOW)
    steps.switch(session, plan["last_nudge"], NOW, is_off=True)
    with_coordinator(session, "kronoberg", "Biträdande samordnare", "bitr.samordnare@example.org", "U0BITR")
    series = session.scalars(select(Series)).one()
    series.title = "Vux-dialogerna våren 2027"


@ONE_KIND
def test_what_was_changed_in_slack_is_in_the_file(sessions, session, saved, elsewhere):
    bring(sessions, saved(short_season()))
    change_the_season(session)
    session.commit()
    text = take(sessions, "vux-2027")
    found = yaml.safe_load(text)
    event = found["dialogues"][0]
    assert (event["title"], event["place"]["city"]) == ("Dialog i Kronoberg: nu i Älmhult", "Älmhult")
    assert (event["date"], event["weekday"], event["iso_week"]) == (date(2027, 1, 20), "onsdag", 3)
    assert (event["start"], event["end"], event["format"]) == ("09:00", "12:00", "hybrid")
    assert (event["capacity"], event["seats"]) == (55, {"roles": {"principal": 7}})
    assert event["topics"][0]["title"] == "Hur planerar vi tillsammans?"
    assert event["topics"][-1] == {"id": "vux-2027-kronoberg-1", "level": "operational", "title": "Vem får validera?"}
    assert event["plan"] == [{"id": "last_nudge", "off": True}, {"id": "one_week", "days_before": 5, "at": "10:00"}]
    assert found["season"]["title"] == "Vux-dialogerna våren 2027"
    assert [one["email"] for one in found["areas"][0]["coordinator"]] == [
        "samordnare.kronoberg@example.org", "bitr.samordnare@example.org",
    ]  # fmt: skip
    again = bring(sessions, saved(text))
    assert again.is_nothing and again.conflicts == []
    assert take(sessions, "vux-2027") == text
    bring(elsewhere, saved(text))
    assert yaml.safe_load(take(elsewhere, "vux-2027")) == found


@ONE_KIND
def test_a_day_that_was_decided_is_in_the_file_and_nobody_is_asked_again(sessions, session, saved, elsewhere):
    bring(sessions, EXAMPLES / SAMPLES["forlabb-skolnarvaro-2027"])
    event = event_of(session, "forlabb-2")
    poll = session.scalars(select(DatePoll)).one()
    day = session.scalars(select(DateOption).where(DateOption.key == "d2")).one()
    person = make_person(session, name="Processledare", slack_user_id="U0LEAD")
    polls.open_(session, event, poll, NOW)
    polls.close(session, event, poll, NOW + timedelta(days=3, seconds=5))
    deciding.decide(session, event, poll, day, reason="Alla kan", by_id=person.id, now=NOW + timedelta(days=4))
    session.commit()
    text = take(sessions, "forlabb-skolnarvaro-2027")
    found = yaml.safe_load(text)
    assert found["sessions"][1]["date"] == date(2027, 9, 8) and found["sessions"][1]["weekday"] == "onsdag"
    assert [one["id"] for one in found["date_poll"]["options"]] == ["d1", "d2"]
    again = bring(sessions, saved(text))
    assert again.is_nothing and again.conflicts == []
    bring(elsewhere, saved(text))
    assert yaml.safe_load(take(elsewhere, "forlabb-skolnarvaro-2027")) == found
    with elsewhere.reading() as looking:
        assert looking.scalars(select(DatePoll)).one().state is DatePollState.DROPPED


@ONE_KIND
@pytest.mark.parametrize("key", SAMPLES)
def test_what_the_rows_know_needs_no_file(sessions, session, saved, elsewhere, key):
    bring(sessions, saved(text_of(key)))
    session.execute(delete(SeriesFile))
    session.commit()
    text = take(sessions, key)
    again = bring(sessions, saved(text))
    assert again.is_nothing and again.conflicts == []
    bring(elsewhere, saved(text))
    assert take(elsewhere, key) == text


@ONE_KIND
def test_what_an_older_bot_kept_of_a_file_comes_out_too(sessions, session):
    bring(sessions, EXAMPLES / SAMPLES["forlabb-skolnarvaro-2027"])
    file, series = session.scalars(select(SeriesFile)).one(), session.scalars(select(Series)).one()
    of_series = dict(file.content["series"][series.key])
    kept = {name: of_series.pop(name) for name in extras.NAMES if name in of_series}
    file.source, series.extras, file.unused = None, None, {**file.unused, **kept}
    file.content = {**file.content, "series": {series.key: of_series}}
    session.commit()
    found, sample = (yaml.safe_load(text) for text in (
        take(sessions, "forlabb-skolnarvaro-2027"), (EXAMPLES / SAMPLES["forlabb-skolnarvaro-2027"]).read_text("utf-8"),
    ))  # fmt: skip
    for name in ("inventory", "shared_challenges", "commitments", "timeline", "retention"):
        assert found[name] == sample[name]
    assert not NEVER & set(found) and "sample_answers" not in found["date_poll"]


@ONE_KIND
def test_nobodys_answers_are_in_it(sessions, saved):
    for key in SAMPLES:
        bring(sessions, saved(text_of(key)))
        text = take(sessions, key)
        for words in ("Glutenfritt", "Vegetariskt", "Textning i mötet", "rektor.tingsryd", "forskare.skola@", "[5, 4]"):
            assert words not in text
    with sessions.reading() as session:
        kept = "".join(session.scalars(select(SeriesFile.source)))
    assert "Glutenfritt" not in kept and "rektor.tingsryd" not in kept and "sample_" not in kept


@ONE_KIND
def test_it_is_written_in_the_order_and_manner_of_the_samples(sessions, saved):
    bring(sessions, saved(short_season()))
    lines = take(sessions, "vux-2027").splitlines()
    for line in ('    county_codes: ["07"]', '      - {code: "0764", name: Alvesta}', '    start: "13:00"',
                 "    date: 2027-01-19", "  purpose: >-", "    catering: {coffee: true, meal: false}"):  # fmt: skip
        assert line in lines
    assert max(len(line) for line in lines) <= 160


@ONE_KIND
def test_the_points_of_a_checklist_of_its_own_are_told_and_read_again(sessions, session, saved, elsewhere):
    bring(sessions, saved(short_season()))
    series = session.scalars(select(Series)).one()
    series.checklist = [{"key": "venue", "words": None}, {"key": "p1", "words": "Tolk är bokad"}]
    session.commit()
    text = take(sessions, "vux-2027")
    assert yaml.safe_load(text)["season"]["checklist"] == [{"id": "venue"}, {"id": "p1", "label": "Tolk är bokad"}]
    assert bring(sessions, saved(text)).is_nothing
    bring(elsewhere, saved(text))
    with elsewhere.reading() as there:
        assert there.scalars(select(Series.checklist)).one() == series.checklist
    assert read_file(saved(text.replace("- {id: venue}", "- {id: lokal}"))).plan is None, "no point of ours"
