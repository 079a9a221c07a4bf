"""Taking an organisation out of an area, a party out of a lab series, an area out of a season: nobody loses a seat.

What its file said stays remembered: an import of the old file says that it was removed here, and leaves it so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, func, or_, select
from sqlalchemy.orm import Session

from bot.receipts.series import RemovalEffects, RemovalForm
from bot.services import log
from bot.services.registration import quotas
from bot.services.seasons import changing, looking, making, sources
from bot.services.seasons.plans import What
from bot.services.seasons.standing import Standing
from models import (
    Area,
    AreaOrganisation,
    Assignment,
    Duty,
    Event,
    EventState,
    Handover,
    Invitation,
    InvitedFunction,
    Organisation,
    Quota,
    Registration,
    Scope,
    Series,
    SeriesFile,
    SeriesKind,
    SeriesParty,
)
from models.errors import N_, Refusal
from models.registrations import ACTIVE

WHOLE = "area"
FIELD = "organisation"
"""The form's input (`bot.blocks.ids.Field`)."""
HAS_SEATS = N_(
    "{n} from {name} have seats or wait for them in coming meetings. Change whom they represent, or let them cancel "
    "first: nobody loses a seat in this way."
)
HAS_KEPT_SEATS = N_("Seats are kept for {name} in a coming meeting. Let go of them first.")
HAS_MEETINGS = N_("{name} has meetings in this season ({n}). It stays, so that their registrations and questions do.")
IS_NAMED = N_("{name} is named elsewhere in the season, in its inventory, challenges or commitments, and stays.")
GONE = N_("That is no longer part of the season.")


@dataclass(frozen=True)
class Target:
    """An area alone means the whole of it; a lab series has none."""

    area: Area | None
    organisation: Organisation | None

    @property
    def name(self) -> str:
        return self.organisation.display if self.organisation else self.area.name if self.area else ""


def form(session: Session, series: Series, area_key: str | None, now: datetime) -> RemovalForm:
    """What can be chosen."""
    standing = Standing(session, series, now)
    if series.kind is SeriesKind.LAB:
        return RemovalForm(series.id, None, series.title, _options(standing.parties()), WHOLE)
    area = _area(standing, area_key)
    whole = (WHOLE, area.name)
    return RemovalForm(series.id, area.key, area.name, (*_options(standing.members(area)), whole), WHOLE)


def target(session: Session, series: Series, area_key: str | None, chosen: str, now: datetime) -> Target:
    standing = Standing(session, series, now)
    area = _area(standing, area_key) if series.kind is SeriesKind.SEASON else None
    if area and chosen == WHOLE:
        return Target(area, None)
    members = standing.members(area) if area else standing.parties()
    found = next((one for one in members if str(one.id) == chosen), None)
    if found is None:
        raise Refusal(GONE, field=FIELD)
    return Target(area, found)


def effects(session: Session, series: Series, target: Target, now: datetime) -> RemovalEffects:
    """What of it stays, and who loses a task. Raises Refusal for what cannot be removed."""
    _refuse(session, series, target, now)
    elsewhere = _others(session, series, target.area) if target.area else ()
    if target.organisation is None:
        assert target.area is not None
        tasks = () if elsewhere else looking.holders(session, Assignment.area_id == target.area.id)
        return RemovalEffects(target.name, tasks=tasks, elsewhere=elsewhere, is_area=True)
    mine = Registration.organisation_id == target.organisation.id
    held = session.scalar(select(func.count(Registration.id)).join(Event).where(mine, _here(series, target)))
    return RemovalEffects(
        target.name,
        held=held or 0,
        invited=_invited(session, series, target),
        tasks=looking.holders(session, _contacts(session, series, target)),
        elsewhere=elsewhere,
    )


def remove(session: Session, series: Series, target: Target, *, person_id: int, now: datetime) -> None:
    """Only for whoever holds the series. What points to the row keeps pointing to it: the organisation itself stays."""
    _refuse(session, series, target, now)
    if target.organisation is None:
        assert target.area is not None
        _remove_area(session, series, target.area)
    else:
        _remove_organisation(session, series, target)
    session.flush()
    _write_down(session, series, target, now)
    about = {"area": target.area.id if target.area else None}
    about |= {"organisation": target.organisation.id} if target.organisation else {}
    action = "organisation_removed" if target.organisation else "area_removed"
    log.record(
        session, action, workspace_id=series.workspace_id, now=now, actor_id=person_id, series=series.id, **about
    )


def _refuse(session: Session, series: Series, target: Target, now: datetime) -> None:
    if target.organisation is None:
        assert target.area is not None
        meetings = select(func.count(Event.id)).where(Event.series_id == series.id, Event.area_id == target.area.id)
        if n := session.scalar(meetings):
            raise Refusal(HAS_MEETINGS, field=FIELD, name=target.area.name, n=n)
        return
    coming = and_(
        _here(series, target), Event.state != EventState.CANCELLED, or_(Event.ends_at.is_(None), Event.ends_at > now)
    )
    mine = Registration.organisation_id == target.organisation.id, Registration.state.in_(ACTIVE)
    if n := session.scalar(select(func.count(Registration.id)).join(Event).where(*mine, coming)):
        raise Refusal(HAS_SEATS, field=FIELD, name=target.name, n=n)
    group = quotas.group_key(Scope.ORGANISATION, str(target.organisation.id))
    kept = select(Quota.id).join(Event, Event.id == Quota.event_id).where(Quota.scope == Scope.KEPT, Quota.key == group)
    if session.scalar(kept.where(coming, Quota.capacity > 0).limit(1)):
        raise Refusal(HAS_KEPT_SEATS, field=FIELD, name=target.name)


def _remove_organisation(session: Session, series: Series, target: Target) -> None:
    assert target.organisation is not None
    session.execute(delete(Assignment).where(_contacts(session, series, target)))
    if target.area is None:
        place = delete(SeriesParty).where(SeriesParty.series_id == series.id)
        session.execute(place.where(SeriesParty.organisation_id == target.organisation.id))
    else:
        place = delete(AreaOrganisation).where(AreaOrganisation.area_id == target.area.id)
        session.execute(place.where(AreaOrganisation.organisation_id == target.organisation.id))
    session.expire_all()


def _remove_area(session: Session, series: Series, area: Area) -> None:
    """From this season; altogether, when no other has it."""
    if not _others(session, series, area):
        session.execute(delete(AreaOrganisation).where(AreaOrganisation.area_id == area.id))
        session.execute(delete(Assignment).where(Assignment.area_id == area.id))
        session.execute(delete(Handover).where(Handover.area_id == area.id))
        session.execute(delete(Area).where(Area.id == area.id))
        session.expire_all()
        return
    file = session.scalars(select(SeriesFile).where(SeriesFile.series_id == series.id)).one()
    areas, members = (dict(file.content.get(what, {})) for what in (What.AREA, What.MEMBER))
    areas.pop(area.key, None)
    kept = {key: said for key, said in members.items() if not key.startswith(f"{area.key}/")}
    file.content = {**file.content, What.AREA.value: areas, What.MEMBER.value: kept}
    session.flush()


def _write_down(session: Session, series: Series, target: Target, now: datetime) -> None:
    """What is left has to be a series that a file may tell of."""
    try:
        plan = making.planned(changing.document(session, series, now))
    except Refusal as refusal:
        raise Refusal(IS_NAMED, field=FIELD, name=target.name) from refusal
    file = session.scalars(select(SeriesFile).where(SeriesFile.series_id == series.id)).one()
    file.unused, file.source = dict(plan.unused), sources.kept(plan.source)


def _here(series: Series, target: Target) -> ColumnElement[bool]:
    """Its meetings: an area's of every season, since they share it."""
    return Event.area_id == target.area.id if target.area else Event.series_id == series.id


def _invited(session: Session, series: Series, target: Target) -> int:
    assert target.organisation is not None
    here = _here(series, target)
    found = 0
    for table in (Invitation, InvitedFunction):
        rows = select(func.count(table.id)).join(Event, Event.id == table.event_id)
        found += session.scalar(rows.where(here, table.organisation_id == target.organisation.id)) or 0
    return found


def _contacts(session: Session, series: Series, target: Target) -> ColumnElement[bool]:
    """Who is its contact here; in a season also for all of it, unless another of the season's areas has it."""
    assert target.organisation is not None
    of_series = Assignment.series_id == series.id
    place = of_series
    if target.area:
        others = select(AreaOrganisation.id).where(
            AreaOrganisation.organisation_id == target.organisation.id, AreaOrganisation.area_id != target.area.id
        )
        is_elsewhere = session.scalar(others.limit(1)) is not None
        place = Assignment.area_id == target.area.id
        place = place if is_elsewhere else or_(place, of_series)
    return and_(Assignment.duty == Duty.CONTACT, Assignment.organisation_id == target.organisation.id, place)


def _others(session: Session, series: Series, area: Area) -> tuple[str, ...]:
    """Other series that have the area."""
    rows = session.execute(
        select(Series.id, Series.title, SeriesFile.content)
        .outerjoin(SeriesFile, SeriesFile.series_id == Series.id)
        .where(Series.workspace_id == series.workspace_id, Series.id != series.id)
        .order_by(Series.id)
    ).all()
    with_meetings = set(session.scalars(select(Event.series_id).where(Event.area_id == area.id)))
    return tuple(
        title
        for series_id, title, content in rows
        if series_id in with_meetings or area.key in (content or {}).get(What.AREA, {})
    )


def _area(standing: Standing, key: str | None) -> Area:
    found = next((one for one in standing.areas() if one.key == key), None)
    if found is None:
        raise Refusal(N_("That area is not in this season."))
    return found


def _options(rows: Sequence[Organisation]) -> tuple[tuple[str, str], ...]:
    return tuple((str(row.id), row.display) for row in rows)
