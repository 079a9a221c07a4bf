"""Parts of a file that have no table yet: checked like everything else, kept, and reported as not used."""

from bot.services.seasons.fields import Fields
from bot.services.seasons.values import DAY, NUMBER, TEXT


def moments(fields: Fields, name: str) -> None:
    """Days with a label: milestones, a timeline."""
    for moment in fields.groups(name):
        moment.need("date", DAY)
        moment.need("label", TEXT)
    fields.keep(name)


def retention(fields: Fields) -> str | None:
    """How long what is kept; returns the legal basis, which people are shown."""
    group = fields.group("retention")
    for name in group.names():
        if name.endswith(("_after_dialogue", "_after_session", "_after_poll_close")):
            group.get(name, NUMBER)
        elif name.endswith("_until"):
            group.get(name, DAY)
    group.all("keep", TEXT)
    basis = group.get("legal_basis_text", TEXT)
    fields.keep("retention")
    return basis


def calendar_checks(fields: Fields) -> None:
    """Days to keep clear of."""
    group = fields.group("calendar_checks")
    for name in ("public_holidays", "avoid_days"):
        group.all(name, DAY)
    group.get("summer_time_starts", DAY)
    group.get("school_winter_break_note", TEXT)
    fields.keep("calendar_checks")
