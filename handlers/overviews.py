"""A coordinator asks how the meetings stand."""

from bot.blocks import overviews as show
from bot.blocks.ids import Press
from bot.context import Bot
from bot.i18n import Translate
from bot.services import access
from bot.services.overview import overviews, standings
from bot.services.people import Member
from handlers.answers import Answer
from handlers.table import Handlers


def listen(on: Handlers) -> None:
    on.press(Press.OVERVIEW)(show_overview)
    on.press(Press.MAIL_TEXT)(show_mail_text)


def show_overview(bot: Bot, member: Member, event_id: int | None, answer: Answer, t: Translate) -> None:
    """One meeting, or all of mine when none is named."""
    now = bot.clock.now()
    with bot.sessions.reading() as session:
        if event_id is None:
            found = overviews.facts(
                session, overviews.mine(session, member.workspace_id, member.person_id, now), member.person_id, now
            )
        else:
            event = access.event_for_overview(session, member.workspace_id, event_id, person_id=member.person_id)
            found = [standings.facts(session, event, member.person_id, now)]
    answer.form(show.shown(found, t))


def show_mail_text(bot: Bot, member: Member, event_id: int, answer: Answer, t: Translate) -> None:
    """Text and addresses for those outside Slack."""
    with bot.sessions.reading() as session:
        event = access.event_to_announce(session, member.workspace_id, event_id, person_id=member.person_id)
        found = standings.mail(session, event, bot.clock.now())
    answer.form(show.mail(found, t))
