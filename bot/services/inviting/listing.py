"""Those invited to a meeting and how each stands, an organisation at a time."""

from collections import Counter
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.i18n import swedish_order
from bot.receipts import InvitedLine, InvitedPage, Stands
from bot.services import events, organisations
from bot.services.inviting import functions, standing
from models import Event, Invitation, Organisation, Person, Registration, Series
from models.organisations import search_words

PAGE = 60
"""Lines a page: with the longest names, half of what a form may weigh."""
MOST = 100
REMOVABLE = (Stands.INVITED, Stands.SILENT, Stands.OPENED)


def page(session: Session, event: Event, now: datetime, *, number: int = 1) -> InvitedPage:
    lines = _lines(session, event)
    pages = max(1, -(-len(lines) // PAGE))
    number = min(max(1, number), pages)
    invited = {line.organisation for line in lines}
    own = (one.display for one in organisations.of_event(session, event))
    return InvitedPage(
        event=events.facts(session, event, now, with_seats=True),
        lines=tuple(lines[(number - 1) * PAGE : number * PAGE]),
        counts=Counter(line.standing for line in lines),
        page=number,
        pages=pages,
        without=tuple(sorted((name for name in own if name not in invited), key=swedish_order)),
    )


def removable(session: Session, event: Event, query: str) -> list[tuple[str, str]]:
    """Whom one can take off: `p` and a person, `f` and a function without a name."""
    stands = standing.of(session, event)
    rows = session.execute(
        select(Person.id, Person.name, Organisation.display)
        .join(Invitation, Invitation.person_id == Person.id)
        .outerjoin(Organisation, Organisation.id == func.coalesce(Invitation.organisation_id, Person.organisation_id))
        .where(Invitation.event_id == event.id)
    )
    found = [(f"p{row.id}", ", ".join(filter(None, row[1:]))) for row in rows if stands.get(row.id) in REMOVABLE]
    found += [(f"f{row.id}", f"{row.name}, {place.display}") for row, place in functions.of(session, event)]
    return _fitting(found, query)


def nameless(session: Session, event: Event, query: str) -> list[tuple[str, str]]:
    """The functions whose name is to be filled in."""
    return _fitting(
        [(f"f{row.id}", f"{place.display}: {row.name}") for row, place in functions.of(session, event)], query
    )


def _lines(session: Session, event: Event) -> list[InvitedLine]:
    series = session.get_one(Series, event.series_id)
    stands = standing.of(session, event)
    seats = select(Registration.organisation_id).where(
        Registration.event_id == event.id, Registration.person_id == Person.id
    )
    represents = func.coalesce(
        seats.order_by(Registration.number.desc()).limit(1).scalar_subquery(),
        Invitation.organisation_id,
        Person.organisation_id,
    )
    rows = session.execute(
        select(Person, Invitation.role, Organisation.display)
        .join(Invitation, Invitation.person_id == Person.id)
        .outerjoin(Organisation, Organisation.id == represents)
        .where(Invitation.event_id == event.id)
    )
    found = [
        InvitedLine(
            name=person.name,
            organisation=display or "",
            role=series.role_label(role) if role else series.known_role(person.role),
            standing=stands[person.id],
            has_slack=person.has_slack,
        )
        for person, role, display in rows
    ]
    found += [
        InvitedLine(row.name, place.display, series.role_label(row.role) if row.role else "", Stands.NAMELESS)
        for row, place in functions.of(session, event)
    ]
    return sorted(
        found, key=lambda one: (not one.organisation, swedish_order(one.organisation), swedish_order(one.name))
    )


def _fitting(found: list[tuple[str, str]], query: str) -> list[tuple[str, str]]:
    wanted = search_words(query)
    fits = [one for one in found if all(any(w.startswith(part) for w in search_words(one[1])) for part in wanted)]
    return sorted(fits, key=lambda one: swedish_order(one[1]))[:MOST]
