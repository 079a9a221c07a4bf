"""Asking for a seat, changing it, giving it back."""

from typing import Any

from bot.blocks import events as lists
from bot.blocks import registration_form as forms
from bot.blocks import registrations as show
from bot.blocks.ids import Field, Press, Shortcut, View
from bot.context import Bot
from bot.i18n import Translate
from bot.receipts import Receipt
from bot.services import access, choosing, organisations, people
from bot.services.inviting import inviting
from bot.services.people import Member
from bot.services.registration import cancelling, confirming, seats, succession, wishes
from bot.services.registration.wishes import Profile, Wish
from handlers.answers import Answer
from handlers.requests import Typed
from handlers.table import Handlers
from models.errors import N_, Refusal


def listen(on: Handlers) -> None:
    on.word("register", "anmäl", "anmal")(ask_for_a_seat)
    on.word("cancel", "återbud", "aterbud")(give_a_seat_back)
    on.press(Press.REGISTER)(open_form)
    on.shortcut(Shortcut.REGISTER)(open_form)
    on.press(Press.CHANGE)(change_answers)
    on.press(Press.SHOW)(show_seat)
    on.press(Press.CANCEL)(cancel)
    on.press(Press.DECLINE)(decline)
    on.press(Press.COMING)(confirm_coming)
    on.press(Press.HEAR)(hear_of_changes)
    on.press(Press.EDIT_PROFILE)(edit_profile)
    on.press(Field.ATTENDANCE)(choose_attendance)
    on.option(Field.ORGANISATION)(suggest_organisations)
    on.view(View.REGISTRATION)(take_seat)


def ask_for_a_seat(bot: Bot, member: Member, words: str, channel_id: str | None, answer: Answer, t: Translate) -> None:
    """One meeting that is meant → its form; otherwise choose."""
    with bot.sessions.reading() as session:
        now = bot.clock.now()
        meant = choosing.to_register(session, member, words=words, channel_id=channel_id, now=now)
        page = None if meant.is_clear else meant.page
    if page is None:
        _open(bot, member, meant.event_id, answer, t)
    else:
        title = t("Which meeting?") if page.lines else t("I found no meeting for “{words}”.", words=words)
        answer.say(lists.choices(page, t, title=title))


def open_form(bot: Bot, member: Member, event_id: int | None, answer: Answer, t: Translate) -> None:
    """The form, or my registration when I have one already: never a second seat."""
    if event_id is None:
        ask_for_a_seat(bot, member, "", None, answer, t)
    else:
        _open(bot, member, event_id, answer, t)


def change_answers(bot: Bot, member: Member, event_id: int, answer: Answer, t: Translate) -> None:
    """The filled form."""
    with bot.sessions.reading() as session:
        event = access.event_in(session, member.workspace_id, event_id)
        facts = wishes.form_to_change(session, event, member.person_id, bot.clock.now())
    answer.form(forms.registration_form(facts, t, attendance=None, edits_profile=False))


def show_seat(bot: Bot, member: Member, event_id: int, answer: Answer, t: Translate) -> None:
    with bot.sessions.reading() as session:
        event = access.event_in(session, member.workspace_id, event_id)
        receipt = seats.mine(session, event, member.person_id, bot.clock.now())
    answer.form(show.my_seat(receipt, t))


def edit_profile(
    bot: Bot, member: Member, event_id: int, typed: Typed, about: dict[str, Any], answer: Answer, t: Translate
) -> None:
    """Name and e-mail become inputs; what was typed elsewhere stays."""
    _redraw(bot, member, event_id, typed, about, answer, t, edits_profile=True)


def choose_attendance(
    bot: Bot, member: Member, event_id: int, typed: Typed, about: dict[str, Any], answer: Answer, t: Translate
) -> None:
    """Diet is asked of those who eat with us."""
    _redraw(bot, member, event_id, typed, about, answer, t, edits_profile=bool(about.get("profile")))


def suggest_organisations(
    bot: Bot, member: Member, event_id: int | None, about: dict[str, Any], query: str, answer: Answer, t: Translate
) -> None:
    """Those of the meeting first; of the whole workspace when the form is about no meeting."""
    with bot.sessions.reading() as session:
        if event_id is None and not about:
            rows = organisations.anywhere(session, member.workspace_id, query)
        else:
            event = access.event_in(session, member.workspace_id, event_id)
            rows = organisations.choices(session, event, query)
        found = [(one.id, one.display) for one in rows]
    answer.options(forms.organisation_options(found, query, t))


def take_seat(bot: Bot, member: Member, event_id: int, typed: Typed, answer: Answer, t: Translate) -> None:
    """The submitted form: a seat, a place in line, or the change that was asked for."""
    name, email = typed.text(Field.NAME), typed.text(Field.EMAIL)
    if typed.has(Field.EMAIL) and not people.is_address(email):
        answer.wrong(Field.EMAIL, t("That is not an e-mail address."))
        return
    with bot.sessions.begin() as session:
        access.event_to_change(session, member.workspace_id, event_id)
        receipt = wishes.submit(
            session,
            event_id=event_id,
            person_id=member.person_id,
            wish=wish_in(typed),
            now=bot.clock.now(),
            profile=Profile(name=name, email=email) if name else None,
            words=typed.text(Field.WORDS),
        )
    answer.form(show.my_seat(receipt, t))


def give_a_seat_back(
    bot: Bot, member: Member, words: str, channel_id: str | None, answer: Answer, t: Translate
) -> None:
    """One registration that is meant → the seat is free at once; otherwise choose."""
    with bot.sessions.reading() as session:
        now = bot.clock.now()
        meant = choosing.among_mine(session, member, words=words, channel_id=channel_id, now=now)
    if meant.is_clear:
        cancel(bot, member, meant.event_id, answer, t)
    elif meant.page.lines:
        answer.say(lists.choices(meant.page, t, title=t("Which registration?")))
    else:
        raise Refusal(N_("You are not registered for any coming meeting."))


def cancel(bot: Bot, member: Member, event_id: int, answer: Answer, t: Translate) -> None:
    receipt = _leave(bot, member, event_id, says_no=False)
    _show_end(receipt, answer, t)


def decline(bot: Bot, member: Member, event_id: int, answer: Answer, t: Translate) -> None:
    """ "I cannot come" is an answer: no reminders."""
    receipt = _leave(bot, member, event_id, says_no=True)
    _show_end(receipt, answer, t)


def confirm_coming(bot: Bot, member: Member, event_id: int, answer: Answer, t: Translate) -> None:
    with bot.sessions.begin() as session:
        access.event_to_change(session, member.workspace_id, event_id)
        receipt = confirming.confirm(session, event_id=event_id, person_id=member.person_id, now=bot.clock.now())
    answer.say(show.answered(receipt, t))


def hear_of_changes(bot: Bot, member: Member, event_id: int, answer: Answer, t: Translate) -> None:
    """I cannot come, unless the day is another."""
    with bot.sessions.begin() as session:
        access.event_to_change(session, member.workspace_id, event_id)
        receipt = confirming.hear_of_changes(
            session, event_id=event_id, person_id=member.person_id, now=bot.clock.now()
        )
    answer.say(show.hears_changes(receipt, t))


def wish_in(typed: Typed) -> Wish:
    ticked = typed.ticked(Field.WISHES)
    return Wish(
        organisation=typed.chosen(Field.ORGANISATION) or "",
        role=typed.chosen(Field.ROLE),
        attendance=wishes.attendance(typed.chosen(Field.ATTENDANCE)),
        parts=typed.ticked(Field.PARTS),
        access_needs=typed.text(Field.NEEDS),
        dietary=typed.text(Field.DIET),
        is_hidden=Field.HIDE in ticked,
        invite_again=Field.AGAIN in ticked,
    )


def _open(bot: Bot, member: Member, event_id: int, answer: Answer, t: Translate) -> None:
    with bot.sessions.reading() as session:
        event = access.event_in(session, member.workspace_id, event_id)
        facts = wishes.form_to_register(session, event, member.person_id, bot.clock.now())
        receipt = seats.mine(session, event, member.person_id, bot.clock.now()) if facts.seat else None
        is_unopened = inviting.is_unopened(session, event.id, member.person_id)
    if receipt:
        answer.form(show.my_seat(receipt, t))
    else:
        answer.form(forms.registration_form(facts, t, attendance=None, edits_profile=False))
    if is_unopened:
        bot.aside(lambda: _note_opened(bot, event_id, member.person_id))


def _note_opened(bot: Bot, event_id: int, person_id: int) -> None:
    """That an invitation has led somewhere: nobody waits for it to be written down."""
    with bot.sessions.begin() as session:
        inviting.opened(session, event_id, person_id, bot.clock.now())


def _redraw(
    bot: Bot,
    member: Member,
    event_id: int,
    typed: Typed,
    about: dict[str, Any],
    answer: Answer,
    t: Translate,
    *,
    edits_profile: bool,
) -> None:
    with bot.sessions.reading() as session:
        if "question" in about:
            question_id = access.row_id(str(about["question"]))
            row, event = access.question_to_answer(
                session, member.workspace_id, question_id, person_id=member.person_id
            )
            facts = succession.form(session, event, row, bot.clock.now())
        else:
            event = access.event_in(session, member.workspace_id, event_id)
            facts = seats.form(session, event, member.person_id, bot.clock.now())
    chosen = wishes.attendance(typed.chosen(Field.ATTENDANCE))
    answer.form(forms.registration_form(facts, t, attendance=chosen, edits_profile=edits_profile))


def _leave(bot: Bot, member: Member, event_id: int, *, says_no: bool) -> Receipt:
    leave = cancelling.decline if says_no else cancelling.cancel
    with bot.sessions.begin() as session:
        access.event_to_change(session, member.workspace_id, event_id)
        return leave(session, event_id=event_id, person_id=member.person_id, now=bot.clock.now())


def _show_end(receipt: Receipt, answer: Answer, t: Translate) -> None:
    answer.say(show.gave_up(receipt, t))
