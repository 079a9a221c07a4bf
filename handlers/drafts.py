"""A new meeting, from nothing or like another; and from draft to published."""

from datetime import datetime
from typing import Any

from bot.blocks import consequences as causes
from bot.blocks import meeting_forms as forms
from bot.blocks import meetings as show
from bot.blocks.ids import Field, Press, View
from bot.context import Bot
from bot.i18n import Translate
from bot.receipts.meetings import Turn
from bot.services import access
from bot.services.meetings import making, managing, publishing
from bot.services.meetings.making import Wish
from bot.services.people import Member
from handlers.answers import Answer
from handlers.meetings import clock_in, iso
from handlers.requests import Typed
from handlers.table import Handlers
from models.errors import N_, Refusal


def listen(on: Handlers) -> None:
    on.press(Press.NEW_MEETING)(begin)
    on.press(Press.COPY_MEETING)(begin_like)
    on.press(Press.FOLLOW_UP)(begin_follow_up)
    on.view(View.NEW_MEETING)(make)
    on.press(Press.PUBLISH)(ask_to_publish)
    on.view(View.PUBLISH)(publish)
    on.press(Press.OPEN_NOW)(ask_to_open)
    on.press(Press.CLOSE_NOW)(ask_to_close)
    on.view(View.TURN)(turn)


def begin(bot: Bot, member: Member, answer: Answer, t: Translate) -> None:
    _open(bot, member, None, answer, t)


def begin_like(bot: Bot, member: Member, event_id: int, answer: Answer, t: Translate) -> None:
    _open(bot, member, event_id, answer, t)


def begin_follow_up(bot: Bot, member: Member, event_id: int, answer: Answer, t: Translate) -> None:
    _open(bot, member, event_id, answer, t, is_follow_up=True)


def make(bot: Bot, member: Member, about: dict[str, Any], typed: Typed, answer: Answer, t: Translate) -> None:
    """The draft, saved: nobody else sees it."""
    now, like_id = bot.clock.now(), access.row_id(str(about.get("like") or ""))
    values = {
        "title": typed.text("title"),
        "day": iso(typed.day("day")),
        "start_time": clock_in(typed, "start_time"),
        "end_time": clock_in(typed, "end_time"),
        "form": typed.chosen("form"),
    }
    wish = Wish(typed.chosen(Field.AREA) or "", values, is_follow_up=bool(about.get("follows")))
    with bot.sessions.begin() as session:
        like = None
        if like_id is not None:
            like = access.event_to_manage(session, member.workspace_id, like_id, person_id=member.person_id)
        event = making.make(session, member.workspace_id, wish, like, person_id=member.person_id, now=now)
        found = managing.meeting(session, event, now, t.language)
    answer.form(show.shown(found, t, said=t("The draft is saved. Nobody else sees it until you publish it.")))


def ask_to_publish(bot: Bot, member: Member, event_id: int, answer: Answer, t: Translate) -> None:
    now = bot.clock.now()
    with bot.sessions.trying() as session:
        event = access.event_to_edit(session, member.workspace_id, event_id, person_id=member.person_id)
        at = event.publish_at
        found = publishing.turn(session, event, Turn.PUBLISH, person_id=member.person_id, now=now)
        against = managing.against(session, event, now, t.language)
    answer.form(causes.publishing(found, at, against, t))


def publish(bot: Bot, member: Member, event_id: int, typed: Typed, answer: Answer, t: Translate) -> None:
    """Now, at a time, or not by itself after all."""
    now, way = bot.clock.now(), typed.chosen(Field.PUBLISH)
    with bot.sessions.begin() as session:
        event = access.event_to_edit(session, member.workspace_id, event_id, person_id=member.person_id)
        if way == causes.NOW:
            publishing.turn(session, event, Turn.PUBLISH, person_id=member.person_id, now=now)
        else:
            at = _moment(typed, event.tz) if way == causes.THEN else None
            publishing.plan(session, event, at, person_id=member.person_id, now=now)
        found = managing.meeting(session, event, now, t.language)
    answer.form(show.shown(found, t, said=causes.turned(Turn.PUBLISH, t) if way == causes.NOW else t("Saved.")))


def ask_to_open(bot: Bot, member: Member, event_id: int, answer: Answer, t: Translate) -> None:
    _ask(bot, member, event_id, Turn.OPEN, answer, t)


def ask_to_close(bot: Bot, member: Member, event_id: int, answer: Answer, t: Translate) -> None:
    _ask(bot, member, event_id, Turn.CLOSE, answer, t)


def turn(bot: Bot, member: Member, event_id: int, about: dict[str, Any], answer: Answer, t: Translate) -> None:
    wanted = Turn.OPEN if about.get("turn") == Turn.OPEN else Turn.CLOSE
    with bot.sessions.begin() as session:
        event = access.event_to_edit(session, member.workspace_id, event_id, person_id=member.person_id)
        publishing.turn(session, event, wanted, person_id=member.person_id, now=bot.clock.now())
        found = managing.meeting(session, event, bot.clock.now(), t.language)
    answer.form(show.shown(found, t, said=causes.turned(wanted, t)))


def _open(
    bot: Bot, member: Member, event_id: int | None, answer: Answer, t: Translate, *, is_follow_up: bool = False
) -> None:
    with bot.sessions.reading() as session:
        like = None
        if event_id is not None:
            like = access.event_to_manage(session, member.workspace_id, event_id, person_id=member.person_id)
        found = making.form(
            session, member.workspace_id, member.person_id, like, bot.clock.now(), is_follow_up=is_follow_up
        )
    if not found.places:
        raise Refusal(N_("There is no season or lab series to make a meeting in yet."))
    answer.form(forms.new_form(found, t))


def _ask(bot: Bot, member: Member, event_id: int, wanted: Turn, answer: Answer, t: Translate) -> None:
    with bot.sessions.trying() as session:
        event = access.event_to_edit(session, member.workspace_id, event_id, person_id=member.person_id)
        found = publishing.turn(session, event, wanted, person_id=member.person_id, now=bot.clock.now())
    answer.form(causes.turning(found, wanted, t))


def _moment(typed: Typed, tz: str) -> datetime:
    day, clock = typed.day("day"), typed.clock("start_time")
    if day is None:
        raise Refusal(N_("Choose a day."), field="day")
    if clock is None:
        raise Refusal(N_("Choose a time of the day."), field="start_time")
    return publishing.moment(day, clock, tz)
