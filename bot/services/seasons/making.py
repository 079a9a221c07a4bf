"""A season or lab series made in Slack: its file is written and read, as an operator would; and edits of its document.

What a file may not say, nobody can say in a form; and what is made here comes out of an export like everything else.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services import log
from bot.services.coordinating.fitness import NO_ADDRESS
from bot.services.seasons import exporting, naming, sources
from bot.services.seasons.applying import apply
from bot.services.seasons.files import read_words
from bot.services.seasons.layout import AREA, HEADER, ORGANISER, PARTY, Group, put, within
from bot.services.seasons.plans import Plan
from bot.services.seasons.writing import written
from bot.services.seasons.yearly import a_year_later
from models import Assignment, Duty, Person, Series, SeriesKind
from models.database import Sessions
from models.errors import Refusal
from models.organisations import fold

TEMPLATES = Path(__file__).parent / "templates"
HEADERS = {SeriesKind.SEASON: "season", SeriesKind.LAB: "series"}
CODED = re.compile(r"(\d{4})\s+(.+)")


@dataclass(frozen=True)
class Wish:
    """`like_id` is the series it is to be like, a year later."""

    kind: SeriesKind
    title: str
    like_id: int | None = None


def make(sessions: Sessions, wish: Wish, *, person_id: int, now: datetime) -> int:
    """Everything in it is a draft: nobody is told. Whoever makes it organises it."""
    with sessions.reading() as session:
        maker = session.get_one(Person, person_id)
        workspace_id = maker.workspace_id
        key = _key(session, workspace_id, wish.title)
        like = session.get(Series, wish.like_id) if wish.like_id else None
        found = exporting.document(session, like, now) if like else _template(wish.kind)
        found = a_year_later(found, key, wish.title) if like else _named(found, wish, key)
        _led_by(found, maker)
    plan = planned(found)
    apply(sessions, plan, now, lambda done: None)
    with sessions.begin() as session:
        series = session.scalars(select(Series).where(Series.workspace_id == workspace_id, Series.key == key)).one()
        _organises(session, series, person_id)
        log.record(session, "series_made", workspace_id=workspace_id, now=now, actor_id=person_id, series=series.id,
                   like=wish.like_id)  # fmt: skip
        return series.id


def kind_of(written: str) -> SeriesKind:
    return SeriesKind.LAB if written == SeriesKind.LAB else SeriesKind.SEASON


INPUTS = {"channel": "channel", "county_codes": "counties", "school_winter_break_weeks": "weeks", "title": "title"}
"""The forms' inputs (`bot.blocks.ids.Field`) by what a file calls them."""


def input_of(way: str) -> str:
    return INPUTS.get(way.rpartition(".")[2].partition("[")[0], "organisation")


def planned(found: Group, naming_of: Callable[[str], str] = input_of) -> Plan:
    """Raises Refusal, at the input that the problem stands in."""
    reading = read_words("", written(found))
    if reading.plan is None:
        problem = reading.problems[0]
        raise Refusal(problem.reason, field=naming_of(problem.field), **problem.facts)
    return reading.plan


@dataclass(frozen=True)
class AreaWish:
    key: str | None
    name: str
    organisations: str
    weeks: tuple[int, ...] = ()
    counties: tuple[str, ...] = ()
    channel: str | None = None


def with_area(wish: AreaWish) -> Callable[[Group], None]:
    """A new area, or what is said of one; organisations are added to those it has."""

    def edit(found: Group) -> None:
        areas = found.setdefault("areas", [])
        area = next((one for one in areas if one["id"] == wish.key), None)
        if area is None:
            area = {"id": _free_key(wish.name, {one["id"] for one in areas}), "coordinator": []}
            areas.append(area)
        put(area, "name", wish.name, AREA)
        put(area, "county_codes", list(wish.counties), AREA)
        put(area, "school_winter_break_weeks", list(wish.weeks), AREA)
        put(area, "channel", wish.channel, AREA)
        _add_organisations(area, wish.organisations)

    return edit


def with_parties(lines: str) -> Callable[[Group], None]:
    """A party a line: a code and a name, or a name."""

    def edit(found: Group) -> None:
        parties = found.setdefault("parties", [])
        for line in filter(None, (line.strip() for line in lines.splitlines())):
            coded = CODED.fullmatch(line)
            name = coded[2] if coded else line
            if any(one["name"] == name for one in parties):
                continue
            party: Group = {"id": _free_key(name, {one["id"] for one in parties}), "name": name}
            parties.append(party | ({"municipality_code": coded[1]} if coded else {}))

    return edit


def coordinated(area: str | None, people: list[tuple[str, str | None]]) -> Callable[[Group], None]:
    """Names and addresses; without an area it is who organises the season, or leads the lab series."""
    for name, email in people:
        if not email:
            raise Refusal(NO_ADDRESS, name=name)
    contacts = [{"role": name, "email": email, "has_slack": True} for name, email in people]

    def edit(found: Group) -> None:
        if area is None:
            _lead(found, contacts[0])
            return
        if "parties" in found:
            party = next(one for one in found["parties"] if area in (one.get("municipality_code"), fold(one["name"])))
            put(party, "contact", contacts[0], PARTY)
            return
        place = next(one for one in found["areas"] if one["id"] == area)
        place["coordinator"] = contacts[0] if len(contacts) == 1 else contacts

    return edit


def _lead(found: Group, contact: Group) -> None:
    if "series" in found:
        put(found["series"], "process_lead_role", contact["role"], HEADER)
        put(found["series"], "process_lead_email", contact["email"], HEADER)
        return
    organiser = within(found["season"], "organiser", HEADER)
    put(organiser, "contact_role", contact["role"], ORGANISER)
    put(organiser, "contact_email", contact["email"], ORGANISER)


def _add_organisations(area: Group, lines: str) -> None:
    municipalities = list(area.get("municipalities") or [])
    others = list(area.get("other_organisations") or [])
    for line in filter(None, (line.strip(" ,;\t") for line in lines.splitlines())):
        coded = CODED.fullmatch(line)
        if coded and all(one["code"] != coded[1] for one in municipalities):
            municipalities.append({"code": coded[1], "name": coded[2]})
        elif not coded and line not in others:
            others.append(line)
    put(area, "municipalities", municipalities, AREA)
    put(area, "other_organisations", others, AREA)


def _template(kind: SeriesKind) -> Group:
    return sources.read((TEMPLATES / f"{kind.value}.yaml").read_text("utf-8"))


def _named(found: Group, wish: Wish, key: str) -> Group:
    header = found[HEADERS[wish.kind]]
    found[HEADERS[wish.kind]] = {"id": key, "title": wish.title, **header}
    return found


def _led_by(found: Group, maker: Person) -> None:
    """A lab series must have a process lead: from the start, whoever makes it."""
    if "series" in found and not found["series"].get("process_lead_email"):
        if not maker.email:
            raise Refusal(NO_ADDRESS, name=maker.name)
        put(found["series"], "process_lead_role", maker.name, HEADER)
        put(found["series"], "process_lead_email", maker.email, HEADER)


def _organises(session: Session, series: Series, person_id: int) -> None:
    mine = select(Assignment.id).where(
        Assignment.person_id == person_id, Assignment.series_id == series.id, Assignment.duty == Duty.NATIONAL
    )
    if session.scalar(mine) is None:
        session.add(Assignment(person_id=person_id, series_id=series.id, duty=Duty.NATIONAL))


def _free_key(name: str, taken: set[str]) -> str:
    first = naming.slug(name)
    return next(key for n in range(1, len(taken) + 2) if (key := first if n == 1 else f"{first}-{n}") not in taken)


def _key(session: Session, workspace_id: int, title: str) -> str:
    taken = set(session.scalars(select(Series.key).where(Series.workspace_id == workspace_id)))
    return _free_key(title, taken)
