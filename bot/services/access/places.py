"""The areas and lab series that a person may tie a channel to."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services.access.rights import NOT_YOURS
from models import COORDINATING, Area, Assignment, Duty, Series, SeriesKind
from models.errors import Refusal
from models.organisations import search_words


@dataclass(frozen=True)
class Place:
    """An area or a lab series; `key` goes into a button and comes back."""

    key: str
    name: str


def places_to_bind(
    session: Session, workspace_id: int, *, person_id: int, is_admin: bool, words: str = ""
) -> list[Place]:
    """The areas and lab series this person may tie a channel to, narrowed by the words written."""
    wanted = search_words(words)
    places = [
        Place(_key(row), _name(row)) for row in _bindable(session, workspace_id, person_id=person_id, is_admin=is_admin)
    ]
    return [place for place in places if all(word in " ".join(search_words(place.name)) for word in wanted)]


def place_to_bind(session: Session, workspace_id: int, key: str, *, person_id: int, is_admin: bool) -> Area | Series:
    """The area or series itself, if this person may tie a channel to it."""
    for row in _bindable(session, workspace_id, person_id=person_id, is_admin=is_admin):
        if _key(row) == key:
            return row
    raise Refusal(NOT_YOURS)


def _bindable(session: Session, workspace_id: int, *, person_id: int, is_admin: bool) -> list[Area | Series]:
    areas = session.scalars(select(Area).where(Area.workspace_id == workspace_id).order_by(Area.name)).all()
    labs = session.scalars(
        select(Series).where(Series.workspace_id == workspace_id, Series.kind == SeriesKind.LAB).order_by(Series.id)
    ).all()
    places: list[Area | Series] = [*areas, *labs]
    mine = session.scalars(select(Assignment).where(Assignment.person_id == person_id)).all()
    is_everywhere = is_admin or any(duty.duty is Duty.NATIONAL for duty in mine)
    return [place for place in places if is_everywhere or any(_is_for(duty, place) for duty in mine)]


def _key(place: Area | Series) -> str:
    return f"{type(place).__name__.lower()}:{place.id}"


def _is_for(duty: Assignment, place: Area | Series) -> bool:
    if duty.duty not in COORDINATING:
        return False
    if isinstance(place, Area):
        return duty.area_id == place.id
    return duty.area_id is None and duty.series_id == place.id


def _name(place: Area | Series) -> str:
    return place.name if isinstance(place, Area) else place.title
