"""Which municipality has whom in which role, and asking for whoever is missing: once, by me or by mail."""

import pytest
from sqlalchemy.orm import Session

from models import Delivery, DeliveryState, Duty, Event, Kind, LogEntry, Organisation, SeatRequest, Series
from models.areas import AreaOrganisation
from sandbox.people import Person
from sandbox.workspace import Workspace
from tests.factories import make_assignment, make_guest, make_organisation, make_person, make_registration
from tests.scenarios.conftest import ONE_KIND, Later, Rows
from tests.scenarios.test_inviting import carin
from tests.scenarios.test_registering import register

CHIEF = "förvaltnings- eller verksamhetschef"
__all__ = ["carin"]


def open_grid(alice: Person) -> None:
    alice.types("/dialog lista")
    alice.presses("Deltagare")
    alice.presses("Vem täcker vad", in_="form")


def ask_for(alice: Person, rows: Rows, role: str, place: str) -> None:
    """The button of an empty place."""
    [organisation] = rows(Organisation, Organisation.name == place)
    alice.presses("Be om", in_="form", value=f"h{organisation.id} {role}")


@pytest.fixture
def crowd(bob: Person, charlie: Person, kronoberg: Event, session: Session) -> None:
    """Bob openly, Charlie hidden, and a guest of an organisation the meeting is not for."""
    register(bob, "Ljungby", "principal")
    register(charlie, "Växjö", "director", wishes=["hide_from_list"])
    session.refresh(kronoberg)
    school = make_organisation(session, "Ölands folkhögskola", is_free_text=True)
    make_registration(
        session, kronoberg, make_guest(session, "Gunnel Gran"), role="director", organisation_id=school.id
    )


@ONE_KIND
def test_alice_sees_in_a_grid_and_in_words_who_covers_what_and_which_seats_are_empty(
    alice: Person, crowd: None
) -> None:
    open_grid(alice)
    shown = alice.form.text
    grid = [line for line in shown.splitlines() if line.endswith(("  1  –", "  –  1", "  –  –", "     1"))]
    assert [line.split("  ")[0] for line in grid] == [
        "Ljungby kommun", "Växjö kommun", "Älmhults kommun", "Ölands folkhögskola",
    ]  # fmt: skip
    assert "Kolumner: 1 Rektor eller skolledare, 2 Förvaltnings- eller verksamhetschef." in shown
    assert "Rektor eller skolledare: 1 av 3" in shown and "Förvaltnings- eller verksamhetschef: 2 av 4" in shown
    for line in (
        "Rektor eller skolledare: Bob Berg",
        "Förvaltnings- eller verksamhetschef: Charlie Carlsson",
        "Förvaltnings- eller verksamhetschef: Gunnel Gran",
        "Rektor eller skolledare: ingen ännu",
        "Rektor eller skolledare, förvaltnings- eller verksamhetschef: ingen ännu",
        "Ingen anmäld från: Älmhults kommun",
    ):
        assert line in shown
    assert alice.form.buttons.count(f"Be om {CHIEF}") == 2
    assert alice.form.buttons.count("Be om rektor eller skolledare") == 2


def test_a_press_on_an_empty_place_asks_the_municipalitys_contact_once_in_alices_name(
    alice: Person, carin: Person, bob: Person, kronoberg: Event, workspace: Workspace, later: Later, rows: Rows
) -> None:
    open_grid(alice)
    ask_for(alice, rows, "director", "Växjö kommun")
    assert "Växjö kommun: Förvaltnings- eller verksamhetschef" in alice.form.text
    assert "Till: Carin Contact." in alice.form.text
    assert alice.form.values["words"].startswith(
        "Hej! Till Dialog i Kronoberg, tisdag 19 januari 2027 kl. 13.00–16.00, på plats i Växjö, är ännu ingen från "
        f"Växjö kommun anmäld som {CHIEF}."
    )
    assert alice.submits(words="Hej Carin! Vem kommer från förvaltningen?") == {}
    workspace.replay(2)
    assert "Carin Contact får det från mig, i ditt namn." in alice.form.text
    later()
    [heard] = carin.inbox
    assert heard == "Alice Alm skriver om Dialog i Kronoberg: Hej Carin! Vem kommer från förvaltningen?"
    assert {"Anmäl en kollega", "Anmäl dig"} <= set(carin.buttons)
    assert len(rows(SeatRequest)) == 1 and len(rows(LogEntry, LogEntry.action == "seat_requested")) == 1

    alice.presses("Vem täcker vad", in_="form")
    assert "Förvaltnings- eller verksamhetschef: ingen ännu, tillfrågad måndag 11 januari 2027 kl. 13.00" in (
        alice.form.text
    )
    assert alice.form.buttons.count(f"Be om {CHIEF}") == 2, "Ljungby and Älmhult are left to ask"
    later(hours=1)
    assert len(carin.inbox) == 1


@ONE_KIND
def test_a_contact_outside_slack_is_a_mail_to_copy_and_nobody_without_one_is_a_dead_end(
    alice: Person, kronoberg: Event, session: Session, later: Later, rows: Rows
) -> None:
    [ljungby] = rows(Organisation, Organisation.name == "Ljungby kommun")
    lars = make_person(session, "Lars Ljung", slack_user_id=None, email="lars@example.org")
    make_assignment(session, lars, Duty.CONTACT, series_id=kronoberg.series_id, organisation_id=ljungby.id)
    open_grid(alice)
    ask_for(alice, rows, "director", "Ljungby kommun")
    assert "Inte i Slack, som mejl genom dig: Lars Ljung." in alice.form.text
    assert alice.submits() == {}
    assert "lars@example.org" in alice.form.text and "Kan du anmäla någon" in alice.form.text
    alice.presses("Vem täcker vad", in_="form")
    ask_for(alice, rows, "director", "Älmhults kommun")
    assert "Organisationen har ingen kontaktperson här" in alice.form.text
    assert alice.submits() == {}
    later()
    assert rows(Delivery, Delivery.kind == Kind.SEAT_REQUEST) == []
    assert len(rows(SeatRequest)) == 2


@ONE_KIND
def test_a_place_that_is_filled_meanwhile_is_not_asked_for(
    alice: Person, carin: Person, bob: Person, charlie: Person, kronoberg: Event, later: Later, rows: Rows
) -> None:
    open_grid(alice)
    ask_for(alice, rows, "director", "Växjö kommun")
    register(bob, "Växjö", "director")
    assert alice.submits() == {"words": "Nu är någon från Växjö kommun anmäld: ingen behöver tillfrågas."}
    alice.presses("Vem täcker vad", in_="form")
    ask_for(alice, rows, "principal", "Växjö kommun")
    assert alice.submits() == {}
    register(charlie, "Växjö", "principal")
    later()
    [row] = rows(Delivery, Delivery.kind == Kind.SEAT_REQUEST)
    assert row.state is DeliveryState.CANCELLED and not [one for one in carin.inbox if "skriver om" in one]


@ONE_KIND
def test_the_national_organiser_sees_the_grid_and_asks_only_where_nobody_coordinates(
    alice: Person, kronoberg: Event, workspace: Workspace, session: Session
) -> None:
    nora = make_person(session, "Nora Nationell", slack_user_id="U0NORA", email="nora@example.org")
    make_assignment(session, nora, Duty.NATIONAL, series_id=kronoberg.series_id)
    organiser = workspace.person("U0NORA", name="Nora Nationell", email="nora@example.org")
    workspace.channel("C0LOBBY", members=[organiser])
    open_grid(organiser)
    assert "Ljungby kommun" in organiser.form.text
    assert not [one for one in organiser.form.buttons if one.startswith("Be om")]


@ONE_KIND
def test_thirty_three_municipalities_with_the_longest_names_are_read_page_by_page(
    alice: Person, kronoberg: Event, session: Session
) -> None:
    session.get_one(Series, kronoberg.series_id).role_list = [
        {"id": one, "label": f"{one} " + "Å" * 100} for one in ("politician", "director", "principal")
    ]
    for number in range(30):
        one = make_organisation(session, f"{number:02} " + "Ö" * 110, code=f"12{number:02}")
        session.add(AreaOrganisation(area_id=kronoberg.area_id, organisation_id=one.id))
    session.commit()
    open_grid(alice)
    seen = 0
    for page in (1, 2, 3):
        assert f"Sida {page} av 3." in alice.form.text
        seen += len([one for one in alice.form.buttons if one.startswith("Be om")])
        if page < 3:
            alice.presses("Nästa", in_="form")
    assert seen == 33 * 3
