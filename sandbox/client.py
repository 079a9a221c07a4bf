"""A real WebClient whose calls stay in the room: the workspace answers them."""

from __future__ import annotations

import io
import json
from email.message import Message
from http.client import RemoteDisconnected
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError, URLError
from urllib.request import Request

from slack_sdk import WebClient
from slack_sdk.web.file_upload_v2_result import FileUploadV2Result

from sandbox.arguments import from_request
from sandbox.faults import Fault

if TYPE_CHECKING:
    from sandbox.workspace import Workspace


class FakeSlack(WebClient):
    """Everything but the network is the SDK's own: encoding, retries, paging, errors."""

    workspace: Workspace

    def __init__(self, workspace: Workspace, token: str = "xoxb-sandbox", **options: Any) -> None:
        super().__init__(token=token, **{"base_url": "https://sandbox.invalid/api/", **options})
        self.workspace = workspace

    def copy(self, **changes: Any) -> FakeSlack:
        """The same client with another time-out, token or set of retry handlers."""
        options = {
            "token": self.token,
            "base_url": self.base_url,
            "timeout": self.timeout,
            "headers": self.headers,
            "retry_handlers": self.retry_handlers,
            **changes,
        }
        return type(self)(self.workspace, **options)

    def _perform_urllib_http_request_internal(self, url: str, req: Request) -> dict[str, Any]:
        method = url.split("?")[0].rsplit("/", 1)[-1]
        body = req.data if isinstance(req.data, bytes) else b""
        token, params = from_request(dict(req.header_items()), body)
        self.workspace.record(method, params)
        fault = self.workspace.faults.draw(method, str(params.get("channel", "")))
        if fault is not None:
            self._fail_before(url, fault)
        status, headers, answer = self.workspace.call(method, token, params, fault)
        if fault is not None:
            self._fail_after(url, fault)
        return {"status": status, "headers": headers, "body": json.dumps(answer)}

    def _fail_before(self, url: str, fault: Fault) -> None:
        if fault.kind == "refused":
            raise URLError(ConnectionRefusedError(111, "Connection refused"))
        if fault.kind == "drop_before":
            raise ConnectionResetError(104, "Connection reset by peer")
        if fault.kind == "stall_before" and fault.seconds >= self.timeout:
            raise TimeoutError("The read operation timed out")
        if fault.kind == "error_500_before":
            raise _http_error(url, 500, {}, "Internal Server Error")
        if fault.kind == "rate_limited":
            wait = {"Retry-After": fault.retry_after}
            raise _http_error(url, 429, wait, json.dumps({"ok": False, "error": "ratelimited"}))

    def _fail_after(self, url: str, fault: Fault) -> None:
        if fault.kind == "drop_after":
            raise RemoteDisconnected("Remote end closed connection without response")
        if fault.kind == "stall_after" and fault.seconds >= self.timeout:
            raise TimeoutError("The read operation timed out")
        if fault.kind == "error_500_after":
            raise _http_error(url, 500, {}, "Internal Server Error")

    def _upload_file(self, *, url: str, data: bytes, **rest: Any) -> FileUploadV2Result:
        return FileUploadV2Result(status=self.workspace.uploads.receive(url, data), body="OK")


def _http_error(url: str, status: int, headers: dict[str, str], body: str) -> HTTPError:
    message = Message()
    for name, value in headers.items():
        message[name] = value
    return HTTPError(url, status, "", message, io.BytesIO(body.encode()))
