"""What was promised (docs/promises.md), held against what people have heard. Each broken promise is a sentence."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from models import DeliveryState, Kind, RegistrationState
from simulation.heard import Heard, Owed
from simulation.people import Participant
from simulation.season import ZONE, Meeting
from simulation.story import Played

LATE = timedelta(minutes=3)
"""As long as it may take to write to everyone of a large meeting, at Slack's pace and with lost answers read back."""
CATCHING_UP = timedelta(minutes=10)
MOST = 10
PROMPTED = (
    Kind.RECEIPT, Kind.SEAT, Kind.CANCELLED_SEAT, Kind.MOVED, Kind.FORM_CHANGED, Kind.CALLED_OFF,
    Kind.OFFER, Kind.OFFER_OVER, Kind.LINE,
)  # fmt: skip
"""Answers and changes; everything else is unprompted and counts."""
FINAL = (
    DeliveryState.SENT,
    DeliveryState.EXPIRED,
    DeliveryState.SUPERSEDED,
    DeliveryState.CANCELLED,
    DeliveryState.FAILED,
)
DAY_BEGINS, DAY_ENDS = 8, 22


def broken(played: Played, heard: Heard) -> list[str]:
    checks = (_nothing_twice, _nothing_lost, _nothing_early, _reminders, _changes, _not_too_many, _not_at_night, _seats)
    return [sentence for check in checks for sentence in check(played, heard)]


def _nothing_twice(played: Played, heard: Heard) -> Iterator[str]:
    for token, times in heard.times_posted.items():
        if times > 1:
            yield f"{heard.owed[token].kind} {token} stands {times} times"


def _nothing_lost(played: Played, heard: Heard) -> Iterator[str]:
    """Every row has a final state; what was sent stands in Slack, and what was not does not."""
    times = heard.times_posted
    for one in heard.owed.values():
        if one.state not in FINAL and one.due_at < played.world.time.now():
            yield f"{one.kind} {one.token} is still {one.state}"
        if (one.state == DeliveryState.SENT) != (times[one.token] > 0):
            yield f"{one.kind} {one.token} is {one.state}, and stands {times[one.token]} times"


def _nothing_early(played: Played, heard: Heard) -> Iterator[str]:
    for message in heard.messages:
        owed = heard.owed.get(message.token)
        if owed and message.at < owed.due_at:
            yield f"{owed.kind} {message.token} came at {message.at}, before {owed.due_at}"


def _reminders(played: Played, heard: Heard) -> Iterator[str]:
    """Whoever had a seat at a reminder's moment, by the meeting's wall clock as it then was, has it once and soon."""
    for one in played.people:
        got = [(message.at, owed) for message, owed in heard.to(one) if owed.kind is Kind.REMINDER]
        expected = [moment for moment in _moments(played, one) if one.had_a_seat_from_to(moment, moment + LATE)]
        for moment in expected:
            latest = _latest(played, moment)
            if latest is not None and sum(moment <= at <= latest for at, _ in got) != 1:
                yield f"{one.person.id} should have been reminded once from {moment} to {latest}"
        for at, owed in got:
            if not one.had_a_seat_at(at):
                yield f"{one.person.id} was reminded ({owed.step}) at {at} without a seat"


def _changes(played: Played, heard: Heard) -> Iterator[str]:
    """A moved, changed or cancelled meeting is told once to everyone with a seat."""
    kinds = (Kind.MOVED, Kind.FORM_CHANGED, Kind.CALLED_OFF)
    for one in played.people:
        changes = [change.until for change in played.changes if change.meeting.area == one.meeting.area]
        told = [message.at for message, owed in heard.to(one) if owed.kind in kinds]
        for moment in changes:
            latest = moment + CATCHING_UP
            if one.had_a_seat_from_to(moment, latest) and sum(moment <= at <= latest for at in told) != 1:
                yield f"{one.person.id} should have heard once of the change at {moment}"


def _not_too_many(played: Played, heard: Heard) -> Iterator[str]:
    for one in played.people:
        unprompted = Counter(owed.meeting for _, owed in heard.to(one) if owed.kind not in PROMPTED)
        for meeting, times in unprompted.items():
            if times > MOST:
                yield f"{one.person.id} heard {times} unprompted messages about {meeting}"


def _not_at_night(played: Played, heard: Heard) -> Iterator[str]:
    for one in played.people:
        for message, owed in heard.to(one):
            hour = message.at.astimezone(ZoneInfo(ZONE)).hour
            if owed.kind not in PROMPTED and not DAY_BEGINS <= hour < DAY_ENDS:
                yield f"{one.person.id} heard of {owed.step or owed.kind} at {message.at}, at night"


def _seats(played: Played, heard: Heard) -> Iterator[str]:
    """Never more seats than there are; nobody waits while there is one; who was told "you are in" is in."""
    for meeting in played.meetings.values():
        states = played.world.states(meeting.key)
        counted = Counter(states.values())
        seated = counted[RegistrationState.REGISTERED] + counted[RegistrationState.OFFERED]
        if seated > meeting.capacity:
            yield f"{meeting.key} has {seated} of {meeting.capacity} seats taken"
        if counted[RegistrationState.WAITLISTED] and seated < meeting.capacity and not meeting.is_cancelled:
            yield f"{meeting.key}: somebody waits while there is a seat"
        for one in played.people:
            is_in = states.get(one.person.id) is RegistrationState.REGISTERED
            if one.meeting.key == meeting.key and one.has_seat != is_in:
                yield f"{one.person.id} believes {one.has_seat} of a seat that is {states.get(one.person.id)}"


def _moments(played: Played, one: Participant) -> Iterator[datetime]:
    """When the meeting's reminders were due, each by the day the meeting had when it came due."""
    for meeting, first, last in _versions(played, one.meeting):
        nine = meeting.starts_at.replace(hour=9)
        for moment in (
            nine - timedelta(days=7),
            nine - timedelta(days=1),
            meeting.starts_at.astimezone(ZoneInfo("UTC")) - timedelta(hours=1),
        ):
            if first <= moment < last and not meeting.is_cancelled:
                yield moment


def _versions(played: Played, meeting: Meeting) -> Iterator[tuple[Meeting, datetime, datetime]]:
    """The meeting as it was, from when until when. A moment that had passed when it moved there is never owed."""
    first = datetime.min.replace(tzinfo=ZoneInfo("UTC"))
    for change in played.changes:
        if change.meeting.area == meeting.area:
            yield change.meeting, first, change.until
            first = change.until
    yield meeting, first, datetime.max.replace(tzinfo=ZoneInfo("UTC"))


def _latest(played: Played, moment: datetime) -> datetime | None:
    """Until when it must have come; None when the bot was away for so long that it may have been left out."""
    for first, last in played.outages:
        if first - LATE <= moment < last:
            return last + CATCHING_UP if last - first < timedelta(hours=3) else None
    is_bad = moment.date() in played.bad_days
    return moment + (CATCHING_UP if is_bad else LATE)


def lateness(heard: Heard) -> list[float]:
    """Seconds from each planned moment until the message stood in Slack."""
    return sorted(
        (message.at - owed.due_at).total_seconds()
        for message in heard.messages
        if (owed := _planned(heard, message.token)) is not None
    )


def _planned(heard: Heard, token: str) -> Owed | None:
    owed = heard.owed.get(token)
    return owed if owed and owed.kind not in PROMPTED else None
