"""Inviting whoever holds a function: the organisation's contact passes it on, and the name is filled in later."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from bot.i18n import swedish_order
from bot.receipts import FunctionFacts, FunctionInviting
from bot.services import contacts, events, log, organisations, people
from bot.services.inviting import inviting, standing
from bot.services.overview.standings import CODE, MUNICIPAL
from bot.services.registration import guest_lists
from models import Event, Invitation, InvitedFunction, Organisation, Series
from models.database import insert_unless_there
from models.errors import N_, Refusal
from models.organisations import fold
from models.series import Role


def looked_at(session: Session, event: Event, name: str, role: str | None, now: datetime) -> FunctionInviting:
    """Where the function would be invited, and who would pass it on. Writes nothing."""
    standing.refuse_unless_people_can_come(event, now)
    if not any(letter.isalpha() for letter in name):
        raise Refusal(N_("Write what the function is called."), field="function")
    own = sorted(_asked(session, event, role), key=lambda one: swedish_order(one.display))
    known = set(
        session.scalars(
            select(InvitedFunction.organisation_id).where(
                InvitedFunction.event_id == event.id, InvitedFunction.folded == fold(name)
            )
        )
    )
    new = [one for one in own if one.id not in known]
    reached = contacts.of_organisations(session, event)
    return FunctionInviting(
        event=events.facts(session, event, now),
        goes_out=standing.goes_out(session, event, now),
        name=people.one_line(name),
        role=session.get_one(Series, event.series_id).role_label(role) if role else "",
        organisations=tuple((one.id, one.display) for one in new),
        known=tuple(one.display for one in own if one.id in known),
        without_contact=tuple(one.display for one in new if one.id not in reached),
    )


def _asked(session: Session, event: Event, role: str | None) -> list[Organisation]:
    """A role that municipalities fill is theirs alone; where there is none, and for every other role, all."""
    found = list(organisations.of_event(session, event))
    municipalities = [one for one in found if len(one.code or "") == CODE]
    return municipalities if role in MUNICIPAL and municipalities else found


def invite(
    session: Session, event: Event, name: str, role: str | None, *, by_id: int, now: datetime
) -> FunctionInviting:
    """One row for each organisation that has none, for a meeting already held. The same again changes nothing."""
    found = looked_at(session, event, name, role, now)
    if not found.organisations:
        return found
    shared = {
        "event_id": event.id, "name": found.name, "folded": fold(found.name), "role": role, "invited_at": now,
        "invited_by_id": by_id, "round_id": inviting.begin_round(session, event, by_id=by_id, now=now),
        "told_at": None, "person_id": None,
    }  # fmt: skip
    rows = [{**shared, "organisation_id": organisation_id} for organisation_id, _ in found.organisations]
    session.execute(insert_unless_there(session, InvitedFunction), rows)
    log.about(session, event, "function_invited", now=now, actor_id=by_id, n=len(rows))
    return found


def of(session: Session, event: Event, *, is_nameless: bool = True) -> list[tuple[InvitedFunction, Organisation]]:
    """The meeting's functions, those without a name alone unless told otherwise."""
    rows = session.execute(
        select(InvitedFunction, Organisation)
        .join(Organisation, Organisation.id == InvitedFunction.organisation_id)
        .where(
            InvitedFunction.event_id == event.id,
            *([InvitedFunction.person_id.is_(None)] if is_nameless else []),
        )
    )
    return sorted(((row[0], row[1]) for row in rows), key=lambda one: (swedish_order(one[1].display), one[0].id))


def roles(session: Session, event: Event) -> Sequence[Role]:
    """What one can be at the meeting."""
    return session.get_one(Series, event.series_id).roles


def facts(session: Session, row: InvitedFunction, now: datetime) -> FunctionFacts:
    event = session.get_one(Event, row.event_id)
    series = session.get_one(Series, event.series_id)
    return FunctionFacts(
        id=row.id,
        event=events.facts(session, event, now, with_contacts=True),
        name=row.name,
        organisation=session.get_one(Organisation, row.organisation_id).display,
        purpose=series.purpose,
        organiser=series.organiser,
    )


def fill_in(
    session: Session, event: Event, row: InvitedFunction, *, name: str, email: str, by_id: int, now: datetime
) -> str:
    """It is this person: invited as the function's row said, for a meeting already held. Returns the name."""
    standing.refuse_unless_people_can_come(event, now)
    if row.person_id is not None:
        raise Refusal(N_("{name} is filled in already."), field="name", name=people.name_of(session, row.person_id))
    if not any(letter.isalpha() for letter in name):
        raise Refusal(N_("Write the name."), field="name")
    if not guest_lists.is_address(email):
        raise Refusal(N_("That is not an e-mail address."), field="email")
    person = people.guest(session, event.workspace_id, name=name, email=email.lower())
    row.person_id = person.id
    is_new = session.scalar(_invitation(event, person.id)) is None
    if is_new:
        round_id = inviting.begin_round(session, event, by_id=by_id, now=now)
        rows = [(person.id, row.organisation_id, row.role)]
        inviting.write(session, event, rows, round_id=round_id, by_id=by_id, now=now)
    log.about(session, event, "function_filled_in", now=now, actor_id=by_id, person_id=person.id)
    return person.name


def drop(session: Session, event: Event, row: InvitedFunction, *, by_id: int, now: datetime) -> None:
    """Invited no more; whoever was filled in stays invited."""
    session.delete(row)
    log.about(session, event, "function_dropped", now=now, actor_id=by_id)


def _invitation(event: Event, person_id: int) -> Select[int]:
    return select(Invitation.id).where(Invitation.event_id == event.id, Invitation.person_id == person_id)
