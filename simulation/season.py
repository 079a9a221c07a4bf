"""The season that is played: areas, municipalities, meetings and guests, as a file like any coordinator's."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import yaml

ZONE = "Europe/Stockholm"
FIRST, AFTER_SUMMER_TIME = date(2027, 1, 19), date(2027, 3, 31)
"""One meeting lies just after the change to summer time: its reminders a week before are still in winter time."""
MUNICIPALITIES, OPENS, CLOSES = 8, timedelta(weeks=7), timedelta(weeks=1)
GUESTS = 0.1
"""The share of people who are not in Slack."""
EASTER = (date(2027, 3, 22), date(2027, 4, 5))
"""Nobody meets here: the days before would be holidays."""
ROLES = ("principal", "director", "politician")


@dataclass(frozen=True)
class Meeting:
    """One dialogue, as its coordinator has planned it."""

    area: str
    day: date
    start: time
    capacity: int
    form: str = "physical"
    is_cancelled: bool = False
    guests: tuple[str, ...] = field(default=())

    @property
    def key(self) -> str:
        return f"meeting-{self.area}"

    @property
    def title(self) -> str:
        return f"Dialog i {self.area.title()}"

    @property
    def starts_at(self) -> datetime:
        return datetime.combine(self.day, self.start, ZoneInfo(ZONE))

    @property
    def opens_at(self) -> datetime:
        return datetime.combine(self.invitation, time(9), ZoneInfo(ZONE))

    @property
    def invitation(self) -> date:
        return _working_day(self.day - OPENS)

    @property
    def closes(self) -> date:
        return self.day - CLOSES

    def coordinator(self) -> str:
        return f"samordnare.{self.area}@example.org"

    def municipality(self, number: int) -> str:
        return f"{self.area.title()} {number % MUNICIPALITIES + 1}"


def meetings(areas: int, people: int, chance: random.Random) -> list[Meeting]:
    """A meeting for each area, from January to April; fewer seats than people, so that some have to wait."""
    each, guests = people // areas, round(people // areas * GUESTS)
    days = [AFTER_SUMMER_TIME, *_days(areas - 1)]
    return [
        Meeting(
            area=f"område{number + 1}",
            day=day,
            start=chance.choice([time(9), time(13)]),
            capacity=round(each * chance.uniform(0.6, 0.9)),
            guests=tuple(f"gast.{number + 1}.{guest}@example.org" for guest in range(guests)),
        )
        for number, day in enumerate(sorted(days))
    ]


def as_file(season: list[Meeting]) -> str:
    """The file a coordinator would write. Moving a meeting is another file with another date."""
    return yaml.safe_dump(
        {
            "schema_version": 1,
            "kind": "season",
            "season": _header(),
            "areas": [_area(number, meeting) for number, meeting in enumerate(season)],
            "dialogues": [_dialogue(meeting) for meeting in season],
            "registrations": [_guest(meeting, one) for meeting in season for one in meeting.guests],
        },
        allow_unicode=True,
    )


def _header() -> dict[str, Any]:
    return {
        "id": "simulated",
        "title": "Regionala dialoger",
        "timezone": ZONE,
        "locale": "sv-SE",
        "organiser": {"name": "Myndigheten", "contact_role": "Arrangör", "contact_email": "arrangor@example.org"},
        "target_roles": [{"id": role, "label": role, "expects_slack": True} for role in ROLES],
        "registration_form": [
            {"id": name, "label": name, "required": True} for name in ("name", "email", "organisation", "role")
        ],
        "reminders": [
            {"id": "one_week", "days_before": 7, "at": "09:00"},
            {"id": "one_day", "days_before": 1, "at": "09:00"},
            {"id": "one_hour", "hours_before": 1},
        ],
    }


def _area(number: int, meeting: Meeting) -> dict[str, Any]:
    return {
        "id": meeting.area,
        "name": meeting.area.title(),
        "channel": f"dialog-{number + 1}",
        "coordinator": {"role": f"Samordnare {number + 1}", "email": meeting.coordinator(), "has_slack": True},
        "municipalities": [
            {"code": f"{1000 + number * 100 + one}", "name": meeting.municipality(one)} for one in range(MUNICIPALITIES)
        ],
    }


def _dialogue(meeting: Meeting) -> dict[str, Any]:
    start = meeting.start
    return {
        "id": meeting.key,
        "area": meeting.area,
        "title": meeting.title,
        "date": meeting.day,
        "start": start.isoformat("minutes"),
        "end": start.replace(hour=start.hour + 3).isoformat("minutes"),
        "format": meeting.form,
        "place": {"name": "Kommunhuset", "city": meeting.area.title()},
        "capacity": meeting.capacity,
        "status": "cancelled" if meeting.is_cancelled else "planned",
        "schedule": {
            "save_the_date": _working_day(meeting.invitation - timedelta(weeks=1)),
            "invitation": meeting.invitation,
            "registration_close": meeting.closes,
        },
    }


def _guest(meeting: Meeting, email: str) -> dict[str, Any]:
    return {
        "id": email.split("@")[0].replace(".", "-"),
        "dialogue": meeting.key,
        "person": f"Gäst {email.split('@')[0]}",
        "email": email,
        "role": ROLES[-1],
        "organisation": meeting.municipality(len(email)),
        "has_slack": False,
    }


def _days(count: int) -> list[date]:
    """Tuesdays to Thursdays, evenly spread, clear of Easter."""
    last = date(2027, 4, 22)
    step = (last - FIRST) / max(1, count - 1)
    found = []
    for number in range(count):
        day = FIRST + step * number
        while day.weekday() not in (1, 2, 3) or EASTER[0] <= day <= EASTER[1]:
            day += timedelta(days=1)
        found.append(day)
    return found


def _working_day(day: date) -> date:
    """An invitation on a Saturday reaches nobody."""
    while day.weekday() > 4:
        day -= timedelta(days=1)
    return day
