"""The checklist of a meeting: each side ticks off for itself, one point at a time, so that nobody undoes another's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.receipts.boards import ChecklistForm, PointFacts, Tick
from bot.services import access, cards, events, log
from models import ChecklistTick, Event, Person, Series, Side
from models.base import table_of
from models.checklists import POINTS
from models.database import insert_unless_there
from models.errors import N_, Refusal

NO_POINT = N_("That point is no longer in the checklist.")
MOST, LONGEST = 20, 200
"""Points, and letters of one."""


@dataclass(frozen=True)
class Point:
    key: str
    words: str
    is_ours: bool


@dataclass(frozen=True)
class Meant:
    """A tick to be made or taken back."""

    event_id: int | None
    point: str
    side: Side
    is_on: bool


def points(series: Series) -> tuple[Point, ...]:
    """Its own; else the usual ones of a year."""
    if series.checklist is None:
        return tuple(Point(key, words, is_ours=True) for key, words in POINTS.items())
    return tuple(
        Point(one["key"], one["words"] or POINTS[one["key"]], is_ours=not one["words"]) for one in series.checklist
    )


def facts(session: Session, event: Event) -> tuple[PointFacts, ...]:
    rows = session.execute(
        select(ChecklistTick.point, ChecklistTick.side, ChecklistTick.at, Person.name)
        .join(Person, Person.id == ChecklistTick.person_id)
        .where(ChecklistTick.event_id == event.id)
    )
    ticks = {(point, side): Tick(name, at) for point, side, at, name in rows}
    return tuple(
        PointFacts(
            one.key,
            one.words,
            one.is_ours,
            agency=ticks.get((one.key, Side.AGENCY)),
            coordinator=ticks.get((one.key, Side.COORDINATOR)),
        )
        for one in points(session.get_one(Series, event.series_id))
    )


def meant(value: str) -> Meant:
    """By the button's own value."""
    event_id, _, rest = value.partition(" ")
    point, _, rest = rest.partition(" ")
    side, _, wanted = rest.partition(" ")
    if side not in set(Side) or wanted not in ("on", "off"):
        raise Refusal(NO_POINT)
    return Meant(access.row_id(event_id), point, Side(side), wanted == "on")


def tick(session: Session, event: Event, meant: Meant, *, person_id: int, now: datetime) -> None:
    """On or off. Doing it twice changes nothing: the first who ticked stands there."""
    point, side, is_on = meant.point, meant.side, meant.is_on
    if point not in {one.key for one in points(session.get_one(Series, event.series_id))}:
        raise Refusal(NO_POINT, event_id=event.id)
    if is_on:
        row = {"event_id": event.id, "point": point, "side": side, "person_id": person_id, "at": now}
        changed = session.execute(insert_unless_there(session, ChecklistTick), row).first()
    else:
        ticks = table_of(ChecklistTick)
        is_meant = (ticks.c.event_id == event.id, ticks.c.point == point, ticks.c.side == side)
        changed = session.execute(delete(ticks).where(*is_meant).returning(ticks.c.id)).first()
    if changed:
        log.about(
            session,
            event,
            "point_ticked" if is_on else "point_unticked",
            now=now,
            actor_id=person_id,
            point=point,
            side=side,
        )
        cards.stale(session, event.id, now)


def form(session: Session, event: Event, now: datetime) -> ChecklistForm:
    series = session.get_one(Series, event.series_id)
    return ChecklistForm(events.facts(session, event, now), facts(session, event), stamp(series))


def stamp(series: Series) -> str:
    """What its points are now, in short."""
    return sha256("\n".join(f"{one.key} {one.words}" for one in points(series)).encode()).hexdigest()[:16]


def change(
    session: Session,
    event: Event,
    lines: Sequence[str],
    *,
    seen: str,
    shown: dict[str, str],
    actor_id: int,
    now: datetime,
) -> None:
    """The points of the whole series, one a line. A line that was there keeps its ticks; `shown` are words by key."""
    series = session.scalars(
        select(Series).where(Series.id == event.series_id).with_for_update().execution_options(populate_existing=True)
    ).one()
    if stamp(series) != seen:
        raise Refusal(N_("Somebody has changed the checklist meanwhile. Open it again, and nothing of theirs is lost."))
    wanted = list(dict.fromkeys(" ".join(line.split()) for line in lines if line.strip()))
    if not wanted:
        raise Refusal(N_("Write at least one point."), field="points")
    if len(wanted) > MOST or any(len(line) > LONGEST for line in wanted):
        raise Refusal(N_("Write at most {most} points of at most {longest} letters."), field="points",
                      most=MOST, longest=LONGEST)  # fmt: skip
    ours = {one.key for one in points(series) if one.is_ours}
    keys = {words: key for key, words in shown.items()}
    made = [(keys.get(line) or uuid4().hex[:12], line) for line in wanted]
    series.checklist = [{"key": key, "words": None if key in ours else words} for key, words in made]
    log.about(session, event, "checklist_changed", now=now, actor_id=actor_id, points=len(made))
