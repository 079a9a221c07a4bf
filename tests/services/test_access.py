"""Who may do what (domain.md 8), as a table."""

import pytest
from sqlalchemy.orm import Session

from bot.services import access
from models import Area, Duty, Event, Person, Series, SeriesKind
from models.errors import Refusal
from models.permissions import Action, may
from tests.factories import (
    make_area,
    make_assignment,
    make_coordinator,
    make_crew_member,
    make_event,
    make_organisation,
    make_person,
    make_registration,
    make_series,
    make_workspace,
)

ONE_KIND = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
ROLES = (
    "admin", "national", "stand-in", "coordinator", "process lead", "facilitator", "contact", "participant", "outsider",
    "deputy", "note-taker",
)  # fmt: skip
"""A stand-in is a national organiser where nobody coordinates in Slack (domain.md 8)."""
CELLS = {
    #                              admin  nat.  stand  coord. lead  facil. contact partic. outsider deputy notes
    Action.SEE_PARTICIPANTS:     " -     ✓     ✓     ✓     ✓     -     -     -     -     ✓     -",
    Action.SEE_FELLOWS:          " -     ✓     ✓     ✓     ✓     ✓     ✓     -     -     ✓     ✓",
    Action.SEE_HIDDEN:           " -     -     ✓     ✓     ✓     -     -     -     -     ✓     -",
    Action.SEE_NEEDS:            " -     -     ✓     ✓     ✓     -     -     -     -     ✓     -",
    Action.COUNT_NEEDS:          " -     -     ✓     ✓     ✓     ✓     -     -     -     ✓     ✓",
    Action.SEE_PROPOSERS:        " -     -     ✓     ✓     ✓     -     -     -     -     ✓     -",
    Action.SEE_DELIVERIES:       " ✓     ✓     ✓     ✓     ✓     -     -     -     -     ✓     -",
    Action.STEER_DELIVERIES:     " ✓     ✓     ✓     ✓     ✓     -     -     -     -     ✓     -",
    Action.BIND_CHANNEL:         " ✓     ✓     ✓     ✓     ✓     -     -     -     -     ✓     -",
    Action.PUBLISH:              " -     ✓     ✓     ✓     ✓     -     -     -     -     ✓     -",
    Action.SEE_PLAN:             " -     ✓     ✓     ✓     ✓     -     -     -     -     ✓     -",
    Action.CHANGE_PLAN:          " -     -     ✓     ✓     ✓     -     -     -     -     ✓     -",
    Action.SEE_OVERVIEW:         " -     ✓     ✓     ✓     ✓     -     -     -     -     ✓     -",
    Action.ANNOUNCE:             " -     -     ✓     ✓     ✓     -     -     -     -     ✓     -",
    Action.REGISTER_OTHERS:      " -     ✓     ✓     ✓     ✓     -     -     -     -     ✓     -",
    Action.MERGE:                " -     -     ✓     ✓     ✓     -     -     -     -     ✓     -",
    Action.REGISTER_COLLEAGUES:  " -     ✓     ✓     ✓     ✓     -     ✓     -     -     ✓     -",
    Action.EXPORT:               " ✓     ✓     ✓     ✓     ✓     -     -     -     -     ✓     -",
    Action.READ_LOG:             " ✓     ✓     ✓     ✓     ✓     -     -     -     -     ✓     -",
    Action.ANSWER_APPEALS:       " -     ✓     ✓     ✓     ✓     -     -     -     -     ✓     -",
    Action.STEER_TOPICS:         " -     -     ✓     ✓     ✓     ✓     -     -     -     ✓     -",
    Action.DECIDE_TOPICS:        " -     -     ✓     ✓     ✓     -     -     -     -     ✓     -",
    Action.EDIT_MEETING:         " -     ✓     ✓     ✓     ✓     -     -     -     -     ✓     -",
    Action.BUILD_PROGRAMME:      " -     -     ✓     ✓     ✓     ✓     -     -     -     ✓     -",
    Action.PUBLISH_PROGRAMME:    " -     -     ✓     ✓     ✓     -     -     -     -     ✓     -",
    Action.STEER_POLLS:          " -     -     ✓     ✓     ✓     -     -     -     -     ✓     -",
    Action.STEER_LINE:           " -     -     ✓     ✓     ✓     -     -     -     -     ✓     -",
    Action.INVITE:               " -     -     ✓     ✓     ✓     -     -     -     -     ✓     -",
    Action.NAME_CREW:            " -     ✓     ✓     ✓     ✓     -     -     -     -     ✓     -",
    Action.NAME_DEPUTIES:        " ✓     ✓     ✓     ✓     ✓     -     -     -     -     -     -",
    Action.STEER_SERIES:         " ✓     ✓     ✓     -     -     -     -     -     -     -     -",
    Action.CHOOSE_DATE:          " -     ✓     ✓     ✓     ✓     -     -     -     -     ✓     -",
    Action.REMIND_COORDINATOR:   " -     ✓     ✓     -     -     -     -     -     -     -     -",
    Action.TICK_FOR_AGENCY:      " -     ✓     ✓     -     ✓     -     -     -     -     -     -",
    Action.TICK_FOR_COORDINATOR: " -     -     ✓     ✓     ✓     -     -     -     -     ✓     -",
    Action.CHANGE_CHECKLIST:     " -     ✓     ✓     -     ✓     -     -     -     -     -     -",
}  # fmt: skip
"""Where a person's duty is: the own area, and for those of a series the own series."""
OF_SERIES = ("national", "stand-in", "process lead")
EVERYWHERE = ("admin",)
PLACES = ("own area", "another area", "another series")


@pytest.fixture
def event(session: Session) -> Event:
    return make_event(session)


def expected(action: Action, who: str, where: str) -> bool:
    """What the table says of the own place, and where it holds besides."""
    reach = PLACES if who in EVERYWHERE else PLACES[:2] if who in OF_SERIES else PLACES[:1]
    return where in reach and CELLS[action].split()[ROLES.index(who)] == "✓"


def test_the_table_of_the_domain_holds_every_action() -> None:
    assert CELLS.keys() == set(Action)
    assert all(len(row.split()) == len(ROLES) for row in CELLS.values())


@ONE_KIND
@pytest.mark.parametrize("where", PLACES)
@pytest.mark.parametrize("who", ROLES)
def test_each_may_do_what_the_table_says_and_nothing_else(who: str, where: str, session: Session) -> None:
    """Every cell: what each may do, in the own area, in another of the same series, and in another series."""
    kind = SeriesKind.LAB if who == "process lead" else SeriesKind.SEASON
    home = make_event(session, series=make_series(session, kind=kind))
    other = make_event(session, series=session.get_one(Series, home.series_id), area=_area(session, kind))
    elsewhere = make_event(session, series=make_series(session, kind=kind), area=_area(session, kind))
    for meeting in (home, other, elsewhere):
        if who != "stand-in" and kind is SeriesKind.SEASON:
            make_coordinator(session, meeting)
    person = make_person(session)
    _trust(session, person, who, home)
    meeting = dict(zip(PLACES, (home, other, elsewhere), strict=True))[where]
    duties = access.duties(session, person.id, meeting, is_admin=who == "admin")
    assert {action: may(duties, action) for action in Action} == {
        action: expected(action, who, where) for action in Action
    }
    session.rollback()


def _area(session: Session, kind: SeriesKind) -> Area | None:
    return make_area(session, name="Skåne") if kind is SeriesKind.SEASON else None


def _trust(session: Session, person: Person, who: str, home: Event) -> None:
    if who in ("national", "stand-in"):
        make_assignment(session, person, Duty.NATIONAL, series_id=home.series_id)
    elif who == "process lead":
        make_assignment(session, person, Duty.COORDINATOR, series_id=home.series_id)
    elif who == "coordinator":
        make_assignment(session, person, Duty.COORDINATOR, area_id=home.area_id)
    elif who == "facilitator":
        make_assignment(session, person, Duty.FACILITATOR, area_id=home.area_id)
    elif who == "deputy":
        make_assignment(session, person, Duty.DEPUTY, area_id=home.area_id)
    elif who == "note-taker":
        make_crew_member(session, home, person, Duty.NOTE_TAKER)
    elif who == "contact":
        organisation = make_organisation(session)
        make_assignment(session, person, Duty.CONTACT, area_id=home.area_id, organisation_id=organisation.id)
    elif who == "participant":
        make_registration(session, home, person)


@ONE_KIND
def test_the_organiser_stands_in_when_the_only_coordinator_has_left_slack_and_no_deputy_is_there(
    session: Session, event: Event
) -> None:
    nora, alice = make_person(session, "Nora"), make_coordinator(session, event)
    make_assignment(session, nora, Duty.NATIONAL, series_id=event.series_id)
    assert not may(access.duties(session, nora.id, event), Action.CHANGE_PLAN)
    alice.is_deactivated = True
    session.commit()
    assert may(access.duties(session, nora.id, event), Action.CHANGE_PLAN)
    make_assignment(session, make_person(session, "Dora"), Duty.DEPUTY, area_id=event.area_id)
    assert not may(access.duties(session, nora.id, event), Action.CHANGE_PLAN)
    session.rollback()


def test_a_labs_process_lead_has_a_coordinators_rights_in_the_own_lab_only(session: Session, event: Event) -> None:
    lab = make_series(session, kind=SeriesKind.LAB)
    lab_session = make_event(session, series=lab)
    lead = make_coordinator(session, lab_session)
    assert may(access.duties(session, lead.id, lab_session), Action.SEE_NEEDS)
    assert not may(access.duties(session, lead.id, event), Action.SEE_PARTICIPANTS)
    places = access.places_to_bind(session, lab.workspace_id, person_id=lead.id, is_admin=False)
    assert [place.key for place in places] == [f"series:{lab.id}"]
    with pytest.raises(Refusal):
        access.place_to_bind(session, lab.workspace_id, f"area:{event.area_id}", person_id=lead.id, is_admin=False)
    session.rollback()


def test_a_meeting_of_another_workspace_does_not_exist(session: Session, event: Event) -> None:
    other = make_workspace(session, team_id="T0OTHER")
    for id in (event.id, 987654, None):
        with pytest.raises(Refusal, match="no longer exists"):
            access.event_in(session, other.id, id)
    assert access.event_in(session, session.get_one(Series, event.series_id).workspace_id, event.id) is event
    session.rollback()


@pytest.mark.parametrize(
    ("written", "id"), [("7", 7), ("", None), ("²", None), ("-1", None), ("7 ", None), ("9" * 30, None), ("١", 1)]
)
def test_an_id_is_read_only_when_it_can_be_one(written: str, id: int | None) -> None:
    assert access.row_id(written) == id
