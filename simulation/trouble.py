"""What goes wrong: power cuts in the middle of a post, lost answers, days without a bot."""

from typing import Any
from urllib.request import Request

from sandbox.client import FakeSlack
from sandbox.faults import Fault
from sandbox.workspace import Workspace

POST = "chat.postMessage"
BAD_DAY = {
    Fault.DROP_AFTER: 0.04,
    Fault.DROP_BEFORE: 0.03,
    Fault.ERROR_500_AFTER: 0.02,
    Fault.ERROR_500_BEFORE: 0.02,
    Fault.RATE_LIMITED(5): 0.01,
}
"""Of every hundred calls, twelve go wrong; half of those took effect all the same."""


class PowerCutError(BaseException):
    """The process is gone. Nothing of ours may catch it."""


class Plug:
    """Pulled, the next post is the last thing the process does: before it has been sent, or just after."""

    def __init__(self) -> None:
        self._pulled: list[bool] = []

    def pull(self, *, before: bool) -> None:
        self._pulled.append(before)

    def cut(self, *, before: bool) -> None:
        if self._pulled and self._pulled[0] is before:
            self._pulled.pop()
            raise PowerCutError


class PluggedWorkspace(Workspace):
    """A workspace whose bot runs in a machine that somebody may trip over."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.plug = Plug()


class PluggedSlack(FakeSlack):
    workspace: PluggedWorkspace

    def _perform_urllib_http_request_internal(self, url: str, req: Request) -> dict[str, Any]:
        if not url.endswith(POST):
            return super()._perform_urllib_http_request_internal(url, req)
        self.workspace.plug.cut(before=True)
        answer = super()._perform_urllib_http_request_internal(url, req)
        self.workspace.plug.cut(before=False)
        return answer


def begin_a_bad_day(workspace: Workspace, seed: int) -> None:
    workspace.faults.rate(POST, BAD_DAY, seed)
    workspace.faults.history_lag = 8


def end_the_bad_day(workspace: Workspace) -> None:
    workspace.faults.rate(POST, {})
    workspace.faults.history_lag = 0
