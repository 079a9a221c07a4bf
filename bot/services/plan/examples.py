"""Somebody who does not exist: a step's text is shown as it will be, with nobody's own facts in it."""

from sqlalchemy.orm import Session

from models import Area, Attendance, Event, Form, Organisation, Person, Registration, RegistrationState, Series

NOBODY = -1
"""No person has this id."""


def seat(session: Session, event: Event) -> Registration:
    """A seat as the meeting gives them: of its first organisation, in its first role. It is never stored."""
    organisation = first_organisation(session, event)
    roles = session.get_one(Series, event.series_id).roles
    return Registration(
        event_id=event.id,
        number=0,
        person_id=NOBODY,
        organisation_id=organisation.id if organisation else None,
        role=roles[0].id if roles else None,
        attendance=Attendance.DIGITAL if event.form is Form.DIGITAL else Attendance.ON_SITE,
        parts=[],
        state=RegistrationState.REGISTERED,
        is_hidden=False,
        invite_again=False,
    )


def person(event: Event) -> Person:
    return Person(workspace_id=event.workspace_id, name="", tz=event.tz)


def first_organisation(session: Session, event: Event) -> Organisation | None:
    area = session.get(Area, event.area_id) if event.area_id else None
    found = area.organisations if area else session.get_one(Series, event.series_id).parties
    return found[0] if found else None
