"""Deputies: who may do everything in the coordinator's place, and is told when no coordinator can be."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from bot.receipts.duties import PlaceNews
from bot.services import log
from bot.services.coordinating import fitness, places, telling
from bot.services.coordinating.places import Place
from models import Assignment, Duty, Person
from models.database import insert_unless_there
from models.errors import N_, Refusal

MOST = 5
FIELD = "people"


def change(
    session: Session, place: Place, wanted: Collection[int], seen: Collection[int], *, by_id: int, now: datetime
) -> None:
    """Add and take away what the form did; what somebody else has changed stays. Twice changes nothing."""
    for person_id in sorted(set(wanted) - set(seen)):
        _add(session, place, person_id, by_id, now)
    for person_id in sorted(set(seen) - set(wanted)):
        remove(session, place, person_id, by_id, now)
    if len(places.holders(session, place, Duty.DEPUTY)) > MOST:
        raise Refusal(N_("That is too many: {n} at the most."), field=FIELD, n=MOST)


def remove(session: Session, place: Place, person_id: int, by_id: int, now: datetime) -> None:
    gone = session.scalar(
        delete(Assignment)
        .where(Assignment.person_id == person_id, Assignment.duty == Duty.DEPUTY, places.is_at(place))
        .returning(Assignment.id)
    )
    if gone is not None:
        _told(session, place, person_id, by_id, now, is_deputy=False)


def news(session: Session, place: Place, person_id: int, had: Collection[str], by: str) -> PlaceNews:
    has = places.duties(session, place).get(person_id, set())
    return PlaceNews(
        places.name(place),
        by,
        coordinates=Duty.COORDINATOR in has,
        coordinated=Duty.COORDINATOR in had,
        is_deputy=Duty.DEPUTY in has,
        was_deputy=Duty.DEPUTY in had,
    )


def _add(session: Session, place: Place, person_id: int, by_id: int, now: datetime) -> None:
    person = session.get_one(Person, person_id)
    fitness.refuse_unfit(person, FIELD)
    if any(one.id == person_id for one in places.holders(session, place, Duty.COORDINATOR)):
        raise Refusal(N_("{name} coordinates {place} already."), field=FIELD, name=person.name,
                      place=places.name(place))  # fmt: skip
    values = {"person_id": person_id, "duty": Duty.DEPUTY, **places.columns(place)}
    if session.execute(insert_unless_there(session, Assignment), values).first():
        _told(session, place, person_id, by_id, now, is_deputy=True)


def _told(session: Session, place: Place, person_id: int, by_id: int, now: datetime, *, is_deputy: bool) -> None:
    has = places.duties(session, place).get(person_id, set())
    telling.tell(
        session, workspace_id=place.workspace_id, person_id=person_id, had=has ^ {Duty.DEPUTY}, has=has, by_id=by_id,
        now=now, place=places.key(place),
    )  # fmt: skip
    log.record(
        session, "deputy_named" if is_deputy else "deputy_removed", workspace_id=place.workspace_id, now=now,
        actor_id=by_id, person_id=person_id, place=places.key(place),
    )  # fmt: skip
