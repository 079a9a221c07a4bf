"""The bot and its Slack in one process: started, stopped and cut off like a real one."""

import json
import logging
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import event, select

from bot import serving
from bot.app import build_app
from bot.arrivals import Arrivals
from bot.context import Bot
from bot.i18n import read_texts
from bot.services.messages import claims
from bot.services.plan import moments
from bot.services.seasons.applying import apply
from bot.services.seasons.files import read_file
from models import Event, Person, Registration, RegistrationState
from models.database import Sessions, connect
from models.migrations import upgrade
from sandbox.doors import InProcess, NoDoor
from scheduler.runner import Scheduler
from simulation.season import Meeting, as_file
from simulation.time import SimulatedTime
from simulation.trouble import POST, PluggedSlack, PluggedWorkspace, PowerCutError

POSTS_A_SECOND = 8
"""Slack publishes no figure; this many are let through, and whoever posts more is told to wait."""
MANIFEST = Path(__file__).parents[1] / "manifest.json"


class World:
    """`go_on_until` lets the season pass; whatever is due on the way happens at its moment."""

    def __init__(self, folder: Path, begins: datetime) -> None:
        self.time, self.cuts = SimulatedTime(begins), 0
        self.is_up = True
        self._folder = folder
        self.workspace = PluggedWorkspace(
            now=self.time.now, ticks=self.time.ticks, manifest=json.loads(MANIFEST.read_text(encoding="utf-8"))
        )
        self.workspace.keeps_calls = False
        self.workspace.faults.limit(POST, per_second=POSTS_A_SECOND, burst=POSTS_A_SECOND, retry_after=2)
        engine = connect(f"sqlite:///{folder / 'season.db'}")
        upgrade(engine)
        event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
        engine.dispose()  # the power that is cut here is the process's: no need to wait for the disk
        slack = PluggedSlack(self.workspace, retry_handlers=[])
        self.bot = Bot(
            sessions=Sessions(engine),
            slack=slack,
            respond=self._respond,
            clock=self.time,
            ticks=self.time.ticks,
            texts=read_texts(),
        )
        self._members = serving.join(self.bot)
        self._door = InProcess(build_app(self.bot, self._members))
        self._start()

    def read_in(self, season: list[Meeting]) -> None:
        """What `python -m bot import` does, and what the serving bot then notices."""
        file = self._folder / "season.yaml"
        file.write_text(as_file(season), encoding="utf-8")
        reading = read_file(file)
        assert reading.plan, [problem.say(self.bot.texts.language("en")) for problem in reading.problems]
        apply(self.bot.sessions, reading.plan, self.time.now(), lambda _: None)
        Arrivals(self.bot, self._members, wait=self.time.wait).look_around()

    def go_on_until(self, moment: datetime) -> None:
        while self.is_up and (due := self._next_due()) and due < moment:
            self.time.move_to(due)
            self._tick()
        self.time.move_to(moment)
        self._tick()

    def go_down(self) -> None:
        """Nobody answers, and nothing is sent."""
        self.is_up = False
        self.workspace.connect(NoDoor())

    def come_up(self) -> None:
        self.is_up = True
        self._start()

    def _respond(self, url: str, payload: dict[str, Any]) -> None:
        self.workspace.respond(url, payload)

    def states(self, key: str) -> dict[str, RegistrationState]:
        """How everyone's latest registration for a meeting stands, by Slack id or name."""
        rows = (
            select(Person.slack_user_id, Person.name, Registration.state)
            .join(Registration, Registration.person_id == Person.id)
            .join(Event, Event.id == Registration.event_id)
            .where(Event.key == key)
            .order_by(Registration.number)
        )
        with self.bot.sessions.reading() as session:
            return {slack_id or name: state for slack_id, name, state in session.execute(rows)}

    def close(self) -> None:
        self.bot.sessions.engine.dispose()

    def _start(self) -> None:
        self.workspace.connect(self._door)
        self._scheduler = Scheduler(self.bot, wait=self.time.wait)
        with self.bot.sessions.begin() as session:
            claims.sending_to_doubt_at_start(session, self.time.now())

    def _tick(self) -> None:
        if not self.is_up:
            return
        try:
            self._scheduler.tick()
        except PowerCutError:
            self.cuts += 1
            logging.getLogger(__name__).info("the power was cut at %s", self.time.now())
            self._start()
            self._tick()

    def _next_due(self) -> datetime | None:
        with self.bot.sessions.reading() as session:
            due = moments.due(session, self.time.now())
        return self.time.now() if due.deliveries or due.plans else due.next_at
