"""How many seats, and of what: the counters that two people can race for."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Scope(StrEnum):
    ORGANISATION = "organisation"
    ROLE = "role"
    ATTENDANCE = "attendance"
    ALL = "all"
    OPEN = "open"
    """Seats that are kept for nobody. There is a row only while others are kept."""
    KEPT = "kept"
    """Seats kept for a role or an organisation until a moment; then they are open to all."""


ASKING_ORDER = (Scope.ORGANISATION, Scope.ROLE, Scope.ATTENDANCE, Scope.ALL, Scope.OPEN, Scope.KEPT)
"""The most particular rule answers first: it says most about why one waits."""


_IS_KEPT = text("until_at IS NOT NULL")


class Quota(Base):
    """`taken` changes only by a guarded UPDATE (bot/services/registration/quotas.py), quotas in sorted order.

    `over` counts seats beyond the capacity: those that were taken when it shrank. Nobody is dropped for that.
    """

    __tablename__ = "quotas"
    __table_args__ = (
        UniqueConstraint("event_id", "scope", "key"),
        CheckConstraint("taken <= capacity + over", name="never_oversold"),
        Index("ix_quotas_kept", "until_at", sqlite_where=_IS_KEPT, postgresql_where=_IS_KEPT),
        CheckConstraint("taken >= 0 AND capacity >= 0 AND over >= 0", name="not_negative"),
    )

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    scope: Mapped[Scope]
    key: Mapped[str] = mapped_column(default="")
    """Organisation id, role or attendance; for kept seats `role:…` or `organisation:…`; else empty."""
    capacity: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    over: Mapped[int] = mapped_column(default=0)
    until_at: Mapped[datetime | None]
    """When kept seats become open to all."""

    @property
    def is_full(self) -> bool:
        return self.taken >= self.capacity

    @property
    def free(self) -> int:
        return max(0, self.capacity - self.taken)

    @property
    def place_in_order(self) -> tuple[int, str]:
        return ASKING_ORDER.index(self.scope), self.key
