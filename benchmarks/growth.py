"""Years of meetings in the measurement's database: those who came, and what they were told."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from benchmarks import stage
from models import (
    Area,
    Attendance,
    Delivery,
    DeliveryState,
    Event,
    Kind,
    Organisation,
    Person,
    Quota,
    Registration,
    RegistrationState,
    Scope,
    Series,
    Workspace,
)
from models.base import table_of
from models.database import connect
from models.deliveries import PRIORITY

FIRST = 100_000
"""The number of the first of these people and meetings: the stage has brought fewer."""
MEETINGS_EACH = 10


def grow(folder: Path, *, meetings: int, registered: int) -> None:
    """More meetings, each with so many registered, who come to ten of them and have their receipts."""
    engine, now = connect(stage.url_of(folder)), datetime.now(UTC)
    with Session(engine) as session:
        workspace_id = session.scalars(select(Workspace.id)).one()
        series, area = session.scalars(select(Series)).one(), session.scalars(select(Area)).one()
        events = [stage.meeting(series, area, FIRST + number, now) for number in range(meetings)]
        crowd = meetings * registered // MEETINGS_EACH
        session.add_all([*events, *(stage.person(workspace_id, FIRST + number, now) for number in range(crowd))])
        session.flush()
        first = session.scalars(select(Person.id).where(Person.slack_user_id == stage.member(FIRST))).one()
        for number, event in enumerate(events):
            people = [first + (number * registered + place) % crowd for place in range(registered)]
            _fill(session, event, people, now)
        session.commit()
    engine.dispose()


def _fill(session: Session, event: Event, people: list[int], now: datetime) -> None:
    event.next_number = len(people) + 1
    session.add(Quota(event_id=event.id, scope=Scope.ALL, capacity=stage.SEATS, taken=len(people)))
    seat: dict[str, Any] = {
        "event_id": event.id,
        "organisation_id": session.scalars(select(Organisation.id)).one(),
        "state": RegistrationState.REGISTERED,
        "attendance": Attendance.ON_SITE,
        "created_at": now,
        "changed_at": now,
    }
    rows = [{**seat, "number": number, "person_id": one} for number, one in enumerate(people, 1)]
    session.execute(insert(table_of(Registration)), rows)
    receipt: dict[str, Any] = {
        "workspace_id": event.workspace_id,
        "kind": Kind.RECEIPT,
        "event_id": event.id,
        "priority": PRIORITY[Kind.RECEIPT],
        "state": DeliveryState.SENT,
        "due_at": now,
        "next_at": now,
        "created_at": now,
    }
    told = [{**receipt, "person_id": one, "dedup_key": uuid4().hex, "token": uuid4().hex} for one in people]
    session.execute(insert(table_of(Delivery)), told)
