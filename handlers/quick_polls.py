"""A quick poll: typed in a channel, voted on with a press, closed by whoever asked or when its time is up."""

from bot.blocks.ids import Press
from bot.context import Bot
from bot.i18n import Translate
from bot.services import access
from bot.services.people import Member
from bot.services.polls import asking, closing, quick
from bot.slack import is_in_channel
from handlers import voting
from handlers.answers import Answer
from handlers.events import INVITE_ME
from handlers.table import Handlers
from models.errors import N_, Refusal

OUTDATED = N_("The options have changed since you opened the form. Open it again.")


def listen(on: Handlers) -> None:
    on.word("poll", "omröstning", "omrostning")(ask_or_vote)
    on.press(Press.QUICK_VOTE)(vote)
    on.press(Press.CLOSE_QUICK)(close)


def ask_or_vote(
    bot: Bot, member: Member, text: str, words: str, channel_id: str | None, answer: Answer, t: Translate
) -> None:
    """With something in quotes: ask it here. Otherwise the vote of a meeting."""
    if not asking.is_asked(text):
        voting.ask_to_vote(bot, member, words, channel_id, answer, t)
        return
    asked = asking.read(text, command=t.command)
    if channel_id is None or not is_in_channel(bot.slack, channel_id):
        raise Refusal(INVITE_ME)
    with bot.sessions.begin() as session:
        quick.start(session, asked, channel_id=channel_id, by_id=member.person_id, now=bot.clock.now())
    answer.sentence(t("The poll is on its way into the channel. Nobody sees how anyone votes, not even you who asked."))


def vote(bot: Bot, member: Member, value: str, answer: Answer, t: Translate) -> None:
    poll_id, option_id = _ids(value)
    with bot.sessions.begin() as session:
        poll = access.poll_in(session, member.workspace_id, poll_id)
        if option_id is None or poll.event_id is not None:
            raise Refusal(OUTDATED)
        chosen = quick.vote(session, poll.id, option_id, person_id=member.person_id, now=bot.clock.now())
    answer.sentence(t("Your vote is saved: {chosen}. You can change it until the vote closes.", chosen=chosen))


def close(bot: Bot, member: Member, value: str, is_admin: bool, answer: Answer, t: Translate) -> None:
    """Counted at once. Pressing twice changes nothing."""
    with bot.sessions.begin() as session:
        poll = access.quick_poll_to_close(
            session, member.workspace_id, _ids(value)[0], person_id=member.person_id, is_admin=is_admin
        )
        closing.close_now(session, poll.id, by_id=member.person_id, now=bot.clock.now())
    answer.sentence(t("The vote is closed. The result is shown in the channel."))


def _ids(value: str) -> tuple[int | None, int | None]:
    """poll 7 12"""
    poll_id, _, option_id = value.removeprefix("poll ").partition(" ")
    return access.row_id(poll_id), access.row_id(option_id)
