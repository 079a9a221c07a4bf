"""Plain facts of meetings as those who coordinate them see them, and the blocks drawn from them."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bot.blocks import changes, consequences, invitations, meeting_forms, meetings
from bot.i18n import Translate
from bot.receipts import DayWarning, EventFacts, NextStep, Recap, Speaks
from bot.receipts.boards import Todo
from bot.receipts.meetings import (
    Consequences,
    FieldChange,
    Meeting,
    MeetingLine,
    MeetingPage,
    NewMeeting,
    Over,
    Part,
    PartFacts,
    Place,
    StepMove,
    Turn,
)
from models.events import EventState
from models.quotas import Scope
from models.steps import Audience, Says
from tests.clock import NOON
from tests.facts import make_call, make_facts, make_receipt


def make_part(part: Part, values: dict[str, Any], event: EventFacts | None = None, **changes: Any) -> PartFacts:
    return replace(PartFacts(event or make_facts(), part, values, dict.fromkeys(values, "a1b2c3")), **changes)


PARTS: dict[Part, dict[str, Any]] = {
    Part.TITLE: {"title": "Dialog i Kronoberg"},
    Part.TIME: {"day": "2027-01-19", "start_time": "09:30", "end_time": "12:00"},
    Part.PLACE: {
        "form": "on_site", "place_name": "Kommunhuset", "room": "Sal A", "city": "Växjö", "address": "Storgatan 1",
        "url": None, "has_induction_loop": True, "is_step_free": True, "has_captions": False, "has_coffee": True,
        "has_meal": False,
    },
    Part.SEATS: {
        "capacity": 40, "max_per_organisation": 2, "attendance:on_site": None, "attendance:digital": 100,
        "role:principal": 10,
    },
    Part.DAYS: {
        "save_the_date_on": None, "invitation_on": "2026-11-24", "topics_close_on": "2026-12-18",
        "poll_open_on": "2026-12-21", "poll_close_on": "2027-01-04", "registration_close_on": "2027-01-12",
        "names_frozen_on": None, "programme_on": "2027-01-05", "notes_draft_on": "2027-01-26", "notes_final_on": None,
    },
}  # fmt: skip


def make_consequences(event: EventFacts | None = None, **changes: Any) -> Consequences:
    """A meeting with 27 people that is moved a week."""
    moved = FieldChange("day", "2027-01-19", "2027-01-26"), FieldChange("registration_close_on", "2027-01-12", None)
    week, day = datetime(2027, 1, 12, 8, tzinfo=UTC), datetime(2027, 1, 18, 8, tzinfo=UTC)
    steps = (
        StepMove(Says.REMINDER, Audience.REGISTERED, week, week + timedelta(days=7), None, 7),
        StepMove(Says.REMINDER, Audience.CHANNEL, day, None),
        StepMove(Says.THANKS, Audience.REGISTERED, None, day),
    )
    over = (Over(Scope.ALL, "", 20, 27), Over(Scope.ROLE, "Rektor", 3, 4), Over(Scope.ATTENDANCE, "on_site", 3, 4))
    found = Consequences(
        event or make_facts(), moved, {}, told=23, by_mail=4, asked=20, diets=3, offered=2, waiting=1, over=over,
        steps=steps, cards=1,
    )  # fmt: skip
    return replace(found, **changes)


def make_meeting(event: EventFacts | None = None, **changes: Any) -> Meeting:
    days = {name: date.fromisoformat(day) for name, day in PARTS[Part.DAYS].items() if day}
    limits = ((Scope.ATTENDANCE, "digital", 100), (Scope.ROLE, "Rektor", 10))
    found = Meeting(event or make_facts(), "Storgatan 1", None, limits, 2, days, "Dialog i Växjö 2026")
    return replace(found, **changes)


def drawn(t: Translate, event: EventFacts, *, name: str, many: int) -> dict[str, dict[str, Any]]:
    roles = {f"role:r{number}": name for number in range(min(many, 20))}
    seats = make_part(Part.SEATS, {**PARTS[Part.SEATS], **dict.fromkeys(roles, 3)}, event, labels=roles)
    long = {field: name * 6 if field in meeting_forms.WORDS else value for field, value in PARTS[Part.PLACE].items()}
    overtaken = make_part(
        Part.PLACE, long, event, overtaken={"room": name * 3, "has_coffee": False}, overtaken_by=name, round=1,
        fresh=frozenset({"room", "has_coffee"}),
    )  # fmt: skip
    draft = replace(event, state=EventState.DRAFT, day=None, starts_at=None)
    found = make_consequences(event)
    far = replace(found, steps=found.steps * min(many, 20), over=found.over * min(many, 20))
    travels: dict[str, object] = {"values": {"day": "2027-01-26"}, "seen": {"day": "a1b2c3"}, "round": 0}
    speaks = (DayWarning(Speaks.HOLIDAY, name=name), DayWarning(Speaks.CLASH, name=event.title[:100]))
    early = replace(event, start_time=time(9, 30), end_time=time(12))
    invited = StepMove(Says.INVITATION, Audience.INVITED, None, NOON, people=many)
    drafted = Consequences(event, steps=(invited, *found.steps), is_posted=True)
    places = tuple(Place(f"1:{number}", name) for number in range(1, many + 1))
    coming = NextStep(Says.INVITATION, NOON)
    published = replace(event, state=EventState.OPEN)
    waiting = make_meeting(published, todos=tuple(Todo), next_step=coming)
    lines = (MeetingLine(event), MeetingLine(draft)) * min(many, 4)
    return {
        **{f"meetings.form, {part}": meeting_forms.part_form(make_part(part, PARTS[part], event), t) for part in Part},
        "meetings.form, many roles": meeting_forms.part_form(seats, t),
        "meetings.form, overtaken": meeting_forms.part_form(overtaken, t),
        "meetings.form, draft": meeting_forms.part_form(make_part(Part.TIME, PARTS[Part.TIME], draft), t),
        "meetings.causes": consequences.confirmation(far, Part.TIME, travels, t),
        "meetings.causes, nothing": consequences.confirmation(Consequences(event), Part.TITLE, travels, t),
        "meetings.causes, draft": consequences.confirmation(Consequences(draft, is_seen=False), Part.TIME, travels, t),
        "meetings.call_off": consequences.call_off(found, (), t),
        "meetings.call_off, another": consequences.call_off(
            found, tuple(replace(event, id=number) for number in range(1, many)), t
        ),
        "changes.called_off, another": changes.called_off(
            make_receipt(event=replace(event, state=EventState.CANCELLED, reason=name)), t, instead=event
        ),
        "meetings.shown, before the invitation": meetings.shown(waiting, t),
        "meetings.publish": consequences.publishing(drafted, None, speaks, t),
        "meetings.publish, planned": consequences.publishing(drafted, NOON - timedelta(hours=3), (), t),
        "meetings.turn, open": consequences.turning(found, Turn.OPEN, t),
        "meetings.turn, close": consequences.turning(Consequences(event), Turn.CLOSE, t),
        "meetings.new": meeting_forms.new_form(NewMeeting(places), t),
        "meetings.new, like another": meeting_forms.new_form(NewMeeting(places[:1], "1:1", early), t),
        "meetings.new, follow-up": meeting_forms.new_form(
            NewMeeting(places, "1:1", early, is_follow_up=True, people=many), t
        ),
        "meetings.shown, draft": meetings.shown(
            make_meeting(draft, warnings=speaks, publish_at=NOON, days={}, follows=None), t
        ),
        "invitations.invitation, follow-up": invitations.invitation(
            make_call(event, recap=Recap(name, date(2027, 6, 16), many, 5)), t
        ),
        "meetings.news": meetings.news(event, name, t),
        "meetings.news, cancelled": meetings.news(replace(event, state=EventState.CANCELLED, reason=name), name, t),
        "meetings.listed": meetings.listed(MeetingPage(lines, 2, 3, True), t),
        "meetings.listed, none": meetings.listed(MeetingPage((), 1, 1, True), t),
        "meetings.shown": meetings.shown(make_meeting(event), t, said=consequences.done(found, t)),
        "meetings.shown, cancelled": meetings.shown(
            make_meeting(replace(event, state=EventState.CANCELLED)), t, said=consequences.called_off(found, t)
        ),
    }
