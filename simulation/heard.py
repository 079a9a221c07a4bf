"""What everybody has heard, read from Slack itself; the ledger only says what each message was meant to be."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select

from models import Delivery, Event, Kind, Step
from models.base import table_of
from simulation.people import Participant
from simulation.world import World

DELIVERIES, STEPS, EVENTS = (table_of(model).c for model in (Delivery, Step, Event))


@dataclass(frozen=True)
class Message:
    """One message as it stands in a conversation."""

    channel: str
    at: datetime
    token: str
    text: str


@dataclass(frozen=True)
class Owed:
    """A row of the ledger."""

    kind: Kind
    step: str | None
    meeting: str | None
    person_id: int | None
    state: str
    due_at: datetime
    token: str


@dataclass
class Heard:
    messages: list[Message]
    owed: dict[str, Owed]

    def to(self, participant: Participant) -> Iterator[tuple[Message, Owed]]:
        channel = participant.person.dm.id
        return ((one, self.owed[one.token]) for one in self._by_channel.get(channel, ()) if one.token in self.owed)

    def __post_init__(self) -> None:
        self._by_channel: dict[str, list[Message]] = {}
        for message in self.messages:
            self._by_channel.setdefault(message.channel, []).append(message)

    @property
    def times_posted(self) -> Counter[str]:
        return Counter(message.token for message in self.messages)


def read(world: World) -> Heard:
    return Heard(messages=list(_messages(world)), owed={one.token: one for one in _owed(world)})


def _messages(world: World) -> Iterator[Message]:
    for channel in world.workspace.channels.values():
        for message in channel.messages.values():
            if message.is_from_bot and message.metadata and not message.only_for:
                at = datetime.fromtimestamp(message.posted_at, UTC)
                yield Message(channel.id, at, message.metadata["event_payload"]["token"], message.text)


def _owed(world: World) -> Iterator[Owed]:
    wanted = (
        select(
            DELIVERIES.kind, STEPS.kind.label("step"), EVENTS.key, DELIVERIES.person_id, DELIVERIES.state,
            DELIVERIES.due_at, DELIVERIES.token,
        )
        .outerjoin(table_of(Step), STEPS.id == DELIVERIES.step_id)
        .outerjoin(table_of(Event), EVENTS.id == DELIVERIES.event_id)
    )  # fmt: skip
    with world.bot.sessions.reading() as session:
        for row in session.execute(wanted):
            yield Owed(row.kind, row.step, row.key, row.person_id, row.state, row.due_at, row.token)
