"""A national organiser makes a season in Slack: like last year's, or from nothing; and nobody hears of it."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services.seasons.applying import apply
from bot.services.seasons.files import read_file
from models import Area, Assignment, Delivery, Duty, Event, EventState, LogEntry, Series, SeriesKind
from models.database import Sessions
from sandbox.people import Person
from sandbox.workspace import Workspace
from tests.clock import NOON
from tests.scenarios.conftest import ONE_KIND, Later, Rows
from tests.seasons import short_season

NO = "Det kan bara den som ordnar säsongen göra."
pytestmark = ONE_KIND


@pytest.fixture
def nora(workspace: Workspace) -> Person:
    """Organises all dialogues of the country."""
    return workspace.person("U0NORA", name="Nora", email="nationell.arrangor@example.org", locale="sv-SE")


@pytest.fixture
def admin(workspace: Workspace) -> Person:
    return workspace.person("U0ADMIN", name="Ada", email="ada@example.org", locale="sv-SE")


@pytest.fixture
def last_year(bot: object, sessions: Sessions, tmp_path) -> None:
    file = tmp_path / "short.yaml"
    file.write_text(short_season(), "utf-8")
    apply(sessions, read_file(file).plan, NOON, lambda done: None)


def of_series(session: Session, key: str) -> list[Event]:
    rows = select(Event).join(Series, Series.id == Event.series_id).where(Series.key == key).order_by(Event.day)
    return list(session.scalars(rows))


def makes(person: Person, title: str, button: str = "Ny säsong") -> None:
    person.types("/dialog säsonger")
    person.presses(button, in_="form")
    assert person.submits(title=title) == {}


def test_nora_makes_a_season_like_last_years_and_nobody_hears_of_it(
    last_year: None, nora: Person, session: Session, rows: Rows
) -> None:
    before = len(rows(Delivery))
    makes(nora, "Vux-dialogerna 2028", "Ny likadan")
    assert "Det är gjort. Mötena är utkast" in nora.form.text
    old, new = of_series(session, "vux-2027"), of_series(session, "vux-dialogerna-2028")
    assert [event.day for event in new] == [date(2028, 1, 18), date(2028, 2, 29), date(2028, 4, 19)]
    assert [event.day.weekday() for event in new] == [event.day.weekday() for event in old]
    assert {event.state for event in new} == {EventState.DRAFT}
    assert new[0].invitation_on == date(2027, 11, 23) and new[0].title == old[0].title
    assert [event.area_id for event in new] == [event.area_id for event in old]
    assert new[0].agenda == old[0].agenda
    assert len(rows(Delivery)) == before
    series = session.scalars(select(Series).where(Series.key == "vux-dialogerna-2028")).one()
    held = session.scalars(select(Assignment).where(Assignment.series_id == series.id)).all()
    assert [one.duty for one in held] == [Duty.NATIONAL]
    assert "series_made" in {entry.action for entry in rows(LogEntry)}


def test_days_that_something_speaks_against_are_named(last_year: None, nora: Person, session: Session) -> None:
    event = of_series(session, "vux-2027")[0]
    event.reschedule(date(2027, 1, 7), event.start_time, event.end_time)
    event.registration_close_on = event.programme_on = event.poll_close_on = event.poll_open_on = None
    session.commit()
    makes(nora, "Vux-dialogerna 2028", "Ny likadan")
    assert "Se över dessa dagar" in nora.form.text and "torsdag 6 januari 2028" in nora.form.text
    assert "trettondedag jul" in nora.form.text.casefold()


def test_nora_makes_a_season_from_nothing_area_by_area(
    last_year: None, nora: Person, workspace: Workspace, session: Session
) -> None:
    workspace.person("U0KAJSA", name="Kajsa", email="kajsa@example.org", locale="sv-SE")
    workspace.person("U0KALLE", name="Kalle", email="kalle@example.org", locale="sv-SE")
    makes(nora, "Yrkesdialoger 2028")
    assert "Rektor eller skolledare" in nora.form.text and "Halvdag, eftermiddag på plats" in nora.form.text
    nora.presses("Nytt område", in_="form")
    lines = "0860 Hultsfred\n0880 Kalmar\nRegion Kalmar län"
    assert nora.submits(name="Kalmar län", organisation=lines, weeks="8", counties="8") == {}
    assert "Kalmar län" in nora.form.text and "3 organisationer, ingen samordnare än" in nora.form.text
    nora.presses("Samordnare", in_="form")
    assert nora.submits(person="U0KAJSA", colleague="U0KALLE") == {}
    assert "3 organisationer, Kajsa, Kalle" in nora.form.text
    area = session.scalars(select(Area).where(Area.key == "kalmar-lan")).one()
    assert [row.display for row in area.organisations] == ["Hultsfred kommun", "Kalmar kommun", "Region Kalmar län"]
    assert area.winter_weeks == (8,) and area.facts["county_codes"] == ["08"]
    session.commit()
    nora.presses("Ändra", in_="form")
    assert nora.submits(organisation="0840 Mörbylånga") == {}
    assert "4 organisationer, Kajsa, Kalle" in nora.form.text
    nora.presses("Titel och syfte", in_="form")
    assert nora.submits(title="Yrkesdialogerna 2028", short_title="Yrkes 2028", purpose="Mötas") == {}
    nora.presses("Teman", in_="form")
    assert nora.submits(themes="sfi: Sfi och språk\nKompetens i länet") == {}
    series = session.scalars(select(Series).where(Series.key == "yrkesdialoger-2028")).one()
    assert (series.title, series.short_title, series.purpose) == ("Yrkesdialogerna 2028", "Yrkes 2028", "Mötas")
    assert series.theme_list == [
        {"id": "sfi", "label": "Sfi och språk"}, {"id": "kompetens-i-lanet", "label": "Kompetens i länet"},
    ]  # fmt: skip


def test_whoever_begins_or_ends_to_coordinate_hears_it_once(
    last_year: None, nora: Person, workspace: Workspace, later: Later
) -> None:
    kajsa, kalle = (
        workspace.person(f"U0{name.upper()}", name=name, email=f"{name}@example.org", locale="sv-SE")
        for name in ("Kajsa", "Kalle")
    )
    makes(nora, "Yrkesdialoger 2028")
    nora.presses("Nytt område", in_="form")
    assert nora.submits(name="Kalmar län", organisation="0880 Kalmar", weeks="8", counties="8") == {}
    coordinated_by(nora, kajsa)
    coordinated_by(nora, kajsa)
    later()
    assert kajsa.inbox == [
        "Nu samordnar du Kalmar län. Dess möten, vilka som kommer och vad som är härnäst ser du i Hem. "
        "Nora har ordnat det."
    ]
    coordinated_by(nora, kalle)
    coordinated_by(nora, kajsa)
    later()
    assert (len(kajsa.inbox), kalle.inbox) == (1, []), "a slip that was put right before it was told"
    coordinated_by(nora, kalle)
    later()
    assert kajsa.inbox[1:] == ["Du samordnar inte längre Kalmar län. Nora har ordnat det."]
    assert len(kalle.inbox) == 1


def coordinated_by(nora: Person, whom: Person) -> None:
    nora.presses("Samordnare", in_="form")
    assert nora.submits(person=whom.id) == {}


def test_nora_makes_a_lab_series_with_its_parties(last_year: None, nora: Person, session: Session) -> None:
    makes(nora, "Labb om närvaro", "Ny labbserie")
    nora.presses("Lägg till parter", in_="form")
    assert nora.submits(organisation="1980 Västerås stad\nMälardalens universitet") == {}
    series = session.scalars(select(Series).where(Series.key == "labb-om-narvaro")).one()
    assert series.kind is SeriesKind.LAB
    assert [row.display for row in series.parties] == ["Mälardalens universitet", "Västerås stad"]


def test_what_no_file_may_say_nobody_can_say_in_a_form(last_year: None, nora: Person, rows: Rows) -> None:
    makes(nora, "Yrkesdialoger 2028")
    nora.presses("Nytt område", in_="form")
    wrong = nora.submits(name="Kalmar län", organisation="0880 Kalmar", weeks="åtta")
    assert wrong == {"weeks": "Skriv nummer med kommatecken emellan."}
    wrong = nora.submits(name="Kalmar län", organisation="0880 Kalmar", weeks="8", channel="två ord")
    assert "är inget kanalnamn" in wrong["channel"]
    assert "Kalmar län" not in {area.name for area in rows(Area)}


def test_others_make_no_seasons(last_year: None, workspace: Workspace, rows: Rows) -> None:
    alice = workspace.person("U0SAM", name="Alice", email="samordnare.kronoberg@example.org", locale="sv-SE")
    alice.types("/dialog säsonger")
    assert NO in alice.last
    assert len(rows(Series)) == 1


def test_an_admin_makes_the_first_season_of_a_workspace(admin: Person, rows: Rows) -> None:
    makes(admin, "Vux-dialogerna 2027")
    assert [series.key for series in rows(Series)] == ["vux-dialogerna-2027"]
    assert "Ada" in admin.form.text
