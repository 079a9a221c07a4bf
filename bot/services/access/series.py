"""A season or lab series to make or change, or a refusal."""

import logging
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Assignment, Series
from models.errors import N_, Refusal
from models.permissions import ADMIN, Action, may

_log = logging.getLogger(__name__)
ORGANISERS_ALONE = N_("Only whoever organises the season can do that.")


def series_to_see(session: Session, workspace_id: int, *, person_id: int, is_admin: bool) -> Sequence[Series]:
    """Those this person organises, the newest first. Whoever organises none may make none."""
    known = session.scalars(select(Series).where(Series.workspace_id == workspace_id).order_by(Series.id.desc()))
    found = [one for one in known if _may(session, one.id, person_id, is_admin)]
    if not found and not is_admin:
        raise Refusal(ORGANISERS_ALONE)
    return found


def series_to_steer(
    session: Session, workspace_id: int, series_id: int | None, *, person_id: int, is_admin: bool
) -> Series:
    series = session.get(Series, series_id) if series_id is not None else None
    if series is None or series.workspace_id != workspace_id:
        raise Refusal(N_("That season no longer exists."))
    if not _may(session, series.id, person_id, is_admin):
        _log.warning("person %s may not change series %s", person_id, series.id)
        raise Refusal(ORGANISERS_ALONE)
    return series


def may_steer(session: Session, series: Series, *, person_id: int, is_admin: bool) -> bool:
    return _may(session, series.id, person_id, is_admin)


def _may(session: Session, series_id: int, person_id: int, is_admin: bool) -> bool:
    mine = select(Assignment.duty).where(
        Assignment.person_id == person_id, Assignment.series_id == series_id, Assignment.area_id.is_(None)
    )
    duties = {str(ADMIN)} if is_admin else set()
    return may(frozenset(duties | {duty.value for duty in session.scalars(mine)}), Action.STEER_SERIES)
