"""A season of dialogues, or a lab series."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Facts
from models.organisations import Organisation


class SeriesKind(StrEnum):
    SEASON = "season"
    LAB = "lab_series"


@dataclass(frozen=True)
class Role:
    """What a seat is for. `levels` are the parts of the programme meant for it."""

    id: str
    label: str
    expects_slack: bool = True
    levels: tuple[str, ...] = ()


@dataclass(frozen=True)
class FormField:
    """A field of the registration form, in the file's own words."""

    id: str
    label: str
    required: bool = False
    sensitive: bool = False
    only_if: str | None = None


class Series(Base):
    __tablename__ = "series"
    __table_args__ = (
        UniqueConstraint("workspace_id", "key"),
        Index("uq_series_channel", "workspace_id", "channel_id", unique=True),
    )

    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    key: Mapped[str]
    kind: Mapped[SeriesKind]
    title: Mapped[str]
    short_title: Mapped[str | None]
    purpose: Mapped[str | None]
    tz: Mapped[str] = mapped_column(String(64))
    locale: Mapped[str] = mapped_column(String(16), default="sv")
    organiser: Mapped[str | None]
    quiet_from: Mapped[date | None]
    quiet_to: Mapped[date | None]
    """The last quiet day: nothing unprompted goes out from the first to it, both included."""
    channel_name: Mapped[str | None]
    channel_id: Mapped[str | None] = mapped_column(String(32))
    role_list: Mapped[list[Facts]] = mapped_column(JSON, default=list)
    theme_list: Mapped[list[Facts]] = mapped_column(JSON, default=list)
    form_list: Mapped[list[Facts]] = mapped_column(JSON, default=list)
    reminder_list: Mapped[list[Facts]] = mapped_column(JSON, default=list)
    agenda_templates: Mapped[Facts] = mapped_column(JSON, default=dict)
    legal_basis: Mapped[str | None]
    extras: Mapped[Facts | None] = mapped_column(JSON)
    """What its file says of it beyond the columns: period, milestones, rules, how long what is kept."""
    checklist: Mapped[list[Facts] | None] = mapped_column(JSON)
    """The points of its own: {key, words}; a point without words is one of ours. None: ours."""

    parties: Mapped[list[Organisation]] = relationship(secondary="series_parties", order_by=Organisation.folded)

    @property
    def quiet_weeks(self) -> tuple[date, date] | None:
        """From the first quiet day to the last; None when there are none."""
        return (self.quiet_from, self.quiet_to) if self.quiet_from and self.quiet_to else None

    @property
    def roles(self) -> list[Role]:
        return [Role(**{**role, "levels": tuple(role.get("levels", ()))}) for role in self.role_list]

    def role_label(self, role_id: str | None) -> str:
        """The file's own words for a role; what was stored, when the file no longer has it."""
        return self.known_role(role_id) or role_id or ""

    def known_role(self, role_id: str | None) -> str:
        """The words for a role that this file has; a person may have told us of a role of another series."""
        return next((role.label for role in self.roles if role.id == role_id), "")

    @property
    def form(self) -> dict[str, FormField]:
        fields = (FormField(**{name: field[name] for name in FIELD_NAMES if name in field}) for field in self.form_list)
        return {field.id: field for field in fields}

    def days_kept(self, what: str, usual: int) -> int:
        """How long it keeps what people answered: a number in its retention whose name begins like this."""
        said = (self.extras or {}).get("retention") or {}
        return next((days for name, days in said.items() if name.startswith(what) and isinstance(days, int)), usual)

    def theme_label(self, theme_id: str | None) -> str | None:
        return next((theme["label"] for theme in self.theme_list if theme["id"] == theme_id), theme_id)


FIELD_NAMES = ("id", "label", "required", "sensitive", "only_if")


class SeriesParty(Base):
    """A lab series has no areas: its parties are organisations."""

    __tablename__ = "series_parties"
    __table_args__ = (UniqueConstraint("series_id", "organisation_id"),)

    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))


class SeriesFile(Base):
    """The file a series came from, as it was last read: the next import compares with it.

    `unused` are the parts that have no table yet, kept as they were. Neither holds needs, diet or ballots.
    """

    __tablename__ = "series_files"

    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"), unique=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    unused: Mapped[dict[str, Any]] = mapped_column(JSON)
    source: Mapped[str | None] = mapped_column(Text)
    """The whole file as it came in, without what people answered: an export begins with it."""
    read_at: Mapped[datetime]
