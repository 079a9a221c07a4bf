"""Help with what each may do now, and the two questions to newcomers."""

from bot.blocks import guide as show
from bot.blocks.ids import Field, Press, View
from bot.blocks.registrations import said
from bot.context import Bot
from bot.i18n import Translate
from bot.services import guide
from bot.services.people import Member
from handlers.answers import Answer
from handlers.requests import Typed
from handlers.table import Handlers


def listen(on: Handlers) -> None:
    on.word("help", "hjälp", "hjalp", "")(explain)
    on.press(Press.HELP)(explain)
    on.press(Press.WELCOME)(open_welcome)
    on.press(Press.NO_WELCOME)(pass_over)
    on.view(View.WELCOME)(introduce)


def explain(bot: Bot, visitor: Member, is_admin: bool, words: str, answer: Answer, t: Translate) -> None:
    """What one can do here; about a word, what it does and an example."""
    found = show.of_word(words.partition(" ")[0], t) if words else None
    answer.say(found or _all(bot, visitor, is_admin, t))


def not_understood(
    bot: Bot, visitor: Member, is_admin: bool, answer: Answer, t: Translate, *, unknown: str, meant: str | None
) -> None:
    answer.say(_all(bot, visitor, is_admin, t, unknown=unknown, meant=meant))


def open_welcome(bot: Bot, member: Member, answer: Answer, t: Translate) -> None:
    with bot.sessions.reading() as session:
        found = guide.welcome(session, member.workspace_id)
    answer.form(show.welcome_form(found, t))


def pass_over(bot: Bot, member: Member, answer: Answer, t: Translate) -> None:
    with bot.sessions.begin() as session:
        guide.pass_over(session, member.person_id, bot.clock.now())
    answer.redraw(said(t("All right, I will not ask again. You can write {command} whenever you like.",
                         command=t.command)))  # fmt: skip


def introduce(bot: Bot, member: Member, typed: Typed, answer: Answer, t: Translate) -> None:
    with bot.sessions.begin() as session:
        guide.introduce(
            session, member.workspace_id, member.person_id, organisation=typed.chosen(Field.ORGANISATION) or "",
            role=typed.chosen(Field.ROLE), now=bot.clock.now(),
        )  # fmt: skip
    answer.sentence(t("Thank you. Your next registration is filled in already."))


def _all(
    bot: Bot, visitor: Member, is_admin: bool, t: Translate, *, unknown: str | None = None, meant: str | None = None
) -> dict[str, object]:
    with bot.sessions.reading() as session:
        may = guide.abilities(session, visitor.workspace_id, visitor.person_id, bot.clock.now(), is_admin=is_admin)
    return show.help_message(may, t, unknown=unknown, meant=meant)
