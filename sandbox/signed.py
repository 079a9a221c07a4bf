"""Delivery over HTTP to a bot's URL, signed as Slack signs."""

from __future__ import annotations

import json
import time
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener

from slack_sdk.signature import SignatureVerifier

from sandbox.doors import NOT_DELIVERED, TOO_LATE, Answer

ACK_SECONDS = 3.0
FORM, PLAIN_JSON = "application/x-www-form-urlencoded", "application/json"


class SignedDoor:
    def __init__(self, url: str, secret: str) -> None:
        self.url = url
        self._signature = SignatureVerifier(secret)
        self._opener = build_opener(ProxyHandler({}))  # a bot on this machine is never behind a proxy

    def deliver(self, kind: str, payload: dict[str, Any], attempt: int = 0) -> Answer:
        body, content_type = encoded(kind, payload)
        timestamp = str(int(time.time()))
        headers = {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (sandbox)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": self._signature.generate_signature(timestamp=timestamp, body=body) or "",
        }
        if attempt:
            headers |= {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": "http_timeout"}
        request = Request(self.url, data=body.encode(), headers=headers, method="POST")
        try:
            with self._opener.open(request, timeout=ACK_SECONDS) as response:
                return Answer.parse(200, response.headers.get("Content-Type", ""), response.read().decode())
        except HTTPError as error:
            return Answer(error.code, error=NOT_DELIVERED, reason=f"status {error.code}")
        except TimeoutError:
            return Answer(0, error=TOO_LATE, reason="no answer within three seconds")
        except (OSError, HTTPException, ValueError) as error:
            return Answer(0, error=NOT_DELIVERED, reason=repr(error))


def encoded(kind: str, payload: dict[str, Any]) -> tuple[str, str]:
    """Commands are forms, interactions a form with one JSON field, events JSON."""
    if kind == "slash_commands":
        return urlencode(payload), FORM
    if kind == "interactive":
        return urlencode({"payload": json.dumps(payload)}), FORM
    return json.dumps(payload), PLAIN_JSON
