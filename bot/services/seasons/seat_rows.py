"""Registrations of a file as rows: added, never changed; nobody is told."""

from sqlalchemy import select

from bot.services import contacts
from bot.services.registration import enrolment
from bot.services.seasons.plans import Said, Seat, Thing
from bot.services.seasons.worlds import World
from models import Attendance, Event, Form, Registration
from models.registrations import ACTIVE

FORCED = {Form.ON_SITE: Attendance.ON_SITE, Form.DIGITAL: Attendance.DIGITAL}


class SeatRows:
    def here(self, world: World, thing: Thing) -> Said | None:
        """There, when its key is, or when the person has a seat of their own making."""
        seat, event = _seat(world, thing), world.event(thing.said["event"])
        if event is None:
            return None
        person = world.person(seat.email)
        same_key = Registration.key == seat.key
        same_person = (Registration.person_id == (person.id if person else None)) & Registration.state.in_(ACTIVE)
        rows = select(Registration.key).where(Registration.event_id == event.id, same_key | same_person)
        keys = world.session.scalars(rows).all()
        return {"key": seat.key if seat.key in keys else keys[0]} if keys else None

    def create(self, world: World, thing: Thing) -> None:
        seat, event = _seat(world, thing), world.event(thing.said["event"])
        organisation = world.organisation(seat.organisation)
        assert event is not None and organisation is not None
        person = world.person_for(seat.email, seat.name)
        if person.organisation_id is None:
            person.organisation_id, person.role = organisation.id, seat.role
        attendance = FORCED.get(event.form, seat.attendance)
        eats = event.has_food and attendance is Attendance.ON_SITE
        enrolment.bring_in(
            world.session,
            event.id,
            person_id=person.id,
            organisation_id=organisation.id,
            role=seat.role,
            attendance=attendance,
            parts=list(seat.parts),
            state=seat.state,
            access_needs=seat.access_needs,
            dietary=seat.dietary if eats else None,
            is_hidden=seat.is_hidden,
            substitute_for_id=_id_of(world, event, seat.substitute_for),
            registered_by_id=_coordinator(world, event) if seat.is_by_coordinator else None,
            key=seat.key,
            now=world.now,
        )

    def change(self, world: World, thing: Thing, changes: Said) -> None:
        """Registrations are only added."""


def _seat(world: World, thing: Thing) -> Seat:
    return next(seat for seat in world.plan.seats if seat.key == thing.key)


def _id_of(world: World, event: Event, key: str | None) -> int | None:
    if key is None:
        return None
    return world.session.scalar(
        select(Registration.id).where(Registration.event_id == event.id, Registration.key == key)
    )


def _coordinator(world: World, event: Event) -> int | None:
    return next((person.id for person in contacts.coordinators(world.session, event)), None)
