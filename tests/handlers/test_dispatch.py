"""Payloads through real Bolt: every one finds its handler, and whatever comes is answered."""

import json
from typing import Any

import pytest
from slack_bolt import App, BoltRequest, BoltResponse

from bot import serving
from bot.app import build_app
from bot.blocks.ids import Press, View
from bot.context import Bot
from handlers import commands
from handlers.table import Handlers, call
from sandbox.workspace import Workspace

ONE_KIND = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
"""Words, not rows: one kind of database is enough."""

USER = {"id": "U0BOB", "team_id": "T0SANDBOX"}
COMMON = {"team": {"id": "T0SANDBOX"}, "user": USER, "api_app_id": "A0DIALOG", "token": "x", "trigger_id": "1.2.x",
          "is_enterprise_install": False, "enterprise": None}  # fmt: skip


@pytest.fixture
def app(bot: Bot, workspace: Workspace) -> App:
    workspace.person("U0BOB", name="Bob Berg", email="bob@example.org")
    return build_app(bot, serving.join(bot))


def dispatch(app: App, body: dict[str, Any]) -> tuple[BoltResponse, Any]:
    answer = app.dispatch(BoltRequest(mode="socket_mode", body=body))
    return answer, json.loads(answer.body) if answer.body else None


def press(action: dict[str, Any], **more: Any) -> dict[str, Any]:
    actions = [{"type": "button", "block_id": "b", "action_ts": "1", **action}]
    return {**COMMON, "type": "block_actions", "container": {"type": "view"}, "actions": actions, **more}


def view(callback_id: str, about: str = "", values: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"id": "V1", "type": "modal", "callback_id": callback_id, "hash": "1.a", "private_metadata": about,
            "state": {"values": values or {}}, "blocks": []}  # fmt: skip


def test_every_button_has_a_handler_and_every_handler_a_button() -> None:
    table = commands.table()
    fields = {"attendance", "title"}  # inputs that tell of themselves while the form is open
    assert set(table.presses) == {str(one) for one in Press} | fields
    assert set(table.views) == {str(one) for one in View} - {View.SHOWN, View.HOME}


def test_every_word_exists_in_both_languages() -> None:
    words = commands.table().words
    pairs = {
        "help": "hjälp", "list": "lista", "register": "anmäl", "cancel": "återbud", "mine": "mina", "topic": "fråga",
        "topics": "frågor", "here": "här", "deliveries": "utskick",
    }  # fmt: skip
    assert [(english, swedish) for english, swedish in pairs.items() if words[english] is not words[swedish]] == []


def test_handlers_ask_only_for_what_a_request_has() -> None:
    from handlers.requests import Request

    given = set(dir(Request)) | {"bot", "ack", "body", "kind", "members", "words", "value"}
    table = commands.table()
    entries = [*table.words.values(), *table.presses.values(), *table.views.values(), *table.options.values(),
               *table.events.values()]  # fmt: skip
    assert {name for entry in entries for name in entry.wants} - given == set()


def test_two_handlers_for_one_word_are_refused_at_the_start() -> None:
    on = Handlers()
    on.word("list")(lambda bot: None)
    with pytest.raises(ValueError, match="two handlers"):
        on.word("lista", "list")(lambda bot: None)


def test_a_handler_is_given_what_it_names() -> None:
    on, got = Handlers(), []
    on.press("x")(lambda words, value: got.append((words, value)))
    call(on.presses["x"], type("Given", (), {"words": "a", "value": "b", "never": property(lambda _: 1 / 0)})())
    assert got == [("a", "b")]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ("", "")),
        ("Register", ("register", "")),
        ("  ANMÄL   Växjö  kommun ", ("anmäl", "Växjö kommun")),
        ("“anmäl” „Växjö”", ("anmäl", "Växjö")),
        ("‘lista’", ("lista", "")),
        ("«lista»", ("lista", "")),
        ("lista, tack!", ("lista", "tack!")),
        ("topic What&amp;why &lt;b&gt;?", ("topic", "What&why <b>?")),
        ("list\u00a0kronoberg", ("list", "kronoberg")),
    ],
)
def test_words_are_read_however_they_were_typed(typed: str, found: tuple[str, str]) -> None:
    assert commands.split(typed) == found


@ONE_KIND
@pytest.mark.parametrize(
    "body",
    [
        press({"action_id": "never_heard_of", "value": "1"}),
        press({"action_id": "show"}),
        press({"action_id": "register:3", "value": "²"}),
        press({"action_id": "list", "value": "minus ett"}),
        press({"action_id": "bind", "value": "area:1"}),
        press({"action_id": "edit_profile"}, view=view("registration", "[]")),
        press({"type": "overflow", "action_id": "show", "selected_option": {"value": "x"}}),
        {**COMMON, "type": "view_submission", "view": view("registration", "null")},
        {**COMMON, "type": "view_submission", "view": view("nobody_knows")},
        {**COMMON, "type": "view_submission", "view": view("topic", '{"event": true}')},
        {**COMMON, "type": "view_closed", "view": view("registration"), "is_cleared": True},
        {**COMMON, "type": "block_suggestion", "action_id": "organisation", "block_id": "organisation", "value": "x",
         "view": view("registration", '{"event": 99}')},
        {**COMMON, "type": "block_suggestion", "action_id": "other", "block_id": "b", "value": "", "view": view("x")},
    ],
)  # fmt: skip
def test_whatever_is_sent_is_answered_and_nothing_breaks(
    body: dict[str, Any], app: App, caplog: pytest.LogCaptureFixture
) -> None:
    answer, _ = dispatch(app, body)
    assert answer.status == 200
    assert [record for record in caplog.records if record.exc_info] == []


@ONE_KIND
def test_type_ahead_that_cannot_answer_offers_nothing(app: App) -> None:
    body = {**COMMON, "type": "block_suggestion", "action_id": "organisation", "block_id": "organisation",
            "value": "x", "view": view("registration", '{"event": 99}')}  # fmt: skip
    assert dispatch(app, body)[1] == {"options": []}


@ONE_KIND
def test_a_wrong_address_is_marked_at_its_field(app: App) -> None:
    email = {"email": {"email": {"type": "email_text_input", "value": "bob@nowhere"}}}
    body = {**COMMON, "type": "view_submission", "view": view("registration", '{"event": 1}', email)}
    assert dispatch(app, body)[1] == {
        "response_action": "errors", "errors": {"email": "Det där är ingen e-postadress."},
    }  # fmt: skip


@ONE_KIND
def test_an_event_that_could_not_be_taken_in_is_not_acknowledged(
    app: App, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = {"type": "event_callback", "team_id": "T0SANDBOX", "api_app_id": "A0DIALOG", "event_id": "Ev1",
            "event": {"type": "app_home_opened", "user": "U0BOB", "tab": "home", "channel": "D1"}}  # fmt: skip
    with monkeypatch.context() as broken:
        broken.setattr("bot.services.cards.stale_home", lambda *_: 1 / 0)
        assert dispatch(app, body)[0].status == 500
    assert dispatch(app, body)[0].status == 200


@ONE_KIND
def test_an_event_of_no_known_shape_will_never_be_better_and_is_not_asked_for_again(app: App) -> None:
    body = {"type": "event_callback", "team_id": "T0SANDBOX", "event": {"type": "user_change"}}
    assert dispatch(app, body)[0].status == 200
