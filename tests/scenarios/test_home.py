"""Home: my meetings, my state in each, what I can do now; drawn when opened, redrawn when something changes."""

from sqlalchemy.orm import Session

from bot.context import Bot
from models import Event
from sandbox.people import Person
from tests.factories import make_area, make_event
from tests.scenarios.conftest import MEETING, Later
from tests.scenarios.test_registering import register


def test_home_is_drawn_when_opened_and_again_after_every_change(
    bob: Person, kronoberg: Event, session: Session, later: Later, bot: Bot
) -> None:
    woken: list[bool] = []
    bot.sessions.on_owed = lambda: woken.append(True)
    assert bob.opens_home() is None
    assert woken, "the scheduler hears of it at once"
    later()
    assert "Du är inte anmäld till något möte än." in bob.home.text
    assert "Dialog i Kronoberg" in bob.home.text and "0 anmälda." in bob.home.text

    bob.presses("Anmäl dig", in_="home", near="Dialog i Kronoberg")
    assert bob.submits(organisation="Ljungby", role="principal") == {}
    bob.closes()
    later(seconds=3)
    assert "✓ Du är anmäld." in bob.home.text and "1 anmäld." in bob.home.text
    assert "Det finns inga andra kommande möten." in bob.home.text

    bob.presses("Visa min anmälan", in_="home")
    bob.presses("Lämna återbud", in_="form")
    bob.closes()
    later(seconds=3)
    assert "Du har lämnat återbud." in bob.home.text and "0 anmälda." in bob.home.text


def test_every_way_on_from_home_leads_somewhere(bob: Person, kronoberg: Event, session: Session, later: Later) -> None:
    make_event(session, title="Dialog i Skåne", starts_at=MEETING, area=make_area(session, name="Skåne"))
    bob.opens_home()
    later()
    bob.presses("Kommande möten", in_="home")
    assert "Dialog i Skåne" in bob.form.text
    bob.presses("Anmäl dig", in_="form", near="Dialog i Skåne")
    assert bob.form.title == "Anmäl dig" and "Dialog i Skåne" in bob.form.text
    bob.closes()
    bob.presses("Anmäl dig", in_="home", value=None)
    assert "Vilket möte?" in bob.form.text
    bob.closes()
    bob.presses("Mina anmälningar", in_="home")
    assert "Du är inte anmäld till något möte än." in bob.form.text
    bob.closes()
    bob.presses("Föreslå en fråga", in_="home")
    assert bob.form.title == "Föreslå en fråga"
    bob.closes()
    bob.presses("Frågor", in_="home")
    assert bob.form.title == "Frågor"


def test_nobodys_home_is_drawn_before_it_is_opened(bob: Person, kronoberg: Event, later: Later) -> None:
    register(bob)
    later()
    assert bob.home is None
    bob.workspace.event("app_home_opened", user="U0BOB", channel=bob.dm.id, tab="messages")
    later(seconds=3)
    assert bob.home is None
