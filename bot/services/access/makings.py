"""Where somebody may make a meeting: an area of theirs in a season, or a lab series of theirs."""

import logging
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.receipts.meetings import Place
from bot.services.access.rights import NOT_YOURS
from models import Area, Assignment, Duty, Series, SeriesKind
from models.errors import Refusal
from models.permissions import Action, may

_log = logging.getLogger(__name__)


def place_key(series_id: int, area_id: int | None) -> str:
    return f"{series_id}:{area_id or 0}"


def places_to_meet_in(session: Session, workspace_id: int, *, person_id: int) -> list[Place]:
    """The newest season first; it is named where there are several."""
    found = list(_mine(session, workspace_id, person_id))
    several = len({series.id for series, area in found if area}) > 1
    return [
        Place(place_key(series.id, area.id if area else None), _name(series, area, several)) for series, area in found
    ]


def place_to_meet_in(session: Session, workspace_id: int, key: str, *, person_id: int) -> tuple[Series, Area | None]:
    """The series and the area, if this person may make a meeting there."""
    for series, area in _mine(session, workspace_id, person_id):
        if _key(series, area) == key:
            return series, area
    _log.warning("person %s may not make a meeting there", person_id)
    raise Refusal(NOT_YOURS)


def _mine(session: Session, workspace_id: int, person_id: int) -> Iterator[tuple[Series, Area | None]]:
    duties = session.scalars(select(Assignment).where(Assignment.person_id == person_id)).all()
    known = select(Series).where(Series.workspace_id == workspace_id).order_by(Series.id.desc())
    areas = session.scalars(select(Area).where(Area.workspace_id == workspace_id).order_by(Area.name)).all()
    for series in session.scalars(known):
        of_series = {duty.duty.value for duty in duties if duty.series_id == series.id and duty.area_id is None}
        if series.kind is SeriesKind.LAB:
            if may(frozenset(of_series), Action.EDIT_MEETING):
                yield series, None
            continue
        is_national = Duty.NATIONAL in of_series
        for area in areas:
            of_area = {duty.duty.value for duty in duties if duty.area_id == area.id}
            if is_national or may(frozenset(of_area), Action.EDIT_MEETING):
                yield series, area


def _key(series: Series, area: Area | None) -> str:
    return place_key(series.id, area.id if area else None)


def _name(series: Series, area: Area | None, several: bool) -> str:
    title = series.short_title or series.title
    if area is None:
        return title
    return f"{area.name}, {title}" if several else area.name
