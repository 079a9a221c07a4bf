"""The plan of a meeting, for whoever coordinates it: what goes out when, and what has been sent on by mail."""

from typing import Any

from bot.blocks import guests as show_guests
from bot.blocks import plans as show
from bot.blocks import previews, step_form
from bot.blocks import steps as words
from bot.blocks.ids import Field, Press, View
from bot.context import Bot
from bot.i18n import Translate
from bot.letters import trials
from bot.receipts import PlanFacts
from bot.services import access
from bot.services.messages import guests
from bot.services.people import Member
from bot.services.plan import plans
from bot.services.plan.plans import Wish
from handlers.answers import Answer
from handlers.requests import Typed
from handlers.table import Handlers
from models.errors import N_, Refusal


def listen(on: Handlers) -> None:
    on.press(Press.PLAN)(open_plan)
    on.press(Press.PLAN_PAGE)(turn_page)
    on.press(Press.STEP)(open_step)
    on.view(View.STEP)(change_step)
    on.press(Press.STEP_TEXT)(show_text)
    on.press(Press.TRIAL)(send_trial)
    on.press(Press.INERT)(press_what_is_only_shown)
    on.press(Press.MAIL_SENT)(mark_mail_sent)


def open_plan(bot: Bot, member: Member, event_id: int, answer: Answer, t: Translate) -> None:
    answer.form(show.plan(_read(bot, member, event_id), t))


def turn_page(bot: Bot, member: Member, event_id: int, value: str, answer: Answer, t: Translate) -> None:
    number = access.row_id(value.removeprefix("page ")) or 1
    answer.form(show.plan(_read(bot, member, event_id), t, page=number))


def open_step(bot: Bot, member: Member, value: str, answer: Answer, t: Translate) -> None:
    with bot.sessions.reading() as session:
        step, event = access.step_to_edit(session, member.workspace_id, _step_id(value), person_id=member.person_id)
        found = plans.read_step(session, step, event, bot.clock.now())
    answer.form(step_form.step_form(found, t))


def change_step(bot: Bot, member: Member, about: dict[str, Any], typed: Typed, answer: Answer, t: Translate) -> None:
    """The submitted form: the plan with the change in it, or the form again when somebody was faster."""
    with bot.sessions.begin() as session:
        step, event = access.step_to_change(
            session, member.workspace_id, _step_id(str(about.get("step", ""))), person_id=member.person_id
        )
        found = plans.change(
            session, step, event, _wish(typed), seen=str(about.get("seen", "")), person_id=member.person_id,
            now=bot.clock.now(),
        )  # fmt: skip
        plan = plans.read(session, event, member.person_id, bot.clock.now())
    if found.is_overtaken:
        answer.form(step_form.step_form(found, t))
    else:
        answer.form(show.plan(plan, t, said=words.goes(found.step, found.event.tz, t)))


def show_text(bot: Bot, member: Member, value: str, answer: Answer, t: Translate) -> None:
    with bot.sessions.reading() as session:
        step, event = access.step_to_see(session, member.workspace_id, _step_id(value), person_id=member.person_id)
        found = trials.texts(session, step, event, bot.texts, first=t, now=bot.clock.now())
    answer.form(previews.texts(found, t))


def send_trial(bot: Bot, member: Member, event_id: int, view: dict[str, Any], answer: Answer, t: Translate) -> None:
    """Every text of the plan to whoever asks, once for each time the plan was shown."""
    with bot.sessions.begin() as session:
        event = access.event_for_plan(session, member.workspace_id, event_id, person_id=member.person_id)
        n = trials.send(session, event, person_id=member.person_id, press=str(view["hash"]), t=t, now=bot.clock.now())
        plan = plans.read(session, event, member.person_id, bot.clock.now())
    answer.form(show.plan(plan, t, said=show.trial_said(n, t)))


def press_what_is_only_shown(message: dict[str, Any], answer: Answer, t: Translate) -> None:
    if message:
        answer.sentence(t("This is only a trial: the buttons do nothing."))
    else:
        answer.nothing()


def mark_mail_sent(bot: Bot, member: Member, value: str, message: dict[str, Any], answer: Answer, t: Translate) -> None:
    """The text stays, so that it can be read again; the button gives way to who sent it."""
    with bot.sessions.begin() as session:
        done = guests.mark_sent(
            session, member.workspace_id, access.row_id(value), person_id=member.person_id, now=bot.clock.now()
        )
    answer.replace(show_guests.marked(message, done, t))


def _read(bot: Bot, member: Member, event_id: int | None) -> PlanFacts:
    with bot.sessions.reading() as session:
        event = access.event_for_plan(session, member.workspace_id, event_id, person_id=member.person_id)
        return plans.read(session, event, member.person_id, bot.clock.now())


def _step_id(value: str) -> int | None:
    return access.row_id(value.removeprefix("step "))


def _wish(typed: Typed) -> Wish:
    number, clock = typed.whole(Field.NUMBER), typed.clock(Field.CLOCK)
    if number is None:
        raise Refusal(N_("Write a whole number."), field=Field.NUMBER)
    is_off = typed.chosen(Field.SENDS) == step_form.OFF
    unit = typed.chosen(Field.UNIT)
    if unit in (step_form.MINUTES_BEFORE, step_form.MINUTES_AFTER):
        return Wish(is_off=is_off, minutes_before=-number if unit == step_form.MINUTES_AFTER else number)
    if clock is None:
        raise Refusal(N_("Choose a time of the day."), field=Field.CLOCK)
    return Wish(is_off=is_off, days_before=-number if unit == step_form.DAYS_AFTER else number, at=clock)
