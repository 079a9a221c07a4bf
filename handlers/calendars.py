"""A meeting into one's calendar: as a file, for oneself or for the mail one sends."""

from collections.abc import Sequence

from bot.blocks import calendar_entries as entries
from bot.blocks import calendars as show
from bot.blocks.ids import Press
from bot.calendars import as_ics
from bot.context import Bot
from bot.i18n import Translate
from bot.receipts import CalendarFacts, Entry, Standing
from bot.services import access
from bot.services.calendars import files
from bot.services.people import Member
from handlers import sending
from handlers.answers import Answer
from handlers.table import Handlers


def listen(on: Handlers) -> None:
    on.press(Press.CALENDAR)(add_to_calendar)
    on.press(Press.GUEST_CALENDAR)(fetch_for_mail)


def add_to_calendar(
    bot: Bot, member: Member, slack_user_id: str, event_id: int | None, answer: Answer, t: Translate
) -> None:
    """The meeting as it is for this person now, whatever the message with the button said."""
    with bot.sessions.reading() as session:
        event = access.event_in(session, member.workspace_id, event_id)
        found = files.mine(session, event, member.person_id, bot.clock.now())
    _send(bot, slack_user_id, found, answer, t)


def fetch_for_mail(bot: Bot, member: Member, slack_user_id: str, value: str, answer: Answer, t: Translate) -> None:
    """For whoever sends the text to people outside Slack."""
    with bot.sessions.reading() as session:
        mail_id = access.row_id(value)
        mail, event = access.mail_to_mark(session, member.workspace_id, mail_id, person_id=member.person_id)
        found = files.for_mail(session, mail, event, bot.clock.now())
    _send(bot, slack_user_id, found, answer, t)


def _send(bot: Bot, slack_user_id: str, found: CalendarFacts, answer: Answer, t: Translate) -> None:
    made = entries.entry(found, t)
    send_entries(bot, slack_user_id, found, [made] if made else [], answer, t)


def send_entries(
    bot: Bot, slack_user_id: str, found: CalendarFacts, made: Sequence[Entry], answer: Answer, t: Translate
) -> None:
    """A file for each entry: many calendars take one that holds several for another calendar."""
    sent = {show.filename(entry): as_ics([entry]) for entry in made}
    answer.sentence(t(show.ON_ITS_WAY))
    are_off = all(entry.standing is Standing.OFF for entry in made)
    comment = show.comment(found, t, many=len(made) > 1, are_off=are_off)
    sending.send(bot, slack_user_id, sent, comment, otherwise=lambda why: answer.correct(t(why)))
