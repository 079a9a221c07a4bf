"""Texts for those outside Slack: which of them the coordinator has sent on by mail."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from bot.receipts import MailSent
from bot.services import access, log
from bot.services.messages import deliveries
from bot.services.messages.deliveries import WITHOUT_SYNC
from models import Delivery, Kind, Person


def mark_sent(
    session: Session, workspace_id: int, delivery_id: int | None, *, person_id: int, now: datetime
) -> MailSent:
    """The mail has gone out: for everybody who got the same text. Saying so twice changes nothing."""
    mail, event = access.mail_to_mark(session, workspace_id, delivery_id, person_id=person_id)
    same_text = deliveries.news_of(mail.dedup_key) + ":"
    marked = session.execute(
        update(Delivery)
        .where(
            Delivery.event_id == event.id,
            Delivery.kind == Kind.GUEST_TEXT,
            Delivery.dedup_key.startswith(same_text, autoescape=True),
            Delivery.handled_at.is_(None),
        )
        .values(handled_at=now, handled_by_id=person_id)
        .returning(Delivery.id),
        execution_options=WITHOUT_SYNC,
    ).all()
    if marked:
        log.record(
            session, "mail_sent", workspace_id=workspace_id, now=now, actor_id=person_id, event_id=event.id,
            delivery=mail.id,
        )  # fmt: skip
    session.refresh(mail, ["handled_at", "handled_by_id"])
    by = session.get(Person, mail.handled_by_id)
    return MailSent(by=by.name if by else "", at=mail.handled_at or now, tz=event.tz)
