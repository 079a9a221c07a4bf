"""The distance to a meeting in words is true at every distance."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as some

from bot.blocks.reminders import distance
from bot.i18n import read_texts
from tests.facts import make_facts

TEXTS = read_texts()
SV, EN = TEXTS.language("sv"), TEXTS.language("en")
WEEKDAYS = ["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"]
starts = some.datetimes(datetime(2027, 1, 2), datetime(2027, 12, 30))  # noqa: DTZ001 (wall times)
starts = starts.map(lambda moment: moment.replace(microsecond=0))
leads = some.one_of(
    some.timedeltas(timedelta(0), timedelta(hours=2)), some.timedeltas(timedelta(hours=-3), timedelta(days=40))
)
zones = some.sampled_from(["Europe/Stockholm", "America/New_York", "Australia/Lord_Howe", "UTC"])


@given(starts, leads, zones)
def test_the_words_are_true_at_every_distance(start: datetime, lead: timedelta, tz: str) -> None:
    event = make_facts(day=start.date(), start_time=start.time(), tz=tz)
    assert event.starts_at
    now = (event.starts_at.astimezone(UTC) - lead).astimezone(UTC)
    here = now.astimezone(ZoneInfo(tz))
    days = (start.date() - here.date()).days
    words = distance(event, now, SV)

    if lead <= timedelta(0):
        assert words.startswith("Vi har börjat")
        return
    assert "börjat" not in words
    if "om en timme" in words:
        assert timedelta(minutes=54) <= lead <= timedelta(minutes=66) and days == 0
    elif found := re.search(r"om (\d+) minut", words):
        assert abs(lead - timedelta(minutes=int(found[1]))) <= timedelta(minutes=1) and days == 0
    elif words.startswith("I dag"):
        assert days == 0
    elif words.startswith("I morgon"):
        assert days == 1
    elif words.startswith("Om en vecka"):
        assert days == 7
    elif found := re.match(r"Om (\d+) dagar ses vi", words):
        assert days == int(found[1]) > 7
    else:
        assert 1 < days < 7 and words.startswith(f"På {WEEKDAYS[start.weekday()]} kl.")
    if "Om " not in words:
        assert f"kl. {start:%H.%M}" in words


@given(starts, leads)
def test_english_says_the_same(start: datetime, lead: timedelta) -> None:
    event = make_facts(day=start.date(), start_time=start.time())
    assert event.starts_at
    now = event.starts_at.astimezone(UTC) - lead
    pairs = {"Vi har börjat": "We have begun", "I dag": "Today", "I morgon": "Tomorrow", "Om en vecka": "In a week",
             "På ": "On ", "Vi börjar om": "We begin in", "Om ": "In "}  # fmt: skip
    swedish, english = distance(event, now, SV), distance(event, now, EN)
    assert english.startswith(next(there for here, there in pairs.items() if swedish.startswith(here)))
