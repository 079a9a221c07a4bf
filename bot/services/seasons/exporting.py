"""A series as its file: as it came in, with what has become of it since. Nobody's answers are in it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services.seasons import exported_meetings as meetings
from bot.services.seasons import extras, naming, sources
from bot.services.seasons.exported_people import Contacts
from bot.services.seasons.files import SCHEMA
from bot.services.seasons.lab import PARTICIPANT
from bot.services.seasons.layout import (
    AREA,
    HEADER,
    LAB_FILE,
    ORGANISER,
    PARTY,
    SEASON_FILE,
    Group,
    drop,
    insert,
    put,
    within,
)
from bot.services.seasons.standing import Standing
from bot.services.seasons.writing import written
from models import Area, Organisation, Series, SeriesFile, SeriesKind
from models.errors import N_, Refusal
from models.organisations import display_name, fold

AS_THEY_ARE = {"title": "title", "short_title": "short_title", "purpose": "purpose", "tz": "timezone",
               "locale": "locale", "channel_name": "channel", "form_list": "registration_form"}  # fmt: skip

QUIET_LABEL = "quiet_label"
QUIET = {"quiet_from": "start", "quiet_to": "end", QUIET_LABEL: "label"}


def series_to_export(session: Session, key: str | None) -> Series:
    """The one that is called so; without a name, the only one there is."""
    known = session.scalars(select(Series).order_by(Series.key)).all()
    found = [series for series in known if key in (None, series.key)]
    if len(found) == 1:
        return found[0]
    if not known:
        raise Refusal(N_("There is no series yet."))
    keys = ", ".join(series.key for series in known)
    raise Refusal(N_("Say which series: {keys}."), keys=keys)


def export(session: Session, series: Series, now: datetime) -> str:
    """YAML that an import reads. Questions and polls made in Slack get the names they keep in it."""
    naming.name_all(session, series)
    return written(document(session, series, now))


def document(session: Session, series: Series, now: datetime) -> Group:
    standing = Standing(session, series, now)
    found = _source(session, series)
    is_season = series.kind is SeriesKind.SEASON
    order = SEASON_FILE if is_season else LAB_FILE
    put(found, "schema_version", SCHEMA, order)
    put(found, "kind", series.kind.value, order)
    contacts = Contacts(session)
    _header(found, within(found, "season" if is_season else "series", order), standing, contacts, order)
    if is_season:
        put(found, "areas", _areas(found, standing, contacts), order)
    else:
        _parties(found, standing, contacts, order)
    meetings.write(found, standing, "dialogues" if is_season else "sessions", order)
    for name in ("areas", "dialogues") if is_season else ("parties", "sessions"):
        if name not in found:
            insert(found, name, [], order)  # a file must have them, if only to say that there is none yet
    return found


def _source(session: Session, series: Series) -> Group:
    """As it came in; of a file that was read by an older bot, what had no table then."""
    file = session.scalar(select(SeriesFile).where(SeriesFile.series_id == series.id))
    if file is None:
        return {}
    if file.source is not None:
        return sources.read(file.source)
    found: Group = {}
    for way, value in file.unused.items():
        *above, name = way.split(".")
        if any("[" in one or sources.is_answer(one) for one in (*above, name)):
            continue
        group = found
        for one in above:
            group = group.setdefault(one, {})
        group[name] = sources.cleaned(value)
    return found


def _header(found: Group, header: Group, standing: Standing, contacts: Contacts, order: tuple[str, ...]) -> None:
    series, now = standing.series, standing.header()
    is_lab = series.kind is SeriesKind.LAB
    put(header, "id", series.key, HEADER)
    for column, name in AS_THEY_ARE.items():
        if column in now.changes:
            put(header, name, now.changes[column], HEADER)
    put_below = (found, order) if is_lab else (header, HEADER)
    for column, name in {"theme_list": "themes", "reminder_list": "reminders"}.items():
        if column in now.changes:
            put(put_below[0], name, now.changes[column], put_below[1])
    if "role_list" in now.changes and now.changes["role_list"] != [PARTICIPANT]:
        put(header, "target_roles", now.changes["role_list"], HEADER)
    if now.changes.get("agenda_templates") is not None:
        put(header, "agenda_templates", now.changes["agenda_templates"], HEADER)
    if "checklist" in now.changes:
        put(header, "checklist", _points(now.changes["checklist"]), HEADER)
    _extras(header, put_below, now.changes)
    if "legal_basis" in now.changes and (series.legal_basis or "retention" in put_below[0]):
        put(within(put_below[0], "retention", put_below[1]), "legal_basis_text", series.legal_basis, ())
    _quiet(header, now.changes)
    staff = standing.staff()
    if is_lab:
        contacts.lead(header, staff.get("coordinators"))
    elif now.changes.get("organiser") or staff.get("nationals"):
        organiser = within(header, "organiser", HEADER)
        if "organiser" in now.changes:
            put(organiser, "name", series.organiser, ORGANISER)
        contacts.organiser(organiser, staff.get("nationals"))


def _points(checklist: Sequence[Mapping[str, Any]] | None) -> list[Group] | None:
    """One of ours is told by its name alone."""
    if checklist is None:
        return None
    return [{"id": one["key"], **({"label": one["words"]} if one["words"] else {})} for one in checklist]


def _extras(header: Group, below: tuple[Group, tuple[str, ...]], changes: Mapping[str, Any]) -> None:
    """What has no column of its own; a lab's days and how long what is kept stand beside its header."""
    for name in changes.keys() & set(extras.NAMES) - {QUIET_LABEL}:
        group, order = below if name in ("retention", "timeline") else (header, HEADER)
        if changes[name] is None:
            drop(group, name)
        else:
            put(group, name, sources.cleaned(changes[name]), order)


def _quiet(header: Group, changes: Mapping[str, Any]) -> None:
    said = {name: changes[column] for column, name in QUIET.items() if column in changes}
    if not said:
        return
    period = within(header, "quiet_period", HEADER)
    for name, value in said.items():
        put(period, name, value, tuple(QUIET.values()))
    if all(value is None for value in period.values()):
        drop(header, "quiet_period")


def _areas(found: Group, standing: Standing, contacts: Contacts) -> list[Group]:
    said = {str(group.get("id")): group for group in found.get("areas") or []}
    rows = {area.key: area for area in standing.areas()}
    in_order = [*(key for key in said if key in rows), *(key for key in rows if key not in said)]
    return [_area(said.get(key, {}), rows[key], standing, contacts) for key in in_order]


def _area(group: Group, area: Area, standing: Standing, contacts: Contacts) -> Group:
    now = standing.area(area)
    put(group, "id", area.key, AREA)
    if "name" in now.changes:
        put(group, "name", area.name, AREA)
    if "channel_name" in now.changes:
        put(group, "channel", area.channel_name, AREA)
    if "facts" in now.changes:
        for name in ("county_codes", "school_winter_break_weeks"):
            put(group, name, area.facts.get(name), AREA)
    contacts.coordinators(group, now.changes.get("coordinators"), is_new=now.is_new)
    _members(group, area, standing)
    return group


def _members(group: Group, area: Area, standing: Standing) -> None:
    """Those the file names stay where they stand; the others are added."""
    left = {row.id: row for row in standing.members(area)}
    municipalities = [one for one in group.get("municipalities") or [] if _is_member(one, area, left)]
    others = [name for name in group.get("other_organisations") or [] if _is_member(name, area, left)]
    coded = sorted((row for row in left.values() if _is_municipality(row)), key=lambda row: row.code or "")
    municipalities += [{"code": row.code, "name": row.name} for row in coded]
    others += [row.name for row in left.values() if not _is_municipality(row)]
    put(group, "municipalities", municipalities, AREA)
    put(group, "other_organisations", others, AREA)


def _is_member(said: Any, area: Area, left: dict[int, Organisation]) -> bool:
    """By its code, or by its name. Region Gotland may stand in both lists."""
    code = said.get("code") if isinstance(said, dict) else None
    name = fold(display_name(str(said.get("name") if isinstance(said, dict) else said), code))
    meant = [row for row in area.organisations if (code and row.code == code) or (not code and row.folded == name)]
    for row in meant:
        left.pop(row.id, None)
    return bool(meant)


def _is_municipality(row: Organisation) -> bool:
    return row.code is not None and len(row.code) == 4 and row.code.isdecimal()


def _parties(found: Group, standing: Standing, contacts: Contacts, order: tuple[str, ...]) -> None:
    said = [group for group in found.get("parties") or [] if isinstance(group, dict)]
    known = {str(group.get("id")): group for group in said}
    content = standing.content.get("party", {})
    by_organisation = {one["organisation"]: key for key, one in content.items()}
    parties = []
    for organisation in standing.parties():
        name = organisation.code or organisation.folded
        key = by_organisation.get(name) or by_organisation.get(organisation.folded) or naming.slug(organisation.name)
        group = known.get(key, {})
        if key not in known:
            group.update({"id": key, "name": organisation.name})
            put(group, "former_name", organisation.former_name, PARTY)
            put(group, "kind", organisation.kind, PARTY)
            if _is_municipality(organisation):
                put(group, "municipality_code", organisation.code, PARTY)
        contacts.party(group, standing.party(key, name).changes.get("contacts"))
        parties.append(group)
    places = {id(group): number for number, group in enumerate(said)}
    put(found, "parties", sorted(parties, key=lambda group: places.get(id(group), len(said))), order)
