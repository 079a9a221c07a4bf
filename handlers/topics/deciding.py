"""Saying what becomes of a question, and taking it back."""

from typing import Any

from bot.blocks import topic_steering as show
from bot.blocks.ids import Field, Press, View
from bot.context import Bot
from bot.i18n import Translate
from bot.services import access, events
from bot.services.people import Member
from bot.services.topics import deciding, fates, reading
from handlers.answers import Answer
from handlers.requests import Typed
from handlers.table import Handlers
from handlers.topics.steering import topic_of


def listen(on: Handlers) -> None:
    on.press(Press.DECIDE_TOPIC)(open_decision)
    on.press(Press.REOPEN_TOPIC)(reopen)
    on.view(View.DECIDED_TOPIC)(decide)


def open_decision(bot: Bot, member: Member, value: str, answer: Answer, t: Translate) -> None:
    now = bot.clock.now()
    with bot.sessions.reading() as session:
        event, topic = access.topic_to_handle(session, member.workspace_id, value, person_id=member.person_id)
        found = reading.read(session, member, event.id, now)
        one = found.get(topic.id)
        places = tuple(events.facts(session, one, now) for one in deciding.places(session, event, now))
    answer.form(show.decide_form(found, one, places, t))


def decide(bot: Bot, member: Member, about: dict[str, Any], typed: Typed, answer: Answer, t: Translate) -> None:
    now = bot.clock.now()
    with bot.sessions.begin() as session:
        event, topic = access.topic_to_decide(session, member.workspace_id, topic_of(about), person_id=member.person_id)
        deciding.decide(
            session,
            event,
            topic,
            fate=typed.chosen(Field.FATE) or "",
            place=access.row_id(typed.chosen(Field.PLACE) or ""),
            reason=typed.text(Field.REASON),
            actor_id=member.person_id,
            now=now,
        )
        found = reading.read(session, member, event.id, now)
        one = found.get(topic.id)
    said = t("Saved. Whoever proposed it hears of it in a few minutes.")
    answer.form(show.panel(found, one, t, said=said))


def reopen(bot: Bot, member: Member, value: str, answer: Answer, t: Translate) -> None:
    now = bot.clock.now()
    with bot.sessions.begin() as session:
        event, topic = access.topic_to_reopen(session, member.workspace_id, value, person_id=member.person_id)
        fates.reopen(session, event, topic, member.person_id, now)
        found = reading.read(session, member, event.id, now)
        one = found.get(topic.id)
    answer.form(show.panel(found, one, t, said=t("The question is open again.")))
