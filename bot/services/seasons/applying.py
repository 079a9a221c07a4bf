"""An import: counted first, then carried out a few rows at a time. Doing it again finishes or changes nothing."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bot.services import log
from bot.services.seasons import sources
from bot.services.seasons.comparing import Difference, compare
from bot.services.seasons.consequences import expected
from bot.services.seasons.date_poll_rows import DatePollRows
from bot.services.seasons.event_rows import EventRows, TopicRows
from bot.services.seasons.plans import Plan, Thing, What, plain
from bot.services.seasons.reports import Change, Gone, Report
from bot.services.seasons.rows import (
    AreaRows,
    MemberRows,
    OrganisationRows,
    PartyRows,
    PersonRows,
    SeriesRows,
    StaffRows,
    Writer,
)
from bot.services.seasons.seat_rows import SeatRows
from bot.services.seasons.worlds import World
from models import Workspace
from models.database import Sessions

FEW = 20
"""Rows a transaction may write: people at their buttons wait two seconds at most."""
ALONE = {What.EVENT, What.DATE_POLL}
"""Each holds its meeting."""
REMOVABLE = {What.AREA, What.MEMBER, What.PARTY}
WRITERS: dict[What, Writer] = {
    What.SERIES: SeriesRows(),
    What.ORGANISATION: OrganisationRows(),
    What.PERSON: PersonRows(),
    What.STAFF: StaffRows(),
    What.AREA: AreaRows(),
    What.MEMBER: MemberRows(),
    What.PARTY: PartyRows(),
    What.EVENT: EventRows(),
    What.DATE_POLL: DatePollRows(),
    What.TOPIC: TopicRows(),
    What.REGISTRATION: SeatRows(),
}


def preview(session: Session, plan: Plan, now: datetime) -> Report:
    """What an import would do. Changes nothing."""
    world, report = World(session, plan, now), Report()
    for thing in plan.everything:
        _tell(world, _difference(world, thing), report)
    report.gone += _gone(world)
    return report


def apply(sessions: Sessions, plan: Plan, now: datetime, on_done: Callable[[int], None]) -> Report:
    """Carry the plan out. `on_done` hears how many things of the file are done."""
    report, done = Report(), 0
    for things in _batches(plan.everything):
        with sessions.begin() as session:
            _carry_out(session, plan, things, now, report)
        done += len(things)
        on_done(done)
    with sessions.begin() as session:
        _finish(World(session, plan, now), report)
    return report


def _carry_out(session: Session, plan: Plan, things: Sequence[Thing], now: datetime, report: Report) -> None:
    world = World(session, plan, now)
    if world.workspace_id is None:
        workspace = Workspace()
        session.add(workspace)
        session.flush()
        world.workspace_id = workspace.id
    for thing in things:
        difference = _difference(world, thing)
        _tell(world, difference, report)
        if difference.is_new:
            WRITERS[thing.what].create(world, thing)
        elif difference.changes:
            WRITERS[thing.what].change(world, thing, difference.changes)
    world.remember(things)


def _finish(world: World, report: Report) -> None:
    """What has no use yet is kept, and the log has a line."""
    report.gone += _gone(world)
    assert world.file is not None and world.workspace_id is not None
    world.file.unused, world.file.read_at = dict(world.plan.unused), world.now
    world.file.source = sources.kept(world.plan.source)
    log.record(
        world.session,
        "imported",
        workspace_id=world.workspace_id,
        now=world.now,
        actor_id=None,
        series=world.series_id,
        added={what.value: count for what, count in report.added.items()},
        changed=len(report.changes),
        left=len(report.conflicts),
        gone=len(report.gone),
    )


def _difference(world: World, thing: Thing) -> Difference:
    return compare(thing, world.said_before(thing), WRITERS[thing.what].here(world, thing))


def _tell(world: World, difference: Difference, report: Report) -> None:
    thing = difference.thing
    if difference.is_new:
        report.added[thing.what] = report.added.get(thing.what, 0) + 1
    report.conflicts += difference.conflicts
    changes = difference.changes or {}
    here = WRITERS[thing.what].here(world, thing) if changes else None
    for name, value in changes.items():
        report.changes.append(Change(thing.what, thing.key, name, plain((here or {}).get(name)), plain(value)))
    event = world.event(thing.key) if changes and thing.what is What.EVENT else None
    if event:
        report.effects.append(expected(world, event, changes))


def _gone(world: World) -> list[Gone]:
    """What the file said before and no longer says, and the bot still has."""
    still = {(thing.what.value, thing.key) for thing in world.plan.everything}
    left = [Thing(What(what), key, said) for what, of in world.content.items() for key, said in of.items()
            if (what, key) not in still]  # fmt: skip
    return [Gone(thing.what, thing.key) for thing in left if _is_kept(world, thing)]


def _is_kept(world: World, thing: Thing) -> bool:
    """Areas, places in them and parties can be taken out here."""
    return thing.what not in REMOVABLE or WRITERS[thing.what].here(world, thing) is not None


def _batches(things: Sequence[Thing]) -> Iterator[Sequence[Thing]]:
    """A few at a time; a meeting alone, since moving it owes a message to everyone in it."""
    batch: list[Thing] = []
    for thing in things:
        if batch and (len(batch) == FEW or ALONE & {thing.what, batch[-1].what}):
            yield batch
            batch = []
        batch.append(thing)
    if batch:
        yield batch
