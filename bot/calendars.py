"""Meetings as the files that calendars open: one VEVENT each, whatever people have written in them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bot.receipts import Entry, Standing

if TYPE_CHECKING:
    from icalendar import Calendar

PRODUCT = "-//Dialog//Dialog//SV"
ALARMS = (timedelta(days=-1), timedelta(hours=-1))
REFRESHED = timedelta(hours=1)
STATUS = {Standing.FIRM: "CONFIRMED", Standing.TENTATIVE: "TENTATIVE", Standing.OFF: "CANCELLED"}
SHOWN_AS = {Standing.FIRM: "BUSY", Standing.TENTATIVE: "TENTATIVE", Standing.OFF: "FREE"}
STOCKHOLM = """\
BEGIN:VTIMEZONE
TZID:Europe/Stockholm
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""
"""By its rule, for every year: the library writes out single years, which some calendars take for all there is."""


def as_ics(entries: Sequence[Entry]) -> bytes:
    """A file to open once. CANCEL when nothing in it takes place, else PUBLISH.

    Never REQUEST: a calendar would ask the reader for an answer, and mail it to the organiser; answers are given here.
    """
    are_off = bool(entries) and all(entry.standing is Standing.OFF for entry in entries)
    return _written(_calendar(entries, "CANCEL" if are_off else "PUBLISH"))


def as_feed(entries: Sequence[Entry], name: str) -> bytes:
    """What a calendar subscribes to, and reads again every hour."""
    made = _calendar(entries, "PUBLISH")
    made.add("X-WR-CALNAME", name)
    made.add("NAME", name)
    made.add("REFRESH-INTERVAL", REFRESHED, parameters={"VALUE": "DURATION"})
    made.add("X-PUBLISHED-TTL", "PT1H")
    return _written(made)


def _written(made: "Calendar") -> bytes:
    content: bytes = made.to_ical()
    return content


def _calendar(entries: Sequence[Entry], method: str) -> "Calendar":
    from icalendar import Calendar

    made = Calendar()
    made.add("PRODID", PRODUCT)
    made.add("VERSION", "2.0")
    made.add("CALSCALE", "GREGORIAN")
    made.add("METHOD", method)
    for tz in sorted({entry.tz for entry in entries}):
        made.add_component(_zone(tz, [entry.day for entry in entries if entry.tz == tz]))
    for entry in entries:
        made.add_component(_event(entry))
    return made


def _zone(tz: str, days: Sequence[date]) -> Any:
    from icalendar import Timezone

    if tz == "Europe/Stockholm":
        return Timezone.from_ical(STOCKHOLM)
    first, last = date(min(days).year, 1, 1), date(max(days).year + 1, 1, 2)
    return Timezone.from_tzid(tz, first_date=first, last_date=last)


def _event(entry: Entry) -> Any:
    from icalendar import Event, vCalAddress

    made = Event()
    made.add("UID", entry.uid)
    made.add("SEQUENCE", entry.sequence)
    made.add("DTSTAMP", entry.made_at.astimezone(UTC).replace(microsecond=0))
    for name, wall in (("DTSTART", entry.start_time), ("DTEND", entry.end_time)):
        made.add(name, _wall(entry.day, wall, entry.tz))
    made.add("SUMMARY", entry.title)
    made.add("DESCRIPTION", "\n".join(entry.lines))
    if entry.place:
        made.add("LOCATION", entry.place)
    if entry.url:
        made.add("URL", entry.url)
    if entry.organiser and entry.organiser.email:
        address = vCalAddress(f"mailto:{entry.organiser.email}")
        address.params["CN"] = entry.organiser.name
        made.add("ORGANIZER", address)
    made.add("STATUS", STATUS[entry.standing])
    made.add("TRANSP", "TRANSPARENT" if entry.standing is Standing.OFF else "OPAQUE")
    made.add("X-MICROSOFT-CDO-BUSYSTATUS", SHOWN_AS[entry.standing])
    if entry.standing is Standing.FIRM:
        for before in ALARMS:
            made.add_component(_alarm(entry.title, before))
    return made


def _wall(day: date, clock: time, tz: str) -> datetime:
    return datetime.combine(day, clock, tzinfo=ZoneInfo(tz))


def _alarm(title: str, before: timedelta) -> Any:
    from icalendar import Alarm

    made = Alarm()
    made.add("ACTION", "DISPLAY")
    made.add("DESCRIPTION", title)
    made.add("TRIGGER", before)
    return made
