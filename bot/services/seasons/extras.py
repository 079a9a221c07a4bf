"""What a series says of itself that has no column of its own: checked like everything else, and kept as it stands."""

from collections.abc import Mapping
from typing import Any

from bot.services.seasons.fields import Fields
from bot.services.seasons.values import DAY, NUMBER, TEXT

NAMES = ("period", "new_political_term_from", "milestones", "calendar_checks", "retention", "focus_area", "theme",
         "rules", "timeline", "quiet_label")  # fmt: skip


def moments(fields: Fields, name: str) -> Any:
    """Days with a label: milestones, a timeline."""
    for moment in fields.groups(name):
        moment.need("date", DAY)
        moment.need("label", TEXT)
    return fields.as_it_stands(name)


def retention(fields: Fields) -> Mapping[str, Any]:
    """How long what is kept, and the legal basis, which people are shown."""
    group = fields.group("retention")
    for name in group.names():
        if name.endswith(("_after_dialogue", "_after_session", "_after_poll_close")):
            group.get(name, NUMBER)
        elif name.endswith("_until"):
            group.get(name, DAY)
    group.all("keep", TEXT)
    return {"legal_basis": group.get("legal_basis_text", TEXT), "retention": fields.as_it_stands("retention")}


def calendar_checks(fields: Fields) -> Any:
    """Days to keep clear of."""
    group = fields.group("calendar_checks")
    for name in ("public_holidays", "avoid_days"):
        group.all(name, DAY)
    group.get("summer_time_starts", DAY)
    group.get("school_winter_break_note", TEXT)
    return fields.as_it_stands("calendar_checks")
