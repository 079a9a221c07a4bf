"""Someone taking part, with a Slack user id or without (a guest), and what a person is trusted with."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.choices import Level, Rhythm


class Person(Base):
    __tablename__ = "people"
    __table_args__ = (
        Index("uq_people_slack", "workspace_id", "slack_user_id", unique=True),
        Index("ix_people_email", "workspace_id", "email"),
    )

    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    slack_user_id: Mapped[str | None] = mapped_column(String(32))
    name: Mapped[str]
    email: Mapped[str | None]
    """Folded to lower case: it is what links a guest to the member they become."""
    locale: Mapped[str | None] = mapped_column(String(16))
    language: Mapped[str | None] = mapped_column(String(16))
    """The person's own choice; None: as in Slack."""
    tz: Mapped[str | None] = mapped_column(String(64))
    is_deactivated: Mapped[bool] = mapped_column(default=False)
    is_external: Mapped[bool] = mapped_column(default=False)
    """From another workspace (Slack Connect): may look, may not register (design.md 8)."""
    read_at: Mapped[datetime | None]
    """When Slack was last asked about this person."""
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    role: Mapped[str | None]
    """Organisation and role as answered last time: the next form starts from them."""
    level: Mapped[Level] = mapped_column(default=Level.ALL, server_default=Level.ALL)
    rhythm: Mapped[Rhythm] = mapped_column(default=Rhythm.EACH, server_default=Rhythm.EACH)
    welcomed_at: Mapped[datetime | None]
    """When the two first questions, of organisation and role, were answered or passed over."""

    @property
    def has_slack(self) -> bool:
        return self.slack_user_id is not None

    @property
    def reads(self) -> str | None:
        """The locale of everything said to this person: what they chose wins over Slack's."""
        return self.language or self.locale

    @property
    def is_to_be_welcomed(self) -> bool:
        """A member of whom we know neither organisation nor role, and who has not been asked."""
        knows_nothing = self.organisation_id is None and self.role is None
        return self.has_slack and not self.is_external and knows_nothing and self.welcomed_at is None

    @property
    def can_be_told(self) -> bool:
        """Reached in Slack: a member who has not left."""
        return self.has_slack and not self.is_deactivated


class Duty(StrEnum):
    NATIONAL = "national"
    COORDINATOR = "coordinator"
    DEPUTY = "deputy"
    """Ställföreträdare: may what the coordinator may, and is told when no coordinator can be."""
    CONTACT = "contact"
    FACILITATOR = "facilitator"
    """Leads the conversation: puts the questions in order, without seeing who asks."""
    NOTE_TAKER = "note_taker"


COORDINATING = (Duty.COORDINATOR, Duty.DEPUTY)
ANSWERING = (*COORDINATING, Duty.NATIONAL)
"""Whose meetings they are: on a board in Home, in *Mina möten*."""


class Assignment(Base):
    """A duty a person has: for an area, for a whole series, or for an organisation of a series.

    A lab series' process lead is its COORDINATOR without an area; its parties' contacts are CONTACTs.
    """

    __tablename__ = "assignments"
    __table_args__ = (
        CheckConstraint("area_id IS NOT NULL OR series_id IS NOT NULL", name="of_something"),
        Index(
            "uq_assignments",
            "person_id",
            "duty",
            text("coalesce(area_id, 0)"),
            text("coalesce(series_id, 0)"),
            text("coalesce(organisation_id, 0)"),
            unique=True,
        ),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    duty: Mapped[Duty]
    area_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"), index=True)
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
