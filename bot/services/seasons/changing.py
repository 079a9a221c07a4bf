"""A series changed in Slack: its document is changed and read again, in the transaction of whoever changes it.

What its file said stays remembered as it was: the next import sees that this has been changed here since.
"""

from collections.abc import Callable
from copy import deepcopy
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services import log
from bot.services.seasons import exporting, making, naming, sources
from bot.services.seasons.applying import WRITERS
from bot.services.seasons.comparing import ADOPTED, compare
from bot.services.seasons.layout import Group
from bot.services.seasons.making import input_of
from bot.services.seasons.plans import Plan, Thing, plain
from bot.services.seasons.worlds import World
from models import Series
from models.errors import Refusal

CHANGED = "series_changed"
Edit = Callable[[Group], None]
Naming = Callable[[str], str]
"""The input of a form that a part of a file is written in."""


def change(
    session: Session, series: Series, edit: Edit, *, person_id: int, now: datetime, found: Group | None = None,
    naming_of: Naming = input_of, **facts: Any,
) -> None:  # fmt: skip
    """Raises Refusal for what no file may say. Only for whoever holds the series; `found` is its document."""
    found = found or document(session, series, now)
    before = making.planned(found)
    edit(found)
    after = making.planned(found, naming_of)
    _carry_out(World(session, after, now), before, after)
    about = {"workspace_id": series.workspace_id, "series": series.id}
    log.record(session, CHANGED, now=now, actor_id=person_id, **about, **facts)


def hold(session: Session, series: Series) -> None:
    """Whoever else changes it waits until this transaction ends."""
    session.execute(select(Series.id).where(Series.id == series.id).with_for_update())
    session.refresh(series)


def document(session: Session, series: Series, now: datetime) -> Group:
    """What is known only to Slack gets a name first. It shares nothing with the rows: it will be changed."""
    naming.name_all(session, series)
    return deepcopy(exporting.document(session, series, now))


def _carry_out(world: World, before: Plan, after: Plan) -> None:
    said = {(thing.what, thing.key): plain(thing.said) for thing in before.everything}
    for thing in after.everything:
        if said.get((thing.what, thing.key)) != plain(thing.said):
            _do(world, thing)
    assert world.file is not None
    world.file.unused, world.file.source = dict(after.unused), sources.kept(after.source)


def _do(world: World, thing: Thing) -> None:
    writer = WRITERS[thing.what]
    here = writer.here(world, thing)
    if here is None:
        writer.create(world, thing)
        world.remember([thing])
        return
    difference = compare(thing, world.said_before(thing) if thing.what in ADOPTED else plain(here), here)
    if difference.conflicts:
        raise Refusal(difference.conflicts[0].why)
    if difference.changes:
        writer.change(world, thing, difference.changes)
