"""How a thing of the file becomes rows: one writer for each kind of thing."""

from typing import Any, Protocol

from sqlalchemy import select

from bot.services.plan import steps
from bot.services.seasons import duties, extras
from bot.services.seasons.plans import Said, Thing
from bot.services.seasons.worlds import World
from models import Area, AreaOrganisation, Duty, Event, Organisation, Series, SeriesParty
from models.organisations import fold

COORDINATORS, CONTACTS = "coordinators", "contacts"
STAFF = {"nationals": Duty.NATIONAL, COORDINATORS: Duty.COORDINATOR}


class Writer(Protocol):
    """`here` is what the rows say now, in the file's words; None when there is no such row."""

    def here(self, world: World, thing: Thing) -> Said | None: ...

    def create(self, world: World, thing: Thing) -> None: ...

    def change(self, world: World, thing: Thing, changes: Said) -> None: ...


class SeriesRows:
    def here(self, world: World, thing: Thing) -> Said | None:
        if world.series is None:
            return None
        kept = world.series.extras or {}
        return {**columns(world.series, thing.said), **{name: kept.get(name) for name in extras.NAMES}}

    def create(self, world: World, thing: Thing) -> None:
        kept = {name: thing.said[name] for name in extras.NAMES if thing.said.get(name) is not None}
        said = own(thing.said, *extras.NAMES)
        world.series = Series(workspace_id=world.workspace_id, key=thing.key, **said, extras=kept)
        world.session.add(world.series)
        world.session.flush()

    def change(self, world: World, thing: Thing, changes: Said) -> None:
        assert world.series is not None
        put(world.series, own(changes, *extras.NAMES))
        kept = {**(world.series.extras or {}), **{name: changes[name] for name in extras.NAMES if name in changes}}
        world.series.extras = {name: value for name, value in kept.items() if value is not None}
        if {"reminder_list", "quiet_from", "quiet_to"} & changes.keys():
            for event in world.session.scalars(select(Event).where(Event.series_id == world.series_id)).all():
                steps.plan(world.session, event, world.now)


class StaffRows:
    """National organisers, or a lab's process lead: always somebody's list, if only an empty one."""

    def here(self, world: World, thing: Thing) -> Said | None:
        held = {name: duties.holders(world, STAFF[name], series_id=world.series_id) for name in thing.said}
        return held if any(held.values()) or world.said_before(thing) is not None else None

    def create(self, world: World, thing: Thing) -> None:
        self.change(world, thing, thing.said)

    def change(self, world: World, thing: Thing, changes: Said) -> None:
        for name, emails in changes.items():
            duties.assign(world, STAFF[name], emails, series_id=world.series_id)


class OrganisationRows:
    def here(self, world: World, thing: Thing) -> Said | None:
        row = world.organisation(thing.key)
        return columns(row, thing.said) if row else None

    def create(self, world: World, thing: Thing) -> None:
        folded = fold(thing.said["display"])
        world.new_organisation(Organisation(workspace_id=world.workspace_id, folded=folded, **thing.said))

    def change(self, world: World, thing: Thing, changes: Said) -> None:
        row = world.organisation(thing.key)
        assert row is not None
        put(row, changes)
        row.folded = fold(row.display)


class PersonRows:
    def here(self, world: World, thing: Thing) -> Said | None:
        row = world.person(thing.key)
        return columns(row, thing.said) if row else None

    def create(self, world: World, thing: Thing) -> None:
        world.person_for(thing.key, thing.said["name"])

    def change(self, world: World, thing: Thing, changes: Said) -> None:
        put(world.person(thing.key), changes)


class AreaRows:
    def here(self, world: World, thing: Thing) -> Said | None:
        row = world.area(thing.key)
        if row is None:
            return None
        return {**columns(row, thing.said), COORDINATORS: duties.holders(world, Duty.COORDINATOR, area_id=row.id)}

    def create(self, world: World, thing: Thing) -> None:
        row = Area(workspace_id=world.workspace_id, key=thing.key, **own(thing.said, COORDINATORS))
        world.session.add(row)
        world.session.flush()
        duties.assign(world, Duty.COORDINATOR, thing.said[COORDINATORS], area_id=row.id)

    def change(self, world: World, thing: Thing, changes: Said) -> None:
        row = world.area(thing.key)
        assert row is not None
        put(row, own(changes, COORDINATORS))
        if COORDINATORS in changes:
            duties.assign(world, Duty.COORDINATOR, changes[COORDINATORS], area_id=row.id)


class MemberRows:
    """An organisation's place in an area: it is there, or it is not."""

    def here(self, world: World, thing: Thing) -> Said | None:
        area, organisation = self._both(world, thing)
        if area is None or organisation is None:
            return None
        return {} if (area.id, organisation.id) in world.members else None

    def create(self, world: World, thing: Thing) -> None:
        area, organisation = self._both(world, thing)
        assert area is not None and organisation is not None
        world.session.add(AreaOrganisation(area_id=area.id, organisation_id=organisation.id))
        world.members.add((area.id, organisation.id))

    def change(self, world: World, thing: Thing, changes: Said) -> None:
        """There is nothing in it to change."""

    def _both(self, world: World, thing: Thing) -> tuple[Area | None, Organisation | None]:
        area, _, organisation = thing.key.partition("/")
        return world.area(area), world.organisation(organisation)


class PartyRows:
    """A party is an organisation of the series, with somebody to turn to."""

    def here(self, world: World, thing: Thing) -> Said | None:
        organisation = world.organisation(thing.said["organisation"])
        is_there = select(SeriesParty.id).where(
            SeriesParty.series_id == world.series_id,
            SeriesParty.organisation_id == (organisation.id if organisation else None),
        )
        if organisation is None or world.session.scalar(is_there) is None:
            return None
        held = duties.holders(world, Duty.CONTACT, series_id=world.series_id, organisation_id=organisation.id)
        return {"organisation": thing.said["organisation"], CONTACTS: held}

    def create(self, world: World, thing: Thing) -> None:
        organisation = world.organisation(thing.said["organisation"])
        assert organisation is not None
        world.session.add(SeriesParty(series_id=world.series_id, organisation_id=organisation.id))
        self.change(world, thing, thing.said)

    def change(self, world: World, thing: Thing, changes: Said) -> None:
        organisation = world.organisation(thing.said["organisation"])
        if organisation and CONTACTS in changes:
            duties.assign(
                world, Duty.CONTACT, changes[CONTACTS], series_id=world.series_id, organisation_id=organisation.id
            )


def columns(row: Any, said: Said) -> dict[str, Any]:
    """The row's own words for what the file speaks of."""
    return {name: getattr(row, name, None) for name in said}


def own(said: Said, *without: str) -> dict[str, Any]:
    """The part that is columns of the row itself."""
    return {name: value for name, value in said.items() if name not in without}


def put(row: Any, values: Said) -> None:
    for name, value in values.items():
        setattr(row, name, value)
