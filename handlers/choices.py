"""Choosing what to hear: which reminders, when, in which language; and being reminded once more."""

from bot.blocks import choices as show
from bot.blocks.ids import Field, Press, View
from bot.context import Bot
from bot.i18n import Translate
from bot.members import Members
from bot.services import access
from bot.services.messages import choices, snoozes
from bot.services.people import Member
from handlers.answers import Answer
from handlers.requests import Typed
from handlers.table import Handlers


def listen(on: Handlers) -> None:
    on.word("settings", "inställningar", "installningar")(show_choices)
    on.press(Press.SETTINGS)(open_form)
    on.view(View.SETTINGS)(choose)
    on.press(Press.SNOOZE_TOMORROW)(remind_tomorrow)
    on.press(Press.SNOOZE_MONDAY)(remind_on_monday)


def show_choices(bot: Bot, member: Member, answer: Answer, t: Translate) -> None:
    """How it is now, with a button to the form."""
    with bot.sessions.reading() as session:
        found = choices.of(session, member.person_id)
    answer.say(show.message(found, t, has_feeds=bot.settings.feeds_at is not None))


def open_form(bot: Bot, member: Member, answer: Answer, t: Translate) -> None:
    with bot.sessions.reading() as session:
        found = choices.of(session, member.person_id)
    answer.form(show.choices_form(found, t, has_feeds=bot.settings.feeds_at is not None))


def choose(bot: Bot, member: Member, members: Members, typed: Typed, answer: Answer) -> None:
    """The submitted form, answered in the language that was just chosen."""
    with bot.sessions.begin() as session:
        found = choices.choose(
            session,
            member.person_id,
            level=typed.chosen(Field.REMINDERS),
            rhythm=typed.chosen(Field.RHYTHM),
            language=typed.chosen(Field.LANGUAGE),
            now=bot.clock.now(),
        )
    members.forget(member.slack_user_id)
    answer.form(show.kept(found, bot.texts.for_locale(found.locale, member.tz)))


def remind_tomorrow(bot: Bot, member: Member, event_id: int | None, answer: Answer, t: Translate) -> None:
    _snooze(bot, member, event_id, snoozes.TOMORROW, answer, t)


def remind_on_monday(bot: Bot, member: Member, event_id: int | None, answer: Answer, t: Translate) -> None:
    _snooze(bot, member, event_id, snoozes.MONDAY, answer, t)


def _snooze(bot: Bot, member: Member, event_id: int | None, until: str, answer: Answer, t: Translate) -> None:
    with bot.sessions.begin() as session:
        event = access.event_to_change(session, member.workspace_id, event_id)
        found = snoozes.snooze(session, event, person_id=member.person_id, until=until, now=bot.clock.now())
    answer.sentence(show.snoozed(found, t))
