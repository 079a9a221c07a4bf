"""The secret address from which somebody's calendar reads their meetings."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Feed(Base):
    """One a person. What is kept of the address cannot be turned back into it: it is shown when it is made."""

    __tablename__ = "feeds"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), unique=True)
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    """None: there is no address, since it was turned off."""
    version: Mapped[int] = mapped_column(default=0)
    """Rises when the address is made, renewed or turned off: a second click changes nothing."""
    made_at: Mapped[datetime]
