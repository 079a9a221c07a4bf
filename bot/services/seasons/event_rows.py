"""Meetings and questions of a file as rows."""

from typing import Any

from sqlalchemy import select

from bot.services import events
from bot.services.meetings import changing, following
from bot.services.meetings.following import Before
from bot.services.plan import steps
from bot.services.registration import quotas
from bot.services.seasons import limits, own_plans
from bot.services.seasons.consequences import reason
from bot.services.seasons.plans import Said, Thing
from bot.services.seasons.rows import columns, own, put
from bot.services.seasons.worlds import World
from bot.services.topics import copies
from models import Event, EventState, Programme, Quota, Scope, Series, Topic
from models.base import Facts

ELSEWHERE = ("area", "follows", "when", "state", "capacity", "seats", "max_per_organisation", "plan")
"""What a meeting's row does not hold under that name, or not without more to do."""


class EventRows:
    def here(self, world: World, thing: Thing) -> Said | None:
        event = world.event(thing.key)
        if event is None:
            return None
        area = world.area(thing.said["area"])
        follows = world.event(thing.said["follows"])
        return {
            **columns(event, thing.said),
            "area": thing.said["area"] if area and area.id == event.area_id else None,
            "follows": thing.said["follows"] if follows and follows.id == event.follows_id else None,
            "when": (event.day, event.start_time, event.end_time),
            "capacity": capacity(world, event),
            "seats": limits.here(world, event, thing.said["seats"]),
            "agenda": event.agenda or ([] if thing.said["agenda"] == [] else _of_template(world, event)),
            "plan": own_plans.here(world.session, event),
        }

    def create(self, world: World, thing: Thing) -> None:
        said = thing.said
        parents = {"workspace_id": world.workspace_id, "series_id": world.series_id}
        event = Event(**parents, key=thing.key, **own(said, *ELSEWHERE))
        event.reschedule(*said["when"])
        event.max_per_organisation = said["max_per_organisation"]
        self._put(world, event, {name: said[name] for name in ("area", "follows", "state")})
        world.session.add(event)
        world.session.flush()
        quotas.resize(world.session, event, Scope.ALL, said["capacity"])
        limits.put(world, event, said["seats"])
        steps.plan(world.session, event, world.now)
        if said["plan"]:
            own_plans.put(world.session, event, said["plan"], world.now)
        copies.open_with_saved(world.session, event, world.now)

    def change(self, world: World, thing: Thing, changes: Said) -> None:
        found = world.event(thing.key)
        assert found is not None
        event = events.lock(world.session, found.id)
        before = Before.of(event)
        self._put(world, event, changes)
        changing.put(world.session, event, own(changes, "area", "follows", "state", "seats", "plan"))
        if "seats" in changes:
            limits.put(world, event, changes["seats"])
        if "plan" in changes:
            own_plans.put(world.session, event, changes["plan"], world.now)
        told = following.news(before.state, event.state, event.ends_at, changes.keys(), world.now)
        why = reason(world, event, told)
        following.follow(world.session, event, before, changes.keys(), reason=why, now=world.now)

    def _put(self, world: World, event: Event, said: Said) -> None:
        if "area" in said:
            area = world.area(said["area"])
            event.area_id = area.id if area else None
        if "follows" in said:
            follows = world.event(said["follows"])
            event.follows_id = follows.id if follows else None
        if "state" in said:
            event.state = said["state"]
            if event.state is EventState.OPEN:
                event.published_at = event.published_at or world.now


class TopicRows:
    def here(self, world: World, thing: Thing) -> Said | None:
        topic = self._find(world, thing)
        if topic is None:
            return None
        found = columns(topic, thing.said)
        if topic.proposer_id is not None:  # asked by somebody here: no file is told who
            return {**found, "proposer_role": None, "proposer_organisation": None}
        likely = thing.said["proposer_organisation"]
        found["proposer_organisation"] = world.organisation_key(topic.proposer_organisation_id, likely)
        return found

    def create(self, world: World, thing: Thing) -> None:
        event = world.event(thing.key.partition("/")[0])
        assert event is not None
        topic = Topic(event_id=event.id, key=thing.key.partition("/")[2], created_at=world.now)
        self._put(world, topic, thing.said)
        world.session.add(topic)

    def change(self, world: World, thing: Thing, changes: Said) -> None:
        topic = self._find(world, thing)
        assert topic is not None
        self._put(world, topic, changes)

    def _put(self, world: World, topic: Topic, said: Said) -> None:
        put(topic, own(said, "proposer_organisation"))
        if "proposer_organisation" in said:
            organisation = world.organisation(said["proposer_organisation"])
            topic.proposer_organisation_id = organisation.id if organisation else None

    def _find(self, world: World, thing: Thing) -> Topic | None:
        event_key, _, key = thing.key.partition("/")
        event = world.event(event_key)
        wanted = select(Topic).where(Topic.event_id == (event.id if event else None), Topic.key == key)
        return world.session.scalar(wanted)


def _of_template(world: World, event: Event) -> list[Facts]:
    """A meeting without an agenda of its own has that of the template its programme is built from, else the first."""
    templates = world.session.get_one(Series, event.series_id).agenda_templates
    chosen = world.session.scalar(select(Programme.template).where(Programme.event_id == event.id))
    items: list[Facts] = templates.get(chosen or next(iter(templates), ""), {}).get("items", [])
    return items


def capacity(world: World, event: Event) -> Any:
    return world.session.scalar(select(Quota.capacity).where(Quota.event_id == event.id, Quota.scope == Scope.ALL))
