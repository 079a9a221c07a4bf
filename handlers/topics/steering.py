"""What whoever orders the questions does with them: reads them first, corrects, merges, puts in order."""

from typing import Any

from bot.blocks import topic_steering as show
from bot.blocks import topics as lists
from bot.blocks.ids import Field, Press, View
from bot.context import Bot
from bot.i18n import Translate
from bot.services import access
from bot.services.people import Member
from bot.services.topics import merging, ordering, proposing, reading
from handlers.answers import Answer
from handlers.requests import Typed
from handlers.table import Handlers
from handlers.topics.proposing import draft_in


def listen(on: Handlers) -> None:
    on.press(Press.TOPIC)(show_topic)
    on.press(Press.READ_FIRST)(switch_reading_first)
    on.press(Press.APPROVE_TOPIC)(approve)
    on.press(Press.TOPIC_UP)(move_up)
    on.press(Press.TOPIC_DOWN)(move_down)
    on.press(Press.REWORD)(open_wording)
    on.press(Press.MERGE_TOPIC)(open_merge)
    on.option(Field.TOPIC)(find_topics)
    on.view(View.REWORDED_TOPIC)(reword)
    on.view(View.MERGED_TOPIC)(merge)


def show_topic(bot: Bot, member: Member, value: str, answer: Answer, t: Translate) -> None:
    with bot.sessions.reading() as session:
        event, topic = access.topic_to_handle(session, member.workspace_id, value, person_id=member.person_id)
        found = reading.read(session, member, event.id, bot.clock.now())
        one = found.get(topic.id)
    answer.form(show.panel(found, one, t))


def switch_reading_first(bot: Bot, member: Member, event_id: int, answer: Answer, t: Translate) -> None:
    """On or off, as it was not."""
    now = bot.clock.now()
    with bot.sessions.begin() as session:
        event = access.event_to_steer_topics(session, member.workspace_id, event_id, person_id=member.person_id)
        is_on = not event.approves_topics
        ordering.read_first(session, event, is_on=is_on, actor_id=member.person_id, now=now)
        found = reading.read(session, member, event.id, now)
    said = t("New questions wait for you from now on.") if is_on else t("New questions are shown at once from now on.")
    answer.form(lists.shown(found, t, said=said))


def approve(bot: Bot, member: Member, value: str, answer: Answer, t: Translate) -> None:
    now = bot.clock.now()
    with bot.sessions.begin() as session:
        event, topic = access.topic_to_steer(session, member.workspace_id, value, person_id=member.person_id)
        ordering.approve(session, event, topic, actor_id=member.person_id, now=now)
        found = reading.read(session, member, event.id, now)
        one = found.get(topic.id)
    answer.form(show.panel(found, one, t, said=t("Everyone can read it now.")))


def move_up(bot: Bot, member: Member, value: str, answer: Answer, t: Translate) -> None:
    _move(bot, member, value, -1, answer, t)


def move_down(bot: Bot, member: Member, value: str, answer: Answer, t: Translate) -> None:
    _move(bot, member, value, 1, answer, t)


def open_wording(bot: Bot, member: Member, value: str, answer: Answer, t: Translate) -> None:
    now = bot.clock.now()
    with bot.sessions.reading() as session:
        event, topic = access.topic_to_handle(session, member.workspace_id, value, person_id=member.person_id)
        facts = proposing.form(session, [event], event, person_id=member.person_id, written="", now=now)
        found = reading.read(session, member, event.id, now)
        one = found.get(topic.id)
    answer.form(show.reword_form(one, facts, t))


def reword(bot: Bot, member: Member, about: dict[str, Any], typed: Typed, answer: Answer, t: Translate) -> None:
    draft, now = draft_in(typed), bot.clock.now()
    with bot.sessions.begin() as session:
        event, topic = access.topic_to_steer(session, member.workspace_id, topic_of(about), person_id=member.person_id)
        ordering.reword(
            session,
            event,
            topic,
            title=draft.title,
            level=draft.level or topic.level,
            theme=draft.theme_id,
            background=draft.background,
            actor_id=member.person_id,
            now=now,
        )
        found = reading.read(session, member, event.id, now)
        one = found.get(topic.id)
    answer.form(show.panel(found, one, t, said=t("The question is saved.")))


def open_merge(bot: Bot, member: Member, value: str, answer: Answer, t: Translate) -> None:
    with bot.sessions.reading() as session:
        event, topic = access.topic_to_handle(session, member.workspace_id, value, person_id=member.person_id)
        found = reading.read(session, member, event.id, bot.clock.now())
        one = found.get(topic.id)
    answer.form(show.merge_form(found, one, t))


def find_topics(bot: Bot, member: Member, about: dict[str, Any], query: str, answer: Answer) -> None:
    """Those it can be merged with; before anything is written, the likeliest first."""
    with bot.sessions.reading() as session:
        event, topic = access.topic_to_handle(session, member.workspace_id, topic_of(about), person_id=member.person_id)
        found = reading.read(session, member, event.id, bot.clock.now())
        likely = reading.to_merge_with(found, topic.id, query)
    answer.options([show.option(one) for one in likely])


def merge(bot: Bot, member: Member, about: dict[str, Any], typed: Typed, answer: Answer, t: Translate) -> None:
    now = bot.clock.now()
    with bot.sessions.begin() as session:
        into_id = typed.chosen(Field.TOPIC) or ""
        event, topic = access.topic_to_steer(session, member.workspace_id, topic_of(about), person_id=member.person_id)
        _, into = access.topic_to_steer(session, member.workspace_id, into_id, person_id=member.person_id)
        reason = typed.text(Field.REASON)
        merging.merge(session, event, topic, into, reason=reason, by_id=member.person_id, now=now)
        found = reading.read(session, member, event.id, now)
        one = found.get(into.id)
    answer.form(show.panel(found, one, t, said=t("The two are one question now.")))


def topic_of(about: dict[str, Any]) -> str:
    """The question a form is about."""
    return str(about.get("topic", ""))


def _move(bot: Bot, member: Member, value: str, by: int, answer: Answer, t: Translate) -> None:
    now = bot.clock.now()
    with bot.sessions.begin() as session:
        event, topic = access.topic_to_steer(session, member.workspace_id, value, person_id=member.person_id)
        ordering.move(session, event, topic, by=by, actor_id=member.person_id, now=now)
        found = reading.read(session, member, event.id, now)
        one = found.get(topic.id)
    place, of = reading.place_of(found, one.id)
    said = t("It is number {place} of {of}.", place=place, of=of)
    answer.form(show.panel(found, one, t, said=said))
