"""Who may vote, and on which lists: those registered for the meeting, by the role they come in (domain.md 7)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Event, Level, Person, Poll, PollKind, PollOption, Registration, RegistrationState, Series
from models.errors import N_, Refusal
from models.polls import FEASIBILITY, IMPORTANCE, ONE_LIST

ORDER = (*Level, IMPORTANCE, FEASIBILITY, ONE_LIST)
FOR_REGISTERED = N_("Only those who are registered for {title} can vote.")


@dataclass(frozen=True)
class Voter:
    """Whose ballot it is, and which lists it is for."""

    key: str
    person_id: int
    lists: tuple[str, ...]
    role: str | None = None
    has_slack: bool = True


def lists(session: Session, poll: Poll) -> list[str]:
    """The lists that have anything on them; overarching first."""
    return in_order(session.scalars(select(PollOption.on_list).where(PollOption.poll_id == poll.id).distinct()))


def in_order(names: Iterable[str]) -> list[str]:
    return sorted(names, key=lambda name: ORDER.index(name) if name in ORDER else len(ORDER))


def voter(session: Session, poll: Poll, person_id: int) -> Voter:
    """The person as a voter. Raises Refusal for whoever may not vote."""
    if poll.event_id is None:
        return Voter(f"p{person_id}", person_id, tuple(lists(session, poll)))
    event = session.get_one(Event, poll.event_id)
    found = next(iter(voters(session, poll, event, person_id=person_id)), None)
    if found is None:
        raise Refusal(FOR_REGISTERED, event_id=event.id, title=event.title)
    return found


def voters(session: Session, poll: Poll, event: Event, *, person_id: int | None = None) -> list[Voter]:
    """Everyone who may vote now, in the order they registered; or this person, if they may."""
    levels = {role.id: role.levels for role in session.get_one(Series, event.series_id).roles}
    is_split = any(Level.OPERATIONAL in meant for meant in levels.values())
    there = lists(session, poll)
    who = [] if person_id is None else [Registration.person_id == person_id]
    rows = session.execute(
        select(Registration.person_id, Registration.organisation_id, Registration.role, Person.slack_user_id)
        .join(Person, Person.id == Registration.person_id)
        .where(Registration.event_id == event.id, Registration.state == RegistrationState.REGISTERED, *who)
        .order_by(Registration.number)
    )
    return [
        Voter(
            key=f"o{organisation_id}" if poll.is_per_organisation and organisation_id else f"p{person_id}",
            person_id=person_id,
            lists=tuple(name for name in there if not is_split or _may(poll, name, levels.get(role or "", ()))),
            role=role,
            has_slack=slack_user_id is not None,
        )
        for person_id, organisation_id, role, slack_user_id in rows
    ]


def roles(session: Session, poll: Poll) -> dict[str, str]:
    """The role of everyone who has ever had a seat there, by their key as voters."""
    rows: Sequence[tuple[int, str | None]] = [
        (person_id, role)
        for person_id, role in session.execute(
            select(Registration.person_id, Registration.role)
            .where(Registration.event_id == poll.event_id)
            .order_by(Registration.number)
        )
    ]
    return {f"p{person_id}": role for person_id, role in rows if role}


def _may(poll: Poll, on_list: str, levels: Sequence[str]) -> bool:
    """Everyone on what is overarching; on the work itself, the roles whose part of the programme it is."""
    return poll.kind is not PollKind.TOPICS or on_list != Level.OPERATIONAL or Level.OPERATIONAL in levels
