"""Members of Slack as people of ours, many at once: read from Slack as far as three seconds allow."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, wait

from slack_sdk.errors import SlackClientError

from bot.context import Bot
from bot.members import Members
from bot.services import people as rows
from bot.services.people import Profile
from bot.slack import members_of_channel, members_of_group, read_profile
from models.errors import N_, Refusal

AT_ONCE = 8
PATIENCE = 1.2
"""Seconds: the person waits three in all. Whoever is not read by then is read at the next press."""
UNSEEN = N_("I cannot see who is in that channel. Invite me to it first, and be in it yourself.")
UNKNOWN = N_("Slack does not say who that is. Choose people, not apps, or try again in a while.")
NO_GROUP = N_("Slack does not say who is in that group. Try again in a while.")


def expanded(bot: Bot, asker: str, slack_ids: Sequence[str], *, group: str | None, channel: str | None) -> list[str]:
    """Everyone chosen one by one, in a group, or in a channel that whoever asks is in."""
    found = list(slack_ids)
    try:
        found += members_of_group(bot.slack, group) if group else []
    except (SlackClientError, OSError):
        raise Refusal(NO_GROUP, field="group") from None
    if channel:
        found += _in_channel(bot, asker, channel)
    return list(dict.fromkeys(found))


def people(bot: Bot, members: Members, slack_ids: Sequence[str]) -> tuple[list[int], int]:
    """Their ids as people of ours, and how many Slack has not told about in time. Bots are nobody."""
    wanted = [one for one in slack_ids if one != members.bot_user_id]
    with bot.sessions.reading() as session:
        known = rows.by_slack_ids(session, members.workspace_id, wanted)
    profiles = _read(bot, members, [one for one in wanted if one not in known])
    humans = [one for one in profiles if not one.is_bot]
    if humans:
        with bot.sessions.begin() as session:
            learnt = [rows.learn(session, members.workspace_id, one, bot.clock.now()) for one in humans]
        known |= {one.slack_user_id: one.person_id for one in learnt}
    unread = len(wanted) - len(known) - (len(profiles) - len(humans))
    return [known[one] for one in wanted if one in known], unread


def everyone(bot: Bot, members: Members, slack_ids: Sequence[str], field: str) -> list[int]:
    """All who were chosen at a field, or a no: nobody is left out in silence."""
    found, _ = people(bot, members, slack_ids)
    if len(found) < len(slack_ids):
        raise Refusal(UNKNOWN, field=field)
    return found


def numbers(travelled: object) -> list[int]:
    """Ids that came back with a form."""
    return [one for one in travelled if isinstance(one, int)] if isinstance(travelled, list) else []


def _in_channel(bot: Bot, asker: str, channel: str) -> list[str]:
    try:
        found = members_of_channel(bot.slack, channel)
    except (SlackClientError, OSError):
        found = []
    if asker not in found:
        raise Refusal(UNSEEN, field="channel")
    return found


def _read(bot: Bot, members: Members, slack_ids: Sequence[str]) -> list[Profile]:
    if not slack_ids:
        return []
    pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="gathering")
    asked = [pool.submit(read_profile, bot.slack, one, our_team=members.team_id) for one in slack_ids]
    done, _ = wait(asked, timeout=PATIENCE)
    pool.shutdown(wait=False, cancel_futures=True)
    return [found for one in asked if one in done and (found := one.result()) is not None]
