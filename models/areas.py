"""Samverkansområden: who works together. Not counties; an area has coordinators and, once bound, a channel."""

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Facts
from models.organisations import Organisation


class Area(Base):
    __tablename__ = "areas"
    __table_args__ = (
        UniqueConstraint("workspace_id", "key"),
        Index("uq_areas_channel", "workspace_id", "channel_id", unique=True),
    )

    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    key: Mapped[str]
    name: Mapped[str]
    channel_name: Mapped[str | None]
    """A channel the file asks for by name; bound when the bot finds itself in it."""
    channel_id: Mapped[str | None] = mapped_column(String(32))
    facts: Mapped[Facts] = mapped_column(JSON, default=dict)
    """County codes and winter-break weeks, as the file gave them."""

    organisations: Mapped[list[Organisation]] = relationship(
        secondary="area_organisations", order_by=Organisation.folded
    )

    @property
    def winter_weeks(self) -> tuple[int, ...]:
        """The weeks in which its schools have their winter break, as a guide: municipalities decide."""
        return tuple(self.facts.get("school_winter_break_weeks") or ())


class AreaOrganisation(Base):
    __tablename__ = "area_organisations"
    __table_args__ = (UniqueConstraint("area_id", "organisation_id"),)

    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
