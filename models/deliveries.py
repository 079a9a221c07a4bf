"""One message owed to one recipient, and what became of it. The row says what it is about, never the text."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Facts


class Kind(StrEnum):
    RECEIPT = "receipt"
    """What became of my wish for a seat, or of a change of it."""
    SEAT = "seat"
    """From the line to a seat."""
    APPEAL = "appeal"
    """To the coordinator: somebody asks for what a deadline no longer allows."""
    TOPIC_FOR = "topic_for"
    """Somebody has proposed a question in my name."""
    APPEAL_ANSWER = "appeal_answer"
    """What the coordinator has said to that."""
    TOPIC_FATE = "topic_fate"
    """What has become of a question, to those who proposed it."""
    OFFER = "offer"
    """A seat is kept for somebody who waits, or is for the first of several to say yes."""
    OFFER_OVER = "offer_over"
    """It is no longer: it ran out, or somebody else was first."""
    MEETING_NEWS = "meeting_news"
    """To a meeting's other coordinators: one of them, or the national organiser, has moved, changed or cancelled it."""
    SEAT_LEFT = "seat_left"
    """To the coordinator: a seat is free so late that nobody in line is asked."""
    LINE = "line"
    """My place in line has changed because the coordinator let somebody go first."""
    CANCELLED_SEAT = "cancelled_seat"
    """My seat is given back; sent when I did it in a place that does not last, or somebody did it for me."""
    SUBSTITUTE_ASKED = "substitute_asked"
    """Somebody asks me to come in their place."""
    SUBSTITUTE_ANSWERED = "substitute_answered"
    """What became of that, to the one of the two who did not do it."""
    MOVED = "moved"
    FORM_CHANGED = "form_changed"
    CALLED_OFF = "called_off"
    """The meeting itself is cancelled."""
    SAVE_THE_DATE = "save_the_date"
    INVITATION = "invitation"
    FUNCTION_INVITED = "function_invited"
    """To an organisation's contact: an invitation to pass on to whoever holds a function there."""
    SEAT_REQUEST = "seat_request"
    """To an organisation's contact: a coordinator asks for somebody in a role that nobody fills."""
    NUDGE = "nudge"
    """To the silent: registration closes soon."""
    PROGRAMME = "programme"
    """What happens when; and again when it has changed and people are to know."""
    PROGRAMME_MISSING = "programme_missing"
    """To the coordinator: it was to be published by now."""
    REMINDER = "reminder"
    THANKS = "thanks"
    CHANNEL_REMINDER = "channel_reminder"
    GUEST_TEXT = "guest_text"
    """To the coordinator: ready text and hidden-copy addresses for those outside Slack."""
    TRIAL = "trial"
    """To the coordinator alone: a text of the plan as it will be. It counts for nothing."""
    CARD = "card"
    """The first posting of a card; afterwards it is redrawn in place."""
    NOT_REACHED = "not_reached"
    """To the coordinator: who could not be reached, and why."""
    MISCOUNT = "miscount"
    """To whoever looks after the bot: a counter of seats is not what the rows say."""
    DIGEST = "digest"
    """Several planned messages as lines of one, for who asked for that."""
    ANNOUNCEMENT = "announcement"
    """What a coordinator has written."""
    PROGRESS = "progress"
    """To whoever wrote it: how far it has come; afterwards it is redrawn in place."""
    DATE_POLL = "date_poll"
    """Which day suits?"""
    DATE_REMINDER = "date_reminder"
    """The same, to those who have not answered."""
    DATE_ALL_ANSWERED = "date_all_answered"
    """To the organiser: nobody is left to answer."""
    DATE_PROPOSAL = "date_proposal"
    """To the organiser: the poll has closed, and this is the day it speaks for."""
    DATE_SET = "date_set"
    """The day is decided."""
    DAYS_RELEASED = "days_released"
    """The days that were asked about need no longer be kept free: none of them is chosen."""
    COORDINATOR_REMINDED = "coordinator_reminded"
    """To the coordinator, in the national organiser's name: what is left to do."""
    DUTY = "duty"
    """What I have been trusted with, at a meeting or in an area, or no longer am."""
    HANDOVER = "handover"
    """A coordinator asks me to take over."""
    HANDOVER_NEWS = "handover_news"
    """What became of that: to whoever asked, to whoever was asked, to those who coordinate with them."""
    OVERVIEW = "overview"
    """To the coordinator: how the meetings stand."""
    POLL_OPENING = "poll_opening"
    """A vote has begun."""
    VOTE = "vote"
    """To those who have not voted: it closes soon."""
    POLL_CHANGED = "poll_changed"
    """To those who have not voted: it closes at another moment, or works in another way."""
    POLL_RESULT = "poll_result"
    """What a vote came to."""


class DeliveryState(StrEnum):
    PENDING = "pending"
    GATHERED = "gathered"
    """Goes out as a line of the person's next digest, never by itself; `next_at` is the digest's moment."""
    SENDING = "sending"
    DOUBT = "doubt"
    SENT = "sent"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    CANCELLED = "cancelled"
    FAILED = "failed"


UNPROMPTED = (
    Kind.SAVE_THE_DATE, Kind.INVITATION, Kind.NUDGE, Kind.POLL_OPENING, Kind.VOTE, Kind.PROGRAMME, Kind.REMINDER,
    Kind.THANKS,
)  # fmt: skip
"""What people hear because of a meeting's plan: each may choose to hear less of it, or together."""

ABOUT_A_COMING_MEETING = frozenset({
    Kind.RECEIPT, Kind.SEAT, Kind.CANCELLED_SEAT, Kind.MOVED, Kind.FORM_CHANGED, Kind.CALLED_OFF, Kind.REMINDER,
    Kind.APPEAL, Kind.APPEAL_ANSWER,
    Kind.CHANNEL_REMINDER, Kind.GUEST_TEXT, Kind.CARD, Kind.SAVE_THE_DATE, Kind.INVITATION, Kind.NUDGE, Kind.OFFER,
    Kind.OFFER_OVER, Kind.SEAT_LEFT, Kind.LINE, Kind.MEETING_NEWS,
    Kind.SUBSTITUTE_ASKED, Kind.SUBSTITUTE_ANSWERED, Kind.DATE_SET, Kind.PROGRAMME, Kind.PROGRAMME_MISSING,
    Kind.TOPIC_FOR,
    Kind.POLL_OPENING, Kind.VOTE, Kind.POLL_CHANGED, Kind.POLL_RESULT,
    Kind.FUNCTION_INVITED, Kind.SEAT_REQUEST,
})  # fmt: skip
"""Of no use once the meeting is over."""
WAITING = (DeliveryState.PENDING, DeliveryState.DOUBT)

PRIORITY = {
    Kind.RECEIPT: 10,
    Kind.SEAT: 10,
    Kind.OFFER: 10,
    Kind.OFFER_OVER: 10,
    Kind.SEAT_LEFT: 10,
    Kind.MEETING_NEWS: 20,
    Kind.LINE: 20,
    Kind.CANCELLED_SEAT: 10,
    Kind.SUBSTITUTE_ASKED: 10,
    Kind.SUBSTITUTE_ANSWERED: 10,
    Kind.APPEAL: 10,
    Kind.APPEAL_ANSWER: 10,
    Kind.TOPIC_FOR: 20,
    Kind.TOPIC_FATE: 35,
    Kind.MOVED: 20,
    Kind.FORM_CHANGED: 20,
    Kind.CALLED_OFF: 20,
    Kind.DATE_SET: 20,
    Kind.CARD: 30,
    Kind.TRIAL: 30,
    Kind.CHANNEL_REMINDER: 30,
    Kind.SAVE_THE_DATE: 40,
    Kind.INVITATION: 40,
    Kind.NUDGE: 40,
    Kind.POLL_OPENING: 40,
    Kind.VOTE: 40,
    Kind.POLL_CHANGED: 30,
    Kind.POLL_RESULT: 40,
    Kind.FUNCTION_INVITED: 40,
    Kind.SEAT_REQUEST: 35,
    Kind.PROGRESS: 30,
    Kind.ANNOUNCEMENT: 35,
    Kind.PROGRAMME: 40,
    Kind.PROGRAMME_MISSING: 40,
    Kind.REMINDER: 40,
    Kind.THANKS: 40,
    Kind.GUEST_TEXT: 40,
    Kind.DATE_POLL: 30,
    Kind.DATE_PROPOSAL: 30,
    Kind.DATE_ALL_ANSWERED: 30,
    Kind.DATE_REMINDER: 40,
    Kind.DAYS_RELEASED: 30,
    Kind.DIGEST: 40,
    Kind.NOT_REACHED: 50,
    Kind.COORDINATOR_REMINDED: 30,
    Kind.DUTY: 30,
    Kind.HANDOVER: 20,
    Kind.HANDOVER_NEWS: 20,
    Kind.OVERVIEW: 50,
    Kind.MISCOUNT: 50,
}
"""Answers to people before changes, before the channel, before reminders, before summaries."""

_WAITING_WORDS = text("state IN ('pending', 'doubt')")
_SENDING_WORDS = text("state = 'sending'")


class Delivery(Base):
    __tablename__ = "deliveries"
    __table_args__ = (
        CheckConstraint("(person_id IS NULL) <> (channel_id IS NULL)", name="one_recipient"),
        Index(
            "ix_deliveries_due",
            "priority",
            "next_at",
            "id",
            sqlite_where=_WAITING_WORDS,
            postgresql_where=_WAITING_WORDS,
        ),
        Index("ix_deliveries_next", "next_at", sqlite_where=_WAITING_WORDS, postgresql_where=_WAITING_WORDS),
        Index("ix_deliveries_lease", "lease_until", sqlite_where=_SENDING_WORDS, postgresql_where=_SENDING_WORDS),
        Index("ix_deliveries_event", "event_id", "state"),
        Index(
            "ix_deliveries_announcement",
            "announcement_id",
            "state",
            sqlite_where=text("announcement_id IS NOT NULL"),
            postgresql_where=text("announcement_id IS NOT NULL"),
        ),
        Index("ix_deliveries_person", "person_id", "event_id"),
    )

    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    kind: Mapped[Kind]
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    channel_id: Mapped[str | None] = mapped_column(String(32))
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registrations.id"))
    step_id: Mapped[int | None] = mapped_column(ForeignKey("steps.id"))
    card_id: Mapped[int | None] = mapped_column(ForeignKey("cards.id"))
    announcement_id: Mapped[int | None] = mapped_column(ForeignKey("announcements.id"))
    facts: Mapped[Facts] = mapped_column(JSON, default=dict)
    """What the rows no longer tell, such as the day a meeting was moved from."""
    dedup_key: Mapped[str] = mapped_column(String(120), unique=True)
    token: Mapped[str] = mapped_column(String(32), unique=True)
    """Opaque; travels in the message's metadata, so that a message in doubt can be found."""
    priority: Mapped[int]
    due_at: Mapped[datetime]
    useful_until: Mapped[datetime | None]
    next_at: Mapped[datetime]

    state: Mapped[DeliveryState] = mapped_column(default=DeliveryState.PENDING)
    reason: Mapped[str | None]
    attempts: Mapped[int] = mapped_column(default=0)
    """Counted when the answer is known."""
    looks: Mapped[int] = mapped_column(default=0)
    maybe_posted_at: Mapped[datetime | None]
    """Set right before a post whose answer may be lost; while set, look before posting."""
    lease_until: Mapped[datetime | None]
    lease_token: Mapped[str | None] = mapped_column(String(32))
    claimed_by: Mapped[str | None]
    sent_channel: Mapped[str | None] = mapped_column(String(32))
    sent_ts: Mapped[str | None] = mapped_column(String(32))
    sent_at: Mapped[datetime | None]
    handled_at: Mapped[datetime | None]
    handled_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """Of a text to be sent on by mail: who says that it has been, and when."""
    created_at: Mapped[datetime]
