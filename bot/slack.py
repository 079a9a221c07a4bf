"""Reaching Slack: the client that answers people, its variants, and what profiles say."""

import logging
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.webhook import WebhookClient

from bot.context import Respond
from bot.services.people import Profile

log = logging.getLogger(__name__)
ANSWERING = 2
"""Seconds a call made inside a listener may take: the person waits three in all."""
READING = 1
UPLOADING = 20
"""Seconds for each part of a file's way to Slack: nobody waits for it."""


def client(token: str, base_url: str) -> WebClient:
    """For answers to people. No retries: the default client posts twice after a dropped connection."""
    return WebClient(token=token, base_url=base_url, timeout=ANSWERING, retry_handlers=[])


def variant(slack: WebClient, **changes: Any) -> WebClient:
    """The same connection to Slack with another time limit; works for the sandbox's stand-in too."""
    copy = getattr(slack, "copy", None)
    if copy is not None:
        made: WebClient = copy(**changes)
        return made
    settings: dict[str, Any] = {
        "token": slack.token,
        "base_url": slack.base_url,
        "timeout": slack.timeout,
        "retry_handlers": [],
    }
    return WebClient(**{**settings, **changes})


def responder() -> Respond:
    """One POST to a `response_url`, no retry; a failure is logged without what was said."""

    def respond(url: str, payload: dict[str, Any]) -> None:
        try:
            answer = WebhookClient(url, timeout=ANSWERING, retry_handlers=[]).send_dict(payload)
            if answer.status_code != 200:
                log.warning("response_url answered %s", answer.status_code)
        except (SlackClientError, OSError) as error:
            log.warning("response_url failed: %s", type(error).__name__)

    return respond


def send_files(
    slack: WebClient, to: str, files: dict[str, bytes], comment: str, *, spoken: str | None = None
) -> str | None:
    """Contents by name, in one message to a person or in a channel.

    Returns None, else why not: Slack's word, or "unclear". `spoken`: what a picture says to those who do not see it.
    """
    patient = variant(slack, timeout=UPLOADING)
    uploads = [
        {"filename": name, "title": name, "content": content, "alt_txt": spoken} for name, content in files.items()
    ]
    try:
        is_person = to.startswith(("U", "W"))
        channel_id = patient.conversations_open(users=to)["channel"]["id"] if is_person else to
        patient.files_upload_v2(channel=channel_id, file_uploads=uploads, initial_comment=comment)
    except (SlackClientError, OSError) as error:
        response = getattr(error, "response", None)
        refusal = str(response.get("error", "unclear")) if response is not None else "unclear"
        log.warning("a file could not be sent: %s", refusal if response is not None else type(error).__name__)
        return refusal
    return None


def is_in_channel(slack: WebClient, channel_id: str) -> bool:
    """Whether the bot is a member there. False when Slack does not say: a card could not be posted anyway."""
    try:
        return bool(slack.conversations_info(channel=channel_id)["channel"].get("is_member"))
    except (SlackClientError, OSError) as error:
        log.warning("conversations.info failed for %s: %s", channel_id, type(error).__name__)
        return False


def channels_of_bot(slack: WebClient) -> dict[str, str]:
    """{name: id} of the channels the bot is in."""
    found: dict[str, str] = {}
    cursor: str | None = ""
    while cursor is not None:
        page = slack.users_conversations(types="public_channel,private_channel", limit=200, cursor=cursor)
        found |= {channel["name"]: channel["id"] for channel in page["channels"] if channel.get("name")}
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or None
    return found


def members_of_channel(slack: WebClient, channel_id: str) -> list[str]:
    """Who is in a channel. Raises what Slack answers when the bot cannot see it."""
    found: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = slack.conversations_members(channel=channel_id, limit=200, cursor=cursor)
        found += page["members"]
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or None
    return found


def groups(slack: WebClient) -> list[tuple[str, str]]:
    """(id, name) of the workspace's groups of people; none when Slack does not say."""
    try:
        found = slack.usergroups_list()["usergroups"]
    except (SlackClientError, OSError) as error:
        log.warning("usergroups.list failed: %s", type(error).__name__)
        return []
    return [(group["id"], f"{group['name']} (@{group['handle']})") for group in found]


def members_of_group(slack: WebClient, group_id: str) -> list[str]:
    """Who is in a group of people. Raises what Slack answers when there is none such."""
    return list(slack.usergroups_users_list(usergroup=group_id)["users"])


def profile_by_email(slack: WebClient, email: str, *, our_team: str | None) -> Profile | None:
    """The member behind an address; None when Slack knows nobody, or does not say."""
    try:
        user = slack.users_lookupByEmail(email=email)["user"]
    except (SlackClientError, OSError) as error:
        response = getattr(error, "response", None) or {}
        if response.get("error") != "users_not_found":
            log.warning("users.lookupByEmail failed: %s", response.get("error", type(error).__name__))
        return None
    return read_profile(slack, user["id"], our_team=our_team)


def read_profile(slack: WebClient, slack_user_id: str, *, our_team: str | None) -> Profile | None:
    """What Slack knows of a member; None when it does not say within a second."""
    try:
        user = variant(slack, timeout=READING).users_info(user=slack_user_id, include_locale=True)["user"]
    except (SlackApiError, SlackClientError, OSError) as error:
        log.warning("users.info failed for %s: %s", slack_user_id, type(error).__name__)
        return None
    return profile(user, our_team=our_team)


def profile(user: dict[str, Any], *, our_team: str | None) -> Profile:
    """A user object of `users.info` or `user_change`."""
    details = user.get("profile", {})
    is_elsewhere = bool(our_team and user.get("team_id") and user["team_id"] != our_team)
    return Profile(
        slack_user_id=user["id"],
        name=details.get("real_name") or user.get("real_name") or details.get("display_name") or user["id"],
        email=details.get("email"),
        locale=user.get("locale"),
        tz=user.get("tz"),
        is_deactivated=bool(user.get("deleted")),
        is_bot=bool(user.get("is_bot")) or user["id"] == "USLACKBOT",
        is_external=bool(user.get("is_stranger")) or is_elsewhere,
    )
