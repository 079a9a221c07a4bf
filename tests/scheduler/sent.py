"""Senders in processes of their own, and what they have done: by the rows, and by what stands in Slack."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import func, select

from models import Delivery, DeliveryState
from models.database import Sessions
from sandbox.wire import on_the_wire
from sandbox.workspace import Workspace
from tests.nursery import Child, Nursery, nursery
from tests.scheduler import fast_sender


@contextmanager
def senders_for(sessions: Sessions, room: Workspace, began: float, **manner: Any) -> Iterator[Nursery]:
    """They write to the room over the wire, by a clock that began then."""
    database = sessions.engine.url.render_as_string(hide_password=False)
    with on_the_wire(room) as wire:
        where = {"database": database, "slack": f"{wire.url}/api/", "began": began}
        with nursery(fast_sender.__file__, **where, **manner) as senders:
            yield senders


def unsent(sessions: Sessions, only: list[int] | None = None) -> int:
    which = [Delivery.state != DeliveryState.SENT, *([] if only is None else [Delivery.id.in_(only)])]
    with sessions.reading() as session:
        return session.scalar(select(func.count()).where(*which)) or 0


def in_hand(sessions: Sessions, sender: Child) -> list[int]:
    """The deliveries it had claimed and not yet settled."""
    mine = Delivery.state == DeliveryState.SENDING, Delivery.claimed_by == str(sender.pid)
    with sessions.reading() as session:
        return list(session.scalars(select(Delivery.id).where(*mine)))


def posted(room: Workspace) -> Counter[str]:
    """Every message, and how often it stands."""
    return Counter(message["text"] for place in room.channels for message in room.messages(place))
