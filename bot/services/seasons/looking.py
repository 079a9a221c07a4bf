"""Seasons and lab series, for whoever organises them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from bot.receipts.series import AreaForm, SeriesDay, SeriesFacts, SeriesLine, SeriesPlace
from bot.services.dates import reading
from bot.services.seasons.standing import Standing
from models import Area, AreaOrganisation, Assignment, Duty, Event, Person, Series, SeriesKind, SeriesParty
from models.errors import N_, Refusal


def lines(session: Session, series: Sequence[Series], now: datetime) -> tuple[SeriesLine, ...]:
    return tuple(line(session, one, now) for one in series)


def facts(session: Session, standing: Standing, language: str) -> SeriesFacts:
    series = standing.series
    is_lab = series.kind is SeriesKind.LAB
    lead = Duty.COORDINATOR if is_lab else Duty.NATIONAL
    return SeriesFacts(
        line=line(session, series, standing.world.now),
        short_title=series.short_title,
        purpose=series.purpose,
        themes=tuple((str(one["id"]), str(one["label"])) for one in series.theme_list),
        roles=tuple(role.label for role in series.roles),
        templates=tuple(str(one.get("label")) for one in series.agenda_templates.values()),
        leads=holders(session, Assignment.duty == lead, Assignment.series_id == series.id),
        places=_parties(standing) if is_lab else tuple(_area(session, area) for area in standing.areas()),
        days=tuple(_days(session, standing, language)),
        quiet=series.quiet_weeks,
    )


def area_form(standing: Standing, key: str | None) -> AreaForm:
    if key is None:
        return AreaForm(standing.series.id)
    area = next((one for one in standing.areas() if one.key == key), None)
    if area is None:
        raise Refusal(N_("That area is not in this season."))
    return AreaForm(
        standing.series.id, key, area.name, area.winter_weeks, tuple(area.facts.get("county_codes") or ()),
        area.channel_name, tuple(row.display for row in standing.members(area)),
    )  # fmt: skip


def line(session: Session, series: Series, now: datetime) -> SeriesLine:
    of_series = Event.series_id == series.id
    meetings = session.scalar(select(func.count()).select_from(Event).where(of_series)) or 0
    if series.kind is SeriesKind.LAB:
        parties = select(func.count()).select_from(SeriesParty).where(SeriesParty.series_id == series.id)
        places = session.scalar(parties) or 0
    else:
        places = len(Standing(session, series, now).areas())
    return SeriesLine(series.id, series.kind, series.title, meetings, places)


def holders(session: Session, *which: ColumnElement[bool]) -> tuple[str, ...]:
    """The names of those whom these assignments are for, in the order they got them."""
    names = select(Person.name).join(Assignment, Assignment.person_id == Person.id)
    return tuple(session.scalars(names.where(*which).order_by(Assignment.id)))


def _area(session: Session, area: Area) -> SeriesPlace:
    members = select(func.count()).select_from(AreaOrganisation).where(AreaOrganisation.area_id == area.id)
    people = holders(session, Assignment.duty == Duty.COORDINATOR, Assignment.area_id == area.id)
    return SeriesPlace(area.key, area.name, people, session.scalar(members) or 0)


def _parties(standing: Standing) -> tuple[SeriesPlace, ...]:
    """With whom to turn to."""
    contacts = Assignment.duty == Duty.CONTACT, Assignment.series_id == standing.series.id
    return tuple(
        SeriesPlace(
            row.code or row.folded, row.display,
            holders(standing.session, *contacts, Assignment.organisation_id == row.id),
        )
        for row in standing.parties()
    )  # fmt: skip


def _days(session: Session, standing: Standing, language: str) -> list[SeriesDay]:
    """Free days, days beside them, school breaks, and two meetings on one day."""
    found = []
    for event in standing.events():
        said = reading.against(session, event, event.day, language) if event.day else ()
        found += [SeriesDay(event.title, event.day, said)] if said and event.day else []
    return found
