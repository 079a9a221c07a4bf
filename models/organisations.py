"""Municipalities, regions, agencies: one row each in a workspace, however many areas point to it."""

import unicodedata

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base

GENERIC = {"kommun", "kommuns", "stad", "region"}
"""Words that people leave out or mix up when they search (domain.md 12, case 22)."""
CALLED_OTHERWISE = {"0980": "Region Gotland"}
"""Municipality codes whose organisation is not called '<name> kommun' (domain.md 12, case 22)."""


class Organisation(Base):
    """Known by its code, else by its folded name."""

    __tablename__ = "organisations"
    __table_args__ = (
        Index("uq_organisations_code", "workspace_id", "code", unique=True),
        Index(
            "uq_organisations_folded",
            "workspace_id",
            "folded",
            unique=True,
            sqlite_where=text("code IS NULL"),
            postgresql_where=text("code IS NULL"),
        ),
    )

    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    code: Mapped[str | None] = mapped_column(String(16))
    name: Mapped[str]
    display: Mapped[str]
    folded: Mapped[str]
    """The display name, folded: two spellings of one name meet here."""
    former_name: Mapped[str | None]
    kind: Mapped[str | None]
    is_free_text: Mapped[bool] = mapped_column(default=False)
    """Written by a participant, not in any file: shown to the coordinator as such."""


def fold(name: str) -> str:
    """One spelling for one name: case, width and spaces do not matter; å ä ö do."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def search_words(name: str) -> list[str]:
    """The words to look for: without case and diacritics, and without kommun, stad, region."""
    flat = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    words = "".join(c if c.isalnum() else " " for c in flat).split()
    return [word for word in words if word not in GENERIC] or words


def display_name(name: str, code: str | None) -> str:
    """What people call it: '<name> kommun' for a municipality code, unless it says so itself already."""
    if code in CALLED_OTHERWISE:
        return CALLED_OTHERWISE[code]
    is_municipality = code is not None and len(code) == 4
    if not is_municipality or fold(name).split()[-1] in {"kommun", "stad"} or fold(name).startswith("region "):
        return name
    return f"{name} kommun"
