"""`python -m benchmarks.floor`: the least a bot could do. Bare Bolt, one bare Core transaction, the same server."""

import json
import os
import re
import threading
from datetime import UTC, datetime
from typing import Any

from gunicorn.app.base import BaseApplication
from slack_bolt import Ack, App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient
from sqlalchemy import Engine, insert, select, update

from bot.web import GRACE, THREADS
from models import Attendance, Event, Person, Quota, Registration, RegistrationState
from models.base import table_of
from models.database import connect

EVENTS, QUOTAS, REGISTRATIONS, PEOPLE = (table_of(one) for one in (Event, Quota, Registration, Person))


class Floor(BaseApplication):  # type: ignore[misc]
    def load_config(self) -> None:
        for name, value in {
            "bind": f"127.0.0.1:{os.environ['PORT']}",
            "workers": 1,
            "threads": THREADS,
            "worker_class": "gthread",
            "graceful_timeout": GRACE,
            "loglevel": "warning",
            "control_socket_disable": True,
        }.items():
            self.cfg.set(name, value)

    def load(self) -> SlackRequestHandler:
        return SlackRequestHandler(_app(connect(os.environ["DATABASE_URL"])))


def _app(engine: Engine) -> App:
    client = WebClient(os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"], retry_handlers=[])
    app = App(client=client, signing_secret=os.environ["SLACK_SIGNING_SECRET"], process_before_response=True)
    one_at_a_time = threading.Lock()

    @app.view(re.compile(".*"))
    def register(ack: Ack, body: dict[str, Any]) -> None:
        event_id = json.loads(body["view"]["private_metadata"])["event"]
        with one_at_a_time:
            _register(engine, event_id, int(body["user"]["id"][1:]) + 1)
        ack()

    app.command(re.compile(".*"))(lambda ack: ack())
    return app


def _register(engine: Engine, event_id: int, person_id: int) -> None:
    """Read the event, count the seat, write the registration: three statements, as Core's documentation has them."""
    now = datetime.now(UTC)
    with engine.begin() as connection:
        number = connection.execute(select(EVENTS).where(EVENTS.c.id == event_id)).one().next_number
        connection.execute(
            update(QUOTAS)
            .where(QUOTAS.c.event_id == event_id, QUOTAS.c.taken < QUOTAS.c.capacity)
            .values(taken=QUOTAS.c.taken + 1)
        )
        connection.execute(
            insert(REGISTRATIONS).values(
                event_id=event_id,
                number=number + person_id,
                person_id=person_id,
                attendance=Attendance.ON_SITE,
                state=RegistrationState.REGISTERED,
                created_at=now,
                changed_at=now,
            )
        )


if __name__ == "__main__":
    Floor().run()
