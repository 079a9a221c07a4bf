"""The organiser of the sample season, with the real bot: nine areas on the board, and all the ways from it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from bot.context import Bot
from bot.services.seasons.applying import apply
from bot.services.seasons.files import read_file
from models import Duty, Series
from models.database import Sessions
from sandbox.running import MANIFEST, example_seasons, read_manifest
from sandbox.seed import seed
from sandbox.wire import Wire
from sandbox.workspace import Workspace
from scheduler.runner import Scheduler
from tests.browser.reach import assert_good_screen
from tests.browser.shots import keep
from tests.browser.visitor import Visitor
from tests.clock import FakeClock
from tests.factories import make_assignment, make_person
from tests.scenarios.conftest import ONE_KIND

pytestmark = [pytest.mark.browser, ONE_KIND]
NORA = "U0NORA"
AREAS = 9


@pytest.fixture
def clock() -> FakeClock:
    """A week before the first of them."""
    return FakeClock()


@pytest.fixture
def workspace(clock: FakeClock) -> Workspace:
    workspace = Workspace(now=clock.now, manifest=read_manifest(MANIFEST))
    workspace.keeps_calls = False
    seed(workspace, example_seasons())
    workspace.person(NORA, name="Nationell arrangör", email="nationell.arrangor@example.org")
    return workspace


@pytest.fixture
def nora(
    page: Page, bot: Bot, workspace: Workspace, clock: FakeClock, sessions: Sessions, session: Session
) -> Iterator[Visitor]:
    """The sample season, and Nora who organises it."""
    for file in example_seasons():
        plan = read_file(file).plan
        assert plan is not None
        apply(sessions, plan, clock.now(), lambda _: None)
    series = session.query(Series).filter(Series.key == "vux-2027").one()
    person = make_person(session, "Nora", slack_user_id=NORA, read_at=clock.now())
    make_assignment(session, person, Duty.NATIONAL, series_id=series.id)
    wire = Wire(workspace)
    wire.start()
    yield Visitor(page, wire.url)
    page.goto("about:blank")
    wire.stop()


def test_nora_sees_nine_areas_and_comes_from_each_line_to_all_about_it_and_back(
    page: Page, nora: Visitor, scheduler: Scheduler
) -> None:
    with page.expect_response("**/do/home"):
        nora.visits(NORA, "home")
    scheduler.tick()
    home = page.get_by_role("main")
    expect(home.get_by_role("button", name="Detaljer")).to_have_count(AREAS)
    seen(page, "board-home")

    nora.presses("Filtrera och bläddra")
    expect(nora.form).to_contain_text("9 möten")
    seen(page)
    nora.chooses("Välj", "Behöver ses till")
    expect(nora.form.get_by_role("button", name="Detaljer")).not_to_have_count(AREAS)
    seen(page)
    nora.form.get_by_role("button", name="Detaljer").first.click()
    expect(nora.form).to_contain_text("Lokalen är bokad")
    seen(page, "board-details")
    nora.presses("Till lägestavlan")
    expect(nora.form).to_contain_text("9 möten")


def seen(page: Page, name: str = "") -> None:
    if name:
        keep(page, name, also_narrow=True)
    assert_good_screen(page)
