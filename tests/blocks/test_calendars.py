"""Calendar files, opened by a calendar: the right day and hour, one entry that moves, and words that stay words."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest

from bot.blocks import calendar_entries as entries
from bot.blocks import calendars as show
from bot.calendars import as_feed, as_ics
from bot.i18n import Translate, read_texts
from bot.receipts import CalendarFacts, Hold
from models.events import EventState, Form
from models.registrations import Attendance, RegistrationState
from tests.calendar_client import READERS, Calendar, Read
from tests.clock import NOON
from tests.facts import make_facts

UID = "6f1c7f9e-0d3a-4a55-9c07-6d8f5d1f4c11"
ADDRESS, LINK = "Västra Esplanaden 18, Växjö", "https://video.example.org/kronoberg"
TUESDAY = Hold("1", date(2027, 9, 7), time(9), time(12), "Europe/Stockholm")
WEDNESDAY = Hold("2", date(2027, 9, 8), time(9), time(12), "Europe/Stockholm")
THURSDAY = Hold("3", date(2027, 9, 9), time(9), time(12), "Europe/Stockholm")
HOSTILE = "Dialog, del 1; A\\B\r\nEND:VEVENT\nBEGIN:VEVENT\u2028UID:x\x85SUMMARY:Annat \u202eåäö\x00\x0b 🙂"


@pytest.fixture(params=list(READERS))
def calendar(request: pytest.FixtureRequest) -> Calendar:
    return Calendar(READERS[request.param])


@pytest.fixture(scope="module")
def t() -> Translate:
    return read_texts().for_locale("sv-SE", "Europe/Stockholm")


def facts(sequence: int = 0, hours: int = 0, **changes: Any) -> CalendarFacts:
    """Bob, who is registered, some hours into the test's day; what is not the meeting's own begins with `my_`."""
    mine = {name.removeprefix("my_"): changes.pop(name) for name in list(changes) if name.startswith("my_")}
    seat = {"state": RegistrationState.REGISTERED, "attendance": Attendance.ON_SITE, "address": ADDRESS, "url": LINK}
    made_at = NOON + timedelta(hours=hours)
    return CalendarFacts(make_facts(**changes), UID, sequence, made_at, **{**seat, **mine})


def file(found: CalendarFacts, t: Translate) -> bytes:
    entry = entries.entry(found, t)
    assert entry
    return as_ics([entry])


def test_a_meeting_that_moves_changes_form_and_is_cancelled_is_one_entry_all_along(
    calendar: Calendar, t: Translate
) -> None:
    made = file(facts(day=date(2027, 3, 24)), t)
    moved = file(facts(1, 1, day=date(2027, 3, 31)), t)
    digital = {"day": date(2027, 3, 31), "form": Form.DIGITAL, "my_attendance": Attendance.DIGITAL}
    changed = file(facts(2, 2, **digital), t)
    off = file(facts(3, 3, **digital, state=EventState.CANCELLED, reason="för få kunde komma"), t)

    calendar.opens(made)
    (entry,) = calendar.stands
    assert entry.when == "2027-03-24 13:00 +0100" and entry.ends.hour == 16, "before the clocks change"
    assert (entry.status, entry.title, entry.alarms) == ("CONFIRMED", "Dialog i Kronoberg", 2)
    assert entry.place == f"Kommunhuset, Sal A, Växjö, {ADDRESS}"
    calendar.opens(moved)
    calendar.opens(made)
    (entry,) = calendar.stands
    assert entry.when == "2027-03-31 13:00 +0200" and entry.ends.hour == 16, "after; the older file changes nothing"
    calendar.opens(changed)
    (entry,) = calendar.stands
    assert entry.place == LINK and f"Gå till mötet: {LINK}" in entry.words
    calendar.opens(off)
    calendar.opens(changed)
    assert calendar.stands == [] and list(calendar.entries) == [UID]
    (gone,) = calendar.entries.values()
    assert gone.title == "Inställd: Dialog i Kronoberg" and "Orsak: för få kunde komma." in gone.words
    assert gone.alarms == 0 and b"METHOD:CANCEL" in off and b"TRANSP:TRANSPARENT" in off


@pytest.mark.parametrize(
    ("day", "offset"),
    [("2027-03-27", "+0100"), ("2027-03-28", "+0200"), ("2027-03-29", "+0200"), ("2027-10-31", "+0100")],
)
def test_the_file_alone_says_what_the_clock_shows(calendar: Calendar, t: Translate, day: str, offset: str) -> None:
    calendar.opens(file(facts(day=date.fromisoformat(day)), t))
    assert calendar.stands[0].when == f"{day} 13:00 {offset}"


def test_a_meeting_in_another_zone_brings_that_zone_along(calendar: Calendar, t: Translate) -> None:
    calendar.opens(file(facts(day=date(2027, 3, 29), tz="Europe/Helsinki"), t))
    assert calendar.stands[0].when == "2027-03-29 13:00 +0300"


def test_what_bob_reads_in_his_calendar(t: Translate) -> None:
    _, (entry,) = READERS["vobject"](file(facts(), t))
    assert entry.words == (
        "Får du förhinder? Skriv /dialog återbud i Slack, så går platsen till någon annan.\n"
        "Frågor? Kontakta Alice Alm (alice@example.org)."
    )


@pytest.mark.parametrize(
    ("attendance", "place", "has_link"),
    [
        (Attendance.ON_SITE, f"Kommunhuset, Sal A, Växjö, {ADDRESS}", False),
        (Attendance.DIGITAL, LINK, True),
        (None, f"Kommunhuset, Sal A, Växjö, {ADDRESS}", True),
    ],
)
def test_in_a_hybrid_meeting_each_has_the_own_way_in(
    t: Translate, attendance: Attendance | None, place: str, has_link: bool
) -> None:
    content = file(facts(form=Form.HYBRID, my_attendance=attendance, my_is_mail=attendance is None), t)
    _, (entry,) = READERS["icalendar"](content)
    assert entry.place == place and (LINK in entry.words) is has_link


def test_whoever_is_not_in_yet_holds_the_day_and_learns_neither_address_nor_link(t: Translate) -> None:
    for state, words in (
        (None, "Du är inte anmäld än."),
        (RegistrationState.OFFERED, "Det finns en plats till dig. Svara i Slack."),
        (RegistrationState.WAITLISTED, "Du står på väntelistan."),
    ):
        content = file(facts(my_state=state, my_address=None, my_url=None), t)
        _, (entry,) = READERS["vobject"](content)
        assert (entry.status, entry.title, entry.place) == ("TENTATIVE", "Preliminärt: Dialog i Kronoberg", "Växjö")
        assert entry.words.startswith(words) and entry.alarms == 0


def test_whoever_gives_the_seat_back_has_the_entry_struck_out(calendar: Calendar, t: Translate) -> None:
    calendar.opens(file(facts(1), t))
    calendar.opens(file(facts(2, my_state=RegistrationState.CANCELLED, my_may_come=False), t))
    assert calendar.stands == [] and calendar.entries[UID].title == "Återbud: Dialog i Kronoberg"


def test_days_that_are_held_become_one_meeting(calendar: Calendar, t: Translate) -> None:
    open_ = facts(my_state=None, day=None)
    days = [TUESDAY, WEDNESDAY, THURSDAY]
    calendar.opens(as_ics(entries.holds(open_, days, t)))
    assert [one.when for one in calendar.stands] == [
        "2027-09-07 09:00 +0200", "2027-09-08 09:00 +0200", "2027-09-09 09:00 +0200",
    ]  # fmt: skip
    assert {one.status for one in calendar.stands} == {"TENTATIVE"}
    assert "Håll den fri tills du får besked." in calendar.stands[0].words

    days[2] = replace(THURSDAY, version=1, is_off=True)
    calendar.opens(as_ics(entries.holds(open_, days, t)))
    assert [one.starts.day for one in calendar.stands] == [7, 8]

    chosen = facts(1, 1, day=date(2027, 9, 8), start_time=time(9), end_time=time(12))
    calendar.opens(as_ics(entries.holds(chosen, days, t)))
    (entry,) = calendar.stands
    assert (entry.uid, entry.when, entry.status) == (UID, "2027-09-08 09:00 +0200", "CONFIRMED")
    calendar.opens(file(facts(2, 2, day=date(2027, 9, 15)), t))
    assert [one.starts.day for one in calendar.stands] == [15], "from then on it moves as any meeting"


def test_lines_are_folded_between_letters_and_words_stay_words(calendar: Calendar, t: Translate) -> None:
    long = "Åtgärder för skolnärvaro på Öland – " * 8
    content = file(facts(title=f"{HOSTILE} {long}", place_name=HOSTILE, my_address=HOSTILE), t)
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert b"\n" not in content.replace(b"\r\n", b"")
    for line in content.split(b"\r\n"):
        line.decode()  # no letter is cut in two
    calendar.opens(content)
    (entry,) = calendar.stands
    words = "Dialog, del 1; A\\B END:VEVENT BEGIN:VEVENT UID:x SUMMARY:Annat åäö 🙂"
    assert entry.title == f"{words} {long.strip()}" and entry.uid == UID
    assert entry.place == f"{words}, Sal A, Växjö, {words}"
    assert content.count(b"\r\nBEGIN:VEVENT") == 1


def test_an_odd_name_of_the_coordinator_does_no_harm(calendar: Calendar, t: Translate) -> None:
    for odd in (
        {"name": 'Alice "Al"; Alm: å,\nBEGIN:VEVENT ^n'},
        {"email": "alice@example.org\r\nATTENDEE:mailto:x@y.z"},
    ):
        alice = replace(make_facts().contacts[0], **odd)
        content = file(facts(contacts=(alice,)), t)
        calendar.opens(content)
        assert calendar.stands[0].title == "Dialog i Kronoberg" and b"\r\nATTENDEE" not in content


def test_no_file_asks_for_an_answer_by_mail(t: Translate) -> None:
    content = file(facts(), t)
    assert b"METHOD:PUBLISH" in content and b"ATTENDEE" not in content
    assert b'ORGANIZER;CN="Alice Alm":mailto:alice@example.org' in content


def test_a_feed_tells_its_name_and_how_often_to_read_it(t: Translate) -> None:
    entry = entries.entry(facts(), t)
    assert entry
    content = as_feed([entry], "Mina dialoger")
    assert b"METHOD:PUBLISH" in content and b"X-WR-CALNAME:Mina dialoger" in content
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H" in content and b"X-PUBLISHED-TTL:PT1H" in content


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_an_empty_feed_is_a_calendar_all_the_same(read: Read) -> None:
    assert read(as_feed([], "Mina dialoger")) == ("PUBLISH", [])


def test_a_file_is_named_after_the_meeting_and_its_day(t: Translate) -> None:
    entry = entries.entry(facts(), t)
    assert entry and show.filename(entry) == "dialog-i-kronoberg-2027-01-19-1300.ics"
