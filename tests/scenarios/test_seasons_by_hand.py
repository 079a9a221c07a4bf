"""The sample season and lab series made by hand in Slack, form by form, and written out: what they say is the same."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import yaml

from bot.services.seasons import exporting
from bot.services.seasons.applying import preview
from bot.services.seasons.files import read_words
from models import Delivery, Kind
from models.database import Sessions
from sandbox.people import Person
from sandbox.workspace import Workspace
from tests.clock import FakeClock
from tests.scenarios.conftest import ONE_KIND, Rows
from tests.seasons import EXAMPLES, short_season

pytestmark = ONE_KIND
BEGINNING = datetime(2026, 9, 15, 10, tzinfo=UTC)
FORMS = {"physical": "on_site", "digital": "digital"}
TICKS = {"induction_loop": "has_induction_loop", "step_free": "is_step_free", "captions": "has_captions",
         "coffee": "has_coffee", "meal": "has_meal"}  # fmt: skip
WRITTEN_BY_HAND = ("title", "date", "weekday", "iso_week", "start", "end", "format", "place", "catering",
                   "agenda_template", "capacity", "min_registrations", "max_per_organisation", "schedule",
                   "facilitator_role", "note_taker_role")  # fmt: skip
"""What of a meeting has a screen. Its history and its warnings are a file's own."""
LINES = {
    "milestones": lambda one: f"{one['date']} {one['label']}",
    "public_holidays": str,
    "avoid_days": str,
    "keep": str,
}


@pytest.fixture
def clock() -> FakeClock:
    """When a season is opened."""
    return FakeClock(BEGINNING)


@pytest.fixture
def ada(workspace: Workspace) -> Person:
    return workspace.person("U0ADMIN", name="Ada", email="ada@example.org", locale="sv-SE")


def test_a_season_made_by_hand_is_the_sample_when_it_is_written_out(
    ada: Person, workspace: Workspace, sessions: Sessions, rows: Rows
) -> None:
    by_hand(ada, workspace, sessions, yaml.safe_load(short_season()))
    assert {one.kind for one in rows(Delivery)} == {Kind.DUTY}, "only those who coordinate are told of what is made"


@pytest.mark.soak
def test_the_nine_dialogues_made_by_hand_are_the_sample_when_they_are_written_out(
    ada: Person, workspace: Workspace, sessions: Sessions
) -> None:
    sample = yaml.safe_load((EXAMPLES / "regional-dialogues-2027.yaml").read_text("utf-8"))
    by_hand(ada, workspace, sessions, sample)


def by_hand(ada: Person, workspace: Workspace, sessions: Sessions, sample: dict[str, Any]) -> None:
    header = sample["season"]
    ada.types("/dialog säsonger")
    ada.presses("Ny säsong", in_="form")
    accepted(ada, title="Vux 2027")
    ada.presses("Titel och syfte", in_="form")
    accepted(ada, title=header["title"], short_title=header["short_title"], purpose=header["purpose"],
             organiser=header["organiser"]["name"])  # fmt: skip
    fills_in(ada, "Period och milstolpar", header["period"], {"start": "period_start", "end": "period_end"},
             political_term=header["new_political_term_from"], milestones=header["milestones"])  # fmt: skip
    fills_in(ada, "Dagar att undvika", header["calendar_checks"], {
        "summer_time_starts": "summer_time", "school_winter_break_note": "break_note",
    })  # fmt: skip
    keeps(ada, header["retention"])
    people = [make_area(ada, workspace, area, number) for number, area in enumerate(sample["areas"])]
    for dialogue in sample["dialogues"]:
        number, area = next(one for one in enumerate(sample["areas"]) if one[1]["id"] == dialogue["area"])
        make_dialogue(ada, dialogue, area)
        if "agenda_overrides" not in dialogue:
            takes_template(people[number], dialogue["agenda_template"])
    hands_over(ada, workspace, header["organiser"])
    text = taken(sessions, "vux-2027")
    found = yaml.safe_load(text)
    assert {**found["season"], "id": header["id"]} == header
    assert [same_area(one) for one in found["areas"]] == [same_area(one) for one in sample["areas"]]
    made = {one["area"]: one for one in found["dialogues"]}
    for dialogue in sample["dialogues"]:
        for name in WRITTEN_BY_HAND:
            if "agenda_overrides" in dialogue and name == "agenda_template":
                continue
            assert without_nothing(made[dialogue["area"]].get(name)) == without_nothing(dialogue.get(name)), name
    again_nothing(sessions, text)


def hands_over(ada: Person, workspace: Workspace, said: dict[str, Any]) -> None:
    workspace.person("U0NORA", name=said["contact_role"], email=said["contact_email"])
    ada.types("/dialog säsonger")
    ada.presses("Öppna", in_="form")
    ada.presses("Arrangör", in_="form")
    accepted(ada, person="U0NORA")


def fills_in(ada: Person, button: str, said: dict[str, Any], names: dict[str, str], /, **more: Any) -> None:
    """A part of what is said of the whole series."""
    ada.presses(button, in_="form")
    found = {names.get(name, name): written(name, value) for name, value in said.items()}
    accepted(ada, **found, **{name: written(name, value) for name, value in more.items()})


def written(name: str, value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return "\n".join(LINES[name](one) for one in value) if isinstance(value, list) else value


def keeps(ada: Person, said: dict[str, Any]) -> None:
    fills_in(ada, "Gallring", said, {
        "sensitive_answers_days_after_dialogue": "sensitive_days", "ballots_days_after_poll_close": "ballot_days",
        "sensitive_answers_days_after_session": "sensitive_days", "participants_until": "people_until",
        "evaluation_answers_days_after_dialogue": "evaluation_days", "registrations_until": "people_until",
        "keep": "kept", "legal_basis_text": "legal_basis",
    })  # fmt: skip


def make_area(ada: Person, workspace: Workspace, area: dict[str, Any], number: int) -> Person:
    ada.presses("Nytt område", in_="form")
    lines = [f"{one['code']} {one['name']}" for one in area["municipalities"]] + area["other_organisations"]
    weeks, counties = area["school_winter_break_weeks"], area["county_codes"]
    accepted(ada, name=area["name"], organisation="\n".join(lines), weeks=", ".join(map(str, weeks)),
             counties=", ".join(counties), channel=area.get("channel", ""))  # fmt: skip
    whom = area["coordinator"]
    coordinator = workspace.person(f"U0SAM{number}", name=whom["role"], email=whom["email"], locale="sv-SE")
    ada.presses("Samordnare", in_="form", value=f"1 {area['id']}")
    accepted(ada, person=f"U0SAM{number}")
    return coordinator


def make_dialogue(ada: Person, said: dict[str, Any], area: dict[str, Any]) -> None:
    ada.types("/dialog möten")
    ada.presses("Nytt möte", in_="form")
    accepted(ada, area=area["name"], title=said["title"], day=said["date"].isoformat(), start_time=said["start"],
             end_time=said["end"], form=FORMS[said["format"]])  # fmt: skip
    place = said["place"]
    ticked = [column for name, column in TICKS.items() if {**place, **said["catering"]}.get(name)]
    saves(ada, "Plats och form", place_name=place["name"], room=place["room"] or "", city=place["city"] or "",
          venue=ticked)  # fmt: skip
    saves(ada, "Platser", capacity=said["capacity"], max_per_organisation=said["max_per_organisation"],
          min_registrations=said["min_registrations"])  # fmt: skip
    saves(ada, "Dagar i planen", **{f"{name}_on": day.isoformat() for name, day in said["schedule"].items()})
    saves(ada, "Rubrik", facilitator=said["facilitator_role"], note_taker=said["note_taker_role"])


def takes_template(coordinator: Person, template: str) -> None:
    """The programme is the coordinator's own."""
    coordinator.types("/dialog möten")
    coordinator.presses("Öppna", in_="form")
    coordinator.presses("Programmet", in_="form")
    coordinator.presses("Mall och tider", in_="form")
    accepted(coordinator, template=template)


def saves(ada: Person, button: str, /, **typed: Any) -> None:
    """The form, and what it would cause."""
    ada.presses(button, in_="form")
    accepted(ada, **typed)
    accepted(ada)


def accepted(who: Person, /, **typed: Any) -> None:
    assert who.submits(**typed) == {}


def taken(sessions: Sessions, key: str) -> str:
    with sessions.begin() as session:
        return exporting.export(session, exporting.series_to_export(session, key), BEGINNING)


def again_nothing(sessions: Sessions, text: str) -> None:
    plan = read_words("", text).plan
    assert plan is not None
    with sessions.reading() as session:
        report = preview(session, plan, BEGINNING)
    assert report.is_nothing and report.conflicts == []


def same_area(area: dict[str, Any]) -> dict[str, Any]:
    """Gotland is one organisation, told of twice in the sample; whoever has been assigned here has Slack."""
    others = [name for name in area["other_organisations"] if name != "Region Gotland"]
    coordinator = {name: area["coordinator"][name] for name in ("role", "email")}
    return {**area, "other_organisations": others, "coordinator": coordinator}


def without_nothing(value: Any) -> Any:
    return {name: one for name, one in value.items() if one is not None} if isinstance(value, dict) else value


def test_a_lab_series_made_by_hand_is_the_sample_when_it_is_written_out(
    ada: Person, workspace: Workspace, sessions: Sessions
) -> None:
    sample = yaml.safe_load((EXAMPLES / "forlabb-skolnarvaro-2027.yaml").read_text("utf-8"))
    header = sample["series"]
    ada.types("/dialog säsonger")
    ada.presses("Ny labbserie", in_="form")
    accepted(ada, title="Labb 2027")
    ada.presses("Titel och syfte", in_="form")
    accepted(ada, title=header["title"], purpose=header["purpose"], focus_area=header["focus_area"],
             theme=header["theme"], note_taker=header["note_taker_role"], channel=header["channel"])  # fmt: skip
    fills_in(ada, "Period och milstolpar", {}, {}, milestones=sample["timeline"])
    fills_in(ada, "Lugna veckor", header["quiet_period"], {
        "start": "quiet_start", "end": "quiet_end", "label": "quiet_label",
    })  # fmt: skip
    fills_in(ada, "Regler", {}, {}, seats_per_party=8, min_parties=header["rules"]["min_parties_for_session"])
    keeps(ada, sample["retention"])
    ada.presses("Teman", in_="form")
    accepted(ada, themes="\n".join(f"{one['id']}: {one['label']}" for one in sample["themes"]))
    ada.presses("Lägg till parter", in_="form")
    codes = {one["name"]: one.get("municipality_code") for one in sample["parties"]}
    accepted(ada, organisation="\n".join(f"{code or ''} {name}".strip() for name, code in codes.items()))
    for number, party in enumerate(sample["parties"]):
        make_contact(ada, workspace, party, number)
    for session in sample["sessions"]:
        make_session(ada, session)
    ask_about_days(ada, sample["date_poll"])
    text = taken(sessions, "labb-2027")
    found = yaml.safe_load(text)
    led = {name: header[name] for name in ("id", "process_lead_role", "process_lead_email")}
    assert {**found["series"], **led} == header
    for name in ("themes", "reminders", "timeline", "retention"):
        assert found[name] == sample[name], name
    told = ("name", "municipality_code", "contact")
    for made, party in zip(found["parties"], sample["parties"], strict=True):
        assert {name: made.get(name) for name in told} == {name: party.get(name) for name in told}
    told = ("title", "date", "weekday", "iso_week", "start", "end", "format", "place", "catering", "capacity",
            "min_registrations", "schedule")  # fmt: skip
    for made, session in zip(found["sessions"], sample["sessions"], strict=True):
        assert {name: made.get(name) for name in told} == {name: session.get(name) for name in told}
    days = [{name: one[name] for name in ("date", "start", "end")} for one in sample["date_poll"]["options"]]
    assert [{name: one[name] for name in ("date", "start", "end")} for one in found["date_poll"]["options"]] == days
    for name in ("question", "opens", "opens_at", "closes", "closes_at", "answers", "rule"):
        assert found["date_poll"][name] == sample["date_poll"][name]
    again_nothing(sessions, text)


def make_contact(ada: Person, workspace: Workspace, party: dict[str, Any], number: int) -> None:
    whom = party["contact"]
    workspace.person(f"U0KON{number}", name=whom["role"], email=whom["email"])
    ada.presses("Kontaktperson", in_="form", near=party["name"])
    accepted(ada, person=f"U0KON{number}")


def make_session(ada: Person, said: dict[str, Any]) -> None:
    ada.types("/dialog möten")
    ada.presses("Nytt möte", in_="form")
    day = {"day": said["date"].isoformat()} if said["date"] else {}
    accepted(ada, title=said["title"], start_time=said["start"], end_time=said["end"], form="on_site", **day)
    place = said["place"]
    ticked = [column for name, column in TICKS.items() if {**place, **said["catering"]}.get(name)]
    saves(ada, "Plats och form", place_name=place["name"], room=place["room"], city=place["city"], venue=ticked)
    saves(ada, "Platser", capacity=said["capacity"], min_registrations=said["min_registrations"])
    saves(ada, "Dagar i planen", **{f"{name}_on": day.isoformat() for name, day in said["schedule"].items()})


def ask_about_days(ada: Person, said: dict[str, Any]) -> None:
    """From the meeting that has no day."""
    ada.types("/dialog möten")
    ada.presses("Öppna", in_="form", near="Återkopplande förlabb")
    ada.presses("Fråga om dagar", in_="form")
    typed: dict[str, Any] = {}
    for place, one in enumerate(said["options"]):
        typed |= {f"option{place}": one["date"].isoformat(), f"starts{place}": one["start"], f"ends{place}": one["end"]}
    accepted(ada, **typed, day=said["closes"].isoformat(), clock=said["closes_at"], words=said["question"],
             opens=said["opens"].isoformat(), opens_at=said["opens_at"])  # fmt: skip
