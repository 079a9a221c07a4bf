"""The real bot in one room with the page: quick to enter, and time passes when a test says so."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page
from sqlalchemy import Engine

from bot.arrivals import Arrivals
from bot.context import Bot
from bot.members import Members
from bot.services.seasons.applying import apply
from bot.services.seasons.files import read_file
from models.database import Sessions, connect
from sandbox.clock import DemoClock
from sandbox.seed import seed, user_id
from sandbox.wire import Wire
from sandbox.workspace import Workspace
from scheduler.runner import Scheduler
from tests.browser.reach import assert_good_screen
from tests.browser.shots import keep
from tests.browser.visitor import Visitor
from tests.clock import FakeTicks
from tests.seasons import EXAMPLES, short_season

ROOT = Path(__file__).parent.parent.parent.parent
FIRST_MORNING = datetime(2026, 12, 1, 8, tzinfo=UTC)
NOT_IN_THE_FILES = {
    "nationell.arrangor@example.org": "Nationell arrangör",
    "processledare@example.org": "Processledare förlabbet",
}
"""The files have them by mail only."""
LAB = EXAMPLES / "forlabb-skolnarvaro-2027.yaml"


class RoomClock(DemoClock):
    """The page's clock and the bot's in one."""

    can_be_moved = True
    announced: datetime | None = None

    def longest_nap(self) -> float:
        return 30.0

    def announce(self, next_message: datetime | None) -> None:
        self.announced = next_message

    def next_moment(self) -> datetime | None:
        return self.announced


@dataclass(frozen=True)
class Room:
    """Everything that is in it."""

    bot: Bot
    workspace: Workspace
    clock: RoomClock
    scheduler: Scheduler
    ticks: FakeTicks
    url: str
    pages: set[Page] = field(default_factory=set)

    def enters(self, page: Page, name: str, place: str = "") -> Visitor:
        """Somebody of the sample season, by the first part of their address."""
        self.pages.add(page)
        return Visitor(page, self.url).visits(user_id(f"{name}@example.org"), place)

    def later(self, *, days: float = 0, minutes: float = 0) -> None:
        """Time passes, and what has come due is sent."""
        seconds = days * 86400 + minutes * 60
        self.clock.advance(seconds)
        self.ticks.advance(seconds)
        self.scheduler.tick()
        self.workspace.changed()

    def at(self, moment: str) -> None:
        """Not before this time of the meeting's clock."""
        wanted = datetime.fromisoformat(moment).astimezone(UTC)
        self.later(minutes=max(0, (wanted - self.clock.now()).total_seconds() / 60))


@pytest.fixture(scope="session")
def season(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Three areas, and the lab series."""
    file = tmp_path_factory.mktemp("season") / "season.yaml"
    file.write_text(short_season(), "utf-8")
    return [file, LAB]


@pytest.fixture(scope="session")
def filled(_sqlite_template: Path, season: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Imported once: every test begins with it."""
    file = tmp_path_factory.mktemp("filled") / "dialog.db"
    shutil.copyfile(_sqlite_template, file)
    engine = connect(f"sqlite:///{file}")
    for one in season:
        plan = read_file(one).plan
        assert plan
        apply(Sessions(engine), plan, FIRST_MORNING, lambda done: None)
    engine.dispose()
    yield file


@pytest.fixture(params=["sqlite"])
def engine(_sqlite_template: Path, filled: Path, tmp_path: Path) -> Iterator[Engine]:
    file = tmp_path / "dialog.db"
    with closing(sqlite3.connect(filled)) as old, closing(sqlite3.connect(file)) as new:
        old.backup(new)
    engine = connect(f"sqlite:///{file}")
    yield engine
    engine.dispose()


@pytest.fixture
def clock(tmp_path: Path) -> RoomClock:
    clock = RoomClock(tmp_path / "clock")
    clock.advance((FIRST_MORNING - clock.now()).total_seconds())
    return clock


@pytest.fixture
def workspace(clock: RoomClock, ticks: FakeTicks, season: list[Path]) -> Workspace:
    manifest = json.loads((ROOT / "manifest.json").read_text("utf-8"))
    workspace = Workspace(now=clock.now, ticks=ticks, manifest=manifest)
    for email, name in NOT_IN_THE_FILES.items():
        workspace.person(user_id(email), name=name, email=email, locale="sv-SE")
    seed(workspace, season)
    return workspace


@pytest.fixture
def room(bot: Bot, workspace: Workspace, clock: RoomClock, ticks: FakeTicks, scheduler: Scheduler) -> Iterator[Room]:
    Arrivals(bot, Members(1, "T0SANDBOX"), wait=lambda _: None).look_around()
    wire = Wire(workspace, clock)
    wire.start()
    room = Room(bot, workspace, clock, scheduler, ticks, wire.url)
    yield room
    for page in room.pages:
        page.goto("about:blank")  # so that none asks for what is no longer served
    wire.stop()


def good(page: Page, picture: str = "", *, says: str = "") -> None:
    """Good at this width; and a picture of it when somebody keeps them."""
    assert_good_screen(page, says=says)
    if picture:
        keep(page, picture)
