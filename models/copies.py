"""That this database is a copy of another, which went on after it was made."""

from datetime import datetime

from sqlalchemy.orm import Mapped

from models.base import Base


class Copy(Base):
    """Written into the copy alone. What was due from then until it is first served from may have been sent."""

    __tablename__ = "copies"

    copied_at: Mapped[datetime]
    taken_up_at: Mapped[datetime | None]
