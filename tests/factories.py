"""Rows for tests: each is made with what it needs around it, committed, and returned.

Whatever a column may hold can be given by its name; parents that are not given are the first of their kind.
"""

from datetime import datetime, time, timedelta
from itertools import count
from typing import Any, TypeVar
from uuid import uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import (
    Area,
    Assignment,
    Attendance,
    Audience,
    Base,
    Card,
    CardKind,
    CrewMember,
    Delivery,
    Duty,
    Event,
    EventState,
    Form,
    Kind,
    Level,
    Organisation,
    Person,
    Quota,
    Registration,
    RegistrationState,
    Scope,
    Series,
    SeriesKind,
    Step,
    Topic,
    Workspace,
)
from models.deliveries import PRIORITY
from models.organisations import fold
from tests.clock import NOON

REMINDERS = [
    {"id": "one_week", "days_before": 7, "at": "09:00"},
    {"id": "one_day", "days_before": 1, "at": "09:00"},
    {"id": "one_hour", "hours_before": 1},
]
ROLES = [
    {"id": "principal", "label": "Rektor", "expects_slack": True, "levels": ["operational"]},
    {"id": "politician", "label": "Förtroendevald", "expects_slack": False, "levels": ["overarching"]},
]
_numbers = count(1)
Row = TypeVar("Row", bound=Base)


def make_workspace(session: Session, **columns: Any) -> Workspace:
    return _keep(session, Workspace(**{"team_id": "T0SANDBOX", "name": "Sandbox", **columns}))


def make_series(session: Session, workspace: Workspace | None = None, **columns: Any) -> Series:
    values = {
        "workspace_id": _id(workspace) or the_workspace(session).id,
        "key": f"series-{next(_numbers)}",
        "kind": SeriesKind.SEASON,
        "title": "Dialogues 2027",
        "tz": "Europe/Stockholm",
        "role_list": ROLES,
        "reminder_list": REMINDERS,
    }
    return _keep(session, Series(**{**values, **columns}))


def make_area(session: Session, workspace: Workspace | None = None, **columns: Any) -> Area:
    number = next(_numbers)
    values = {
        "workspace_id": _id(workspace) or the_workspace(session).id,
        "key": f"area-{number}",
        "name": "Kronoberg",
        "channel_id": f"C{number:06}",
    }
    return _keep(session, Area(**{**values, **columns}))


def make_organisation(session: Session, name: str = "Ljungby kommun", **columns: Any) -> Organisation:
    values = {"name": name, "display": name, "folded": fold(name)}
    if "workspace_id" not in columns:
        values["workspace_id"] = the_workspace(session).id
    return _keep(session, Organisation(**{**values, **columns}))


def make_person(session: Session, name: str = "Bob", **columns: Any) -> Person:
    """Somebody in Slack; a guest when `slack_user_id` is None."""
    values = {"name": name, "slack_user_id": f"U{next(_numbers):06}", "locale": "sv-SE", "tz": "Europe/Stockholm"}
    if "workspace_id" not in columns:
        values["workspace_id"] = the_workspace(session).id
    return _keep(session, Person(**{**values, **columns}))


def make_guest(session: Session, name: str = "Gunnel", **columns: Any) -> Person:
    return make_person(session, name, **{"slack_user_id": None, "email": f"{name.lower()}@example.org", **columns})


def make_coordinator(session: Session, event: Event, name: str = "Alice", **columns: Any) -> Person:
    """Of the event's area, or of its series when it has none."""
    person = make_person(session, name, workspace_id=event.workspace_id, **columns)
    place = {"area_id": event.area_id} if event.area_id else {"series_id": event.series_id}
    make_assignment(session, person, Duty.COORDINATOR, **place)
    return person


def make_assignment(session: Session, person: Person, duty: Duty, **columns: Any) -> Assignment:
    return _keep(session, Assignment(person_id=person.id, duty=duty, **columns))


def make_crew_member(session: Session, event: Event, person: Person, duty: Duty = Duty.FACILITATOR) -> CrewMember:
    return _keep(session, CrewMember(event_id=event.id, person_id=person.id, duty=duty))


def make_event(
    session: Session,
    *,
    title: str = "Listening",
    starts_at: datetime | None = NOON + timedelta(days=14),
    length: timedelta = timedelta(hours=2),
    series: Series | None = None,
    area: Area | None = None,
    **columns: Any,
) -> Event:
    """Published and open for registration. `starts_at=None`: the date is not decided."""
    series = series or _first(session, Series) or make_series(session)
    if area is None and series.kind is SeriesKind.SEASON:
        area = _first(session, Area) or make_area(session)
    values = {
        "workspace_id": series.workspace_id,
        "series_id": series.id,
        "area_id": _id(area),
        "key": f"event-{next(_numbers)}",
        "title": title,
        "state": EventState.OPEN,
        "form": Form.ON_SITE,
        "tz": series.tz,
        "published_at": NOON - timedelta(days=30),
        "place_name": "Folkets hus",
    }
    event = Event(**{**values, **columns})
    wall = starts_at.astimezone(ZoneInfo(event.tz)) if starts_at else None
    event.reschedule(
        wall.date() if wall else None,
        wall.time() if wall else time(9),
        (wall + length).time() if wall else time(12),
    )
    return _keep(session, event)


def make_quota(session: Session, event: Event, capacity: int, **columns: Any) -> Quota:
    return _keep(session, Quota(**{"event_id": event.id, "scope": Scope.ALL, "capacity": capacity, **columns}))


def make_registration(session: Session, event: Event, person: Person | None = None, **columns: Any) -> Registration:
    """A seat, taken before the test's noon. Counts in no quota unless the test says so."""
    values = {
        "event_id": event.id,
        "number": event.next_number,
        "person_id": (person or make_person(session)).id,
        "role": "principal",
        "attendance": Attendance.ON_SITE,
        "state": RegistrationState.REGISTERED,
        "created_at": NOON - timedelta(days=20),
        "changed_at": NOON - timedelta(days=20),
    }
    if "organisation_id" not in columns:
        values["organisation_id"] = (_first(session, Organisation) or make_organisation(session)).id
    event.next_number += 1
    return _keep(session, Registration(**{**values, **columns}))


def make_step(session: Session, event: Event, **columns: Any) -> Step:
    values = {
        "event_id": event.id,
        "kind": f"step-{next(_numbers)}",
        "audience": Audience.REGISTERED,
        "due_at": NOON,
        "at": time(9),
    }
    return _keep(session, Step(**{**values, **columns}))


def make_delivery(session: Session, event: Event, person: Person | None = None, **columns: Any) -> Delivery:
    """Due at noon, to the person; to a channel when `channel_id` is given instead."""
    kind = columns.get("kind", Kind.REMINDER)
    due_at = columns.get("due_at", NOON)
    values = {
        "workspace_id": event.workspace_id,
        "kind": kind,
        "event_id": event.id,
        "dedup_key": f"{kind}:{next(_numbers)}",
        "token": uuid4().hex,
        "priority": PRIORITY[kind],
        "due_at": due_at,
        "next_at": due_at,
        "created_at": due_at,
    }
    if "channel_id" not in columns:
        values["person_id"] = (person or make_person(session)).id
    return _keep(session, Delivery(**{**values, **columns}))


def make_topic(session: Session, event: Event, title: str = "Hur gör ni?", **columns: Any) -> Topic:
    """An overarching question that everyone reads."""
    values = {"event_id": event.id, "title": title, "level": Level.OVERARCHING, "created_at": NOON}
    return _keep(session, Topic(**{**values, **columns}))


def make_card(session: Session, event: Event, **columns: Any) -> Card:
    """An announcement that stands in the area's channel."""
    values = {
        "workspace_id": event.workspace_id,
        "kind": CardKind.ANNOUNCEMENT,
        "event_id": event.id,
        "channel_id": f"C{next(_numbers):06}",
        "ts": "1800000000.000100",
    }
    return _keep(session, Card(**{**values, **columns}))


def make_home(session: Session, person: Person, **columns: Any) -> Card:
    values = {"workspace_id": person.workspace_id, "kind": CardKind.HOME, "person_id": person.id}
    return _keep(session, Card(**{**values, **columns}))


def the_workspace(session: Session) -> Workspace:
    """The first one; made when there is none."""
    return _first(session, Workspace) or make_workspace(session)


def rows(session: Session, table: type[Base]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def _first(session: Session, table: type[Row]) -> Row | None:
    return session.scalars(select(table).order_by(table.id).limit(1)).first()


def _id(row: Base | None) -> int | None:
    return row.id if row else None


def _keep(session: Session, row: Row) -> Row:
    session.add(row)
    session.commit()
    return row
