"""From the wish to take part to a seat."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from models import Delivery, Event, Form, Kind, LogEntry, Organisation, Registration, RegistrationState
from models.people import Person as Somebody
from sandbox.people import Person
from sandbox.workspace import Workspace
from tests.clock import NOON
from tests.factories import make_area, make_event, make_organisation
from tests.scenarios.conftest import FORM, MEETING, ONE_KIND, Later, Rows

WHEN = "tisdag 19 januari 2027 kl. 13.00–16.00"
RECEIPT = (
    f"Du är anmäld till Dialog i Kronoberg, {WHEN}, på plats i Växjö. "
    "Du representerar Ljungby kommun (Rektor eller skolledare)."
)


def register(person: Person, organisation: str = "Ljungby", role: str = "principal", **answers: object) -> None:
    person.types("/dialog register")
    assert person.submits(organisation=organisation, role=role, **answers) == {}


def test_bob_registers_and_is_told_so_in_the_form_and_in_a_message_that_lasts(
    bob: Person, kronoberg: Event, later: Later, rows: Rows
) -> None:
    bob.types("/dialog register")
    form = bob.form
    assert form and form.title == "Anmäl dig"
    assert WHEN in form.text and "på plats i Växjö" in form.text and "Bob Berg, bob@example.org" in form.text
    assert form.labels == [
        "Organisation", "Din roll", "Vad behöver du för att kunna delta?", "Specialkost eller allergi", "Dina val",
    ]  # fmt: skip
    assert form.values["wishes"] == [], "what is asked for is never ticked beforehand"

    assert bob.submits(organisation="Ljungby", role="principal", access_needs="hörslinga, tack") == {}

    assert bob.form and bob.form.title == "Min anmälan"
    assert "Du är anmäld." in bob.form.text and "Kommunhuset, Sal A, Växjö" in bob.form.text
    assert bob.form.buttons == [
        "Ändra", "Lägg till i kalendern", "Deltagare", "Skicka någon annan", "Föreslå en fråga", "Lämna återbud",
    ]  # fmt: skip
    later()
    assert bob.inbox == [RECEIPT]
    assert "hörslinga" not in str(bob.messages)
    [seat] = rows(Registration)
    assert (seat.number, seat.state, seat.access_needs) == (1, RegistrationState.REGISTERED, "hörslinga, tack")


@ONE_KIND
def test_the_buttons_of_the_receipt_show_change_propose_and_cancel(
    bob: Person, kronoberg: Event, later: Later, rows: Rows
) -> None:
    register(bob)
    later()
    bob.closes()

    bob.presses("Visa min anmälan", in_="inbox")
    assert bob.form and bob.form.title == "Min anmälan" and "alice@example.org" in bob.form.text
    bob.closes()

    bob.presses("Ändra", in_="inbox")
    assert bob.form and bob.form.title == "Ändra anmälan" and bob.form.values["role"] == "principal"
    assert bob.submits(role="director", wishes=["hide_from_list"]) == {}
    assert "Din anmälan är ändrad." in bob.form.text
    bob.closes()
    later()
    assert bob.inbox[-1] == f"Din anmälan till Dialog i Kronoberg, {WHEN}, är ändrad."

    bob.presses("Föreslå en fråga", in_="inbox", near="Din anmälan är ändrad")
    assert bob.form and bob.form.title == "Föreslå en fråga"
    bob.closes()

    bob.presses("Lämna återbud", in_="inbox")
    assert bob.last.startswith(f"Du har lämnat återbud till Dialog i Kronoberg, {WHEN}.")
    assert [seat.state for seat in rows(Registration)] == [RegistrationState.CANCELLED]
    assert rows(Registration)[0].is_hidden


@ONE_KIND
@pytest.mark.parametrize("line", ["/dialog register kronoberg", "/dialog anmäl Växjö", "/dialog Anmäl  “Älmhult” "])
def test_words_find_the_meeting_by_area_town_or_organisation(
    line: str, bob: Person, kronoberg: Event, session: Session
) -> None:
    make_event(session, title="Dialog i Skåne", starts_at=MEETING, area=make_area(session, name="Skåne"))
    bob.types(line)
    assert bob.form and "Dialog i Kronoberg" in bob.form.text


@ONE_KIND
def test_bob_chooses_when_it_is_not_clear_which_meeting_is_meant(
    bob: Person, kronoberg: Event, session: Session
) -> None:
    make_event(session, title="Dialog i Skåne", starts_at=MEETING, area=make_area(session, name="Skåne"))

    bob.types("/dialog register")
    assert bob.form is None
    assert "Vilket möte?" in bob.last and "Dialog i Kronoberg" in bob.last and "Dialog i Skåne" in bob.last
    bob.presses("Anmäl dig", near="Dialog i Skåne")
    assert bob.form and "Dialog i Skåne" in bob.form.text

    bob.types("/dialog register dialog")
    assert "Vilket möte?" in bob.last
    bob.types("/dialog register månen")
    assert "Jag hittade inget möte för ”månen”." in bob.last


@ONE_KIND
def test_the_channel_one_writes_in_says_which_meeting(
    bob: Person, kronoberg: Event, session: Session, workspace: Workspace
) -> None:
    make_event(session, title="Dialog i Skåne", starts_at=MEETING, area=make_area(session, channel_id="C0SKA"))
    workspace.channel("C0SKA", name="dialog-skane", members=[bob])
    bob.types("/dialog register", channel="C0SKA")
    assert bob.form and "Dialog i Skåne" in bob.form.text


@ONE_KIND
def test_the_list_leads_to_the_form(bob: Person, kronoberg: Event) -> None:
    bob.types("/dialog lista")
    bob.presses("Anmäl dig")
    assert bob.form and bob.form.title == "Anmäl dig"


@ONE_KIND
def test_the_form_asks_only_what_the_meeting_needs(bob: Person, kronoberg: Event, session: Session) -> None:
    kronoberg.form = Form.DIGITAL
    kronoberg.has_coffee = False
    session.get_one(Event, kronoberg.id).agenda = [{"start": "13:00", "level": "overarching"}]
    from models import Series

    series = session.get_one(Series, kronoberg.series_id)
    series.role_list = [{"id": "participant", "label": "Deltagare"}]
    session.commit()

    bob.types("/dialog register")
    assert bob.form
    assert bob.form.labels == [
        "Organisation", "Vilka delar deltar du i?", "Vad behöver du för att kunna delta?", "Dina val",
    ]  # fmt: skip
    assert bob.form.values["segments"] == ["overarching"]
    assert bob.submits(organisation="Ljungby") == {}
    assert "Du representerar Ljungby kommun (Deltagare)." in bob.form.text


@ONE_KIND
def test_diet_is_asked_of_those_who_eat_with_us(bob: Person, kronoberg: Event, session: Session, rows: Rows) -> None:
    kronoberg.form = Form.HYBRID
    session.commit()
    bob.types("/dialog register")
    assert bob.form and "Hur deltar du?" in bob.form.labels and "Specialkost eller allergi" in bob.form.labels

    bob.fills(role="principal", dietary="inga nötter alls")
    bob.picks("Digitalt")
    assert "Specialkost eller allergi" not in bob.form.labels
    assert bob.form.values["role"] == "principal", "what was typed elsewhere stays"
    bob.picks("På plats")
    assert "Specialkost eller allergi" in bob.form.labels
    bob.picks("Digitalt")
    assert bob.submits(organisation="Ljungby") == {}
    [seat] = rows(Registration)
    assert (seat.attendance, seat.dietary) == ("digital", None)


@ONE_KIND
def test_name_and_address_come_from_the_profile_and_can_be_edited(bob: Person, kronoberg: Event, rows: Rows) -> None:
    bob.types("/dialog register")
    bob.fills(role="principal")
    bob.presses("Ändra")
    assert bob.form and bob.form.values["name"] == "Bob Berg" and bob.form.values["role"] == "principal"

    wrong = bob.submits(organisation="Ljungby", name="Robert Berg", email="robert@x.y")
    assert wrong == {"email": "Det där är ingen e-postadress."}
    assert rows(Registration) == []

    assert bob.submits(email="Robert@Example.org") == {}
    [person] = rows(Somebody, Somebody.slack_user_id == "U0BOB")
    assert (person.name, person.email) == ("Robert Berg", "robert@example.org")


@ONE_KIND
def test_whoever_has_no_address_in_the_profile_is_asked_for_it(workspace: Workspace, kronoberg: Event) -> None:
    erik = workspace.person("U0ERIK", name="Erik")
    erik.types("/dialog register")
    assert erik.form and erik.form.labels[:2] == ["Namn", "E-post"]


@ONE_KIND
def test_the_next_form_starts_from_what_was_answered_last_time(bob: Person, kronoberg: Event, session: Session) -> None:
    register(bob, "Älmhult", "director", wishes=["invite_again"], access_needs="tolk till svenska")
    make_event(session, title="Andra mötet", starts_at=MEETING + timedelta(days=1))
    bob.types("/dialog register andra")
    form = bob.form
    assert form and form.values["role"] == "director" and "Älmhults kommun" in str(form.view)
    assert form.values["wishes"] == [] and not form.values["access_needs"]


@ONE_KIND
@pytest.mark.parametrize(
    ("typed", "found"),
    [("almh", "Älmhults kommun"), ("ÄLM", "Älmhults kommun"), ("vaxjo stad", "Växjö kommun"),
     ("kommun växj", "Växjö kommun")],
)  # fmt: skip
def test_organisations_are_found_however_they_are_typed(
    typed: str, found: str, bob: Person, kronoberg: Event, rows: Rows
) -> None:
    bob.types("/dialog register")
    bob.fills(organisation=typed)
    assert bob.submits(role="principal", organisation=found) == {}
    [seat] = rows(Registration)
    assert rows(Organisation, Organisation.id == seat.organisation_id)[0].display == found


def test_an_organisation_nobody_knows_is_taken_as_written_and_only_once(
    bob: Person, charlie: Person, kronoberg: Event, rows: Rows
) -> None:
    register(bob, "Folkuniversitetet i Växjö")
    assert "Du representerar Folkuniversitetet i Växjö" in bob.form.text
    register(charlie, "folkuniversitetet i VÄXJÖ")
    written = rows(Organisation, Organisation.is_free_text)
    assert [one.display for one in written] == ["Folkuniversitetet i Växjö"]


def test_writing_the_name_of_a_known_organisation_is_choosing_it(
    bob: Person, kronoberg: Event, rows: Rows, session: Session
) -> None:
    make_organisation(session, "Region Gotland", code="0980")
    register(bob, "region gotland")
    assert rows(Organisation, Organisation.is_free_text) == []


def test_registering_again_shows_the_registration_and_never_takes_a_second_seat(
    bob: Person, kronoberg: Event, workspace: Workspace, later: Later, rows: Rows
) -> None:
    register(bob)
    workspace.replay(2)
    bob.types("/dialog anmäl")
    assert bob.form and bob.form.title == "Min anmälan" and "Du är anmäld." in bob.form.text
    later()
    assert len(rows(Registration)) == 1
    assert bob.inbox == [RECEIPT], "the second and third time cause nothing"
    assert [entry.action for entry in rows(LogEntry)] == ["registered"]
    assert [owed.kind for owed in rows(Delivery)] == [Kind.RECEIPT]


@ONE_KIND
def test_a_digital_meeting_gives_its_link_to_the_registered_only(
    bob: Person, charlie: Person, kronoberg: Event, session: Session, later: Later
) -> None:
    kronoberg.form, kronoberg.url, kronoberg.address = Form.DIGITAL, "https://video.example.org/42", "Storgatan 1"
    session.commit()
    charlie.types("/dialog list")
    assert "digitalt" in charlie.last and "video.example.org" not in charlie.last
    register(bob)
    assert "https://video.example.org/42" in bob.form.text and "Gå till mötet" in bob.form.buttons
    bob.closes()
    bob.types("/dialog cancel")
    assert "video.example.org" not in bob.last


@ONE_KIND
def test_the_files_form_decides_which_fields_there_are(bob: Person, kronoberg: Event, session: Session) -> None:
    from models import Series

    series = session.get_one(Series, kronoberg.series_id)
    series.form_list = [field for field in FORM if field["id"] != "access_needs"]
    session.commit()
    bob.types("/dialog register")
    assert bob.form and "Vad behöver du för att kunna delta?" not in bob.form.labels


def test_the_meeting_without_a_date_takes_registrations(bob: Person, kronoberg: Event, session: Session) -> None:
    make_event(session, title="Uppföljning", starts_at=None, published_at=NOON)
    bob.types("/dialog register uppföljning")
    assert bob.form and "datum bestäms" in bob.form.text
    assert bob.submits(organisation="Ljungby", role="principal") == {}
    assert "Du är anmäld." in bob.form.text
