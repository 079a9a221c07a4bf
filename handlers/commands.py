"""Finding the handler for a payload: by word, button, form, input or event; or a kind answer when there is none."""

import difflib
import html
import logging
import re
from typing import Any

from handlers import (
    announcements,
    appeals,
    behalf,
    boards,
    calendars,
    changing_polls,
    choices,
    coordinating,
    coverage,
    crews,
    date_choosing,
    dates,
    deliveries,
    drafts,
    events,
    feeds,
    guests,
    guide,
    in_their_name,
    inviting,
    lines,
    logbook,
    meetings,
    merging,
    offers,
    overviews,
    participants,
    plans,
    polls,
    prioritising,
    programmes,
    quick_polls,
    registrations,
    season_removal,
    season_settings,
    seasons,
    substitutions,
    topics,
    voting,
)
from handlers import home as homes
from handlers.requests import Request
from handlers.shapes import savable
from handlers.table import Entry, Handlers, call

log = logging.getLogger(__name__)
PLACE = re.compile(r":\d+$")
QUOTES = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "‚": "'", "’": "'", "–": "-", "\u00a0": " "}
)


def table() -> Handlers:
    """Every module's handlers, in one table."""
    on = Handlers()
    for module in (
        homes,
        guide,
        registrations,
        substitutions,
        appeals,
        offers,
        lines,
        topics,
        events,
        crews,
        coordinating,
        meetings,
        drafts,
        season_removal,
        season_settings,
        seasons,
        participants,
        plans,
        programmes,
        polls,
        changing_polls,
        prioritising,
        quick_polls,
        voting,
        choices,
        coverage,
        dates,
        date_choosing,
        deliveries,
        logbook,
        overviews,
        boards,
        announcements,
        guests,
        inviting,
        merging,
        calendars,
        feeds,
        behalf,
        in_their_name,
    ):
        module.listen(on)
    return on


def command(on: Handlers, request: Request) -> None:
    """The first word decides; what follows it is for the handler."""
    first, rest = split(request.body.get("text") or "")
    entry = on.words.get(first)
    request.words = rest
    if entry:
        call(entry, request)
        return
    meant = next(iter(difflib.get_close_matches(first, [word for word in on.words if word], n=1, cutoff=0.6)), None)
    guide.not_understood(
        request.bot, request.visitor, request.is_admin, request.answer, request.t, unknown=first[:60], meant=meant
    )


def press(on: Handlers, request: Request) -> None:
    action: dict[str, Any] = next(iter(request.body["actions"]), {})
    request.value = _value(action)
    _run(on.presses.get(PLACE.sub("", action.get("action_id", ""))), request)


def submission(on: Handlers, request: Request) -> None:
    _run(on.views.get(request.view.get("callback_id", "")), request)


def shortcut(on: Handlers, request: Request) -> None:
    _run(on.shortcuts.get(request.body["callback_id"]), request)


def options(on: Handlers, request: Request) -> None:
    entry = on.options.get(request.body.get("action_id", ""))
    if entry:
        call(entry, request)
    else:
        request.answer.options([])


def happened(on: Handlers, request: Request) -> None:
    entry = on.events.get(request.payload.get("type", ""))
    if entry:
        call(entry, request)


def closed(_on: Handlers, request: Request) -> None:
    """A form was put away: nothing was meant to be kept of it."""
    request.answer.nothing()


def split(text: str) -> tuple[str, str]:
    """The word and the rest, however it was typed: spaces, quotes and Slack's escapes are evened out."""
    words = savable(html.unescape(text)).translate(QUOTES).split()
    return (words[0].casefold().strip("\"'.,!?") if words else ""), " ".join(words[1:]).strip("\"' ")


def _run(entry: Entry | None, request: Request) -> None:
    if entry:
        call(entry, request)
        return
    log.info("nothing answers %s", request.kind)
    request.answer.sentence(request.t("That button is from an older version. Write {command} to go on.",
                                      command=request.t.command))  # fmt: skip


def _value(action: dict[str, Any]) -> str:
    chosen = action.get("selected_option") or {}
    return str(action.get("value") or chosen.get("value") or "")
