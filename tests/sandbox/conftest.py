"""A workspace with a tiny bot in it, and a clock that stands still."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult

from sandbox.client import FakeSlack
from sandbox.doors import InProcess
from sandbox.workspace import Workspace


class Clock:
    def __init__(self) -> None:
        self.moment = datetime(2026, 12, 1, 8, tzinfo=UTC)
        self.seconds = 0.0

    def now(self) -> datetime:
        return self.moment

    def ticks(self) -> float:
        return self.seconds

    def advance(self, **length: float) -> None:
        self.moment += timedelta(**length)
        self.seconds += timedelta(**length).total_seconds()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def workspace(clock: Clock) -> Workspace:
    workspace = Workspace(now=clock.now, ticks=clock.ticks)
    workspace.channel("C_KRO", name="dialog-kronoberg", members=[workspace.person("U_BOB")])
    return workspace


@pytest.fixture
def slack(workspace: Workspace) -> FakeSlack:
    return FakeSlack(workspace, retry_handlers=[])


def bolt(client: FakeSlack) -> App:
    def authorize(**_: Any) -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None, team_id="T0SANDBOX", bot_token="xoxb-sandbox", bot_id="B0DIALOG", bot_user_id="U0DIALOG"
        )

    return App(
        client=client,
        authorize=authorize,
        process_before_response=True,
        token_verification_enabled=False,
        request_verification_enabled=False,
    )


@pytest.fixture
def app(workspace: Workspace, slack: FakeSlack) -> App:
    app = bolt(slack)
    workspace.connect(InProcess(app))
    return app


@pytest.fixture
def bob(workspace: Workspace) -> Any:
    return workspace.person("U_BOB")


def plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


def button(text: str, action_id: str, value: str = "1", **more: Any) -> dict[str, Any]:
    return {"type": "button", "text": plain(text), "action_id": action_id, "value": value, **more}


def option(text: str, value: str) -> dict[str, Any]:
    return {"text": plain(text), "value": value}


def asked(label: str, element: dict[str, Any], block_id: str, **more: Any) -> dict[str, Any]:
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": element, **more}


def modal(*blocks: dict[str, Any], title: str = "Anmälan", **more: Any) -> dict[str, Any]:
    return {
        "type": "modal", "callback_id": "registration", "title": plain(title), "submit": plain("Anmäl"),
        "blocks": list(blocks), **more,
    }  # fmt: skip


def says(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}
