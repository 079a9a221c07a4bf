"""Writing to the people of a meeting: form, preview, decision; and seeing how it goes."""

from datetime import datetime
from typing import Any

from bot.blocks import announcements as show
from bot.blocks import progress as standing
from bot.blocks.ids import Field, Press, View
from bot.context import Bot
from bot.i18n import Translate
from bot.services import access, events
from bot.services.announcing import announcements, progress
from bot.services.announcing.announcements import Says
from bot.services.people import Member
from handlers.answers import Answer
from handlers.requests import Typed
from handlers.table import Handlers


def listen(on: Handlers) -> None:
    on.press(Press.ANNOUNCE)(open_form)
    on.press(Press.REMIND_SILENT)(remind_silent)
    on.press(Press.ANNOUNCE_AGAIN)(open_again)
    on.press(Press.WITHDRAW)(withdraw)
    on.press(Press.PROGRESS)(look_again)
    on.press(Press.OUTCOME)(show_outcome)
    on.press(Press.ANNOUNCEMENTS)(list_all)
    on.view(View.ANNOUNCEMENT)(write)
    on.view(View.CONFIRMATION)(confirm)


def open_form(bot: Bot, member: Member, event_id: int, answer: Answer, t: Translate) -> None:
    """An empty form."""
    with bot.sessions.reading() as session:
        event = access.event_to_announce(session, member.workspace_id, event_id, person_id=member.person_id)
        facts, reaches = events.facts(session, event, bot.clock.now()), progress.choices(session, event)
    answer.form(show.announcement_form(facts, reaches, t))


def remind_silent(bot: Bot, member: Member, event_id: int, answer: Answer, t: Translate) -> None:
    """The form, with words for those who have not answered."""
    with bot.sessions.reading() as session:
        event = access.event_to_announce(session, member.workspace_id, event_id, person_id=member.person_id)
        facts, reaches = events.facts(session, event, bot.clock.now()), progress.choices(session, event)
    answer.form(show.announcement_form(facts, reaches, t, audience="silent", words=show.nudge(facts, t)))


def open_again(bot: Bot, member: Member, value: str, answer: Answer, t: Translate) -> None:
    """The form, with what was written. What is planned stays planned until the new words are confirmed."""
    with bot.sessions.reading() as session:
        event, row = access.announcement_to_send(session, member.workspace_id, _id(value), person_id=member.person_id)
        facts, reaches = events.facts(session, event, bot.clock.now()), progress.choices(session, event)
        replaces_id = announcements.replaced_by_change(row)
        form = show.announcement_form(
            facts, reaches, t,
            audience=row.audience.value,
            words=row.words,
            moment=announcements.wall_time(event, row),
            replaces_id=replaces_id,
        )  # fmt: skip
    answer.form(form)


def write(
    bot: Bot, member: Member, event_id: int, about: dict[str, Any], typed: Typed, answer: Answer, t: Translate
) -> None:
    """What was typed, as it will look."""
    now = bot.clock.now()
    with bot.sessions.begin() as session:
        event = access.event_to_announce(session, member.workspace_id, event_id, person_id=member.person_id)
        due_at = announcements.moment(event, typed.day(Field.DAY), typed.clock(Field.CLOCK), now)
        row = announcements.write(
            session,
            event,
            author_id=member.person_id,
            audience=typed.chosen(Field.AUDIENCE) or "",
            words=typed.text(Field.WORDS) or "",
            due_at=due_at,
            replaces_id=access.row_id(str(about.get("replaces", ""))),
        )
        facts = progress.facts(session, row, now)
    answer.form(show.preview(facts, t))


def confirm(bot: Bot, member: Member, event_id: int, about: dict[str, Any], answer: Answer, t: Translate) -> None:
    """Decided: once, however often it is pressed. Or shown again, when there is something new to see."""
    now = bot.clock.now()
    with bot.sessions.begin() as session:
        event = access.event_to_announce(session, member.workspace_id, event_id, person_id=member.person_id)
        row, says = announcements.confirm(
            session,
            event,
            announcement_id=access.row_id(str(about.get("announcement", ""))),
            version=access.row_id(str(about.get("version", ""))),
            person_id=member.person_id,
            now=now,
        )
        facts = progress.facts(session, row, now, says=says)
    answer.form(standing.shown(facts, t) if says is Says.DONE else show.preview(facts, t))


def withdraw(bot: Bot, member: Member, value: str, answer: Answer, t: Translate) -> None:
    with bot.sessions.begin() as session:
        _, row = access.announcement_to_send(session, member.workspace_id, _id(value), person_id=member.person_id)
        announcements.withdraw(session, row, person_id=member.person_id, now=bot.clock.now())
        facts = progress.facts(session, row, bot.clock.now())
    answer.form(standing.shown(facts, t))


def look_again(bot: Bot, member: Member, value: str, answer: Answer, t: Translate) -> None:
    """How far it has come now."""
    with bot.sessions.reading() as session:
        _, row = access.announcement_to_send(session, member.workspace_id, _id(value), person_id=member.person_id)
        facts = progress.facts(session, row, bot.clock.now())
    answer.form(standing.shown(facts, t))


def show_outcome(bot: Bot, member: Member, value: str, answer: Answer, t: Translate) -> None:
    """What became of it for each recipient, a page at a time."""
    name, _, page = value.partition(" ")
    with bot.sessions.reading() as session:
        _, row = access.announcement_to_send(session, member.workspace_id, _id(name), person_id=member.person_id)
        found = progress.outcomes(session, row, _now(bot), page=access.row_id(page) or 1)
    answer.form(standing.outcome(found, t))


def list_all(bot: Bot, member: Member, event_id: int, answer: Answer, t: Translate) -> None:
    with bot.sessions.reading() as session:
        event = access.event_to_announce(session, member.workspace_id, event_id, person_id=member.person_id)
        found = progress.listed(session, event, _now(bot))
    answer.form(standing.listed(found, t))


def _id(value: str) -> int | None:
    """`a12`: the letter keeps it apart from a meeting's id."""
    return access.row_id(value[1:]) if value.startswith("a") else None


def _now(bot: Bot) -> datetime:
    return bot.clock.now()
