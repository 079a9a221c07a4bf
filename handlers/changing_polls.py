"""Second thoughts about a vote that goes on: when it closes, and how it works."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.blocks import poll_desk as show
from bot.blocks import prioritising as challenges
from bot.blocks.ids import Field, Press, View
from bot.context import Bot
from bot.i18n import Translate
from bot.services import access
from bot.services.people import Member
from bot.services.polls import changing, desk, facts, prioritising, starting
from bot.services.polls.opening import Wish
from handlers.answers import Answer
from handlers.requests import Typed
from handlers.table import Handlers


def listen(on: Handlers) -> None:
    on.press(Press.CHANGE_POLL)(open_change)
    on.view(View.POLL_CHANGE)(change_vote)


def open_change(bot: Bot, member: Member, value: str, is_admin: bool, answer: Answer, t: Translate) -> None:
    poll_id = access.row_id(value.removeprefix("poll "))
    with bot.sessions.reading() as session:
        poll = access.poll_to_change(
            session, member.workspace_id, poll_id, person_id=member.person_id, is_admin=is_admin
        )
        found = changing.form(session, poll, bot.clock.now())
    answer.form(show.change_form(found, t))


def change_vote(
    bot: Bot, member: Member, about: dict[str, Any], typed: Typed, is_admin: bool, answer: Answer, t: Translate
) -> None:
    """Of two who change it at once the second is shown what the first did."""
    now, poll_id = bot.clock.now(), access.row_id(str(about.get("poll", "")))
    with bot.sessions.begin() as session:
        poll = access.poll_to_change(
            session, member.workspace_id, poll_id, person_id=member.person_id, is_admin=is_admin
        )
        overtaken = changing.change(
            session,
            poll.id,
            wish=wish_typed(typed) if typed.chosen(Field.METHOD) else None,
            closes_at=starting.moment_in(poll.tz, typed.day(Field.DAY), typed.clock(Field.CLOCK)),
            seen=str(about.get("seen", "")),
            by_id=member.person_id,
            now=now,
        )
        view = show.change_form(overtaken, t) if overtaken else _saved(session, member, poll.id, now, t)
    answer.form(view)


def _saved(session: Session, member: Member, poll_id: int, now: datetime, t: Translate) -> dict[str, Any]:
    """As whoever changed it goes on from it."""
    poll = access.poll_in(session, member.workspace_id, poll_id)
    if poll.event_id is None:
        return show.changed(facts.rules(session, poll, now), t)
    event = access.event_in(session, member.workspace_id, poll.event_id)
    if poll.is_about_challenges:
        return challenges.desk(prioritising.read(session, event, now), t, said=t("Saved."))
    return show.desk(desk.read(session, event, now), t, said=t("Saved."))


def wish_typed(typed: Typed) -> Wish:
    return starting.wish(
        method=typed.chosen(Field.METHOD),
        dots=typed.chosen(Field.DOTS),
        quorum=typed.whole(Field.QUORUM),
        tie=typed.chosen(Field.TIE),
        shown_to=typed.chosen(Field.SHOWN_TO),
    )
