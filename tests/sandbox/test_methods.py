"""The Web API says no as Slack does."""

from http.client import RemoteDisconnected
from typing import Any
from urllib.error import URLError

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox.client import FakeSlack
from sandbox.faults import Fault
from sandbox.people import Person
from sandbox.workspace import Workspace
from tests.sandbox.conftest import Clock, asked, button, modal, option, plain, says

BLOCKS = [says("Hej"), {"type": "actions", "elements": [button("Ja", "yes")]}]
METADATA = {"event_type": "dialog", "event_payload": {"id": "d-1"}}


def refusal(slack: WebClient, method: str, **arguments: Any) -> str:
    with pytest.raises(SlackApiError) as raised:
        slack.api_call(method, json=arguments)
    return str(raised.value.response["error"])


def pointers(slack: WebClient, method: str, **arguments: Any) -> str:
    with pytest.raises(SlackApiError) as raised:
        slack.api_call(method, json=arguments)
    return "\n".join(raised.value.response["response_metadata"]["messages"])


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"channel": "C_NONE", "text": "Hej"}, "channel_not_found"),
        ({"channel": "C_OTHER", "text": "Hej"}, "not_in_channel"),
        ({"channel": "C_SECRET", "text": "Hej"}, "channel_not_found"),
        ({"channel": "C_OLD", "text": "Hej"}, "is_archived"),
        ({"channel": "U0DIALOG", "text": "Hej"}, "cannot_dm_bot"),
        ({"channel": "C_KRO"}, "no_text"),
        ({"channel": "C_KRO", "blocks": "[{"}, "invalid_blocks_format"),
        ({"channel": "C_KRO", "blocks": [{"type": "carousel"}]}, "invalid_blocks"),
        ({"channel": "C_KRO", "text": "Hej", "metadata": {"event_type": "x"}}, "invalid_metadata_format"),
        ({"channel": "C_KRO", "text": "Hej", "block": []}, "invalid_arguments"),
        ({"text": "Hej"}, "invalid_arguments"),
    ],
)
def test_posting_is_refused(workspace: Workspace, slack: FakeSlack, arguments: dict[str, Any], error: str) -> None:
    workspace.manifest.content = {"oauth_config": {"scopes": {"bot": ["chat:write"]}}}
    workspace.channel("C_OTHER", bot=False)
    workspace.channel("C_SECRET", bot=False, private=True)
    workspace.channel("C_OLD").is_archived = True

    assert refusal(slack, "chat.postMessage", **arguments) == error


def test_a_missing_scope_is_named(workspace: Workspace, slack: FakeSlack, bob: Person) -> None:
    workspace.manifest.content = {"oauth_config": {"scopes": {"bot": ["users:read"]}}}

    with pytest.raises(SlackApiError) as raised:
        slack.chat_postMessage(channel=bob.id, text="Hej")

    assert raised.value.response.data == {
        "ok": False,
        "error": "missing_scope",
        "needed": "chat:write",
        "provided": "users:read",
    }
    assert "email" not in slack.users_info(user=bob.id)["user"]["profile"]


def test_updating_text_alone_takes_the_blocks_away(slack: FakeSlack, workspace: Workspace, bob: Person) -> None:
    posted = slack.chat_postMessage(channel=bob.id, text="Hej", blocks=BLOCKS, metadata=METADATA)
    where = {"channel": posted["channel"], "ts": posted["ts"]}

    assert refusal(slack, "chat.update", **{**where, "channel": bob.id}, text="Hej") == "channel_not_found"
    assert refusal(slack, "chat.update", **{**where, "ts": "1.2"}, text="Hej") == "message_not_found"
    assert refusal(slack, "chat.update", **where, text="x" * 4001) == "msg_too_long"
    bob.says("Tack", bob.dm.id)
    theirs = workspace.messages(bob.dm.id)[-1]["ts"]
    assert refusal(slack, "chat.update", channel=bob.dm.id, ts=theirs, text="Hej") == "cant_update_message"

    slack.chat_update(**where, text="Hej igen")
    assert bob.inbox == ["Hej igen"]
    assert "blocks" not in bob.messages[0]
    assert bob.messages[0]["metadata"] == METADATA


def test_history_shows_metadata_only_when_asked_and_lags_when_told(
    slack: FakeSlack, workspace: Workspace, clock: Clock, bob: Person
) -> None:
    dm = slack.chat_postMessage(channel=bob.id, text="Ett", metadata=METADATA)["channel"]
    clock.advance(seconds=20)
    workspace.faults.history_lag = 15
    slack.chat_postMessage(channel=bob.id, text="Två", metadata=METADATA)

    def texts(**arguments: Any) -> list[str]:
        return [each["text"] for each in slack.conversations_history(channel=dm, **arguments)["messages"]]

    assert texts() == ["Ett"]
    clock.advance(seconds=15)
    assert texts() == ["Två", "Ett"]
    assert texts(oldest=bob.messages[0]["ts"]) == ["Två"]
    assert texts(oldest=bob.messages[0]["ts"], inclusive=True) == ["Två", "Ett"]
    assert [page["messages"][0]["text"] for page in slack.conversations_history(channel=dm, limit=1)] == ["Två", "Ett"]
    found = slack.conversations_history(channel=dm)["messages"][0]
    assert found["metadata"] == {"event_type": "dialog"}
    assert slack.conversations_history(channel=dm, include_all_metadata=True)["messages"][0]["metadata"] == METADATA


def test_a_trigger_opens_one_form_and_soon(slack: FakeSlack, workspace: Workspace, clock: Clock, bob: Person) -> None:
    view = modal(says("Hej"))
    trigger, late = workspace.expiring.trigger(bob.id), workspace.expiring.trigger(bob.id)

    assert refusal(slack, "views.open", trigger_id="0.0", view=view) == "invalid_trigger_id"
    slack.views_open(trigger_id=trigger, view=view)
    assert refusal(slack, "views.open", trigger_id=trigger, view=view) == "exchanged_trigger_id"
    clock.advance(seconds=3.1)
    assert refusal(slack, "views.open", trigger_id=late, view=view) == "expired_trigger_id"


def test_views_know_their_limits(slack: FakeSlack, workspace: Workspace, bob: Person) -> None:
    def trigger() -> str:
        return workspace.expiring.trigger(bob.id)

    def pushed(**view: Any) -> dict[str, Any]:
        return {"trigger_id": trigger(), "view": modal(says("Hej"), **view)}

    opened = slack.views_open(**pushed(external_id="one"))["view"]
    assert refusal(slack, "views.push", **pushed(external_id="one")) == "duplicate_external_id"
    slack.views_push(**pushed())
    slack.views_push(**pushed())
    assert refusal(slack, "views.push", **pushed()) == "push_limit_reached"

    view = modal(says("Hej"))
    updated = slack.views_update(view_id=opened["id"], hash=opened["hash"], view=view)["view"]
    assert updated["hash"] != opened["hash"]
    assert refusal(slack, "views.update", view_id=opened["id"], hash=opened["hash"], view=view) == "hash_conflict"
    assert refusal(slack, "views.update", view_id="V_NONE", view=view) == "not_found"
    long = says("x" * 3000)
    assert refusal(slack, "views.open", trigger_id=trigger(), view=modal(*[long] * 90)) == "view_too_large"


def test_refused_blocks_are_pointed_at(slack: FakeSlack, workspace: Workspace, bob: Person) -> None:
    menu = {"type": "static_select", "action_id": "m", "options": [option("x" * 76, "1")]}
    many = {"type": "checkboxes", "action_id": "c", "options": [option(str(n), str(n)) for n in range(11)]}
    bad = [
        {"type": "header", "text": says("*Hej*")["text"]},
        {"type": "actions", "elements": [menu, many, button("x" * 76, "b"), {"type": "plain_text_input"}]},
        {**says("Hej"), "colour": "red"},
    ]
    assert pointers(slack, "chat.postMessage", channel=bob.id, text="Hej", blocks=bad).splitlines() == [
        "[ERROR] unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]",
        "[ERROR] must be less than 76 characters [json-pointer:/blocks/1/elements/0/options/0/text/text]",
        "[ERROR] no more than 10 items allowed [json-pointer:/blocks/1/elements/1/options]",
        "[ERROR] must be less than 76 characters [json-pointer:/blocks/1/elements/2/text/text]",
        "[ERROR] unsupported type: plain_text_input [json-pointer:/blocks/1/elements/3/type]",
        "[ERROR] invalid additional property: colour [json-pointer:/blocks/2]",
    ]
    fields = asked("Namn", {"type": "plain_text_input", "action_id": "name"}, "same")
    view = {"type": "modal", "title": plain("x" * 25), "blocks": [fields, fields]}
    found = pointers(slack, "views.open", trigger_id=workspace.expiring.trigger(bob.id), view=view)
    assert found == "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"
    view["title"] = plain("Anmälan")
    found = pointers(slack, "views.open", trigger_id=workspace.expiring.trigger(bob.id), view=view)
    assert "block_id same already exists" in found
    assert "missing required field: submit" in found


def test_faults_take_effect_before_or_after(slack: FakeSlack, workspace: Workspace, bob: Person) -> None:
    workspace.faults.next(
        "chat.postMessage", Fault.REFUSED, Fault.DROP_BEFORE, Fault.DROP_AFTER, Fault.STALL_AFTER(99), "fatal_error"
    )
    outcomes: list[type[Exception]] = []
    for number in range(6):
        try:
            slack.chat_postMessage(channel=bob.id, text=str(number))
        except Exception as error:
            outcomes.append(type(error))

    assert outcomes == [URLError, ConnectionResetError, RemoteDisconnected, TimeoutError, SlackApiError]
    assert bob.inbox == ["2", "3", "5"]
    assert len([method for method, _ in workspace.calls if method == "chat.postMessage"]) == 6


def test_limits_hold_for_the_workspace_and_for_each_channel(
    slack: FakeSlack, workspace: Workspace, clock: Clock, bob: Person
) -> None:
    alice = workspace.person("U_ALICE")
    workspace.faults.limit("chat.postMessage", per_channel=1, burst=2, retry_after=3)

    def post(person: Person) -> str:
        try:
            slack.chat_postMessage(channel=person.id, text="Hej")
        except SlackApiError as error:
            return f"{error.response['error']} {error.response.headers['Retry-After']}"
        return "ok"

    assert [post(bob), post(bob), post(bob), post(alice)] == ["ok", "ok", "ratelimited 3", "ok"]
    clock.advance(seconds=2)
    assert post(bob) == "ratelimited 1"
    clock.advance(seconds=1)
    assert post(bob) == "ok"


def test_the_same_seed_gives_the_same_faults(clock: Clock) -> None:
    def drawn() -> list[Fault | None]:
        workspace = Workspace(now=clock.now, ticks=clock.ticks)
        workspace.faults.rate("chat.postMessage", {Fault.DROP_AFTER: 0.3}, seed=7)
        return [workspace.faults.draw("chat.postMessage") for _ in range(50)]

    assert drawn() == drawn()
    assert 5 < sum(fault is not None for fault in drawn()) < 25


def test_a_response_url_works_five_times_in_half_an_hour(workspace: Workspace, clock: Clock, bob: Person) -> None:
    url = f"https://sandbox.invalid/response/{workspace.expiring.response(bob.id, 'C_KRO')}"

    assert workspace.respond(url, {"text": ""}) == 400
    assert [workspace.respond(url, {"text": "Hej"}) for _ in range(5)] == [200, 200, 200, 200, 404]
    assert bob.sees == ["Hej"] * 4
    late = f"https://sandbox.invalid/response/{workspace.expiring.response(bob.id, 'C_KRO')}"
    clock.advance(minutes=31)
    assert workspace.respond(late, {"text": "Hej"}) == 404
    assert [failure.split()[1] for failure in workspace.failures] == ["no_text", "used_url", "expired_url"]


def test_copies_of_the_client_stay_in_the_room(slack: FakeSlack, bob: Person) -> None:
    hasty = slack.copy(timeout=2)
    hasty.chat_postMessage(channel=bob.id, text="Hej")

    assert (hasty.timeout, slack.timeout, bob.inbox) == (2, 30, ["Hej"])


def test_members_of_other_workspaces_show_less_and_have_no_commands(slack: FakeSlack, workspace: Workspace) -> None:
    eve = workspace.person("U_EVE", email="eve@example.net", team_id="T0OTHER")
    workspace.channel("C_KRO", members=[eve])

    eve.types("/dialog")

    assert eve.sees == ["/dialog är inget giltigt kommando."]
    user = slack.users_info(user=eve.id, include_locale=True)["user"]
    assert (user["team_id"], "locale" in user, "email" in user["profile"]) == ("T0OTHER", False, False)
