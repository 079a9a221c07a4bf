"""Rules about a meeting's seats, from its file: on site and digitally, for roles, kept for somebody until a day.

seats:
  on_site: 30
  digital: 100
  roles: {principal: 10}
  kept:
    - {role: politician, seats: 5, until: 2027-01-12}
    - {organisation: Region Kronoberg, seats: 2, until: 2027-01-12}
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from bot.services.registration import keeping, quotas
from bot.services.registration.keeping import Kept
from bot.services.seasons.drafts import Draft
from bot.services.seasons.fields import Fields
from bot.services.seasons.plans import Said
from bot.services.seasons.values import DAY, NUMBER, TEXT
from bot.services.seasons.worlds import World
from models import Attendance, Event, Quota, Scope
from models.errors import N_
from models.times import SENDING, instant, local


def seats(fields: Fields, draft: Draft) -> Said:
    """What the file says of them; a problem where it cannot be kept."""
    group = fields.group("seats")
    roles = group.group("roles")
    for role in roles.names():
        draft.check(roles, role, role, draft.ids("role"))
    kept = [_kept(one, draft) for one in group.groups("kept")]
    _check_sum(fields, group, kept)
    return {
        "on_site": group.get("on_site", NUMBER),
        "digital": group.get("digital", NUMBER),
        "roles": {role: roles.get(role, NUMBER) for role in sorted(roles.names())},
        "kept": kept,
    }


def here(world: World, event: Event, said: Said) -> Said:
    """What the rows say of them, in the file's words."""
    rows = world.session.scalars(select(Quota).where(Quota.event_id == event.id).order_by(Quota.id)).all()
    ways = {row.key: row.capacity for row in rows if row.scope is Scope.ATTENDANCE}
    return {
        **{way.value: ways.get(way.value) for way in Attendance},
        "roles": {row.key: row.capacity for row in sorted(rows, key=lambda row: row.key) if row.scope is Scope.ROLE},
        "kept": _in_order(
            [_kept_here(world, event, row, said["kept"]) for row in rows if row.scope is Scope.KEPT], said["kept"]
        ),
    }


def put(world: World, event: Event, said: Said) -> None:
    """Only for whoever holds the meeting. Nobody is dropped by a smaller number."""
    session = world.session
    for way in Attendance:
        quotas.resize(session, event, Scope.ATTENDANCE, said[way.value], way.value)
    known = session.scalars(select(Quota.key).where(Quota.event_id == event.id, Quota.scope == Scope.ROLE)).all()
    for role in {*known, *said["roles"]}:
        quotas.resize(session, event, Scope.ROLE, said["roles"].get(role), role)
    keeping.keep(session, event, [_wanted(world, event, one) for one in said["kept"]])


def _kept(one: Fields, draft: Draft) -> dict[str, Any]:
    """For a role or for an organisation: one of them."""
    role, organisation = one.get("role", TEXT), None
    if one.has("role") == (one.has("organisation") or one.has("organisation_code")):
        one.problem("role", N_("seats are kept for a role or for an organisation: name one of them"))
    elif role is not None:
        draft.check(one, "role", role, draft.ids("role"))
    else:
        organisation = draft.representing(one)
    return {
        "role": role,
        "organisation": organisation,
        "seats": one.need("seats", NUMBER),
        "until": one.need("until", DAY),
    }


def _check_sum(fields: Fields, group: Fields, kept: list[dict[str, Any]]) -> None:
    capacity, total = fields.get("capacity", NUMBER), sum(one["seats"] for one in kept)
    if kept and capacity is None:
        group.problem("kept", N_("seats can be kept only of a number of seats: write capacity too"))
    elif capacity is not None and total > capacity:
        group.problem("kept", N_("{total} seats are kept, but there are {capacity}"), total=total, capacity=capacity)
    whose = [(one["role"], one["organisation"]) for one in kept]
    if len(set(whose)) < len(whose):
        group.problem("kept", N_("seats are kept twice for the same role or organisation"))


def _wanted(world: World, event: Event, one: Said) -> Kept:
    until_at = instant(one["until"], SENDING, event.tz)
    if one["role"] is not None:
        return Kept(Scope.ROLE, one["role"], one["seats"], until_at)
    organisation = world.organisation(one["organisation"])
    assert organisation is not None
    return Kept(Scope.ORGANISATION, str(organisation.id), one["seats"], until_at)


def _kept_here(world: World, event: Event, row: Quota, said: Sequence[Said]) -> Said:
    scope, _, key = row.key.partition(":")
    is_role = scope == Scope.ROLE
    likely = [one["organisation"] for one in said if one["organisation"]]
    known = next((one for one in likely if (found := world.organisation(one)) and str(found.id) == key), None)
    return {
        "role": key if is_role else None,
        "organisation": None if is_role else world.organisation_key(int(key), known),
        "seats": row.capacity,
        "until": local(row.until_at, event.tz).date() if row.until_at else None,
    }


def _in_order(found: list[Said], said: Sequence[Said]) -> list[Said]:
    """As the file lists them, so that the same rules in another order are no change."""
    whose = [(one["role"], one["organisation"]) for one in said]
    return sorted(
        found,
        key=lambda one: whose.index(key) if (key := (one["role"], one["organisation"])) in whose else len(whose),
    )
