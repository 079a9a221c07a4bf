"""Something written to people: an announcement, a text for guests, a card in a channel."""

from sqlalchemy.orm import Session

from bot.services import cards
from bot.services.access.meetings import event_in, event_to, event_to_announce
from bot.services.access.rights import NOT_YOURS, duties
from models import Announcement, AnnouncementState, Card, Delivery, Event, Kind
from models.errors import N_, Refusal
from models.permissions import Action, may

NO_LONGER_WRITTEN = N_("That message no longer exists.")


def announcement_to_send(
    session: Session, workspace_id: int, announcement_id: int | None, *, person_id: int
) -> tuple[Event, Announcement]:
    """What has been written, for whoever may send it."""
    row = session.get(Announcement, announcement_id) if announcement_id is not None else None
    if row is None:
        raise Refusal(NO_LONGER_WRITTEN)
    event = event_to_announce(session, workspace_id, row.event_id, person_id=person_id)
    return event, announcement_in(session, event, row.id, person_id=person_id)


def announcement_in(session: Session, event: Event, announcement_id: int | None, *, person_id: int) -> Announcement:
    """What has been written to the people of this meeting; drafts are for their author's eyes."""
    row = session.get(Announcement, announcement_id) if announcement_id is not None else None
    if row is None or row.event_id != event.id:
        raise Refusal(NO_LONGER_WRITTEN)
    if row.state is AnnouncementState.DRAFT and row.author_id != person_id:
        raise Refusal(NOT_YOURS)
    return row


def mail_to_mark(
    session: Session, workspace_id: int, delivery_id: int | None, *, person_id: int
) -> tuple[Delivery, Event]:
    """A text for guests and its meeting, for whoever got it or plans the meeting."""
    mail = session.get(Delivery, delivery_id) if delivery_id is not None else None
    if mail is None or mail.kind is not Kind.GUEST_TEXT or mail.event_id is None:
        raise Refusal(N_("That text no longer exists."))
    event = event_in(session, workspace_id, mail.event_id)
    if mail.person_id != person_id and not may(duties(session, person_id, event), Action.CHANGE_PLAN):
        raise Refusal(NOT_YOURS)
    return mail, event


def card_to_post(session: Session, workspace_id: int, card_id: int | None, *, person_id: int, is_admin: bool) -> Card:
    """The card of a meeting, if this person may post it in its channel."""
    card = session.get(Card, card_id) if card_id is not None else None
    event_id = cards.event_id_of(session, card) if card is not None else None
    if card is None or event_id is None:
        raise Refusal(N_("That meeting no longer exists."))
    action = Action.BIND_CHANNEL
    event_to(session, workspace_id, event_id, person_id=person_id, action=action, is_admin=is_admin)
    return card
