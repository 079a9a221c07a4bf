"""An organisation leaves an area, an area a season, a party a lab: what that causes is seen first, no seat is lost."""

import pytest
import yaml

from bot.context import Bot
from bot.services.seasons import exporting
from bot.services.seasons.applying import apply, preview
from bot.services.seasons.files import read_words
from models import Area, AreaOrganisation, Assignment, Duty, Event, LogEntry, Organisation, Registration, SeriesParty
from models.database import Sessions
from sandbox.people import Person
from sandbox.workspace import Workspace
from tests.clock import NOON
from tests.scenarios.conftest import ONE_KIND, Rows
from tests.seasons import EXAMPLES, short_season

pytestmark = ONE_KIND
LAB = "forlabb-skolnarvaro-2027"


def brought(sessions: Sessions, text: str) -> None:
    plan = read_words("", text).plan
    assert plan is not None
    apply(sessions, plan, NOON, lambda done: None)


@pytest.fixture
def nora(bot: Bot, sessions: Sessions, workspace: Workspace) -> Person:
    """Organises the season."""
    brought(sessions, short_season())
    return workspace.person("U0NORA", name="Nora", email="nationell.arrangor@example.org", locale="sv-SE")


@pytest.fixture
def admin(workspace: Workspace) -> Person:
    return workspace.person("U0ADMIN", name="Ada", email="ada@example.org", locale="sv-SE")


def chooses(person: Person, name: str, *, near: str | None = None, button: str = "Ta bort") -> dict[str, str]:
    person.types("/dialog säsonger")
    person.presses("Öppna", in_="form")
    person.presses(button, in_="form", **({"value": near} if near else {}))
    return person.submits(organisation=name)


def members(rows: Rows, area: str) -> set[str]:
    """What the organisations of an area are called."""
    wanted = next(one.id for one in rows(Area) if one.key == area)
    names = {one.id: one.display for one in rows(Organisation)}
    return {names[one.organisation_id] for one in rows(AreaOrganisation) if one.area_id == wanted}


def written(sessions: Sessions, key: str) -> str:
    with sessions.begin() as session:
        return exporting.export(session, exporting.series_to_export(session, key), NOON)


def test_an_organisation_leaves_its_area_after_it_was_seen_what_that_causes(
    nora: Person, sessions: Sessions, rows: Rows
) -> None:
    assert chooses(nora, "Region Kronoberg", near="1 kronoberg") == {}
    assert "Region Kronoberg räknas inte längre" in nora.form.text
    assert "Region Kronoberg" in members(rows, "kronoberg"), "nothing has been taken out yet"
    assert nora.submits() == {}
    assert "Region Kronoberg är borttagen." in nora.form.text
    assert "Region Kronoberg" not in members(rows, "kronoberg")
    entry = rows(LogEntry)[-1]
    assert entry.action == "organisation_removed" and entry.actor_id and entry.facts["organisation"]
    text = written(sessions, "vux-2027")
    assert "Region Kronoberg" not in yaml.safe_load(text)["areas"][0]["other_organisations"]
    with sessions.reading() as session:
        again = preview(session, read_words("", text).plan, NOON)
        old = preview(session, read_words("", short_season()).plan, NOON)
    assert again.is_nothing and again.conflicts == []
    assert not {"area", "member", "party"} & {one.what for one in again.gone}, "it is not kept in the bot"
    assert [(one.what, one.key) for one in old.conflicts] == [("member", "kronoberg/region kronoberg")]


def test_an_organisation_with_seats_to_come_stays(nora: Person, rows: Rows) -> None:
    before = [(one.id, one.state, one.organisation_id) for one in rows(Registration)]
    wrong = chooses(nora, "Växjö kommun", near="1 kronoberg")
    assert wrong["organisation"].startswith("2 från Växjö kommun har plats eller väntar på en i kommande möten.")
    assert "Växjö kommun" in members(rows, "kronoberg")
    assert [(one.id, one.state, one.organisation_id) for one in rows(Registration)] == before


def test_whoever_registers_while_it_is_looked_at_keeps_the_organisation_there(
    nora: Person, sessions: Sessions, rows: Rows
) -> None:
    """What was seen is looked at again when it is confirmed."""
    assert chooses(nora, "Region Kronoberg", near="1 kronoberg") == {}
    region = next(one for one in rows(Organisation) if one.display == "Region Kronoberg")
    with sessions.begin() as session:
        seat = next(one for one in rows(Registration) if one.key == "reg-001")
        session.get_one(Registration, seat.id).organisation_id = region.id
    assert "har plats" in nora.submits()["organisation"]
    assert "Region Kronoberg" in members(rows, "kronoberg")


def test_a_question_from_a_municipality_that_left_is_kept(nora: Person, sessions: Sessions, rows: Rows) -> None:
    """The file names it by its code; from now on by its name."""
    sample = yaml.safe_load(short_season())
    asked = next(one for one in sample["dialogues"] if one["area"] == "dalarna")["topics"][1]
    name = next(one.display for one in rows(Organisation) if one.code == asked["proposed_by"]["organisation_code"])
    assert chooses(nora, name, near="1 dalarna") == {} == nora.submits()
    text = written(sessions, "vux-2027")
    found = next(one for one in yaml.safe_load(text)["dialogues"] if one["area"] == "dalarna")["topics"][1]
    assert (found["title"], found["proposed_by"]["organisation"]) == (asked["title"], name)
    with sessions.reading() as session:
        assert preview(session, read_words("", text).plan, NOON).is_nothing


def test_an_area_with_meetings_stays_and_one_without_leaves(nora: Person, rows: Rows) -> None:
    wrong = chooses(nora, "Hela området Kronoberg", near="1 kronoberg")
    assert wrong["organisation"].startswith("I Kronoberg finns möten den här säsongen (1).")
    nora.types("/dialog säsonger")
    nora.presses("Öppna", in_="form")
    nora.presses("Nytt område", in_="form")
    assert nora.submits(name="Kalmar län", organisation="0880 Kalmar", weeks="8", counties="8") == {}
    nora.presses("Samordnare", in_="form", value="1 kalmar-lan")
    assert nora.submits(person="U0NORA") == {}
    assert chooses(nora, "Hela området Kalmar län", near="1 kalmar-lan") == {}
    assert "Har inte längre något uppdrag där: Nora." in nora.form.text
    assert nora.submits() == {}
    assert "Kalmar län" not in nora.form.text.replace("Kalmar län är borttagen.", "")
    assert "kalmar-lan" not in {one.key for one in rows(Area)}
    assert [one.duty for one in rows(Assignment) if one.area_id is None and one.person_id == 1] != []
    assert rows(LogEntry)[-1].action == "area_removed" and len(rows(Event)) == 3


def test_a_party_leaves_a_lab_and_its_contact_has_no_task_there(admin: Person, sessions: Sessions, rows: Rows) -> None:
    admin.types("/dialog säsonger")
    admin.presses("Ny labbserie", in_="form")
    admin.submits(title="Labb 2028")
    admin.presses("Lägg till parter", in_="form")
    admin.submits(organisation="1980 Västerås stad\nMälardalens universitet")
    admin.presses("Kontaktperson", in_="form", value="1 1980")
    assert admin.submits(person="U0ADMIN") == {}
    assert "Västerås stad: Ada" in admin.form.text
    assert yaml.safe_load(written(sessions, "labb-2028"))["parties"][0]["contact"]["email"] == "ada@example.org"
    assert chooses(admin, "Västerås stad", button="Ta bort en part") == {}
    assert "Har inte längre något uppdrag där: Ada." in admin.form.text
    assert admin.submits() == {}
    assert len(rows(SeriesParty)) == 1
    assert [one for one in rows(Assignment) if one.duty is Duty.CONTACT] == []


def test_a_party_with_seats_or_a_place_in_the_inventory_stays(
    bot: Bot, admin: Person, sessions: Sessions, rows: Rows
) -> None:
    brought(sessions, (EXAMPLES / f"{LAB}.yaml").read_text("utf-8"))
    wrong = chooses(admin, "Eskilstuna kommun", button="Ta bort en part")
    assert "Eskilstuna kommun har plats eller väntar på en" in wrong["organisation"]
    with sessions.begin() as session:
        for seat in session.query(Registration):
            session.delete(seat)
    wrong = chooses(admin, "Eskilstuna kommun", button="Ta bort en part") or admin.submits()
    assert "Eskilstuna kommun nämns på andra ställen" in wrong["organisation"]
    assert len(rows(SeriesParty)) == 5
