"""Whoever organises a season changes what holds for all of it, sees first what that causes, and no change is lost."""

from datetime import date

import pytest

from bot.context import Bot
from bot.services.seasons.applying import apply
from bot.services.seasons.files import read_file, read_words
from models import Event, LogEntry, Registration, Series, Step
from models.database import Sessions
from sandbox.people import Person
from sandbox.workspace import Workspace
from scheduler.runner import Scheduler
from tests.clock import NOON, FakeClock
from tests.scenarios.conftest import ONE_KIND, Rows
from tests.seasons import short_season

pytestmark = ONE_KIND


@pytest.fixture
def season(bot: Bot, sessions: Sessions, tmp_path) -> str:
    """As its file came in."""
    file = tmp_path / "short.yaml"
    file.write_text(short_season(), "utf-8")
    apply(sessions, read_file(file).plan, NOON, lambda done: None)
    return short_season()


@pytest.fixture
def nora(season: str, workspace: Workspace) -> Person:
    return workspace.person("U0NORA", name="Nora", email="nationell.arrangor@example.org", locale="sv-SE")


@pytest.fixture
def admin(season: str, workspace: Workspace) -> Person:
    return workspace.person("U0ADMIN", name="Ada", email="ada@example.org", locale="sv-SE")


def opens(person: Person, button: str) -> None:
    person.types("/dialog säsonger")
    person.presses("Öppna", in_="form")
    person.presses(button, in_="form")


def the(rows: Rows) -> Series:
    found: Series = rows(Series)[0]
    return found


def one_week(rows: Rows) -> Step:
    """Before the first dialogue, on 19 January."""
    event = next(one for one in rows(Event) if one.key == "vux-2027-kronoberg")
    return next(one for one in rows(Step) if one.event_id == event.id and one.kind == "one_week")


def test_quiet_weeks_show_which_messages_move_before_they_are_saved(nora: Person, rows: Rows) -> None:
    opens(nora, "Lugna veckor")
    quiet = {"quiet_start": "2027-01-11", "quiet_end": "2027-01-15", "quiet_label": "Stängt"}
    assert nora.submits(**quiet) == {}
    assert "Kronoberg, Påminnelse en vecka före: tisdag 12 januari 2027 kl. 09.00 → skickas inte" in nora.form.text
    assert "Påminnelse en dag före" not in nora.form.text, "it goes on the eighteenth, as before"
    assert the(rows).quiet_from is None and one_week(rows).due_at is not None
    assert nora.submits() == {}
    assert "Sparat." in nora.form.text and "Lugna veckor: måndag 11 januari 2027" in nora.form.text
    series = the(rows)
    assert (series.quiet_from, series.quiet_to) == (date(2027, 1, 11), date(2027, 1, 15))
    assert one_week(rows).due_at is None


def test_what_is_changed_after_it_was_shown_is_shown_anew(nora: Person, rows: Rows) -> None:
    opens(nora, "Lugna veckor")
    nora.submits(quiet_start="2027-01-11", quiet_end="2027-01-15")
    nora.submits(quiet_end="2027-02-26")
    assert "Skåne, Påminnelse en vecka före" in nora.form.text and the(rows).quiet_from is None
    nora.submits()
    assert the(rows).quiet_to == date(2027, 2, 26)


def test_what_nobody_notices_is_saved_at_once(nora: Person, rows: Rows) -> None:
    opens(nora, "Period och milstolpar")
    lines = "2026-09-15 Säsongen öppnas\n2027-06-11 Återkoppling"
    assert nora.submits(milestones=lines) == {}
    assert "Sparat." in nora.form.text
    assert the(rows).extras["milestones"] == [
        {"date": "2026-09-15", "label": "Säsongen öppnas"}, {"date": "2027-06-11", "label": "Återkoppling"},
    ]  # fmt: skip
    opens(nora, "Period och milstolpar")
    assert nora.submits(milestones="i höst Säsongen öppnas")["milestones"].startswith("”i höst Säsongen öppnas” börjar")


def test_of_two_the_second_sees_what_the_first_did_and_nothing_is_lost(nora: Person, admin: Person, rows: Rows) -> None:
    opens(nora, "Period och milstolpar")
    opens(admin, "Period och milstolpar")
    assert admin.submits(period_end="2027-05-31") == {}
    assert nora.submits(milestones="2026-09-15 Säsongen öppnas") == {}
    assert "Ada ändrade det här före dig" in nora.form.text and "måndag 31 maj 2027" in nora.form.text
    assert nora.submits() == {}
    extras = the(rows).extras
    assert extras["period"]["end"] == "2027-05-31" and len(extras["milestones"]) == 1


def test_a_shorter_retention_says_what_is_deleted_when_and_the_night_does_so(
    nora: Person, scheduler: Scheduler, clock: FakeClock, rows: Rows
) -> None:
    """The day after the first dialogue: two have written about needs and food."""
    scheduler.election.beat()
    clock.advance(days=8, hours=20)
    opens(nora, "Gallring")
    assert nora.submits(sensitive_days="1", kept="program\nteman") == {}
    assert "Svar om behov och specialkost: 2 raderas i natt." in nora.form.text
    clock.advance(hours=18.5)
    scheduler.upkeep.do_if_night()
    assert len(needs(rows)) == 2, "not saved yet: seven days"
    nora.submits()
    clock.advance(days=1)
    scheduler.upkeep.do_if_night()
    assert needs(rows) == []
    assert the(rows).extras["retention"]["keep"] == ["program", "teman"]
    assert [entry.action for entry in rows(LogEntry)][-1] == "needs_deleted"


def needs(rows: Rows) -> list[Registration]:
    return [one for one in rows(Registration) if one.access_needs or one.dietary]


def test_the_default_reminders_are_changed_for_every_meeting(nora: Person, rows: Rows) -> None:
    opens(nora, "Påminnelser")
    assert "one_week: 7 d 09:00" in nora.form.text
    assert "är ingen påminnelse" in nora.submits(reminders="one_week: sju dagar")["reminders"]
    nora.submits(reminders="one_week: 6 dagar kl. 10.00\none_day: 1 d 09:00\none_hour: 1 h")
    assert "Påminnelse 6 dagar före" in nora.form.text
    nora.submits()
    assert (one_week(rows).days_before, f"{one_week(rows).at:%H:%M}") == (6, "10:00")


def test_what_was_changed_here_is_left_by_the_next_import_of_the_same_file(
    nora: Person, season: str, rows: Rows, sessions: Sessions
) -> None:
    opens(nora, "Titel och syfte")
    nora.submits(title="Vuxdialogerna", organiser="Myndigheten")
    opens(nora, "Period och milstolpar")
    nora.submits(period_end="2027-05-31")
    apply(sessions, read_words("", season).plan, NOON, lambda done: None)
    series = the(rows)
    assert (series.title, series.organiser) == ("Vuxdialogerna", "Myndigheten")
    assert series.extras["period"]["end"] == "2027-05-31"
    changed = season.replace("end: 2027-04-30", "end: 2027-05-07")
    report = apply(sessions, read_words("", changed).plan, NOON, lambda done: None)
    assert [conflict.field for conflict in report.conflicts] == ["period"]
    assert the(rows).extras["period"]["end"] == "2027-05-31"


def test_whoever_hands_the_season_over_is_told_who_organises_it(nora: Person, workspace: Workspace, rows: Rows) -> None:
    workspace.person("U0NILS", name="Nils", email="nils@example.org", locale="sv-SE")
    opens(nora, "Arrangör")
    assert nora.submits(person="U0NILS") == {}
    assert "Från och med nu är det Nils som ordnar Regionala dialoger" in nora.form.text
    nora.types("/dialog säsonger")
    assert "Det kan bara den som ordnar säsongen göra." in nora.last


def test_what_a_file_may_not_say_is_said_at_its_input(nora: Person, rows: Rows) -> None:
    opens(nora, "Lugna veckor")
    wrong = nora.submits(quiet_start="2027-01-15", quiet_end="2027-01-11")
    assert list(wrong) == ["quiet_end"]
    assert the(rows).quiet_from is None


def test_nora_changes_a_programme_template_and_makes_another(nora: Person, rows: Rows) -> None:
    opens(nora, "Programmallar")
    before = the(rows).agenda_templates
    shown = nora.form.text
    assert "14:00–14:40 Dialogpass 1: övergripande frågor | all | facilitator | overarching 2" in shown
    said = "09.00-09.30 Kaffe | all\n09:30–10:15 Samtal | director, principal | facilitator | operational 2"
    assert nora.submits(new_template="Heldag", new_items=said) == {}
    after = the(rows).agenda_templates
    assert {name: one for name, one in after.items() if name != "heldag"} == before
    assert after["heldag"] == {"label": "Heldag", "items": [
        {"start": "09:00", "end": "09:30", "title": "Kaffe", "audience": "all"},
        {"start": "09:30", "end": "10:15", "title": "Samtal", "audience": ["director", "principal"],
         "lead": "facilitator", "level": "operational", "topic_slots": 2},
    ]}  # fmt: skip
    opens(nora, "Programmallar")
    assert "är ingen del av ett program" in nora.submits(**{"template:heldag": "Kaffe först"})["template:heldag"]
    assert nora.submits(**{"template:heldag": "09:00–09:30 Kaffe | allihop"})["template:heldag"]
    assert nora.submits(**{"template:heldag": None}) == {}
    assert the(rows).agenda_templates == before


def test_another_template_says_which_meetings_build_on_it(nora: Person, rows: Rows) -> None:
    skane = next(one.agenda for one in rows(Event) if one.key == "vux-2027-skane")
    opens(nora, "Programmallar")
    lines = "13:00–14:00 Välkommen | all\n14:00–16:00 Dialog | all | facilitator | overarching 3"
    assert nora.submits(**{"template:halvdag-em": lines}) == {}
    assert "Ett annat program att utgå från: " in nora.form.text and "Kronoberg" in nora.form.text
    assert len(the(rows).agenda_templates["halvdag-em"]["items"]) > 2
    assert nora.submits() == {}
    assert len(the(rows).agenda_templates["halvdag-em"]["items"]) == 2
    agendas = {one.key: one.agenda for one in rows(Event)}
    assert len(agendas["vux-2027-kronoberg"]) == 2, "it had the template's words"
    assert agendas["vux-2027-skane"] == skane, "it has an exception of its own"


def test_nora_adds_a_role_and_cannot_take_out_one_that_a_programme_is_for(nora: Person, rows: Rows) -> None:
    opens(nora, "Roller")
    lines = [one for one in ROLES if not one.startswith("politician")]
    assert "roles" in nora.submits(roles="\n".join(lines))
    assert nora.submits(roles="\n".join([*ROLES, "Studievägledare | operational | slack"])) == {}
    assert the(rows).role_list[-1] == {
        "id": "studievagledare", "label": "Studievägledare", "expects_slack": True, "levels": ["operational"],
    }  # fmt: skip
    assert [one["id"] for one in the(rows).role_list][:2] == ["politician", "director"]


ROLES = """politician: Förtroendevald | overarching | guest
director: Förvaltnings- eller verksamhetschef | overarching, operational | slack
principal: Rektor eller skolledare | overarching, operational | slack
employment_service: Arbetsförmedlingen | overarching | guest
regional_actor: Regional företrädare eller utvecklare | overarching | slack
agency: Skolverket | overarching, operational | slack""".splitlines()
