"""Registrations in a file: who comes for whom, checked before any of them is written."""

from typing import Any

from bot.services.seasons.drafts import Draft
from bot.services.seasons.fields import Fields
from bot.services.seasons.meetings import LEVEL, role
from bot.services.seasons.plans import Seat
from bot.services.seasons.values import EMAIL, FLAG, KEY, TEXT, word
from models import Attendance, RegistrationState
from models.errors import N_
from models.registrations import ACTIVE

ATTENDANCE = word(Attendance, Attendance.ON_SITE, {"online": Attendance.DIGITAL})
STATE = word(RegistrationState, RegistrationState.REGISTERED)
SELF, COORDINATOR = "self", "coordinator"


def registrations(file: Fields, draft: Draft) -> None:
    """The registrations of a season, each for one dialogue."""
    rows = [row for name in ("registrations", "sample_registrations") for row in file.groups(name, private=True)]
    seats = [(row, _seat(row, draft)) for row in rows]
    by_key = {seat.key: seat for _, seat in seats}
    for row, seat in seats:
        _check_substitute(row, seat, by_key)
    one_seat_each(seats)
    draft.seats += sorted((seat for _, seat in seats), key=lambda seat: _links(seat, by_key))


def answers(row: Fields) -> dict[str, Any]:
    """What the person answered: kept in the registration alone."""
    row.get("has_slack", FLAG)
    return {
        "name": row.need("person", TEXT),
        "email": row.need("email", EMAIL),
        "attendance": row.get("attendance", ATTENDANCE) or Attendance.ON_SITE,
        "access_needs": row.get("access_needs", TEXT),
        "dietary": row.get("dietary", TEXT),
        "is_hidden": row.flag("hide_from_list", FLAG),
    }


def one_seat_each(seats: list[tuple[Fields, Seat]]) -> None:
    """A person has one seat, or one place in line, in a meeting."""
    seen: dict[tuple[str, str], int] = {}
    for row, seat in seats:
        if seat.state not in ACTIVE or not row.are_good("email"):
            continue
        first = seen.get((seat.event, seat.email))
        if first is None:
            seen[seat.event, seat.email] = row.line()
        else:
            row.problem("email", N_("the same person is registered for this meeting on line {first}"), first=first)


def _seat(row: Fields, draft: Draft) -> Seat:
    state = row.get("status", STATE) or RegistrationState.REGISTERED
    if state is RegistrationState.OFFERED:
        row.problem("status", N_("a seat can only be offered by the bot; write registered or waitlisted"))
    by = row.get("registered_by", KEY)
    if by not in (None, SELF, COORDINATOR):
        row.problem("registered_by", N_("should be self or coordinator"))
    return Seat(
        event=draft.refer(row, "dialogue", "dialogue"),
        key=draft.claim(row, "registration"),
        organisation=draft.representing(row) or "",
        role=role(row, draft),
        state=state,
        parts=tuple(level.value for level in row.all("segments", LEVEL)),
        substitute_for=row.get("substitute_for", KEY),
        is_by_coordinator=by == COORDINATOR,
        **answers(row),
    )


def _check_substitute(row: Fields, seat: Seat, by_key: dict[str, Seat]) -> None:
    if seat.substitute_for is None:
        return
    original = by_key.get(seat.substitute_for)
    if original is None:
        row.problem("substitute_for", N_("the file has no {value}"), value=seat.substitute_for)
    elif original.event != seat.event:
        row.problem("substitute_for", N_("{value} is registered for another meeting"), value=seat.substitute_for)
    elif _links(seat, by_key) > len(by_key):
        row.problem("substitute_for", N_("these registrations are substitutes for each other"))


def _links(seat: Seat, by_key: dict[str, Seat]) -> int:
    """How far back the chain of substitutes goes: originals are written before those who replace them."""
    links, at = 0, seat
    while at.substitute_for in by_key and links <= len(by_key):
        at, links = by_key[at.substitute_for], links + 1
    return links
