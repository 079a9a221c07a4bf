"""What a coordinator decides in a form: which fate, why, and where to."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bot.services import events
from bot.services.topics import fates
from models import Event, Fate, Topic
from models.errors import N_, Refusal

CHOOSABLE = (Fate.ON_PROGRAMME, Fate.ANSWERED, Fate.SENT_ON, Fate.SAVED)


def places(session: Session, event: Event, now: datetime) -> Sequence[Event]:
    """The other areas' meetings that a question can be sent on to."""
    coming = events.coming(session, event.workspace_id, now)
    elsewhere = [one for one in coming if one.id != event.id and (one.area_id is None or one.area_id != event.area_id)]
    return [one for one in elsewhere if one.takes_topics(now) or one.opens_later(now)]


def decide(
    session: Session,
    event: Event,
    topic: Topic,
    *,
    fate: str,
    place: int | None,
    reason: str | None,
    actor_id: int,
    now: datetime,
) -> None:
    """For a meeting that is held. A person who decides says why."""
    if fate not in CHOOSABLE:
        raise Refusal(N_("Choose what becomes of it."), field="fate")
    if not reason:
        raise Refusal(N_("Write why. Everyone reads it."), field="reason")
    if fate != Fate.SENT_ON:
        fates.decide(session, event, topic, Fate(fate), reason, actor_id, now)
        return
    to = next((one for one in places(session, event, now) if one.id == place), None)
    if to is None:
        raise Refusal(N_("Choose the area it is sent on to."), field="place")
    fates.send_on(session, event, topic, to, reason, actor_id, now)
