"""The whole bot over Socket Mode, started in a moment to be killed: see `tests/nursery.py`."""

import logging
import os
import tempfile

from slack_bolt import BoltRequest

from bot import sockets
from bot.serving import running
from bot.settings import for_serving
from scheduler import doubts
from tests.nursery import nurse


def serve(*, is_careless: str = "", **settings: str) -> None:
    if is_careless:
        doubts.look = lambda *_: doubts.Nowhere()  # type: ignore[assignment]
    os.environ.update(settings)
    sockets.serve_sockets(for_serving())


def warm_up(*, is_careless: str = "", **settings: str) -> None:
    """Once through everything that is imported or worked out when it is first wanted."""
    logging.disable()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(settings | {"DATABASE_URL": f"sqlite:///{folder}/dialog.db"})
        with running(for_serving()) as bot:
            help_me = {"command": "/dialog", "text": "lista", "user_id": "U000000000", "team_id": "T0SANDBOX"}
            bot.app.dispatch(BoltRequest(mode="socket_mode", body=help_me))


if __name__ == "__main__":
    nurse(serve, warm_up)
