"""What changed in the file since last time, and whether somebody has changed the same thing in Slack since."""

from dataclasses import dataclass
from typing import Any

from bot.services.seasons.plans import Said, Thing, What, plain
from models import EventState
from models.errors import N_
from models.events import UNDER_WAY

CHANGED_HERE = N_("changed in the bot since the last import")
REMOVED_HERE = N_("removed from the bot since the last import")
ONLY_ADDED = N_("registrations are only added from a file, never changed")
HAS_SEAT = N_("this person already has a registration of their own for the meeting")
FINAL = N_("a cancelled meeting stays cancelled")
ASKED = N_("people have been asked already")
NOT_CHANGEABLE = N_("this cannot change once the series is imported")


@dataclass(frozen=True)
class Conflict:
    """A change in the file that is left undone, and why."""

    what: What
    key: str
    field: str
    wanted: Any
    here: Any
    why: str


@dataclass(frozen=True)
class Difference:
    """What to do about one thing: make it, change these fields, or nothing."""

    thing: Thing
    is_new: bool = False
    changes: Said | None = None
    conflicts: tuple[Conflict, ...] = ()


def compare(thing: Thing, was: Said | None, here: Said | None) -> Difference:
    """`was` is what the file said last time, `here` what the rows say now; None where there is nothing."""
    if here is None:
        gone = (_conflict(thing, "", None, REMOVED_HERE),) if was is not None and _is_missed(thing) else ()
        return Difference(thing, is_new=was is None, conflicts=gone)
    if thing.what is What.REGISTRATION:
        return _registered(thing, was, here)
    if was is None and thing.what in ADOPTED:
        return Difference(thing, changes=ADOPTED[thing.what](thing.said, here))
    found = _three_ways(thing, was, here)
    return _without_fixed(found, here) if thing.what is What.DATE_POLL else found


def _without_fixed(found: Difference, here: Said) -> Difference:
    """People have been asked: what they answered is about the days they were shown."""
    fixed = [name for name in found.changes or {} if name in here["fixed"]]
    late = tuple(_conflict(found.thing, name, plain(here[name]), ASKED) for name in fixed)
    changes = {name: value for name, value in (found.changes or {}).items() if name not in fixed}
    return Difference(found.thing, changes=changes, conflicts=(*found.conflicts, *late))


def _is_missed(thing: Thing) -> bool:
    """Registrations are removed by plan, long after the meeting: nobody needs to hear that."""
    return thing.what is not What.REGISTRATION


def _registered(thing: Thing, was: Said | None, here: Said) -> Difference:
    now = plain(thing.said)
    if here["key"] != thing.key:
        return Difference(thing, conflicts=() if was is not None else (_conflict(thing, "", None, HAS_SEAT),))
    changed = [name for name in now if was is not None and was.get(name) != now[name]]
    return Difference(thing, conflicts=tuple(_conflict(thing, name, None, ONLY_ADDED) for name in changed))


def _three_ways(thing: Thing, was: Said | None, here: Said) -> Difference:
    changes: dict[str, Any] = {}
    conflicts = []
    for name, value in thing.said.items():
        now, row = plain(value), plain(here.get(name))
        if now == row or (was is not None and now == was.get(name)):
            continue
        why = _obstacle(thing, name, was, now, row)
        if why is None:
            changes[name] = value
        else:
            conflicts.append(_conflict(thing, name, row, why))
    return Difference(thing, changes=changes, conflicts=tuple(conflicts))


def _obstacle(thing: Thing, name: str, was: Said | None, now: Any, row: Any) -> str | None:
    """Why a change of the file is not applied; None when it is."""
    if (thing.what, name) == (What.SERIES, "kind"):
        return NOT_CHANGEABLE
    if (thing.what, name) == (What.EVENT, "state"):
        if row == EventState.CANCELLED:
            return FINAL
        if now == EventState.CANCELLED and row in UNDER_WAY:
            return None  # that a meeting was published or closed meanwhile does not keep it from being cancelled
    return None if was is not None and row == was.get(name) else CHANGED_HERE


def _conflict(thing: Thing, name: str, here: Any, why: str) -> Conflict:
    return Conflict(thing.what, thing.key, name, plain(thing.said.get(name)), here, why)


def _organisation_met_before(said: Said, here: Said) -> Said:
    """Fill what is empty. A name an organisation calls itself beats one we made of its municipality's name."""
    changes = {name: said[name] for name in ("code", "former_name", "kind") if said[name] and not here[name]}
    if here["is_free_text"] and not said["is_free_text"]:
        changes["is_free_text"] = False
    is_its_own = said["display"] == said["name"] and here["display"] != here["name"]
    if is_its_own and said["display"] != here["display"]:
        changes |= {"name": said["name"], "display": said["display"]}
    return changes


def _person_met_before(said: Said, here: Said) -> Said:
    """People are called what they call themselves."""
    return {}


ADOPTED = {What.ORGANISATION: _organisation_met_before, What.PERSON: _person_met_before}
"""What many files may speak of: met for the first time by this one, it is used as it is."""
