"""Who may do what (domain.md 8), as a table."""

import pytest
from sqlalchemy.orm import Session

from bot.services import access
from models import Duty, Event, Series, SeriesKind
from models.errors import Refusal
from models.permissions import Action, may
from tests.factories import (
    make_area,
    make_assignment,
    make_coordinator,
    make_event,
    make_person,
    make_series,
    make_workspace,
)

EVERYTHING = set(Action)
TABLE = {
    "coordinator": EVERYTHING,
    "national": {
        Action.SEE_PARTICIPANTS,
        Action.SEE_FELLOWS,
        Action.SEE_DELIVERIES,
        Action.STEER_DELIVERIES,
        Action.BIND_CHANNEL,
        Action.PUBLISH,
        Action.SEE_PLAN,
        Action.SEE_OVERVIEW,
        Action.REGISTER_OTHERS,
        Action.ANSWER_APPEALS,
        Action.REGISTER_COLLEAGUES,
        Action.EXPORT,
        Action.EDIT_MEETING,
        Action.CHOOSE_DATE,
        Action.READ_LOG,
    },
    "stand-in": EVERYTHING,
    "admin": {Action.SEE_DELIVERIES, Action.STEER_DELIVERIES, Action.BIND_CHANNEL, Action.EXPORT, Action.READ_LOG},
    "facilitator": {Action.STEER_TOPICS, Action.BUILD_PROGRAMME, Action.SEE_FELLOWS},
    "coordinator elsewhere": set(),
    "contact": {Action.REGISTER_COLLEAGUES, Action.SEE_FELLOWS},
    "participant": set(),
}


@pytest.fixture
def event(session: Session) -> Event:
    return make_event(session)


@pytest.mark.parametrize("who", TABLE)
def test_each_may_do_what_the_table_says_and_nothing_else(who: str, session: Session, event: Event) -> None:
    person = make_person(session)
    if who != "stand-in":
        make_coordinator(session, event)
    if who == "coordinator":
        make_assignment(session, person, Duty.COORDINATOR, area_id=event.area_id)
    if who in ("national", "stand-in"):
        make_assignment(session, person, Duty.NATIONAL, series_id=event.series_id)
    if who == "coordinator elsewhere":
        make_assignment(session, person, Duty.COORDINATOR, area_id=make_area(session, name="Skåne").id)
    if who == "facilitator":
        make_assignment(session, person, Duty.FACILITATOR, area_id=event.area_id)
    if who == "contact":
        make_assignment(session, person, Duty.CONTACT, series_id=event.series_id)
    duties = access.duties(session, person.id, event, is_admin=who == "admin")
    assert {action for action in Action if may(duties, action)} == TABLE[who]
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
