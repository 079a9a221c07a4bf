"""Who comes: the list that participants see, the coordinator's, and what each organisation covers."""

from dataclasses import replace
from typing import Any

from bot import files
from bot.blocks import needs, sheets
from bot.blocks import participants as show
from bot.blocks.ids import Press
from bot.context import Bot
from bot.i18n import Translate
from bot.services import access, events
from bot.services.people import Member
from bot.services.registration import desk, lists, participants
from handlers import sending
from handlers.answers import Answer
from handlers.table import Handlers


def listen(on: Handlers) -> None:
    on.press(Press.PARTICIPANTS)(show_participants)
    on.press(Press.PARTICIPANTS_PAGE)(turn_page)
    on.press(Press.NEEDS)(show_needs)
    on.press(Press.NEEDS_PAGE)(show_needs)
    on.press(Press.EXPORT)(send_list)


def show_participants(bot: Bot, member: Member, event_id: int, answer: Answer, t: Translate) -> None:
    _show(bot, member, event_id, 1, answer, t)


def turn_page(bot: Bot, member: Member, event_id: int, value: str, answer: Answer, t: Translate) -> None:
    _show(bot, member, event_id, _page(value), answer, t)


def show_needs(bot: Bot, member: Member, event_id: int, value: str, answer: Answer, t: Translate) -> None:
    """Needs and diet: the coordinator's own eyes, and a line in the log when the organiser stands in."""
    with bot.sessions.begin() as session:
        event = access.event_for_needs(
            session, member.workspace_id, event_id, person_id=member.person_id, now=bot.clock.now()
        )
        facts = events.facts(session, event, bot.clock.now())
        rows = participants.needs(session, event)
    answer.form(needs.needs(facts, rows, t, page=_page(value)))


def send_list(
    bot: Bot, member: Member, is_admin: bool, slack_user_id: str, event_id: int, value: str, view: dict[str, Any],
    answer: Answer, t: Translate,
) -> None:  # fmt: skip
    """The list as a file in the coordinator's own conversation with me. One press, one file."""
    ending = "csv" if value == "file csv" else "xlsx"
    with bot.sessions.begin() as session:
        event = access.event_to_export(
            session, member.workspace_id, event_id, person_id=member.person_id, is_admin=is_admin
        )
        is_first = lists.fetch(
            session, event, person_id=member.person_id, press=str(view["hash"]), ending=ending, now=bot.clock.now()
        )
        found = lists.sheet(session, event, bot.clock.now())
    if not is_first:
        answer.nothing()
        return
    rows = sheets.rows(found, t)
    content = files.as_csv(rows) if ending == "csv" else files.as_xlsx(rows)
    answer.form(show.fetched(t("The list is on its way to you, as a message from me."), found.event, t))

    name = sheets.filename(found, ending, t)

    def not_sent(why: str) -> None:
        answer.afterwards(show.fetched(t(why), found.event, t))

    sending.send(bot, slack_user_id, {name: content}, sheets.comment(found, t), otherwise=not_sent)


def _show(bot: Bot, member: Member, event_id: int, page: int, answer: Answer, t: Translate) -> None:
    """The coordinator's list for whoever coordinates; for those who come themselves, who else does."""
    now = bot.clock.now()
    with bot.sessions.reading() as session:
        event = access.event_for_fellows(session, member.workspace_id, event_id, person_id=member.person_id)
        if access.sees_participants(session, event, member.person_id):
            is_coordinator = access.sees_hidden(session, event, member.person_id)
            found = participants.listed(session, event, now, is_coordinator=is_coordinator)
            if access.answers_appeals(session, event, member.person_id):
                found = replace(found, appeals=desk.waiting(session, event, now))
            view = show.participants(found, t, page=page)
        else:
            has_colleagues = access.has_colleagues(session, event, member.person_id)
            fellows = replace(lists.fellows(session, event, now), has_colleagues=has_colleagues)
            if access.counts_needs(session, event, member.person_id):
                with_needs, catering = participants.counts(session, event)
                fellows = replace(fellows, with_needs=with_needs, catering=catering)
            view = show.fellows(fellows, t, page=page)
    answer.form(view)


def _page(value: str) -> int:
    """`page 2`; whatever else the button carries is the first."""
    return (access.row_id(value.removeprefix("page ")) if value.startswith("page ") else None) or 1
