"""Two hundred people at once, through real Bolt, on both databases."""

from sqlalchemy.orm import Session

from bot.context import Bot
from sandbox.workspace import Workspace
from tests.storms.crowd import check_seats, everyone, make_crowd, registers


def test_two_hundred_people_want_forty_seats(bot: Bot, workspace: Workspace, session: Session) -> None:
    bot.sessions.wait = 30.0  # who gets a seat, however slow the machine is
    event, people = make_crowd(session, workspace)

    everyone(people, registers)

    check_seats(session, event, people)
