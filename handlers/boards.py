"""The board: how all meetings stand, reminding a coordinator, ticking off."""

import json
from typing import Any

from bot.blocks import boards as show
from bot.blocks import checklists as lists
from bot.blocks.ids import Field, Press, View
from bot.context import Bot
from bot.i18n import Translate
from bot.services import access
from bot.services.overview import boards, checklists, reminding
from bot.services.people import Member
from handlers.answers import Answer
from handlers.requests import Typed
from handlers.table import Handlers
from models.errors import N_, Refusal


def listen(on: Handlers) -> None:
    on.press(Press.BOARD)(open_board)
    on.press(Press.BOARD_FILTER)(open_board)
    on.press(Press.BOARD_LINE)(open_line)
    on.press(Press.REMIND_COORDINATOR)(remind)
    on.press(Press.TICK)(tick)
    on.press(Press.CHECKLIST)(open_checklist)
    on.view(View.CHECKLIST)(change_checklist)


def open_board(bot: Bot, member: Member, value: str, answer: Answer, t: Translate) -> None:
    """All of it, or what the filter and the page say: `needy 2`."""
    wanted, _, page = value.partition(" ")
    with bot.sessions.reading() as session:
        board = boards.board(
            session, member.workspace_id, member.person_id, bot.clock.now(),
            show=boards.meant(wanted), page=access.row_id(page) or 1,
        )  # fmt: skip
    if board is None:
        raise Refusal(N_("You coordinate no meetings."))
    answer.form(show.shown(board, t))


def open_line(bot: Bot, member: Member, event_id: int | None, answer: Answer, t: Translate) -> None:
    with bot.sessions.reading() as session:
        event = access.event_for_overview(session, member.workspace_id, event_id, person_id=member.person_id)
        found = boards.details(session, event, member.person_id, bot.clock.now())
    answer.form(show.details(found, t))


def remind(bot: Bot, member: Member, event_id: int | None, answer: Answer, t: Translate) -> None:
    """Pressed twice on a day, they hear it once."""
    now = bot.clock.now()
    with bot.sessions.begin() as session:
        event = access.event_to_remind_of(session, member.workspace_id, event_id, person_id=member.person_id)
        is_new = reminding.remind(session, event, actor_id=member.person_id, now=now)
        found = boards.details(session, event, member.person_id, now)
    said = t("The coordinator is being reminded.") if is_new else t("The coordinator has been reminded today already.")
    answer.form(show.details(found, t, said=said))


def tick(bot: Bot, member: Member, value: str, answer: Answer, t: Translate) -> None:
    """`12 venue agency on`"""
    now, meant = bot.clock.now(), checklists.meant(value)
    with bot.sessions.begin() as session:
        event = access.event_to_tick(
            session, member.workspace_id, meant.event_id, person_id=member.person_id, side=meant.side
        )
        checklists.tick(session, event, meant, person_id=member.person_id, now=now)
        found = boards.details(session, event, member.person_id, now)
    answer.form(show.details(found, t))


def open_checklist(bot: Bot, member: Member, event_id: int | None, answer: Answer, t: Translate) -> None:
    with bot.sessions.reading() as session:
        event = access.event_for_checklist(session, member.workspace_id, event_id, person_id=member.person_id)
        found = checklists.form(session, event, bot.clock.now())
    answer.form(lists.changing(found, t, json.dumps({"event": found.event.id, "seen": found.stamp})))


def change_checklist(
    bot: Bot, member: Member, about: dict[str, Any], event_id: int | None, typed: Typed, answer: Answer, t: Translate
) -> None:
    now = bot.clock.now()
    with bot.sessions.begin() as session:
        event = access.event_for_checklist(session, member.workspace_id, event_id, person_id=member.person_id)
        shown = {one.key: lists.words_of(one, t) for one in checklists.facts(session, event)}
        checklists.change(
            session, event, (typed.text(Field.POINTS) or "").splitlines(), seen=str(about.get("seen", "")),
            shown=shown, actor_id=member.person_id, now=now,
        )  # fmt: skip
        found = boards.details(session, event, member.person_id, now)
    answer.form(show.details(found, t, said=t("The checklist is changed.")))
