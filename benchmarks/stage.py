"""What the measurements stand on: a database of its own, people and meetings in it, and a Slack that only says yes."""

import json
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, insert, select
from sqlalchemy.orm import Session

from models import (
    Area,
    Assignment,
    Attendance,
    Delivery,
    Duty,
    Event,
    EventState,
    Form,
    Kind,
    Organisation,
    Person,
    Quota,
    Registration,
    RegistrationState,
    Scope,
    Series,
    SeriesKind,
    Workspace,
)
from models.base import table_of
from models.database import connect
from models.deliveries import PRIORITY
from models.migrations import upgrade
from models.organisations import fold

TEAM = "T0SANDBOX"
SECRET = "a-secret-of-the-benchmark"
SEATS = 1_000_000
AT_ONCE = 5_000
"""Rows of an INSERT."""
TOKENS = {"SLACK_BOT_TOKEN": "xoxb-sandbox", "SLACK_SIGNING_SECRET": SECRET}


def url_of(folder: Path) -> str:
    return f"sqlite:///{folder / 'dialog.db'}"


def prepare(folder: Path, *, people: int, meetings: int) -> tuple[list[int], int]:
    """Meetings with room for everyone, and people Slack has told us of: the meetings' ids and an organisation's."""
    engine = connect(url_of(folder))
    upgrade(engine)
    with Session(engine) as session:
        workspace = Workspace(team_id=TEAM)
        session.add(workspace)
        session.flush()
        now = datetime.now(UTC)
        session.add_all(person(workspace.id, number, now) for number in range(people))
        organisation = Organisation(
            workspace_id=workspace.id, name="Ljungby kommun", display="Ljungby kommun", folded=fold("Ljungby kommun")
        )
        session.add(organisation)
        ids = _meetings(session, workspace.id, meetings, now)
        session.commit()
        found = (ids, organisation.id)
    engine.dispose()
    return found


@contextmanager
def database(folder: Path) -> Iterator[Connection]:
    """One transaction in the measurement's own database."""
    engine = connect(url_of(folder))
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def register(connection: Connection, event_id: int, people: int) -> list[tuple[int, int]]:
    """(person, seat) of so many of those the stage has brought, each with a seat in the meeting."""
    now = datetime.now(UTC)
    ids = connection.scalars(
        select(Person.id).where(Person.locale.is_not(None)).order_by(Person.id).limit(people)
    ).all()
    connection.execute(
        insert(table_of(Registration)),
        [
            {"event_id": event_id, "number": number, "person_id": person, "attendance": Attendance.ON_SITE,
             "state": RegistrationState.REGISTERED, "created_at": now, "changed_at": now}
            for number, person in enumerate(ids, 1)
        ],
    )  # fmt: skip
    rows = connection.execute(select(Registration.person_id, Registration.id))
    return [(row.person_id, row.id) for row in rows]


def owe_reminders(connection: Connection, event_id: int, owed: Iterable[tuple[tuple[int, int], datetime]]) -> None:
    """A reminder for each (person, seat), due at its moment."""
    rows = [
        {"workspace_id": 1, "kind": Kind.REMINDER, "event_id": event_id, "person_id": person, "registration_id": seat,
         "dedup_key": uuid4().hex, "token": uuid4().hex, "priority": PRIORITY[Kind.REMINDER], "due_at": due,
         "next_at": due, "created_at": datetime.now(UTC)}
        for (person, seat), due in owed
    ]  # fmt: skip
    for first in range(0, len(rows), AT_ONCE):
        connection.execute(insert(table_of(Delivery)), rows[first : first + AT_ONCE])


def member(number: int) -> str:
    return f"U{number:06}"


def submission(event_id: int, organisation_id: int, number: int) -> dict[str, Any]:
    """The filled form, as Slack sends it."""
    chosen = {"text": {"type": "plain_text", "text": "Ljungby kommun"}, "value": str(organisation_id)}
    return {
        "type": "view_submission",
        "team": {"id": TEAM, "domain": "bench"},
        "user": {"id": member(number), "username": "one", "name": "one", "team_id": TEAM},
        "api_app_id": "A0DIALOG",
        "token": "bench",
        "trigger_id": "1.2.3",
        "view": {
            "id": "V1",
            "team_id": TEAM,
            "type": "modal",
            "blocks": [],
            "private_metadata": json.dumps({"event": event_id}),
            "callback_id": "registration",
            "state": {
                "values": {"organisation": {"organisation": {"type": "external_select", "selected_option": chosen}}}
            },
            "hash": "1.a",
            "title": {"type": "plain_text", "text": "Anmäl dig"},
            "clear_on_close": False,
            "notify_on_close": False,
            "root_view_id": "V1",
            "app_id": "A0DIALOG",
            "bot_id": "B0DIALOG",
        },
        "response_urls": [],
        "is_enterprise_install": False,
        "enterprise": None,
    }


def command(words: str, number: int = 0) -> dict[str, Any]:
    return {
        "token": "bench",
        "team_id": TEAM,
        "team_domain": "bench",
        "channel_id": "C0GENERAL",
        "channel_name": "general",
        "user_id": member(number),
        "user_name": "one",
        "command": "/dialog",
        "text": words,
        "api_app_id": "A0DIALOG",
        "is_enterprise_install": "false",
        "response_url": "http://127.0.0.1:9/response/1",
        "trigger_id": "1.2.3",
    }


POSTS_A_SECOND = 5
"""Slack's limit for a workspace is "several hundred a minute"; whoever posts more is told to wait."""


@contextmanager
def yes_man(on_post: Callable[[str], None] | None = None, *, posts_a_second: int = POSTS_A_SECOND) -> Iterator[str]:
    """A Slack on this machine that says yes to everything in moderation; yields what SLACK_API_URL is to be."""
    posted = deque[float](maxlen=posts_a_second)

    class Yes(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            method = self.path.rsplit("/", 1)[-1]
            is_post = method == "chat.postMessage"
            is_too_many = is_post and len(posted) == posts_a_second and time.monotonic() - posted[0] < 1
            if is_post and not is_too_many:
                posted.append(time.monotonic())
                if on_post:
                    on_post(json.loads(sent)["channel"])
            body = json.dumps(TOO_MANY if is_too_many else ANSWERS.get(method, {"ok": True})).encode()
            self.send_response(429 if is_too_many else 200)
            self.send_header("Retry-After", "1")
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Yes)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/api/"
    finally:
        server.shutdown()
        server.server_close()


TOO_MANY = {"ok": False, "error": "ratelimited"}
ANSWERS: dict[str, dict[str, Any]] = {
    "auth.test": {"ok": True, "team_id": TEAM, "team": "Bench", "user_id": "U0DIALOG", "bot_id": "B0DIALOG",
                  "user": "dialog", "url": "https://bench.slack.com/"},
    "chat.postMessage": {"ok": True, "channel": "D1", "ts": "1.1"},
    "users.conversations": {"ok": True, "channels": []},
    "users.info": {"ok": False, "error": "user_not_found"},
}  # fmt: skip


def person(workspace_id: int, number: int, now: datetime) -> Person:
    return Person(
        workspace_id=workspace_id,
        slack_user_id=member(number),
        name=f"Person {number}",
        email=f"person{number}@example.org",
        locale="sv-SE",
        tz="Europe/Stockholm",
        read_at=now,
    )


def _meetings(session: Session, workspace_id: int, meetings: int, now: datetime) -> list[int]:
    series = Series(
        workspace_id=workspace_id, key="bench", kind=SeriesKind.SEASON, title="Bench", tz="Europe/Stockholm"
    )
    area = Area(workspace_id=workspace_id, key="bench", name="Bench")
    alice = Person(workspace_id=workspace_id, name="Alice", email="alice@example.org", slack_user_id="U0ALICE")
    session.add_all([series, area, alice])
    session.flush()
    session.add(Assignment(person_id=alice.id, duty=Duty.COORDINATOR, area_id=area.id))
    events = [meeting(series, area, number, now) for number in range(meetings)]
    session.add_all(events)
    session.flush()
    session.add_all(Quota(event_id=event.id, scope=Scope.ALL, capacity=SEATS) for event in events)
    return [event.id for event in events]


def meeting(series: Series, area: Area, number: int, now: datetime) -> Event:
    event = Event(
        workspace_id=series.workspace_id,
        series_id=series.id,
        area_id=area.id,
        key=f"bench-{number}",
        title=f"Meeting {number}",
        state=EventState.OPEN,
        form=Form.ON_SITE,
        tz=series.tz,
        published_at=now - timedelta(days=30),
        place_name="Folkets hus",
    )
    event.reschedule((now + timedelta(days=60)).date(), now.time().replace(hour=9), now.time().replace(hour=12))
    return event
