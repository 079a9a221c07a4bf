"""How payloads reach the bot. A door delivers one and brings back the answer."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from slack_bolt import App, BoltRequest, BoltResponse
from slack_sdk.webhook import WebhookResponse

from sandbox.client import FakeSlack

if TYPE_CHECKING:
    from sandbox.workspace import Workspace

TOO_LATE = "operation_timeout"
NOT_DELIVERED = "dispatch_failed"


@dataclass(frozen=True)
class Answer:
    """What the bot answered; `error` is Slack's word for it when it did not answer well."""

    status: int = 200
    body: dict[str, Any] = field(default_factory=dict)
    error: str = ""
    reason: str = ""

    @property
    def is_ok(self) -> bool:
        return not self.error

    @classmethod
    def parse(cls, status: int, content_type: str, body: str) -> Answer:
        """From the bytes of an acknowledgement: nothing, JSON, or plain text."""
        if status != 200:
            return cls(status, error=NOT_DELIVERED, reason=f"status {status} {body}".strip())
        if not body:
            return cls()
        if content_type.startswith("application/json"):
            return cls(body=json.loads(body))
        return cls(body={"text": body})


class Door(Protocol):
    def deliver(self, kind: str, payload: dict[str, Any], attempt: int = 0) -> Answer: ...


class NoDoor:
    """Nobody has connected a bot."""

    def deliver(self, kind: str, payload: dict[str, Any], attempt: int = 0) -> Answer:
        return Answer(0, error=NOT_DELIVERED, reason="no bot is connected")


class InProcess:
    """Straight into Bolt, with the payload as it would look after a journey over the wire."""

    def __init__(self, app: App) -> None:
        self.app = app
        slack = app.client
        if isinstance(slack, FakeSlack):
            app.use(StayInTheRoom(slack))

    def deliver(self, kind: str, payload: dict[str, Any], attempt: int = 0) -> Answer:
        headers = {"x-slack-retry-num": str(attempt), "x-slack-retry-reason": "timeout"} if attempt else None
        request = BoltRequest(
            mode="socket_mode",
            body=json.loads(json.dumps(payload)),
            headers=headers,  # type: ignore[arg-type]
        )
        try:
            response: BoltResponse = self.app.dispatch(request)
        except Exception as error:  # whatever a bot can raise, the person sees that it failed
            return Answer(500, error=NOT_DELIVERED, reason=repr(error))
        return Answer.parse(response.status, response.first_headers().get("content-type", ""), response.body)


class StayInTheRoom:
    """Bolt makes a plain client for each request; give listeners one that stays in the room instead."""

    def __init__(self, slack: FakeSlack) -> None:
        self.slack = slack

    def __call__(self, context: Any, next: Any) -> Any:
        context["client"] = self.slack.copy(token=context.token or self.slack.token)
        if context.response_url:
            context["respond"] = Respond(self.slack.workspace, context.response_url)
        return next()


class Respond:
    """Bolt's `respond`, answered by the workspace."""

    def __init__(self, workspace: Workspace, url: str) -> None:
        self.workspace, self.url = workspace, url

    def __call__(self, text: str | dict[str, Any] = "", **rest: Any) -> WebhookResponse:
        payload = text if isinstance(text, dict) else {"text": text, **rest}
        status = self.workspace.respond(self.url, payload)
        return WebhookResponse(url=self.url, status_code=status, body="", headers={})
