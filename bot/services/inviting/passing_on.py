"""Functions without a name: who passes the invitation on, and the messages that ask them to."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from bot.services import contacts
from bot.services.messages import deliveries
from bot.services.messages.deliveries import Owed
from models import Event, InvitedFunction, Kind, Person


def waiting(session: Session, *which: ColumnElement[bool]) -> Sequence[InvitedFunction]:
    """Whose organisation has not been asked to pass it on."""
    return session.scalars(
        select(InvitedFunction)
        .where(*which, InvitedFunction.told_at.is_(None), InvitedFunction.person_id.is_(None))
        .order_by(InvitedFunction.id)
    ).all()


def owed(
    session: Session, event: Event, rows: Sequence[InvitedFunction], now: datetime, shared: Mapping[str, Any]
) -> list[Owed]:
    """To each organisation's contacts in Slack; a text to mail for those outside, to whoever coordinates."""
    reached = contacts.of_organisations(session, event) if rows else {}
    found: list[Owed] = []
    outside: list[int] = []
    for row in rows:
        row.told_at = now
        about: Owed = {"step_id": None, "cause": f"function-{row.id}", "facts": {"function": row.id}}
        in_slack = [one for one in reached.get(row.organisation_id, ()) if one.can_be_told]
        found += [deliveries.row(Kind.FUNCTION_INVITED, person_id=one.id, **{**shared, **about}) for one in in_slack]
        if not in_slack and reached.get(row.organisation_id):
            outside.append(row.id)
    if outside:
        mail: Owed = {
            "step_id": None,
            "cause": f"functions-{outside[0]}-{len(outside)}",
            "facts": {"functions": outside},
        }
        informed = contacts.informed(session, event)
        found += [deliveries.row(Kind.GUEST_TEXT, person_id=one.id, **{**shared, **mail}) for one in informed]
    return found


def addressed(session: Session, event: Event, function_ids: Sequence[int]) -> list[Person]:
    """The contacts outside Slack who are to pass these on, by mail: those still without a name."""
    rows = session.scalars(
        select(InvitedFunction.organisation_id).where(
            InvitedFunction.id.in_(function_ids), InvitedFunction.person_id.is_(None)
        )
    )
    reached = contacts.of_organisations(session, event)
    found = {one.id: one for organisation_id in rows for one in reached.get(organisation_id, ()) if not one.has_slack}
    return list(found.values())
