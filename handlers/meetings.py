"""The meetings somebody coordinates: looking at them, changing one, cancelling it."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

from bot.blocks import consequences as causes
from bot.blocks import meeting_forms as forms
from bot.blocks import meetings as show
from bot.blocks.ids import Field, Press, View
from bot.context import Bot
from bot.i18n import Translate
from bot.receipts.meetings import Meeting, Part, PartFacts
from bot.services import access
from bot.services.meetings import calling_off, editing, managing
from bot.services.meetings.editing import Wish
from bot.services.people import Member
from handlers.answers import Answer
from handlers.requests import Typed
from handlers.table import Handlers
from models.errors import N_, Refusal

PARTS = {
    Press.EDIT_TITLE: Part.TITLE,
    Press.EDIT_TIME: Part.TIME,
    Press.EDIT_PLACE: Part.PLACE,
    Press.EDIT_SEATS: Part.SEATS,
    Press.EDIT_DAYS: Part.DAYS,
}


def listen(on: Handlers) -> None:
    on.word("meetings", "möten", "moten")(list_mine)
    on.press(Press.MEETINGS)(list_mine)
    on.press(Press.MEETINGS_PAGE)(turn_page)
    on.press(Press.MEETING)(open_meeting)
    for press, part in PARTS.items():
        on.press(press)(opening(part))
    on.press(Press.EDIT_AGAIN)(go_back)
    on.press(Press.CALL_OFF)(ask_to_call_off)
    on.view(View.MEETING)(show_consequences)
    on.view(View.MEETING_CONFIRMED)(save)
    on.view(View.CALL_OFF)(call_off)


def list_mine(bot: Bot, member: Member, answer: Answer, t: Translate) -> None:
    _list(bot, member, 1, answer, t)


def turn_page(bot: Bot, member: Member, value: str, answer: Answer, t: Translate) -> None:
    _list(bot, member, access.row_id(value.removeprefix("page ")) or 1, answer, t)


def open_meeting(bot: Bot, member: Member, event_id: int, answer: Answer, t: Translate) -> None:
    with bot.sessions.reading() as session:
        event = access.event_to_manage(session, member.workspace_id, event_id, person_id=member.person_id)
        found = managing.meeting(session, event, bot.clock.now(), t.language)
    answer.form(show.shown(found, t))


def opening(part: Part) -> Callable[..., None]:
    """Opens the form of a part."""

    def open_part(bot: Bot, member: Member, event_id: int, answer: Answer, t: Translate) -> None:
        with bot.sessions.reading() as session:
            event = access.event_to_manage(session, member.workspace_id, event_id, person_id=member.person_id)
            found = editing.form(session, event, part, bot.clock.now())
        answer.form(forms.part_form(found, t))

    return open_part


def go_back(bot: Bot, member: Member, event_id: int, about: dict[str, Any], answer: Answer, t: Translate) -> None:
    """From what it would cause to the form, with what was typed."""
    wish = _wish_of(about)
    with bot.sessions.reading() as session:
        event = access.event_to_manage(session, member.workspace_id, event_id, person_id=member.person_id)
        found = editing.form(session, event, wish.part, bot.clock.now(), wish)
    answer.form(forms.part_form(found, t))


def show_consequences(
    bot: Bot, member: Member, event_id: int, about: dict[str, Any], typed: Typed, answer: Answer, t: Translate
) -> None:
    """The submitted form: carried out, looked at, and taken back."""
    wish, now = _wish_in(typed, about), bot.clock.now()
    with bot.sessions.trying() as session:
        event = access.event_to_edit(session, member.workspace_id, event_id, person_id=member.person_id)
        found = editing.change(session, event, wish, person_id=member.person_id, now=now)
        against = managing.against(session, event, now, t.language) if "day" in wish.values else ()
    if isinstance(found, PartFacts):
        answer.form(forms.part_form(found, t))
    else:
        answer.form(causes.confirmation(found, wish.part, _travels(wish), t, against_it=against))


def save(bot: Bot, member: Member, event_id: int, about: dict[str, Any], answer: Answer, t: Translate) -> None:
    """Confirmed; or the form again, when somebody was faster."""
    wish, now = _wish_of(about), bot.clock.now()
    with bot.sessions.begin() as session:
        event = access.event_to_edit(session, member.workspace_id, event_id, person_id=member.person_id)
        found = editing.change(session, event, wish, person_id=member.person_id, now=now)
        meeting = managing.meeting(session, event, now, t.language)
    if isinstance(found, PartFacts):
        answer.form(forms.part_form(found, t))
    else:
        answer.form(show.shown(meeting, t, said=causes.done(found, t)))


def ask_to_call_off(bot: Bot, member: Member, event_id: int, answer: Answer, t: Translate) -> None:
    """The form that cancels, with what it will cause."""
    with bot.sessions.trying() as session:
        event = access.event_to_edit(session, member.workspace_id, event_id, person_id=member.person_id)
        event.refuse_edits(bot.clock.now())
        others = calling_off.others(session, event, bot.clock.now())
        found = calling_off.call_off(session, event, None, person_id=member.person_id, now=bot.clock.now())
    answer.form(causes.call_off(found, others, t))


def call_off(bot: Bot, member: Member, event_id: int, typed: Typed, answer: Answer, t: Translate) -> None:
    now, why = bot.clock.now(), typed.chosen(Field.WHY) or causes.OTHER
    words, instead_id = typed.text(Field.REASON), access.row_id(typed.chosen(Field.EVENT) or "")
    if why not in causes.REASONS or (why == causes.OTHER and not words):
        raise Refusal(N_("Write the reason: those who are told of it read it."), field=Field.REASON)
    with bot.sessions.begin() as session:
        event = access.event_to_edit(session, member.workspace_id, event_id, person_id=member.person_id)
        reason = words or causes.reason(why, bot.texts.language(managing.language(session, event)))
        found = calling_off.call_off(session, event, reason, person_id=member.person_id, now=now, instead_id=instead_id)
        meeting: Meeting = managing.meeting(session, event, now, t.language)
    answer.form(show.shown(meeting, t, said=causes.called_off(found, t)))


def _list(bot: Bot, member: Member, number: int, answer: Answer, t: Translate) -> None:
    with bot.sessions.reading() as session:
        if not managing.coordinates(session, member.person_id):
            raise Refusal(N_("Here are the meetings of those who coordinate. You coordinate none."))
        page = managing.page(session, member.workspace_id, member.person_id, bot.clock.now(), number=number)
    answer.form(show.listed(page, t))


def _travels(wish: Wish) -> dict[str, object]:
    return {
        "values": dict(wish.values),
        "seen": dict(wish.seen),
        "reason": wish.reason,
        "shifts": wish.shifts,
        "round": wish.round,
    }


def _wish_of(about: dict[str, Any]) -> Wish:
    """As it came back with what it would cause."""
    return Wish(
        part=_part(about),
        values=_dict(about, "values"),
        seen=_dict(about, "seen"),
        reason=str(about["reason"]) if about.get("reason") else None,
        shifts=bool(about.get("shifts")),
        round=_round(about),
    )


def _wish_in(typed: Typed, about: dict[str, Any]) -> Wish:
    """As it stands in the form."""
    part, seen = _part(about), _dict(about, "seen")
    values = READERS[part](typed, seen)
    return Wish(
        part=part,
        values=editing.wished(values, seen),
        seen=seen,
        reason=typed.text(Field.REASON),
        shifts=bool(typed.ticked(Field.SHIFTS)),
        round=_round(about),
    )


def _when(typed: Typed, _seen: dict[str, Any]) -> dict[str, Any]:
    return {"day": iso(typed.day("day")), "start_time": clock_in(typed, "start_time"),
            "end_time": clock_in(typed, "end_time")}  # fmt: skip


def _place(typed: Typed, _seen: dict[str, Any]) -> dict[str, Any]:
    ticked = typed.ticked(Field.VENUE)
    words = {field: typed.text(field) for field in forms.WORDS}
    return {"form": typed.chosen("form"), **words, **{one: one in ticked for one in forms.VENUE}}


def _seats(typed: Typed, seen: dict[str, Any]) -> dict[str, Any]:
    return {field: _seat(typed, field) for field in seen}


def _days(typed: Typed, seen: dict[str, Any]) -> dict[str, Any]:
    return {field: iso(typed.day(field)) for field in seen}


def _title(typed: Typed, _seen: dict[str, Any]) -> dict[str, Any]:
    return {field: typed.text(field) for field in ("title", "facilitator", "note_taker") if typed.has(field)}


READERS: dict[Part, Callable[[Typed, dict[str, Any]], dict[str, Any]]] = {
    Part.TITLE: _title,
    Part.TIME: _when,
    Part.PLACE: _place,
    Part.SEATS: _seats,
    Part.DAYS: _days,
}


def _seat(typed: Typed, field: str) -> int | None:
    if typed.text(field) is None:
        return None
    number = typed.whole(field)
    if number is None:
        raise Refusal(N_("Write a whole number."), field=field)
    return number


def clock_in(typed: Typed, field: str) -> str:
    found: time | None = typed.clock(field)
    if found is None:
        raise Refusal(N_("Choose a time of the day."), field=field)
    return f"{found:%H:%M}"


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _part(about: dict[str, Any]) -> Part:
    found = about.get("part")
    if found not in set(Part):
        raise Refusal(N_("That form is from an older version. Open the meeting again."))
    return Part(found)


def _dict(about: dict[str, Any], name: str) -> dict[str, Any]:
    found = about.get(name)
    return found if isinstance(found, dict) else {}


def _round(about: dict[str, Any]) -> int:
    found = about.get("round")
    return found if isinstance(found, int) else 0
