"""A payload that does nothing: Bolt with our table behind it against Bolt alone, in one process."""

import re
from pathlib import Path
from statistics import median
from time import perf_counter

from slack_bolt import Ack, App, BoltRequest
from slack_sdk import WebClient

from benchmarks import stage
from benchmarks.lines import Line, ratio
from bot import serving, slack
from bot.app import build_app
from bot.clock import SystemClock, ticks
from bot.context import Bot
from bot.i18n import read_texts
from bot.services.people import Member
from handlers import commands
from handlers.answers import Answer
from models.database import Sessions, connect

ROUNDS, EACH = 15, 200
WORD = "nothing"


def measure(folder: Path) -> list[Line]:
    stage.prepare(folder, people=1, meetings=1)
    with stage.yes_man() as api:
        client = slack.client("xoxb-sandbox", api)
        ours, bare = _ours(client, folder), _bare(client)
        rates = [(_rate(ours), _rate(bare)) for _ in range(ROUNDS)]
    return [ratio("dispatch with all our handlers", [one for one, _ in rates], [one for _, one in rates], 0.85)]


def _ours(client: WebClient, folder: Path) -> App:
    bot = Bot(
        sessions=Sessions(connect(stage.url_of(folder))),
        slack=client,
        respond=slack.responder(),
        clock=SystemClock(),
        ticks=ticks,
        texts=read_texts(),
    )
    table = commands.table()
    table.word(WORD)(_do_nothing)
    return build_app(bot, serving.join(bot), table=table)


def _do_nothing(member: Member, answer: Answer) -> None:
    """The person is known, and there is nothing to say."""
    answer.nothing()


def _bare(client: WebClient) -> App:
    app = App(client=client, signing_secret=stage.SECRET, process_before_response=True)
    app.command(re.compile(".*"))(_nothing)
    return app


def _nothing(ack: Ack) -> None:
    ack()


def _rate(app: App) -> float:
    """Requests a second, from the median of single ones: a hiccup of the machine is not the code's."""
    body = stage.command(WORD)
    times = []
    for _ in range(EACH):
        began = perf_counter()
        response = app.dispatch(BoltRequest(mode="socket_mode", body=body))
        times.append(perf_counter() - began)
        assert response.status == 200
    return 1 / median(times)
