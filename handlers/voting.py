"""Voting: a ballot is opened, turned page by page, and saved; the coordinator fills one in for a guest."""

from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from bot.blocks import events as lists
from bot.blocks import voting as show
from bot.blocks.ids import Press, View
from bot.blocks.voting import NONE
from bot.context import Bot
from bot.i18n import Translate
from bot.receipts import Ballot
from bot.services import access, choosing
from bot.services.people import Member
from bot.services.polls import ballots, counting, electorate, facts, opening, prioritising
from handlers.answers import Answer
from handlers.refusals import explained
from handlers.requests import Typed
from handlers.table import Handlers
from models.errors import N_, Refusal

NOTHING = N_("You have not marked anything yet.")
TWICE = N_("The same question stands in two places. Choose another for one of them.")
NO_VOTE = N_("There is no vote going on for {title}.")


def listen(on: Handlers) -> None:
    on.press(Press.VOTE)(open_ballot)
    on.press(Press.VOTE_FOR)(open_ballot_for_guest)
    on.press(Press.VOTE_PAGE)(turn_page)
    on.view(View.VOTE)(save_vote)


def ask_to_vote(bot: Bot, member: Member, words: str, channel_id: str | None, answer: Answer, t: Translate) -> None:
    """The vote of the meeting that is meant; otherwise choose."""
    now = bot.clock.now()
    with bot.sessions.reading() as session:
        meant = choosing.to_vote(session, member, words=words, channel_id=channel_id, now=now)
        found, others = None, meant.page
        if meant.is_clear:
            event = access.event_in(session, member.workspace_id, meant.event_id)
            poll = opening.open_poll(session, event.id) or prioritising.open_poll(session, event.id)
            if poll is None:
                raise Refusal(NO_VOTE, event_id=event.id, title=event.title)
            found = _own(bot, session, member, poll.id)
        elif not meant.page.lines:
            others = choosing.without_vote(session, member, words=words, channel_id=channel_id, now=now)
    if found:
        answer.form(show.ballot_form(found, t))
    elif meant.page.lines:
        answer.say(lists.choices(meant.page, t, title=t("Which meeting?")))
    else:
        answer.say(lists.choices(others, t, title=t("No vote is going on that you can take part in.")))


def open_ballot(bot: Bot, member: Member, value: str, answer: Answer, t: Translate) -> None:
    with bot.sessions.reading() as session:
        found = _own(bot, session, member, access.row_id(value.removeprefix("poll ")))
    answer.form(show.ballot_form(found, t))


def open_ballot_for_guest(bot: Bot, member: Member, value: str, answer: Answer, t: Translate) -> None:
    with bot.sessions.reading() as session:
        found = _guests(bot, session, member, access.row_id(value.removeprefix("guest ")))
    answer.form(show.ballot_form(found, t))


def turn_page(
    bot: Bot, member: Member, value: str, about: dict[str, Any], typed: Typed, answer: Answer, t: Translate
) -> None:
    """Another page, with everything that is marked so far."""
    with bot.sessions.reading() as session:
        found = _found(bot, session, member, about)
    page = access.row_id(value.removeprefix("page ")) or 1
    try:
        marks = _marks(found, about, typed)
    except Refusal as refusal:
        answer.form(
            show.ballot_form(found, t, page=_page(about), marks=_before(found, about), note=explained(refusal, t))
        )
        return
    answer.form(show.ballot_form(found, t, page=page, marks=marks))


def save_vote(bot: Bot, member: Member, about: dict[str, Any], typed: Typed, answer: Answer, t: Translate) -> None:
    """The whole ballot: the last word on each list. What is wrong with it is said where it is."""
    wrong: Refusal | None = None
    with bot.sessions.begin() as session:
        found = _found(bot, session, member, about)
        try:
            marks = _marks(found, about, typed)
            _cast(bot, session, member, found, marks)
        except Refusal as refusal:
            if refusal.field is None:
                raise
            wrong = refusal
    if wrong is None:
        answer.form(show.thanks(found, marks, t))
    else:
        _say_wrong(found, about, typed, wrong, answer, t)


def _cast(bot: Bot, session: Session, member: Member, found: Ballot, marks: dict[int, int]) -> None:
    if not marks and not found.has_voted:
        raise Refusal(NOTHING, field=found.lists[0].on_list if found.lists else None)
    votes = {one.on_list: {o.id: marks[o.id] for o in one.options if o.id in marks} for one in found.lists}
    now = bot.clock.now()
    if found.registration_id is None:
        ballots.cast(session, found.poll.id, person_id=member.person_id, votes=votes, now=now)
        return
    _, row, _ = access.guest_to_vote_for(
        session, member.workspace_id, found.registration_id, person_id=member.person_id
    )
    ballots.cast_for_guest(session, found.poll.id, registration=row, votes=votes, by_id=member.person_id, now=now)


def _say_wrong(
    found: Ballot, about: dict[str, Any], typed: Typed, wrong: Refusal, answer: Answer, t: Translate
) -> None:
    """At the last input of the list, when it is on this page; else above the form."""
    there = [part.field for part in show.pages(found)[_page(about) - 1] if part.on_list == wrong.field]
    if there and answer.has_field(there[-1]):
        answer.wrong(there[-1], explained(wrong, t))
        return
    marks = _marks(found, about, typed)
    answer.form(show.ballot_form(found, t, page=_page(about), marks=marks, note=explained(wrong, t)))


def _own(bot: Bot, session: Session, member: Member, poll_id: int | None) -> Ballot:
    poll = access.poll_in(session, member.workspace_id, poll_id)
    ballots.refuse_unless_open(session, poll, bot.clock.now())
    voter = electorate.voter(session, poll, member.person_id)
    return facts.ballot(session, poll, voter, bot.clock.now())


def _guests(bot: Bot, session: Session, member: Member, registration_id: int | None) -> Ballot:
    """For a guest: what has been registered before is not shown, only that something has."""
    event, row, guest = access.guest_to_vote_for(
        session, member.workspace_id, registration_id, person_id=member.person_id
    )
    poll = opening.open_poll(session, event.id)
    if poll is None:
        raise Refusal(NO_VOTE, event_id=event.id, title=event.title)
    found = facts.ballot(session, poll, electorate.voter(session, poll, guest.id), bot.clock.now())
    return replace(found, marks={}, registration_id=row.id, guest=guest.name, event_id=event.id)


def _found(bot: Bot, session: Session, member: Member, about: dict[str, Any]) -> Ballot:
    """The ballot that the form is about."""
    if "for" in about:
        return _guests(bot, session, member, access.row_id(str(about["for"])))
    return _own(bot, session, member, access.row_id(str(about.get("poll", ""))))


def _marks(found: Ballot, about: dict[str, Any], typed: Typed) -> dict[int, int]:
    """What was marked on other pages, and what stands on this one."""
    marks = _before(found, about)
    parts = show.pages(found)[_page(about, found) - 1]
    for part in parts:
        for option in part.options:
            if part.rank is None or marks.get(option.id) == part.rank:
                marks.pop(option.id, None)
    for part in parts:
        for option_id, mark in _read(part, typed):
            if part.rank is not None and option_id in marks:
                raise Refusal(TWICE, field=part.on_list)
            marks[option_id] = mark
    if any(part.rank is not None for part in parts):
        ranked = [{o.id: marks[o.id] for o in one.options if o.id in marks} for one in found.lists]
        return {option_id: place for one in ranked for option_id, place in counting.in_order(one).items()}
    return marks


def _read(part: show.Part, typed: Typed) -> list[tuple[int, int]]:
    """The options that an input marks, and with what."""
    there = {str(option.id): option.id for option in part.options}
    ticked = [(there[one], 1) for one in typed.ticked(part.field) if one in there]
    chosen = typed.chosen(part.field)
    if chosen is None or chosen == NONE:
        return ticked
    if part.is_scored:
        score = access.row_id(chosen)
        return [(part.options[0].id, score)] if score else []
    return [(there[chosen], part.rank or 1)] if chosen in there else []


def _before(found: Ballot, about: dict[str, Any]) -> dict[int, int]:
    """What came with the form, as far as it is about this ballot's options."""
    known = {str(option.id): option.id for one in found.lists for option in one.options}
    marks = about.get("marks")
    if not isinstance(marks, dict):
        return {}
    return {known[key]: mark for key, mark in marks.items() if key in known and isinstance(mark, int)}


def _page(about: dict[str, Any], found: Ballot | None = None) -> int:
    page = access.row_id(str(about.get("page", ""))) or 1
    return min(page, len(show.pages(found))) if found else page
