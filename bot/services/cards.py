"""What is shown and must stay true: marking it stale, and what became of redrawing it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Update, and_, bindparam, case, or_, select, text, update
from sqlalchemy.orm import Session

from bot.services import events
from bot.services.messages import notices
from bot.services.messages.deliveries import WITHOUT_SYNC
from models import ANSWERING, Assignment, Card, CardKind, CrewMember, DatePoll, Event, Person, Poll, Registration
from models.base import table_of
from models.database import OWED, insert_unless_there

IS_STALE = text("cards.stale_since IS NOT NULL")
IS_DATED = text("cards.true_until IS NOT NULL")
"""In the words of the partial indexes: SQLite uses them for no others."""
HOMES_FIRST: tuple[str, ...] = (
    CardKind.HOME, CardKind.ANNOUNCEMENT, CardKind.POLL, CardKind.DATE_POLL, CardKind.PROGRESS,
)  # fmt: skip
OUT_OF_REACH = {
    "channel_not_found", "ekm_access_denied", "is_archived", "is_inactive", "no_permission", "not_in_channel",
    "restricted_action", "restricted_action_read_only_channel",
}  # fmt: skip
"""Slack's words for a channel in which nothing can be posted or changed any more."""
GONE = {"cant_update_message", "edit_window_closed", "message_not_found", "user_not_found", *OUT_OF_REACH}
"""And for a message that can no longer be changed."""


def _marking(which: ColumnElement[bool]) -> Update:
    """Rows are locked in one order: two meetings with the same people may change at the same time."""
    cards = table_of(Card).c
    shown = select(cards.id).where(which, cards.gone.is_(None)).order_by(cards.id).with_for_update()
    marks = update(table_of(Card)).where(cards.id.in_(shown)).values(stale_since=bindparam("now"))
    return marks.returning(cards.id)


_IS_OF_SERIES = Assignment.series_id == Event.series_id
_THEIR_PEOPLE = select(Registration.person_id).where(Registration.event_id == bindparam("of_event"))
_THEIR_BOARDS = (
    select(Assignment.person_id)
    .join(Event, or_(Assignment.area_id == Event.area_id, and_(Assignment.area_id.is_(None), _IS_OF_SERIES)))
    .where(Event.id == bindparam("of_event"), Assignment.duty.in_(ANSWERING))
)
"""Whoever answers for the meeting has it on a board in Home."""
_THEIR_CREW = select(CrewMember.person_id).where(CrewMember.event_id == bindparam("of_event"))
OF_EVENT = _marking(
    or_(
        table_of(Card).c.event_id == bindparam("of_event"),
        table_of(Card).c.person_id.in_(_THEIR_PEOPLE),
        table_of(Card).c.person_id.in_(_THEIR_BOARDS),
        table_of(Card).c.person_id.in_(_THEIR_CREW),
    )
)
OF_PERSON = _marking(table_of(Card).c.person_id == bindparam("of_person"))
ITSELF = _marking(table_of(Card).c.id == bindparam("of_card"))


ANY_STALE = select(table_of(Card).c.id).where(IS_STALE, table_of(Card).c.gone.is_(None)).limit(1)


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


def stale_if_drawn(session: Session, person_id: int, now: datetime) -> None:
    """The person's Home, if they have ever opened it."""
    _mark(session, OF_PERSON, {"of_person": person_id}, now)


def stale_card(session: Session, card_id: int, now: datetime) -> None:
    _mark(session, ITSELF, {"of_card": card_id}, now)


def is_any_stale(session: Session) -> bool:
    """Cheap: it is asked after every change of anything."""
    return session.execute(ANY_STALE).first() is not None


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
    if was_found:
        card.stale_since = now
    card.channel_id, card.ts, card.gone, card.true_until = channel_id, ts, None, _true_until(session, card, now)
    session.info[OWED] = True  # it may have gone stale on its way


def drawn(session: Session, card_id: int, *, seen_stale_since: datetime, now: datetime) -> None:
    """It shows what was true when it was claimed; it stays stale if something has changed since."""
    card = session.get_one(Card, card_id, with_for_update=True, populate_existing=True)
    card.drawn_at, card.true_until = now, _true_until(session, card, now)
    if card.stale_since == seen_stale_since:
        card.stale_since = None


def gone(session: Session, card_id: int, *, reason: str, now: datetime) -> None:
    """It can no longer be redrawn; the coordinator is told once. With a channel all its cards are gone."""
    card = session.get_one(Card, card_id, with_for_update=True, populate_existing=True)
    if card.channel_id is not None and reason in OUT_OF_REACH:
        gone_with_channel(session, card.workspace_id, card.channel_id, reason=reason, now=now)
    elif card.gone is None:
        _lay_down(card, reason)
        _tell_gone(session, card, reason, now)


def gone_with_channel(session: Session, workspace_id: int, channel_id: str, *, reason: str, now: datetime) -> None:
    """The bot has left it, or it is archived: nothing in it is tried again, and the coordinator is told once."""
    cards = session.scalars(
        select(Card)
        .where(Card.workspace_id == workspace_id, Card.channel_id == channel_id, Card.gone.is_(None))
        .order_by(Card.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    for card in cards:
        _lay_down(card, reason)
    announcing_first = sorted(cards, key=lambda card: card.kind is not CardKind.ANNOUNCEMENT)
    for card in announcing_first:
        if _tell_gone(session, card, reason, now):
            return


def event_id_of(session: Session, card: Card) -> int | None:
    """The meeting it is about; none for a Home or a quick vote."""
    if card.kind is CardKind.POLL:
        return session.scalar(select(Poll.event_id).where(Poll.card_id == card.id))
    if card.kind is CardKind.DATE_POLL:
        return session.scalar(select(DatePoll.event_id).where(DatePoll.card_id == card.id))
    return card.event_id


def _lay_down(card: Card, reason: str) -> None:
    card.gone, card.stale_since, card.true_until = reason, None, None


def _tell_gone(session: Session, card: Card, reason: str, now: datetime) -> bool:
    """Whether there is a meeting, whose coordinators are told."""
    event_id = event_id_of(session, card)
    if event_id is None:
        return False
    drawn = int(card.drawn_at.timestamp()) if card.drawn_at else 0
    cause = f"card-{card.id}-{card.ts}-{drawn}"
    event, about = session.get_one(Event, event_id), {"card": card.id, "reason": reason}
    notices.tell_coordinators(session, event, cause=cause, now=now, facts=about)
    return True


def _true_until(session: Session, card: Card, now: datetime) -> datetime | None:
    """The next moment at which what it shows changes by itself."""
    if card.kind in (CardKind.PROGRESS, CardKind.DATE_POLL, CardKind.POLL):
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
