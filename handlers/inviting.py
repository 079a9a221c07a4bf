"""Inviting to a meeting: people, a group, a channel, a list, a function; and the list of those invited."""

from typing import Any

from bot.blocks import delegations
from bot.blocks import invited as list_blocks
from bot.blocks import inviting as show
from bot.blocks.ids import Field, Press, View
from bot.context import Bot
from bot.i18n import Translate
from bot.members import Members
from bot.services import access, events
from bot.services.inviting import functions, inviting, listing
from bot.services.people import Member
from bot.slack import groups
from handlers import gathering
from handlers.answers import Answer
from handlers.requests import Typed
from handlers.table import Handlers
from models.errors import N_, Refusal


def listen(on: Handlers) -> None:
    on.press(Press.INVITED)(list_invited)
    on.press(Press.INVITED_PAGE)(turn_page)
    on.press(Press.INVITE)(ask_whom)
    on.press(Press.INVITE_FUNCTION)(ask_function)
    on.press(Press.FILL_IN)(ask_name)
    on.press(Press.UNINVITE)(ask_whom_to_remove)
    on.option(Field.GROUP)(suggest_groups)
    on.option(Field.INVITEE)(suggest_invited)
    on.option(Field.NAMELESS)(suggest_functions)
    on.view(View.INVITE)(show_or_invite)
    on.view(View.INVITE_FUNCTION)(show_or_invite_function)
    on.view(View.FILL_IN)(fill_in)
    on.view(View.UNINVITE)(remove)


def list_invited(bot: Bot, member: Member, event_id: int, answer: Answer, t: Translate) -> None:
    _list(bot, member, event_id, 1, answer, t)


def turn_page(bot: Bot, member: Member, event_id: int, value: str, answer: Answer, t: Translate) -> None:
    _list(bot, member, event_id, access.row_id(value.removeprefix("page ")) or 1, answer, t)


def ask_whom(bot: Bot, member: Member, event_id: int, answer: Answer, t: Translate) -> None:
    with bot.sessions.reading() as session:
        event = access.event_for_inviting(session, member.workspace_id, event_id, person_id=member.person_id)
        facts = events.facts(session, event, bot.clock.now())
    answer.form(show.invite_form(facts, t))


def suggest_groups(bot: Bot, query: str, answer: Answer) -> None:
    wanted = query.casefold()
    found = [one for one in groups(bot.slack) if wanted in one[1].casefold()]
    answer.options(show.group_options(found[:100]))


def show_or_invite(
    bot: Bot, member: Member, members: Members, event_id: int, about: dict[str, Any], typed: Typed, answer: Answer,
    t: Translate,
) -> None:  # fmt: skip
    """Shown first as it is understood; who is invited is who was shown."""
    words = "\n".join(part for part in (typed.text(Field.LIST), typed.text(Field.MORE)) if part)
    slack_ids, group, channel = typed.people(Field.PEOPLE), typed.chosen(Field.GROUP), typed.channel(Field.CHANNEL)
    read, now = delegations.mark(words, ",".join(slack_ids), group, channel), bot.clock.now()
    if about.get("read") == read:
        with bot.sessions.begin() as session:
            event = access.event_to_invite(session, member.workspace_id, event_id, person_id=member.person_id)
            people = [one for one in about.get("people") or () if isinstance(one, int)]
            done = inviting.invite(session, event, people, words, by_id=member.person_id, now=now)
            page = listing.page(session, event, now)
        answer.form(list_blocks.invited(page, t, said=list_blocks.done(len(done.new), done.goes_out, t)))
        return
    with bot.sessions.reading() as session:
        access.event_for_inviting(session, member.workspace_id, event_id, person_id=member.person_id)
    everyone = gathering.expanded(bot, member.slack_user_id, slack_ids, group=group, channel=channel)
    person_ids, unread = gathering.people(bot, members, everyone)
    with bot.sessions.reading() as session:
        event = access.event_for_inviting(session, member.workspace_id, event_id, person_id=member.person_id)
        found = inviting.looked_at(session, event, person_ids, words, now, unread=unread)
    answer.form(show.invite_form(found.event, t, found=found, read=read))


def ask_function(bot: Bot, member: Member, event_id: int, answer: Answer, t: Translate) -> None:
    with bot.sessions.reading() as session:
        event = access.event_for_inviting(session, member.workspace_id, event_id, person_id=member.person_id)
        facts, roles = events.facts(session, event, bot.clock.now()), functions.roles(session, event)
    answer.form(show.function_form(facts, roles, t))


def show_or_invite_function(
    bot: Bot, member: Member, event_id: int, about: dict[str, Any], typed: Typed, answer: Answer, t: Translate
) -> None:
    """Shown first where it would be invited."""
    name, role, now = typed.text(Field.FUNCTION) or "", typed.chosen(Field.ROLE), bot.clock.now()
    read = delegations.mark(name, role)
    if about.get("read") == read:
        with bot.sessions.begin() as session:
            event = access.event_to_invite(session, member.workspace_id, event_id, person_id=member.person_id)
            done = functions.invite(session, event, name, role, by_id=member.person_id, now=now)
            page = listing.page(session, event, now)
        answer.form(list_blocks.invited(page, t, said=list_blocks.done(len(done.organisations), done.goes_out, t)))
        return
    with bot.sessions.reading() as session:
        event = access.event_for_inviting(session, member.workspace_id, event_id, person_id=member.person_id)
        found, roles = functions.looked_at(session, event, name, role, now), functions.roles(session, event)
    answer.form(show.function_form(found.event, roles, t, found=found, read=read))


def ask_name(bot: Bot, member: Member, event_id: int | None, value: str, answer: Answer, t: Translate) -> None:
    """Of the function the button names, or of one that is chosen."""
    now, chosen = bot.clock.now(), None
    with bot.sessions.reading() as session:
        if value.startswith("f"):
            event, row = access.function_to_fill_in(session, member.workspace_id, value, person_id=member.person_id)
            found = functions.facts(session, row, now)
            chosen = value, f"{found.organisation}: {found.name}"
        else:
            event = access.event_for_inviting(session, member.workspace_id, event_id, person_id=member.person_id)
        facts = events.facts(session, event, now)
    answer.form(show.fill_in_form(facts, t, chosen=chosen))


def suggest_functions(bot: Bot, member: Member, event_id: int, query: str, answer: Answer) -> None:
    with bot.sessions.reading() as session:
        event = access.event_for_inviting(session, member.workspace_id, event_id, person_id=member.person_id)
        found = listing.nameless(session, event, query)
    answer.options(show.group_options(found))


def fill_in(bot: Bot, member: Member, typed: Typed, answer: Answer, t: Translate) -> None:
    value, now = typed.chosen(Field.NAMELESS) or "", bot.clock.now()
    with bot.sessions.begin() as session:
        event, row = access.function_to_change(session, member.workspace_id, value, person_id=member.person_id)
        name = functions.fill_in(
            session,
            event,
            row,
            name=typed.text(Field.NAME) or "",
            email=typed.text(Field.EMAIL) or "",
            by_id=member.person_id,
            now=now,
        )
        facts = events.facts(session, event, now)
        page = listing.page(session, event, now) if access.may_invite(session, event, member.person_id) else None
    if page is None:
        answer.say(show.filled_in(name, facts, t))
    else:
        answer.form(list_blocks.invited(page, t, said=str(show.filled_in(name, facts, t)["text"])))


def ask_whom_to_remove(bot: Bot, member: Member, event_id: int, answer: Answer, t: Translate) -> None:
    with bot.sessions.reading() as session:
        event = access.event_for_inviting(session, member.workspace_id, event_id, person_id=member.person_id)
        facts = events.facts(session, event, bot.clock.now())
    answer.form(show.remove_form(facts, t))


def suggest_invited(bot: Bot, member: Member, event_id: int, query: str, answer: Answer) -> None:
    with bot.sessions.reading() as session:
        event = access.event_for_inviting(session, member.workspace_id, event_id, person_id=member.person_id)
        found = listing.removable(session, event, query)
    answer.options(show.group_options(found))


def remove(bot: Bot, member: Member, event_id: int, typed: Typed, answer: Answer, t: Translate) -> None:
    value, now = typed.chosen(Field.INVITEE) or "", bot.clock.now()
    with bot.sessions.begin() as session:
        event = access.event_to_invite(session, member.workspace_id, event_id, person_id=member.person_id)
        if value.startswith("f"):
            _, row = access.function_to_change(session, member.workspace_id, value, person_id=member.person_id)
            if row.event_id != event.id:
                raise Refusal(access.NOT_YOURS)
            functions.drop(session, event, row, by_id=member.person_id, now=now)
        elif (person_id := access.row_id(value.removeprefix("p"))) is not None:
            inviting.uninvite(session, event, person_id, by_id=member.person_id, now=now)
        session.flush()
        page = listing.page(session, event, now)
    answer.form(list_blocks.invited(page, t, said=t(N_("Taken off the list."))))


def _list(bot: Bot, member: Member, event_id: int, number: int, answer: Answer, t: Translate) -> None:
    with bot.sessions.reading() as session:
        event = access.event_for_inviting(session, member.workspace_id, event_id, person_id=member.person_id)
        found = listing.page(session, event, bot.clock.now(), number=number)
    answer.form(list_blocks.invited(found, t))
