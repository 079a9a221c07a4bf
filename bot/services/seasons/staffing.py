"""Whoever organises a season says who coordinates its areas; those who begin and those who end hear it, once."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services.coordinating import places, telling
from bot.services.coordinating.places import Place
from bot.services.seasons import changing, making
from models import Area, Duty, Person, Series, SeriesKind


def appoint(
    session: Session, series: Series, *, area: str | None, whom: list[tuple[str, str | None]], person_id: int,
    now: datetime,
) -> None:  # fmt: skip
    """These coordinate the area, lead the lab or answer for the party from now on, and nobody else does.

    Names and addresses. Raises Refusal as `changing.change` does; only for whoever holds the series.
    """
    place = _place(session, series, area)
    before = places.duties(session, place) if place else {}
    changing.change(session, series, making.coordinated(area, whom), person_id=person_id, now=now)
    if place:
        _tell(session, place, before, person_id, now)


def _tell(session: Session, place: Place, before: dict[int, set[Duty]], by_id: int, now: datetime) -> None:
    session.flush()
    after = places.duties(session, place)
    for person_id in sorted({*before, *after}):
        had, has = before.get(person_id, set()), after.get(person_id, set())
        if Duty.COORDINATOR in had ^ has and session.get_one(Person, person_id).can_be_told:
            telling.tell(
                session, workspace_id=place.workspace_id, person_id=person_id, had=had, has=has, by_id=by_id, now=now,
                place=places.key(place),
            )  # fmt: skip


def _place(session: Session, series: Series, area: str | None) -> Place | None:
    """What is coordinated: who organises the season itself, or answers for a party, coordinates nothing."""
    if series.kind is SeriesKind.LAB:
        return None if area else series
    wanted = select(Area).where(Area.workspace_id == series.workspace_id, Area.key == area)
    return session.scalar(wanted) if area else None
