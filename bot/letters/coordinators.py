"""What coordinators write to the people of a meeting, and what they hear of it: how far it has come, how all stands."""

from bot.blocks import announcements as announcement_blocks
from bot.blocks import boards as board_blocks
from bot.blocks import coverage as coverage_blocks
from bot.blocks import crews as crew_blocks
from bot.blocks import meetings as meeting_blocks
from bot.blocks import overviews as overview_blocks
from bot.blocks import progress as progress_blocks
from bot.letters.case import CALLED, Case, Unneeded, Written
from bot.services import events
from bot.services.announcing import progress
from bot.services.coverage import requests
from bot.services.overview import boards, overviews
from bot.services.registration import seats
from models import Audience, DeliveryState, EventState, Person, RegistrationState, SeatRequest


def announcement(case: Case) -> Written:
    row = case.announcement
    seat = seats.current(case.session, case.event.id, case.delivery.person_id or 0)
    has_seat = seat is not None and seat.has_seat
    if seat is not None and seat.state is RegistrationState.DECLINED:
        return Unneeded(DeliveryState.CANCELLED, "has said no")
    if row.audience is Audience.REGISTERED and not has_seat:
        return Unneeded(DeliveryState.CANCELLED, "no longer registered")
    if row.audience is Audience.SILENT and seat is not None:
        return Unneeded(DeliveryState.CANCELLED, "has answered since")
    is_in = seat is not None and seat.is_active
    return announcement_blocks.message(progress.said(case.session, row, case.now), case.t, has_seat=is_in)


def how_far(case: Case) -> Written:
    return progress_blocks.told(progress.facts(case.session, case.announcement, case.now), case.t)


def overview(case: Case) -> Written:
    about = case.delivery.facts.get("events", [])
    found = overviews.told(case.session, about, case.delivery.person_id or 0, case.now)
    if not found:
        return Unneeded(DeliveryState.CANCELLED, "the meetings are over, cancelled or somebody else's")
    return overview_blocks.weekly(found, case.t)


def reminded(case: Case) -> Written:
    if case.event.state is EventState.CANCELLED:
        return Unneeded(DeliveryState.CANCELLED, "the meeting is cancelled")
    by = case.session.get_one(Person, case.delivery.facts["by"])
    return board_blocks.reminded(boards.line(case.session, case.event, case.now), by.name, case.t)


def meeting_news(case: Case) -> Written:
    facts = events.facts(case.session, case.event, case.now)
    if case.delivery.facts.get("crew"):
        return crew_blocks.changed(facts, case.t)
    by = case.session.get(Person, case.delivery.facts.get("by") or 0)
    return meeting_blocks.news(facts, by.name if by else case.t("the bot"), case.t)


def seat_request(case: Case) -> Written:
    """To an organisation's contact, as long as the place is empty."""
    row = case.session.get_one(SeatRequest, case.delivery.facts["request"])
    if case.is_off or not requests.is_needed(case.session, case.event, row):
        return Unneeded(DeliveryState.CANCELLED, CALLED if case.is_off else "somebody is registered since")
    found = requests.facts(case.session, case.event, row.organisation_id, row.role, case.now)
    return coverage_blocks.message(found, case.t)
