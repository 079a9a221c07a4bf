"""A meeting's vote: the coordinator opens, follows and closes it; everyone who may see it reads what it came to."""

from datetime import datetime
from typing import Any

from bot import files
from bot.blocks import poll_desk as show
from bot.blocks import poll_pictures, poll_results, squares
from bot.blocks.ids import Field, Press, View
from bot.blocks.text import safe
from bot.context import Bot
from bot.i18n import Translate
from bot.receipts import PollResult
from bot.services import access, events
from bot.services.people import Member
from bot.services.polls import closing, desk, facts, starting
from bot.services.registration import lists
from handlers import sending
from handlers.answers import Answer
from handlers.changing_polls import wish_typed
from handlers.requests import Typed
from handlers.table import Handlers
from models.errors import Refusal


def listen(on: Handlers) -> None:
    on.press(Press.POLL)(open_desk)
    on.press(Press.OPEN_POLL)(open_form)
    on.view(View.POLL)(open_vote)
    on.press(Press.CLOSE_POLL)(close_vote)
    on.press(Press.POLL_RESULT)(show_result)
    on.press(Press.BREAK_TIE)(ask_which)
    on.view(View.TIE)(choose_between)
    on.press(Press.POLL_FILE)(send_totals)
    on.press(Press.POLL_PICTURE)(send_picture)
    on.press(Press.PICTURE_TO_CHANNEL)(put_picture_in_channel)


def open_desk(bot: Bot, member: Member, event_id: int, answer: Answer, t: Translate) -> None:
    now = bot.clock.now()
    with bot.sessions.reading() as session:
        event = access.event_to_poll(session, member.workspace_id, event_id, person_id=member.person_id)
        found = desk.read(session, event, now)
    if found.poll is not None and found.poll.closed_at is not None:
        answer.form(poll_results.whole(_result(bot, member, found.poll.id)[0], t, coordinates=True))
    else:
        answer.form(show.desk(found, t))


def open_form(bot: Bot, member: Member, event_id: int, answer: Answer, t: Translate) -> None:
    with bot.sessions.reading() as session:
        event = access.event_to_poll(session, member.workspace_id, event_id, person_id=member.person_id)
        found = desk.form(session, event, bot.clock.now())
    answer.form(show.poll_form(found, t))


def open_vote(bot: Bot, member: Member, event_id: int, typed: Typed, answer: Answer, t: Translate) -> None:
    """Open from now on; the registered hear of it."""
    now = bot.clock.now()
    with bot.sessions.begin() as session:
        event = access.event_to_open_poll(session, member.workspace_id, event_id, person_id=member.person_id)
        closes_at = starting.moment(event, typed.day(Field.DAY), typed.clock(Field.CLOCK))
        starting.start(session, event, wish=wish_typed(typed), closes_at=closes_at, by_id=member.person_id, now=now)
        found = desk.read(session, event, now)
    answer.form(show.desk(found, t, said=t("The vote is open.")))


def close_vote(bot: Bot, member: Member, value: str, answer: Answer, t: Translate) -> None:
    """Counted at once. Pressing twice changes nothing."""
    with bot.sessions.begin() as session:
        poll, _ = access.poll_to_steer(session, member.workspace_id, _poll_id(value), person_id=member.person_id)
        poll = closing.close_now(session, poll.id, by_id=member.person_id, now=bot.clock.now())
        found = facts.result(session, poll, bot.clock.now())
    answer.form(_whole(found, t, coordinates=True))


def show_result(bot: Bot, member: Member, value: str, answer: Answer, t: Translate) -> None:
    found, coordinates = _result(bot, member, _poll_id(value))
    answer.form(_whole(found, t, coordinates=coordinates))


def ask_which(bot: Bot, member: Member, value: str, answer: Answer, t: Translate) -> None:
    now = bot.clock.now()
    with bot.sessions.reading() as session:
        poll, event = access.poll_to_steer(session, member.workspace_id, _poll_id(value), person_id=member.person_id)
        tied, about = desk.tied(session, poll), events.facts(session, event, now)
    if not tied:
        raise Refusal(desk.NOT_TIED)
    answer.form(show.tie_form(about, access.row_id(value.removeprefix("poll ")) or 0, tied, t))


def choose_between(bot: Bot, member: Member, about: dict[str, Any], typed: Typed, answer: Answer, t: Translate) -> None:
    now = bot.clock.now()
    with bot.sessions.begin() as session:
        poll, _ = access.poll_to_steer(
            session, member.workspace_id, access.row_id(str(about.get("poll", ""))), person_id=member.person_id
        )
        desk.choose(
            session, poll, access.row_id(typed.chosen(Field.OPTION) or ""), reason=typed.text(Field.REASON) or "",
            by_id=member.person_id, now=now,
        )  # fmt: skip
        found = facts.result(session, poll, now)
    answer.form(poll_results.whole(found, t, coordinates=True))


def send_totals(
    bot: Bot, member: Member, slack_user_id: str, value: str, view: dict[str, Any], answer: Answer, t: Translate
) -> None:
    """The totals as a file in the coordinator's own conversation with me. One press, one file."""
    now = bot.clock.now()
    with bot.sessions.begin() as session:
        poll, _ = access.poll_to_steer(session, member.workspace_id, _poll_id(value), person_id=member.person_id)
        event = access.event_to_open_poll(session, member.workspace_id, poll.event_id, person_id=member.person_id)
        is_first = lists.fetch(
            session, event, person_id=member.person_id, press=str(view["hash"]), ending="csv", now=now
        )
        found = facts.result(session, poll, now)
    if not is_first:
        answer.nothing()
        return
    answer.form(show.told(t("The result is on its way to you, as a message from me."), found.poll.id, t))

    def not_sent(why: str) -> None:
        answer.afterwards(show.told(t(why), found.poll.id, t))

    comment = safe(t("The result of the vote on {title}.", title=found.poll.title))
    sheet = squares.sheet if found.poll.is_about_challenges else show.sheet
    file = {show.filename(found, t): files.as_csv(sheet(found, t))}
    sending.send(bot, slack_user_id, file, comment, otherwise=not_sent)


def send_picture(
    bot: Bot, member: Member, slack_user_id: str, value: str, view: dict[str, Any], answer: Answer, t: Translate
) -> None:
    """The result as a picture, in the conversation of whoever asks with me."""
    found, _ = _result(bot, member, _poll_id(value))
    words = t("The picture is on its way to you, as a message from me.")
    if view:
        answer.form(show.told(words, found.poll.id, t))
    else:
        answer.sentence(words)

    def not_sent(why: str) -> None:
        if view:
            answer.afterwards(show.told(t(why), found.poll.id, t))
        else:
            answer.correct(t(why))

    spoken, comment = (
        poll_pictures.spoken(found, t),
        safe(t("The result of the vote on {title}.", title=found.poll.title)),
    )
    sending.send_picture(
        bot, slack_user_id, poll_pictures.filename(found, t), poll_pictures.picture(found, t), spoken, comment,
        otherwise=not_sent,
    )  # fmt: skip


def put_picture_in_channel(
    bot: Bot, member: Member, value: str, view: dict[str, Any], answer: Answer, t: Translate
) -> None:
    """For everyone who reads the card; only whoever coordinates does that. One press, one picture."""
    now = bot.clock.now()
    with bot.sessions.begin() as session:
        poll, _ = access.poll_to_steer(session, member.workspace_id, _poll_id(value), person_id=member.person_id)
        event = access.event_to_open_poll(session, member.workspace_id, poll.event_id, person_id=member.person_id)
        is_first = lists.fetch(
            session, event, person_id=member.person_id, press=str(view.get("hash")), ending="png", now=now
        )
        found = facts.result(session, poll, now)
    if not is_first or poll.is_open or poll_results.picture_to_channel(found.poll, t) is None:
        answer.nothing()
        return
    answer.form(show.told(t("The picture is on its way into the channel."), found.poll.id, t))
    rooms = bot.texts.language(bot.texts.default)
    sending.send_picture(
        bot, str(found.poll.channel_id), poll_pictures.filename(found, rooms), poll_pictures.picture(found, rooms),
        poll_pictures.spoken(found, rooms), safe(rooms("The result of the vote on {title}.", title=found.poll.title)),
        otherwise=lambda why: answer.afterwards(show.told(t(why), found.poll.id, t)),
    )  # fmt: skip


def _result(bot: Bot, member: Member, poll_id: int | None) -> tuple[PollResult, bool]:
    now: datetime = bot.clock.now()
    with bot.sessions.reading() as session:
        poll, coordinates = access.result_to_see(session, member.workspace_id, poll_id, person_id=member.person_id)
        return facts.result(session, poll, now), coordinates


def _whole(found: PollResult, t: Translate, *, coordinates: bool) -> dict[str, Any]:
    draw = squares.whole if found.poll.is_about_challenges else poll_results.whole
    return draw(found, t, coordinates=coordinates)


def _poll_id(value: str) -> int | None:
    return access.row_id(value.removeprefix("poll "))
