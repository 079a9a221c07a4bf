"""A bot just big enough to show every kind of block, form and answer on the page."""

import re
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from sandbox.client import FakeSlack
from tests.sandbox.conftest import asked, bolt, button, modal, option, plain, says

LONG_NAME = "Verksamhetschef för vuxenutbildning och arbetsmarknad i Upplands Väsby, Sigtuna och Vallentuna"
MUNICIPALITIES = """Bjuv Bromölla Burlöv Båstad Eslöv Helsingborg Hässleholm Höganäs Hörby Höör Klippan Kristianstad
    Kävlinge Landskrona Lomma Lund Malmö Osby Perstorp Simrishamn Sjöbo Skurup Staffanstorp Svalöv Svedala Tomelilla
    Trelleborg Vellinge Ystad Åstorp Ängelholm Örkelljunga Ljungby""".split()  # noqa: SIM905
LOREM = "Vi byter erfarenheter, hör vad som är på gång och skickar med Skolverket det som behöver ändras. "
MANIFEST: dict[str, Any] = {
    "features": {
        "bot_user": {"display_name": "Dialog"},
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "slash_commands": [
            {"command": "/dialog", "description": "Anmäl dig", "usage_hint": "help | register | list | here"}
        ],
    },
    "oauth_config": {"scopes": {"bot": ["commands", "chat:write", "users:read", "im:write"]}},
    "settings": {"event_subscriptions": {"bot_events": ["app_home_opened"]}},
}


def build(slack: FakeSlack) -> App:
    app = bolt(slack)
    app.command("/dialog")(answer)
    app.action("register")(open_form)
    app.action("attendance")(redraw)
    app.action("privacy")(push_more)
    app.action("rename")(rename)
    app.action(re.compile("^quiet"))(lambda ack: ack())
    app.options("organisation")(suggest)
    app.view("registration")(decide)
    app.event("app_home_opened")(publish)
    return app


def answer(ack: Ack, command: dict[str, Any], client: WebClient) -> None:
    word = command["text"].strip()
    if word == "register":
        ack()
        client.views_open(trigger_id=command["trigger_id"], view=registration())
    else:
        ack(text="Hjälp", blocks=[says("Skriv `/dialog register`."), row(button("Anmäl dig", "register"))])


def open_form(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
    ack()
    client.views_open(trigger_id=body["trigger_id"], view=registration())


def redraw(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
    """One more question for those who take part from afar."""
    ack()
    chosen = body["actions"][0]["selected_option"]["value"]
    client.views_update(view_id=body["view"]["id"], view=registration(digital=chosen == "digital"))


def push_more(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
    ack()
    view = {"type": "modal", "title": plain("Dina uppgifter"), "close": plain("Tillbaka"), "blocks": [says(LOREM * 9)]}
    client.views_push(trigger_id=body["trigger_id"], view=view)


def rename(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
    ack()
    where = {"channel": body["channel"]["id"], "ts": body["message"]["ts"]}
    client.chat_update(**where, text="Ändrad", blocks=[says("Ändrad"), row(button("Ändra igen", "rename"))])


def suggest(ack: Ack, payload: dict[str, Any]) -> None:
    typed = payload["value"].casefold()
    ack(options=[option(f"{name} kommun", name) for name in MUNICIPALITIES if typed in name.casefold()])


def decide(ack: Ack, view: dict[str, Any], body: dict[str, Any], client: WebClient) -> None:
    organisation = view["state"]["values"]["organisation"]["organisation"]["selected_option"]
    if organisation["value"] == "Malmö":
        ack(response_action="errors", errors={"organisation": "Malmö kommun har redan sina två platser."})
        return
    ack()
    client.chat_postMessage(channel=body["user"]["id"], text=f"Du är anmäld för {organisation['text']['text']}.")


def publish(event: dict[str, Any], client: WebClient) -> None:
    blocks = [
        {"type": "header", "text": plain("Mina dialoger")},
        says("*Regional dialog i Kronoberg*\nTisdag 19 januari 2027 kl. 13.00–16.00, Växjö"),
        row(button("Visa min anmälan", "register", style="primary"), button("Lämna återbud", "quiet", "b")),
    ]
    client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})


def registration(digital: bool = False) -> dict[str, Any]:
    text = {"type": "plain_text_input"}
    ways = [option("På plats i Växjö", "on_site"), option("Digitalt", "digital")]
    attendance = {"type": "radio_buttons", "action_id": "attendance", "options": ways}
    blocks = [
        says("*Regional dialog i Kronoberg*\nTisdag 19 januari 2027 kl. 13.00–16.00, Växjö"),
        asked("Namn", {**text, "action_id": "name", "initial_value": "Rektor Ljungby"}, "name"),
        asked("Organisation", organisations(), "organisation", hint=plain("Skriv några bokstäver.")),
        asked("Roll", choice("role", "Rektor eller skolledare", "Förtroendevald"), "role"),
        {**asked("Hur deltar du?", attendance, "attendance", optional=True), "dispatch_action": True},
        *([asked("Textning", {**text, "action_id": "captions"}, "captions", optional=True)] if digital else []),
        asked("Behov för att kunna delta", {**text, "action_id": "needs", "multiline": True}, "needs", optional=True),
        asked("Dag", {"type": "datepicker", "action_id": "day", "initial_date": "2027-01-19"}, "day"),
        asked("Tid", {"type": "timepicker", "action_id": "time", "initial_time": "13:00"}, "time"),
        asked("Kommuner", {**choice("towns", *MUNICIPALITIES), "type": "multi_static_select"}, "towns", optional=True),
        row(button("Läs mer om dina uppgifter", "privacy")),
    ]
    return modal(*blocks)


def organisations() -> dict[str, Any]:
    return {
        "type": "external_select", "action_id": "organisation", "min_query_length": 0,
        "placeholder": plain("Sök kommun, region eller myndighet"),
    }  # fmt: skip


def choice(action_id: str, *texts: str) -> dict[str, Any]:
    return {"type": "static_select", "action_id": action_id, "options": [option(text, text) for text in texts]}


def row(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


def every_block() -> list[dict[str, Any]]:
    """What a message can hold."""
    asking = {"title": "Tacka nej?", "text": "Din plats går till någon annan.", "confirm": "Ja", "deny": "Nej"}
    sure = {part: plain(text) for part, text in asking.items()}
    bold = {"type": "text", "text": "Så röstade ni.", "style": {"bold": True}}
    menu = {"type": "overflow", "action_id": "quiet", "options": [option("Ändra", "a"), option("Ställ in", "b")]}
    list_of = [{"type": "rich_text_section", "elements": [{"type": "text", "text": LOREM}]}] * 2
    rows = [["Fråga", "Röster"], ["Från sfi till svenska som andraspråk", "9"]]
    return [
        {"type": "header", "text": plain("Välkommen till regional dialog om vuxenutbildning i Kronoberg")},
        says("*Fet* _kursiv_ ~struken~ `kod` <https://example.org|länk> <@U0ALICE> <#C0KRO> <!channel>\n> citat"),
        {"type": "section", "fields": [{"type": "mrkdwn", "text": f"*Plats*\n{LOREM}"}] * 3},
        {"type": "divider"},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": f"*12 dagar kvar* {LOREM}"}]},
        {"type": "rich_text", "elements": [
            {"type": "rich_text_section", "elements": [bold]},
            {"type": "rich_text_list", "style": "ordered", "elements": list_of},
            {"type": "rich_text_quote", "elements": [{"type": "text", "text": LOREM}]},
            {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": LOREM}]},
        ]},
        {"type": "table", "rows": [[{"type": "raw_text", "text": cell} for cell in each] for each in rows]},
        {**says(LOREM), "accessory": {**choice("quiet", *MUNICIPALITIES), "placeholder": plain("Välj kommun")}},
        {**says(LOREM), "accessory": menu},
        row(
            button("Anmäl dig", "register", style="primary"),
            button("Jag kan inte", "quiet", "no", style="danger", confirm=sure),
            button("Så hittar du hit", "quiet2", url="https://example.org"),
            {"type": "checkboxes", "action_id": "quiet3", "options": [option("Jag är här", "here")]},
            {"type": "datepicker", "action_id": "quiet4", "initial_date": "2027-01-19"},
        ),
    ]  # fmt: skip
