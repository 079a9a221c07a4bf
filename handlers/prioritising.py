"""A lab's challenges: whoever leads it opens the vote on them, follows and closes it."""

from bot.blocks import prioritising as show
from bot.blocks.ids import Field, Press, View
from bot.context import Bot
from bot.i18n import Translate
from bot.services import access
from bot.services.people import Member
from bot.services.polls import prioritising, starting
from handlers.answers import Answer
from handlers.requests import Typed
from handlers.table import Handlers


def listen(on: Handlers) -> None:
    on.press(Press.PRIORITISE)(open_desk)
    on.press(Press.OPEN_PRIORITISING)(open_form)
    on.press(Press.OPENS_ITSELF)(switch)
    on.view(View.PRIORITISING)(open_vote)


def open_desk(bot: Bot, member: Member, event_id: int, answer: Answer, t: Translate) -> None:
    now = bot.clock.now()
    with bot.sessions.reading() as session:
        event = access.event_to_poll(session, member.workspace_id, event_id, person_id=member.person_id)
        found = prioritising.read(session, event, now)
    answer.form(show.desk(found, t))


def open_form(bot: Bot, member: Member, event_id: int, answer: Answer, t: Translate) -> None:
    with bot.sessions.reading() as session:
        event = access.event_to_poll(session, member.workspace_id, event_id, person_id=member.person_id)
        found = prioritising.read(session, event, bot.clock.now())
    answer.form(show.opening_form(found, t))


def switch(bot: Bot, member: Member, value: str, answer: Answer, t: Translate) -> None:
    """Whether it opens when the agenda comes to it. Pressing twice changes nothing."""
    now = bot.clock.now()
    written, _, wanted = value.partition(" ")
    with bot.sessions.begin() as session:
        event_id = access.row_id(written)
        event = access.event_to_open_poll(session, member.workspace_id, event_id, person_id=member.person_id)
        starting.by_itself(session, event, now, is_off=wanted == "off")
        found = prioritising.read(session, event, now)
    answer.form(show.desk(found, t))


def open_vote(bot: Bot, member: Member, event_id: int, typed: Typed, answer: Answer, t: Translate) -> None:
    now = bot.clock.now()
    with bot.sessions.begin() as session:
        event = access.event_to_open_poll(session, member.workspace_id, event_id, person_id=member.person_id)
        prioritising.start(
            session,
            event,
            challenges=prioritising.lines_of(typed.text(Field.WORDS) or ""),
            asks=[typed.text(field) for field in (Field.IMPORTANCE, Field.FEASIBILITY)],
            is_per_organisation=typed.chosen(Field.WHOSE) != show.PERSON,
            closes_at=starting.moment(event, typed.day(Field.DAY), typed.clock(Field.CLOCK)),
            by_id=member.person_id,
            now=now,
        )  # fmt: skip
        found = prioritising.read(session, event, now)
    answer.form(show.desk(found, t, said=t("The vote is open.")))
