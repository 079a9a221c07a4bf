"""An area or a lab series, and who coordinates it."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from bot.receipts.duties import PlaceFacts, Trusted
from models import Area, Assignment, Duty, Event, Handover, HandoverState, Person, Series, SeriesKind

Place = Area | Series
LONGEST = 10
"""Digits: every database takes a number of fewer."""


def found(session: Session, key: str) -> Place | None:
    """Whose key it is."""
    kind, _, written = key.partition(":")
    number = int(written) if written.isdecimal() and len(written) < LONGEST else None
    if number is None:
        return None
    return session.get(Area, number) if kind == "area" else session.get(Series, number) if kind == "series" else None


def key(place: Place) -> str:
    return key_of(place.id, 0) if isinstance(place, Area) else key_of(None, place.id)


def key_of(area_id: int | None, series_id: int) -> str:
    """Of the place that a meeting belongs to."""
    return f"area:{area_id}" if area_id else f"series:{series_id}"


def name(place: Place) -> str:
    return place.name if isinstance(place, Area) else place.short_title or place.title


def columns(place: Place) -> dict[str, int]:
    """Where an assignment or a question says which place it is about."""
    return {"area_id": place.id} if isinstance(place, Area) else {"series_id": place.id}


def is_at(place: Place) -> ColumnElement[bool]:
    """Assignments of the place itself."""
    if isinstance(place, Area):
        return Assignment.area_id == place.id
    return (Assignment.series_id == place.id) & Assignment.area_id.is_(None)


def is_held_at(place: Place) -> ColumnElement[bool]:
    """Meetings of the place."""
    return Event.area_id == place.id if isinstance(place, Area) else Event.series_id == place.id


def holders(session: Session, place: Place, duty: Duty) -> Sequence[Person]:
    """In the order they got it."""
    return session.scalars(
        select(Person)
        .join(Assignment, Assignment.person_id == Person.id)
        .where(Assignment.duty == duty, is_at(place))
        .order_by(Assignment.id)
    ).all()


def duties(session: Session, place: Place) -> dict[int, set[Duty]]:
    """What each person there is trusted with."""
    found: dict[int, set[Duty]] = {}
    for person_id, duty in session.execute(select(Assignment.person_id, Assignment.duty).where(is_at(place))):
        found.setdefault(person_id, set()).add(duty)
    return found


def everywhere(session: Session, workspace_id: int) -> list[Place]:
    """Every area, then every lab series."""
    areas = session.scalars(select(Area).where(Area.workspace_id == workspace_id).order_by(Area.name))
    labs = select(Series).where(Series.workspace_id == workspace_id, Series.kind == SeriesKind.LAB)
    return [*areas, *session.scalars(labs.order_by(Series.id))]


def facts(session: Session, place: Place, person_id: int, *, may_name_deputies: bool) -> PlaceFacts:
    coordinators = _trusted(session, place, Duty.COORDINATOR)
    asked = open_question(session, place, person_id)
    whom = session.get_one(Person, asked.to_id) if asked else None
    return PlaceFacts(
        key=key(place),
        name=name(place),
        is_lab=isinstance(place, Series),
        coordinators=coordinators,
        deputies=_trusted(session, place, Duty.DEPUTY),
        hands_over=any(one.person_id == person_id for one in coordinators),
        asked=whom.name if whom else None,
        handover_id=asked.id if asked else None,
        has_left=whom is not None and not whom.can_be_told,
        may_name_deputies=may_name_deputies,
    )


def open_question(session: Session, place: Place, from_id: int) -> Handover | None:
    """What this coordinator has asked of somebody, and has no answer to."""
    of_place = [getattr(Handover, column) == id for column, id in columns(place).items()]
    return session.scalar(
        select(Handover).where(Handover.from_id == from_id, Handover.state == HandoverState.ASKED, *of_place)
    )


def _trusted(session: Session, place: Place, duty: Duty) -> tuple[Trusted, ...]:
    return tuple(Trusted(one.id, one.name, one.slack_user_id) for one in holders(session, place, duty))
