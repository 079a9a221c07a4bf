"""A tiny bot, and what people see of it."""

from typing import Any

import pytest
from slack_bolt import Ack, App, BoltRequest
from slack_sdk import WebClient

from sandbox.people import Person
from sandbox.workspace import Workspace
from tests.sandbox.conftest import asked, button, modal, option, plain, says

NAME = asked("Namn", {"type": "plain_text_input", "action_id": "person:name"}, "name")
ROLE = asked(
    "Roll",
    {"type": "static_select", "action_id": "role", "options": [option("Rektor", "principal"), option("Chef", "boss")]},
    "role",
)
NEEDS = asked(
    "Behov",
    {"type": "checkboxes", "action_id": "needs", "options": [option("Hörslinga", "loop"), option("Tolk", "sign")]},
    "needs",
    optional=True,
)
ORGANISATION = asked(
    "Organisation",
    {"type": "external_select", "action_id": "organisation", "min_query_length": 0},
    "organisation",
    optional=True,
)


@pytest.fixture
def submitted(app: App) -> list[dict[str, Any]]:
    """A bot that opens a form on /dialog and keeps what is sent in."""
    kept: list[dict[str, Any]] = []

    @app.command("/dialog")
    def open_form(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        client.views_open(trigger_id=body["trigger_id"], view=modal(NAME, ROLE, NEEDS, ORGANISATION))
        ack()

    @app.options("organisation")
    def suggest(ack: Ack, payload: dict[str, Any]) -> None:
        names = ["Ljungby kommun", "Ljusdals kommun", "Växjö kommun"]
        found = [option(name, name[:5]) for name in names if payload["value"].lower() in name.lower()]
        ack(options=found)

    @app.view("registration")
    def keep(ack: Ack, view: dict[str, Any]) -> None:
        kept.append(view["state"]["values"])
        ack()

    return kept


def test_a_command_is_answered_to_the_person_alone(app: App, workspace: Workspace, bob: Person) -> None:
    app.command("/dialog")(lambda ack, command: ack(text=f"Du skrev {command['text']}"))

    bob.types("/dialog  list ")

    assert bob.sees == ["Du skrev list"]
    assert workspace.messages("C_KRO") == []
    assert workspace.failures == []


def test_a_form_is_filled_in_and_submitted(bob: Person, submitted: list[Any], workspace: Workspace) -> None:
    bob.types("/dialog register")
    assert bob.form is not None
    assert bob.form.title == "Anmälan"
    assert bob.form.labels == ["Namn", "Roll", "Behov", "Organisation"]

    assert bob.submits(name="Bob", Roll="Rektor", needs=["Hörslinga"], organisation="Ljungby") == {}

    values = submitted[0]
    assert values["name"]["person:name"] == {"type": "plain_text_input", "value": "Bob"}
    assert values["role"]["role"]["selected_option"]["value"] == "principal"
    assert [each["value"] for each in values["needs"]["needs"]["selected_options"]] == ["loop"]
    assert values["organisation"]["organisation"]["selected_option"]["text"]["text"] == "Ljungby kommun"
    assert bob.form is None
    assert workspace.failures == []


def test_slack_itself_asks_for_what_is_required(bob: Person, submitted: list[Any]) -> None:
    bob.types("/dialog register")

    assert bob.submits(name=" ") == {
        "name": "Fyll i det här obligatoriska fältet.",
        "role": "Fyll i det här obligatoriska fältet.",
    }
    assert submitted == []
    assert bob.form is not None
    assert "Fyll i det här obligatoriska fältet." in bob.form.text


def test_what_is_not_there_cannot_be_filled_in_or_pressed(bob: Person, submitted: list[Any]) -> None:
    with pytest.raises(AssertionError, match="no form open"):
        bob.fills(name="Bob")
    bob.types("/dialog register")
    with pytest.raises(AssertionError, match=r"the fields are: person:name \(Namn\)"):
        bob.fills(age=3)
    with pytest.raises(AssertionError, match="only: Rektor, Chef"):
        bob.fills(role="Kung")
    with pytest.raises(AssertionError, match="suggests no 'Atlantis'"):
        bob.fills(organisation="Atlantis")
    with pytest.raises(AssertionError, match="the buttons are: none"):
        bob.presses("Anmäl dig")


def test_the_bot_points_at_the_field_that_is_wrong(app: App, bob: Person, submitted: list[Any]) -> None:
    @app.view("strict")
    def refuse(ack: Ack) -> None:
        ack(response_action="errors", errors={"name": "Det namnet är taget."})

    @app.command("/strict")
    def open_form(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        client.views_open(trigger_id=body["trigger_id"], view=modal(NAME) | {"callback_id": "strict"})
        ack()

    bob.types("/strict")
    assert bob.submits(name="Bob") == {"name": "Det namnet är taget."}
    assert bob.form and bob.form.errors == {"name": "Det namnet är taget."}
    assert bob.form.values == {"name": "Bob"}


def test_views_are_updated_pushed_and_cleared(app: App, bob: Person, workspace: Workspace) -> None:
    answers: list[dict[str, Any]] = [
        {"response_action": "update", "view": modal(NAME, title="Ändrad")},
        {"response_action": "push", "view": modal(ROLE, title="Överst")},
        {"response_action": "clear"},
    ]

    @app.view("registration")
    def answer(ack: Ack) -> None:
        ack(**answers.pop(0))

    @app.command("/dialog")
    def open_form(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        client.views_open(trigger_id=body["trigger_id"], view=modal(NAME))
        ack()

    bob.types("/dialog")
    bob.submits(name="Bob")
    assert bob.form and (bob.form.title, bob.form.values) == ("Ändrad", {"name": "Bob"})
    bob.submits()
    assert bob.form and bob.form.title == "Överst"
    assert [view.body["title"]["text"] for view in workspace.stacks[bob.id]] == ["Ändrad", "Överst"]
    bob.submits(role="boss")
    assert bob.form is None
    assert workspace.failures == []


def test_a_button_in_a_direct_message_opens_a_form(app: App, bob: Person, slack: WebClient) -> None:
    @app.action("join")
    def open_form(ack: Ack, body: dict[str, Any], client: WebClient, respond: Any) -> None:
        assert body["message"]["text"] == "Välkommen"
        client.views_open(trigger_id=body["trigger_id"], view=modal(NAME, title=body["actions"][0]["value"]))
        respond(text="Formuläret är öppet", replace_original=True)
        ack()

    answer = slack.chat_postMessage(
        channel=bob.id,
        text="Välkommen",
        blocks=[says("*Kronoberg*"), {"type": "actions", "elements": [button("Anmäl dig", "join", "Kronoberg")]},
                says("*Skåne*"), {"type": "actions", "elements": [button("Anmäl dig", "join", "Skåne")]}],
        metadata={"event_type": "dialog", "event_payload": {"id": "1"}},
    )  # fmt: skip
    assert answer["channel"] == bob.dm.id
    assert bob.inbox == ["Välkommen"]

    bob.presses("Anmäl dig", near="Skåne")

    assert bob.form and bob.form.title == "Skåne"
    assert bob.inbox == ["Formuläret är öppet"]


def test_home_is_published_when_it_is_opened(app: App, bob: Person, workspace: Workspace) -> None:
    chosen: list[str] = []

    @app.event("app_home_opened")
    def draw(event: dict[str, Any], client: WebClient) -> None:
        menu = {"type": "static_select", "action_id": "area", "options": [option("Skåne", "skane")]}
        blocks = [says(f"Hej <@{event['user']}>"), {"type": "actions", "elements": [menu, button("Ny", "new")]}]
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    @app.action("area")
    def choose(ack: Ack, payload: dict[str, Any]) -> None:
        chosen.append(payload["selected_option"]["value"])
        ack()

    home = bob.opens_home()
    assert home and home.text.startswith("Hej @Bob")
    bob.picks("Skåne", from_="area")
    assert chosen == ["skane"]
    assert bob.buttons == ["Ny"]
    assert workspace.failures == []


def test_a_bot_that_fails_is_noticed_and_explained(app: App, bob: Person, workspace: Workspace) -> None:
    @app.command("/dialog")
    def fail(ack: Ack) -> None:
        raise RuntimeError("boom")

    bob.types("/dialog")
    bob.types("/unknown")

    assert "dispatch_failed" in bob.sees[0]
    assert len(workspace.failures) == 2


def test_an_answer_after_three_seconds_comes_too_late(app: App, bob: Person, workspace: Workspace, clock: Any) -> None:
    @app.command("/dialog")
    def dawdle(ack: Ack) -> None:
        clock.advance(seconds=3.5)
        ack(text="Här är jag")

    bob.types("/dialog")

    assert "operation_timeout" in bob.last
    assert workspace.failures == ["/dialog: operation_timeout (the answer came after three seconds)"]


def test_the_same_event_can_come_twice(app: App, workspace: Workspace, bob: Person) -> None:
    seen = []

    @app.event("user_change")
    def note(body: dict[str, Any], request: BoltRequest) -> None:
        seen.append((body["event_id"], request.headers.get("x-slack-retry-num")))

    workspace.event("user_change", user={"id": bob.id})
    workspace.replay(2)

    assert len({event_id for event_id, _ in seen}) == 1
    assert [attempt for _, attempt in seen] == [None, ["1"], ["2"]]


def test_changes_in_a_profile_are_told(app: App, bob: Person) -> None:
    heard = []
    app.event("user_change")(lambda event: heard.append((event["user"]["locale"], event["user"]["deleted"])))

    bob.changes(locale="en-US")
    bob.changes(deleted=True)

    assert heard == [("en-US", False), ("en-US", True)]


def test_the_nearest_button_with_the_words_is_pressed(app: App, bob: Person, slack: WebClient) -> None:
    pressed = []
    app.action("go")(lambda ack, payload: (pressed.append(payload["value"]), ack()))
    for value in ("older", "newer"):
        row = {"type": "actions", "elements": [button(f"Visa {value}", "go", value)]}
        slack.chat_postMessage(channel=bob.id, text="Hej", blocks=[says("Hej"), row])

    bob.presses("Visa")
    bob.presses("Visa older")
    bob.presses("Visa", in_="inbox", value="older")
    with pytest.raises(AssertionError, match="sees no button 'Visa'; the buttons are: none"):
        bob.presses("Visa", in_="C_KRO")

    assert pressed == ["newer", "older", "older"]


def test_the_cross_closes_everything_and_tells_only_who_asked(app: App, bob: Person, workspace: Workspace) -> None:
    closed = []

    @app.view_closed("registration")
    def note(ack: Ack, body: dict[str, Any]) -> None:
        closed.append(body["is_cleared"])
        ack()

    @app.command("/dialog")
    def open_form(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        client.views_open(trigger_id=body["trigger_id"], view=modal(NAME, notify_on_close=body["text"] == "told"))
        ack()

    for word in ("told", "untold"):
        bob.types(f"/dialog {word}")
        bob.closes()
    assert closed == [True]
    assert bob.form is None


def test_typed_mentions_become_ids(app: App, workspace: Workspace, bob: Person) -> None:
    workspace.person("U_RL", name="Rektor Ljungby")
    heard = []
    app.command("/dialog")(lambda ack, command: (heard.append(command["text"]), ack()))

    bob.types("/dialog for @Rektor Ljungby in #dialog-kronoberg, @here")

    assert heard == ["for <@U_RL> in <#C_KRO|dialog-kronoberg>, @here"]


def test_dispatching_inputs_tell_the_bot_at_once(app: App, bob: Person) -> None:
    heard = []

    @app.command("/dialog")
    def open_form(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        client.views_open(trigger_id=body["trigger_id"], view=modal(ROLE | {"dispatch_action": True}, NAME))
        ack()

    @app.action("role")
    def redraw(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        heard.append(body["view"]["state"]["values"]["role"]["role"]["selected_option"]["value"])
        view = modal(ROLE | {"dispatch_action": True}, NAME, title="Ny rubrik", close=plain("Avbryt"))
        client.views_update(view_id=body["view"]["id"], hash=body["view"]["hash"], view=view)
        ack()

    bob.types("/dialog")
    bob.fills(name="Bob", role="Chef")
    assert heard == ["boss"]
    assert bob.form and bob.form.title == "Ny rubrik"
    assert bob.form.values == {"role": "boss", "name": "Bob"}
