"""What a row of a pasted list means where a meeting is concerned, or what is wrong with it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from bot.receipts import Delegate
from bot.services import organisations, people
from bot.services.access import Whom, row_id
from bot.services.registration import guest_lists, seats
from bot.services.registration.guest_lists import Row
from models import Event, Organisation, Series
from models.errors import N_
from models.organisations import search_words

LONGEST = 120


@dataclass(frozen=True)
class Defaults:
    """What holds for the rows that do not say: the organisation as the form sent it, and the role."""

    organisation: str = ""
    role: str | None = None


def understood(session: Session, whom: Whom, row: Row, defaults: Defaults, *, is_for_seat: bool = True) -> Delegate:
    """A seat is somebody's, for an organisation and in a role; to be invited, a name and an address are enough.

    Of a member to be invited the address alone.
    """
    event = whom.event
    roles = {role.id: role.label for role in session.get_one(Series, event.series_id).roles}
    name, role = people.one_line(row.name), _role(row.role, roles)
    if not name and not is_for_seat and row.email:
        member = people.by_address(session, event.workspace_id, name="", email=row.email.lower())
        name = member.name if member else ""
    left = list(row.others)
    if not row.role:
        written = next((one for one in left if _role(one, roles)), left[1] if len(left) > 1 else "")
        if written:
            left.remove(written)
        row, role = replace(row, role=written), _role(written, roles)
    written = row.organisation or (left[0] if left else "")
    role = role or (None if row.role else defaults.role or (next(iter(roles)) if len(roles) == 1 else None))
    organisation = (
        organisations.named(session, event, written) if written else _chosen(session, event, defaults.organisation)
    )
    found = Delegate(
        number=row.number,
        name=name,
        email=row.email.lower(),
        organisation_id=organisation.id if organisation else None,
        organisation=organisation.display if organisation else " ".join(written.split()),
        role_id=role,
        role=roles.get(role or "", row.role),
        is_free_text=bool(written) and (organisation is None or organisation.is_free_text),
    )
    problem = _problem(whom, found, len(row.name), bool(roles), is_for_seat)
    if problem:
        return replace(found, problem=problem)
    known = people.by_address(session, event.workspace_id, name=name, email=found.email)
    seat = seats.current(session, event.id, known.id) if known else None
    return replace(
        found,
        is_registered=bool(seat and seat.is_active),
        has_left=bool(seat and not seat.is_active),
        has_slack=bool(known and known.has_slack),
        person_id=known.id if known else None,
    )


def once(rows: Iterable[Delegate]) -> Iterable[Delegate]:
    """The first time a person is named counts."""
    seen: dict[tuple[str, str], int] = {}
    for one in rows:
        who = (one.email, one.name.casefold())
        if one.problem is None and who in seen:
            yield replace(one, problem=N_("the same person as on an earlier row"))
            continue
        seen.setdefault(who, one.number)
        yield one


def _problem(whom: Whom, found: Delegate, length: int, has_roles: bool, is_for_seat: bool) -> str | None:
    if not any(letter.isalpha() for letter in found.name):
        return N_("the name is missing")
    if length > LONGEST or len(found.organisation) > LONGEST:
        return N_("a name is longer than 120 characters")
    if not found.email:
        return N_("the e-mail address is missing")
    if not guest_lists.is_address(found.email):
        return N_("that is not an e-mail address")
    if not found.organisation and is_for_seat:
        return N_("the organisation is missing")
    if whom.organisations is not None and found.organisation_id not in whom.organisations:
        return N_("you may register people of your own organisation")
    if has_roles and found.role_id is None and (is_for_seat or found.role):
        return N_("the role is not one of the meeting's") if found.role else N_("the role is missing")
    return None


def _role(written: str, roles: dict[str, str]) -> str | None:
    """A role by its id, its label or the beginning of it: 'rektor' is Rektor eller skolledare."""
    words = search_words(written)
    if not words:
        return None
    if written in roles:
        return written
    labels = {role_id: search_words(label) for role_id, label in roles.items()}
    fits = [role_id for role_id, label in labels.items() if label == words]
    fits = fits or [role_id for role_id, label in labels.items() if label[: len(words)] == words]
    return fits[0] if len(fits) == 1 else None


def _chosen(session: Session, event: Event, value: str) -> Organisation | None:
    kind, _, written = value.partition(":")
    if kind == "other" and written.strip():
        return organisations.named(session, event, written) or Organisation(display=written, is_free_text=True)
    return organisations.known(session, event.workspace_id, row_id(kind))
