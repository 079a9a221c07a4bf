"""What is shown and must stay true: marking it stale, and what became of redrawing it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Update, bindparam, case, or_, select, text, update
from sqlalchemy.orm import Session

from bot.services import events, notices
from bot.services.deliveries import WITHOUT_SYNC
from models import Card, CardKind, Event, Person, Registration
from models.base import table_of
from models.database import OWED, insert_unless_there

IS_STALE = text("cards.stale_since IS NOT NULL")
IS_DATED = text("cards.true_until IS NOT NULL")
"""In the words of the partial indexes: SQLite uses them for no others."""
HOMES_FIRST: tuple[str, ...] = (CardKind.HOME, CardKind.ANNOUNCEMENT, CardKind.PROGRESS)
GONE = {
    "cant_update_message",
    "channel_not_found",
    "edit_window_closed",
    "is_archived",
    "is_inactive",
    "message_not_found",
    "not_in_channel",
    "user_not_found",
}
"""Slack's words for a message that can no longer be changed."""


def _marking(which: ColumnElement[bool]) -> Update:
    """Rows are locked in one order: two meetings with the same people may change at the same time."""
    cards = table_of(Card).c
    shown = select(cards.id).where(which, cards.gone.is_(None)).order_by(cards.id).with_for_update()
    marks = update(table_of(Card)).where(cards.id.in_(shown)).values(stale_since=bindparam("now"))
    return marks.returning(cards.id)


_THEIR_PEOPLE = select(Registration.person_id).where(Registration.event_id == bindparam("of_event"))
OF_EVENT = _marking(
    or_(table_of(Card).c.event_id == bindparam("of_event"), table_of(Card).c.person_id.in_(_THEIR_PEOPLE))
)
OF_PERSON = _marking(table_of(Card).c.person_id == bindparam("of_person"))
ITSELF = _marking(table_of(Card).c.id == bindparam("of_card"))


@dataclass(frozen=True)
class CardClaim:
    """A card to redraw, and the change that a redraw now would show."""

    card_id: int
    workspace_id: int
    kind: CardKind
    channel_id: str | None
    ts: str | None
    stale_since: datetime


def stale(session: Session, event_id: int, now: datetime) -> None:
    """The meeting's cards, and the Homes of everyone with a row in it, no longer show what is true."""
    _mark(session, OF_EVENT, {"of_event": event_id}, now)


def stale_home(session: Session, person_id: int, now: datetime) -> None:
    """The person's Home is to be drawn anew, for the first time if there is none."""
    workspace_id = session.get_one(Person, person_id).workspace_id
    home = {"workspace_id": workspace_id, "kind": CardKind.HOME, "person_id": person_id}
    session.execute(insert_unless_there(session, Card), home)
    session.execute(update(Card).where(Card.person_id == person_id).values(gone=None))
    _mark(session, OF_PERSON, {"of_person": person_id}, now)


def stale_card(session: Session, card_id: int, now: datetime) -> None:
    _mark(session, ITSELF, {"of_card": card_id}, now)


def claim_stale(session: Session, kind: str, *, limit: int, without: Sequence[int] = ()) -> list[CardClaim]:
    """Cards that can be redrawn, the one that was drawn longest ago first; `without` are those to leave alone."""
    found = session.scalars(
        select(Card)
        .where(IS_STALE, Card.kind == CardKind(kind), Card.gone.is_(None), _is_standing(), Card.id.not_in(without))
        .order_by(Card.drawn_at.asc().nulls_first(), Card.stale_since, Card.id)
        .limit(limit)
        .execution_options(populate_existing=True)
    )
    return [
        CardClaim(card.id, card.workspace_id, card.kind, card.channel_id, card.ts, card.stale_since)
        for card in found
        if card.stale_since is not None
    ]


def wear_out(session: Session, now: datetime) -> None:
    """What was true until now no longer is, though nobody changed anything: registration has opened, say."""
    worn = session.scalars(
        update(Card)
        .where(IS_DATED, Card.true_until <= now)
        .values(stale_since=case((Card.gone.is_(None), now), else_=None), true_until=None)
        .returning(Card.id),
        execution_options=WITHOUT_SYNC,
    ).all()
    if worn:
        session.info[OWED] = True


def posted(session: Session, card_id: int, channel_id: str, ts: str, now: datetime, *, was_found: bool = False) -> None:
    """Its first posting stands in the channel; from now on it is redrawn there. One that was found is drawn anew."""
    card = session.get_one(Card, card_id)
    card.stale_since = card.stale_since or (now if was_found else None)
    card.channel_id, card.ts, card.gone, card.true_until = channel_id, ts, None, _true_until(session, card, now)
    session.info[OWED] = True  # it may have gone stale on its way


def drawn(session: Session, card_id: int, *, seen_stale_since: datetime, now: datetime) -> None:
    """It shows what was true when it was claimed; it stays stale if something has changed since."""
    card = session.get_one(Card, card_id, with_for_update=True, populate_existing=True)
    card.drawn_at, card.true_until = now, _true_until(session, card, now)
    if card.stale_since == seen_stale_since:
        card.stale_since = None


def gone(session: Session, card_id: int, *, reason: str, now: datetime) -> None:
    """It can no longer be redrawn; the coordinator is told once."""
    card = session.get_one(Card, card_id)
    card.gone, card.stale_since, card.true_until = reason, None, None
    if card.event_id is not None:
        event = session.get_one(Event, card.event_id)
        notices.tell_coordinators(
            session, event, cause=f"card-{card_id}-{card.ts}", now=now, facts={"card": card_id, "reason": reason}
        )


def _true_until(session: Session, card: Card, now: datetime) -> datetime | None:
    """The next moment at which what it shows changes by itself."""
    if card.kind is CardKind.PROGRESS:
        return None
    if card.event_id is not None:
        shown = [session.get_one(Event, card.event_id)]
    else:
        shown = events.coming(session, card.workspace_id, now)
    moments = (
        moment for event in shown for moment in (event.opens_at, event.closes_at, event.starts_at, event.ends_at)
    )
    return min((moment for moment in moments if moment and moment > now), default=None)


def _mark(session: Session, which: Update, named: dict[str, int], now: datetime) -> None:
    if session.execute(which, {**named, "now": now}).first():
        session.info[OWED] = True


def _is_standing() -> ColumnElement[bool]:
    return or_(Card.kind == CardKind.HOME, Card.ts.is_not(None))
