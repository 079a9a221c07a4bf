"""Home, help, and what the workspace tells us about its people and channels."""

from datetime import UTC, datetime
from typing import Any

from bot.blocks.ids import Press
from bot.context import Bot
from bot.members import Members
from bot.services import cards, channels, lost_cards, people
from bot.services.people import Member, Profile
from bot.slack import channels_of_bot, profile, read_profile
from handlers.answers import Answer
from handlers.table import Handlers


def listen(on: Handlers) -> None:
    on.press(Press.OPEN_LINK)(follow_link)
    on.event("app_home_opened")(open_home)
    on.event("user_change")(read_profile_again)
    on.event("member_joined_channel")(look_at_channel)
    on.event("member_left_channel")(leave_channel)


def follow_link(answer: Answer) -> None:
    """The person's browser does it; Slack still wants to hear that we heard."""
    answer.nothing()


def open_home(bot: Bot, member: Member, payload: dict[str, Any]) -> None:
    """From now on this Home is kept true; the scheduler draws it, first in line."""
    if payload.get("tab", "home") != "home":
        return
    with bot.sessions.begin() as session:
        cards.stale_home(session, member.person_id, bot.clock.now())


def read_profile_again(bot: Bot, members: Members, payload: dict[str, Any]) -> None:
    """Translate, zone or address has changed, or the person has left. People we do not know stay unknown.

    Events may come late or in another order: one that is older than what we know says only that something changed.
    """
    user, happened_at = payload["user"], _happened_at(payload, bot)
    with bot.sessions.reading() as session:
        known_at = people.known_at(session, members.workspace_id, user["id"])
    if known_at is None:
        return
    is_news = happened_at >= known_at
    found = profile(user, our_team=members.team_id) if is_news else _as_it_is_now(bot, members, user["id"])
    if found:
        with bot.sessions.begin() as session:
            people.learn(session, members.workspace_id, found, happened_at if is_news else bot.clock.now())
    members.forget(user["id"])


def _as_it_is_now(bot: Bot, members: Members, slack_user_id: str) -> Profile | None:
    return read_profile(bot.slack, slack_user_id, our_team=members.team_id)


def _happened_at(payload: dict[str, Any], bot: Bot) -> datetime:
    try:
        return datetime.fromtimestamp(float(payload["event_ts"]), UTC)
    except (KeyError, ValueError, OverflowError, OSError):
        return bot.clock.now()


def look_at_channel(bot: Bot, members: Members, payload: dict[str, Any]) -> None:
    """Invited to a channel: its cards are kept true again. If a file asked for it by name, it is tied to its area."""
    if payload.get("user") != members.bot_user_id:
        return
    named = channels_of_bot(bot.slack)
    with bot.sessions.begin() as session:
        channels.bind_named(session, members.workspace_id, named, bot.clock.now())
        lost_cards.revive(session, members.workspace_id, str(payload["channel"]), bot.clock.now())


def leave_channel(bot: Bot, members: Members, payload: dict[str, Any]) -> None:
    """Removed from a channel: the coordinator hears of it now, not when something could not be posted."""
    if payload.get("user") != members.bot_user_id:
        return
    with bot.sessions.begin() as session:
        channel_id, now = str(payload["channel"]), bot.clock.now()
        cards.gone_with_channel(session, members.workspace_id, channel_id, reason="not_in_channel", now=now)
