"""Making two rows of one person one."""

from bot.blocks import merging as show
from bot.blocks.ids import Field, Press, View
from bot.context import Bot
from bot.i18n import Translate
from bot.services import access, events, merging
from bot.services.people import Member
from handlers.answers import Answer
from handlers.requests import Typed
from handlers.table import Handlers


def listen(on: Handlers) -> None:
    on.press(Press.DOUBLES)(show_doubles)
    on.view(View.MERGE)(merge)


def show_doubles(bot: Bot, member: Member, event_id: int, answer: Answer, t: Translate) -> None:
    with bot.sessions.reading() as session:
        event = access.event_to_merge_in(session, member.workspace_id, event_id, person_id=member.person_id)
        facts, found = events.facts(session, event, bot.clock.now()), merging.doubles(session, event)
    answer.form(show.doubles(facts, found, t))


def merge(bot: Bot, member: Member, event_id: int, typed: Typed, answer: Answer, t: Translate) -> None:
    keep, _, drop = (typed.chosen(Field.PERSON) or "").partition(":")
    with bot.sessions.begin() as session:
        event = access.event_to_merge_in(session, member.workspace_id, event_id, person_id=member.person_id)
        done = merging.merge(
            session,
            event,
            keep_id=access.row_id(keep) or 0,
            drop_id=access.row_id(drop) or 0,
            by_id=member.person_id,
            now=bot.clock.now(),
        )
    answer.say(show.merged(done, t))
