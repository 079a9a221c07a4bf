"""A lab series, from its file to a plan. It has no areas: its parties are the organisations."""

from collections.abc import Iterator
from typing import Any

from bot.services.seasons import agendas, extras, headers, workshop
from bot.services.seasons.date_polls import date_poll
from bot.services.seasons.drafts import Draft
from bot.services.seasons.fields import Fields
from bot.services.seasons.meetings import meeting, topics
from bot.services.seasons.plans import Seat, What
from bot.services.seasons.registering import answers, one_seat_each
from bot.services.seasons.values import CODE, COUNTY, KEY, NUMBER, TEXT
from models import RegistrationState, SeriesKind
from models.base import Facts
from models.errors import N_

PARTICIPANT: Facts = {"id": "participant", "label": "Deltagare"}
"""The one role of a lab whose file names none."""


def lab(file: Fields, draft: Draft) -> tuple[str, str]:
    """Fill the draft; returns the series' key and title."""
    header = file.group("series", required=True)
    key, said = draft.claim(header, "series"), headers.names(header)
    draft.tz = said["tz"]
    roles, theme_list = headers.roles(header, draft), headers.themes(file, draft)
    note_taker, seats_per_party = header.get("note_taker_role", TEXT), _rules(header)
    draft.add(
        What.SERIES,
        key,
        kind=SeriesKind.LAB,
        **said,
        organiser=None,
        role_list=roles or [PARTICIPANT],
        theme_list=theme_list,
        form_list=headers.form(header, draft),
        reminder_list=headers.reminders(file, draft),
        agenda_templates={},
        checklist=headers.checklist(header, draft),
        **extras.retention(file),
        **{name: header.as_it_stands(name) for name in ("focus_area", "theme", "rules")},
        timeline=extras.moments(file, "timeline"),
    )
    process_lead = draft.contact(header, name_field="process_lead_role", email_field="process_lead_email")
    draft.add(What.STAFF, key, nationals=[], coordinators=[process_lead])
    parties = {draft.claim(party, "party"): _party(party, draft) for party in file.groups("parties", required=True)}
    for session in file.groups("sessions", required=True):
        _session(session, draft, seats_per_party, note_taker)
    date_poll(file, draft)
    draft.seats += _participants(file, draft, parties)
    workshop.without_use(file, draft)
    return key, said["title"]


def _rules(header: Fields) -> int | None:
    """Seats per party; the other rules are kept as they stand."""
    for name in ("focus_area", "theme"):
        header.get(name, TEXT)
    rules = header.group("rules")
    rules.get("min_parties_for_session", NUMBER)
    for name in ("prioritisation", "inventory_editable_by", "inventory_visible_to"):
        rules.get(name, TEXT)
    return rules.get("seats_per_party", NUMBER)


def _party(party: Fields, draft: Draft) -> str:
    """The key of the party's organisation."""
    name = party.need("name", TEXT)
    code = draft.municipality(party, "municipality_code", name)
    party.get("municipality_code", CODE)
    party.get("county_code", COUNTY)
    more = {"former_name": party.get("former_name", TEXT), "kind": party.get("kind", TEXT)}
    organisation = draft.organisation(name, code=code, **more)
    contact = draft.contact(party.group("contact")) if party.has("contact") else None
    key = party.get("id", KEY)
    draft.add(What.PARTY, str(key), organisation=organisation, contacts=[contact] if contact else [])
    return organisation


def _session(session: Fields, draft: Draft, seats_per_party: int | None, note_taker: str | None) -> None:
    key = draft.claim(session, "session")
    session.get("order", NUMBER)
    said = meeting(session, draft, key)
    own_limit = session.get("max_per_organisation", NUMBER)
    draft.add(
        What.EVENT,
        key,
        area=None,
        follows=draft.refer_if_any(session, "follows_up", "session"),
        **{**said, "note_taker": said["note_taker"] if "note_taker_role" in session.names() else note_taker},
        agenda=agendas.programme(session, draft, {}),
        max_per_organisation=own_limit if "max_per_organisation" in session.names() else seats_per_party,
    )
    topics(session, draft, key)
    if session.has("date_poll"):
        session.need("date_poll", KEY)
        session.keep("date_poll")


def _participants(file: Fields, draft: Draft, parties: dict[str, str]) -> Iterator[Seat]:
    """A seat for each session that somebody takes part in."""
    rows = [(row, draft.claim(row, "participant")) for row in file.groups("participants", private=True)]
    seats = [(row, seat) for row, key in rows for seat in _seats(row, key, draft, parties)]
    one_seat_each(seats)
    replaced = {}
    for row, key in rows:
        if row.has("replaced_by"):
            replaced[key] = draft.refer(row, "replaced_by", "participant")
    if replaced:
        draft.findings.unused["participants.replaced_by"] = replaced
    return (seat for _, seat in seats)


def _seats(row: Fields, key: str, draft: Draft, parties: dict[str, str]) -> list[Seat]:
    organisation = parties.get(draft.refer(row, "party", "party"), "")
    common: dict[str, Any] = answers(row)
    if not row.has("sessions"):
        row.problem("sessions", N_("is missing"))
    return [
        Seat(
            event=session,
            key=f"{key}@{session}",
            organisation=organisation,
            role=str(PARTICIPANT["id"]),
            state=RegistrationState.REGISTERED,
            **common,
        )
        for session in dict.fromkeys(draft.refer_all(row, "sessions", "session"))
    ]
