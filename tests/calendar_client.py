"""A calendar of the kind people have: it opens files one after the other, and keeps the newest of each entry.

It reads with either of two libraries, which share no code: the one that the files are made with, and another.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import icalendar
import vobject


@dataclass(frozen=True)
class Shown:
    """An entry as its owner sees it. `starts` and `ends` are by the file's own description of the zone."""

    uid: str
    sequence: int
    stamp: datetime
    starts: datetime
    ends: datetime
    status: str
    title: str
    place: str
    words: str
    alarms: int

    @property
    def when(self) -> str:
        """Wall time and offset: 2027-03-24 13:00 +0100"""
        return f"{self.starts:%Y-%m-%d %H:%M %z}"


Read = Callable[[bytes], tuple[str, list[Shown]]]


@dataclass
class Calendar:
    read: Read
    entries: dict[str, Shown] = field(default_factory=dict)

    def opens(self, file: bytes) -> None:
        """An older file changes nothing; a file that cancels takes the entry away, known or not."""
        method, found = self.read(file)
        for one in found:
            before = self.entries.get(one.uid)
            if before and (one.sequence, one.stamp) < (before.sequence, before.stamp):
                continue
            assert method == "PUBLISH" or one.status == "CANCELLED"
            self.entries[one.uid] = one

    @property
    def stands(self) -> list[Shown]:
        return [one for one in self.entries.values() if one.status != "CANCELLED"]


def with_icalendar(file: bytes) -> tuple[str, list[Shown]]:
    read = icalendar.Calendar.from_ical(file)
    assert not read.errors and not [one for part in read.walk() for one in part.errors]
    zones = {str(one["TZID"]): one.to_tz() for one in read.walk("VTIMEZONE")}

    def moment(part: Any) -> datetime:
        wall: datetime = part.dt
        return wall.replace(tzinfo=zones[part.params["TZID"]])

    return str(read["METHOD"]), [
        Shown(
            uid=str(one["UID"]),
            sequence=int(one["SEQUENCE"]),
            stamp=one["DTSTAMP"].dt,
            starts=moment(one["DTSTART"]),
            ends=moment(one["DTEND"]),
            status=str(one["STATUS"]),
            title=str(one["SUMMARY"]),
            place=str(one.get("LOCATION", "")),
            words=str(one.get("DESCRIPTION", "")),
            alarms=len(one.walk("VALARM")),
        )
        for one in read.walk("VEVENT")
    ]


def with_vobject(file: bytes) -> tuple[str, list[Shown]]:
    read = vobject.readOne(file.decode(), validate=True)
    return read.method.value, [
        Shown(
            uid=one.uid.value,
            sequence=int(one.sequence.value),
            stamp=one.dtstamp.value.astimezone(UTC),
            starts=one.dtstart.value,
            ends=one.dtend.value,
            status=one.status.value,
            title=one.summary.value,
            place=one.location.value if hasattr(one, "location") else "",
            words=one.description.value,
            alarms=len(getattr(one, "valarm_list", [])),
        )
        for one in getattr(read, "vevent_list", [])
    ]


READERS: dict[str, Read] = {"icalendar": with_icalendar, "vobject": with_vobject}
