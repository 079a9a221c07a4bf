"""Whom somebody is about to invite: members they chose, and the rows of a pasted list."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.receipts import Delegate, Invitee, Stands
from bot.services.access import Whom
from bot.services.inviting import standing
from bot.services.registration import delegates, guest_lists
from bot.services.registration.delegates import Defaults
from models import Event, Organisation, Person, Series
from models.errors import N_, Refusal

MOST = 100
"""People at a time: what travels with a form has its limit."""
TOO_MANY = N_("That is {n} people; I take {most} at a time.")


def chosen(session: Session, event: Event, person_ids: Sequence[int]) -> list[Invitee]:
    """Members by their ids; whoever is not of this workspace is left out."""
    if len(person_ids) > MOST:
        raise Refusal(TOO_MANY, n=len(person_ids), most=MOST)
    series = session.get_one(Series, event.series_id)
    found = session.execute(
        select(Person, Organisation)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .where(Person.id.in_(person_ids), Person.workspace_id == event.workspace_id)
        .order_by(Person.id)
    )
    return [_member(series, person, organisation) for person, organisation in found]


def pasted(session: Session, event: Event, words: str) -> list[Invitee]:
    """A list as it was pasted, row by row, with what is wrong with each. Organisation and role may be missing."""
    rows = guest_lists.read(words)
    if len(rows) > MOST:
        raise Refusal(TOO_MANY, field="list", n=len(rows), most=MOST)
    whom = Whom(event)
    read = [delegates.understood(session, whom, row, Defaults(), is_for_seat=False) for row in rows]
    return [_row(one) for one in delegates.once(read)]


def compared(session: Session, event: Event, people: Iterable[Invitee]) -> tuple[Invitee, ...]:
    """Each of them once, with how they stand with the meeting already."""
    stands = standing.of(session, event)
    seen: set[object] = set()
    found: list[Invitee] = []
    for one in people:
        who: object = one.person_id or (one.email, one.name.casefold())
        if one.problem is None and who in seen:
            continue
        seen.add(who if one.problem is None else None)
        found.append(replace(one, standing=stands.get(one.person_id or 0, Stands.NEW)))
    return tuple(found)


def _member(series: Series, person: Person, organisation: Organisation | None) -> Invitee:
    problem = None
    if person.is_external:
        problem = N_("is a member of another workspace")
    elif person.is_deactivated:
        problem = N_("has left Slack")
    return Invitee(
        name=person.name,
        email=person.email,
        person_id=person.id,
        organisation_id=person.organisation_id,
        organisation=organisation.display if organisation else "",
        role_id=person.role if series.known_role(person.role) else None,
        role=series.known_role(person.role),
        has_slack=person.has_slack,
        problem=problem,
    )


def _row(one: Delegate) -> Invitee:
    return Invitee(
        name=one.name,
        email=one.email,
        person_id=one.person_id,
        organisation_id=one.organisation_id,
        organisation=one.organisation,
        role_id=one.role_id,
        role=one.role,
        has_slack=one.has_slack,
        problem=one.problem,
        row=one.number,
    )
