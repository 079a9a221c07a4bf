"""The demo's members and channels, taken from season files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from sandbox.workspace import Workspace

GENERAL = ("C0GENERAL", "allmänt")
PRINCIPALS = ("S0REKTORER", "Rektorer")
"""A group of people to invite at once."""
IN_NO_FILE = (
    ("Rektor Ljungby", "rektor.ljungby@example.org", "sv-SE"),
    ("Utvecklare Region Kronoberg", "utvecklare.kronoberg@example.org", "sv-SE"),
    ("Adult Education Officer", "adult.education@example.org", "en-US"),
)


def seed(workspace: Workspace, files: list[Path]) -> None:
    """Asking twice changes nothing. Those who are in no file come first: theirs is the story the demo tells."""
    seasons = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in files]
    found = [person for season in seasons for person in people_in(season)]
    for name, email, locale in [*IN_NO_FILE, *found]:
        workspace.person(user_id(email), name=name, email=email, locale=locale)
    principals = [id for id, member in workspace.members.items() if member.name.startswith("Rektor")]
    workspace.group(PRINCIPALS[0], name=PRINCIPALS[1], members=principals)
    workspace.channel(GENERAL[0], name=GENERAL[1])
    for season in seasons:
        for name in channels_of(season):
            workspace.channel(channel_id(name), name=name)
    for channel in list(workspace.channels.values()):
        if not channel.dm_with:
            workspace.channel(channel.id, members=list(workspace.members))


def people_in(node: Any) -> Iterator[tuple[str, str, str]]:
    """Every mapping, however deep, with an address and Slack: named by its role."""
    if isinstance(node, dict):
        if node.get("has_slack") is True and node.get("email"):
            yield _spoken_name(node), str(node["email"]), "sv-SE"
        for value in node.values():
            yield from people_in(value)
    elif isinstance(node, list):
        for value in node:
            yield from people_in(value)


def channels_of(season: dict[str, Any]) -> list[str]:
    areas = [area.get("channel") or f"dialog-{area['id']}" for area in season.get("areas", [])]
    if "series" not in season:
        return areas
    return [*areas, season["series"].get("channel") or str(season["series"]["id"])]


def user_id(email: str) -> str:
    return f"U{_stable(email)}"


def channel_id(name: str) -> str:
    return f"C{_stable(name)}"


def _spoken_name(person: dict[str, Any]) -> str:
    """`person` is free text; `role` is, too, where it is not one of the season's role ids."""
    name = str(person.get("person") or person["role"])
    return name.removesuffix(" (fiktiv)")


def _stable(word: str) -> str:
    """Letters and digits as Slack has them, the same every time."""
    return hashlib.sha256(word.casefold().encode()).hexdigest()[:10].upper()
