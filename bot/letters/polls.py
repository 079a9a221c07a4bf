"""What is said about votes: that one has begun, that it closes soon, what it came to, and the card."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.blocks import mails, poll_results, prioritising, quick_polls, squares
from bot.blocks import polls as blocks
from bot.i18n import Translate
from bot.letters.case import CALLED, Case, Unneeded, Writer, Written
from bot.receipts import PollFacts
from bot.services import events
from bot.services.announcing import recipients
from bot.services.messages.choices import CHOSEN
from bot.services.plan import examples
from bot.services.polls import ballots, changing, electorate, facts, hearing, opening
from bot.services.polls.electorate import Voter
from models import DeliveryState, EventState, Kind, Person, Poll, PollKind, Says
from models.choices import Level

PUT_RIGHT = "put right before it was told"


def to_voters(draw: Callable[[PollFacts, Translate], dict[str, Any]], *, also_voted: bool) -> Writer:
    """To somebody who may vote now; `also_voted`: whether or not they have."""

    def write(case: Case) -> Written:
        if case.event.state is EventState.CANCELLED:
            return Unneeded(DeliveryState.CANCELLED, CALLED)
        if "poll" in case.delivery.facts:
            return _challenges(case)
        poll = opening.open_poll(case.session, case.event.id)
        person_id = case.delivery.person_id
        if person_id == examples.NOBODY:
            return draw(_shown(case), case.t)
        if poll is None or not poll.takes_votes(case.now):
            return Unneeded(DeliveryState.EXPIRED, "the vote has closed")
        if not also_voted and person_id in hearing.voted(case.session, case.event):
            return Unneeded(DeliveryState.CANCELLED, "has voted")
        return draw(facts.of(case.session, poll, case.now), case.t)

    return write


def _challenges(case: Case) -> Written:
    """A lab's: opened by a press, and asked of those who could vote then."""
    poll = case.session.get_one(Poll, case.delivery.facts["poll"])
    if not poll.takes_votes(case.now):
        return Unneeded(DeliveryState.EXPIRED, "the vote has closed")
    return prioritising.asked(facts.of(case.session, poll, case.now), case.t)


def result(case: Case) -> Written:
    poll = case.session.get_one(Poll, case.delivery.facts["poll"])
    if case.event.state is EventState.CANCELLED:
        return Unneeded(DeliveryState.CANCELLED, CALLED)
    draw = squares.message if poll.is_about_challenges else poll_results.message
    return draw(facts.result(case.session, poll, case.now), case.t)


def changed(case: Case) -> Written:
    """To those who have not voted, once for what it is now; what was put right before they heard it is not said."""
    about, person = case.delivery.facts, case.session.get_one(Person, case.delivery.person_id)
    poll = case.session.get_one(Poll, about["poll"])
    if (why := _is_overtaken(case, poll)) is not None:
        return why
    if person.level is not Level.ALL:
        return Unneeded(DeliveryState.CANCELLED, CHOSEN)
    voter = next(iter(electorate.voters(case.session, poll, case.event, person_id=person.id)), None)
    if voter is None or ballots.has_voted(case.session, poll, voter):
        return Unneeded(DeliveryState.CANCELLED, "has voted")
    heard = hearing.last_heard(case.session, poll, Kind.POLL_CHANGED, person.id)
    if heard == about["after"]:
        return Unneeded(DeliveryState.CANCELLED, PUT_RIGHT)
    return blocks.changed(facts.of(case.session, poll, case.now), changing.closing_in(heard), case.t)


def changed_mail(case: Case) -> Written:
    """The same for those outside Slack."""
    poll = case.session.get_one(Poll, case.delivery.facts["poll"])
    if (why := _is_overtaken(case, poll)) is not None:
        return why
    heard = hearing.last_heard(case.session, poll, Kind.GUEST_TEXT, case.delivery.person_id)
    if heard == case.delivery.facts["after"]:
        return Unneeded(DeliveryState.CANCELLED, PUT_RIGHT)
    there = ballots.who_voted(case.session, poll.id)
    lines = blocks.changed_mail(facts.of(case.session, poll, case.now), changing.closing_in(heard), case.t)
    return _mail_to(case, [one for one in _outside(case, poll) if one.key not in there], lines)


def _is_overtaken(case: Case, poll: Poll) -> Unneeded | None:
    if case.event.state is EventState.CANCELLED:
        return Unneeded(DeliveryState.CANCELLED, CALLED)
    if not poll.takes_votes(case.now):
        return Unneeded(DeliveryState.EXPIRED, "the vote has closed")
    if changing.stamp(poll) != case.delivery.facts["after"]:
        return Unneeded(DeliveryState.SUPERSEDED, "changed again since")
    return None


def result_mail(case: Case) -> Written:
    """What it came to, for those outside Slack who could vote."""
    poll = case.session.get_one(Poll, case.delivery.facts["poll"])
    if case.event.state is EventState.CANCELLED:
        return Unneeded(DeliveryState.CANCELLED, CALLED)
    lines = squares.mail_lines if poll.is_about_challenges else poll_results.mail_lines
    return _mail_to(case, _outside(case, poll), lines(facts.result(case.session, poll, case.now), case.t))


def _outside(case: Case, poll: Poll) -> list[Voter]:
    return [one for one in electorate.voters(case.session, poll, case.event) if not one.has_slack]


def _mail_to(case: Case, voters: Sequence[Voter], lines: Sequence[str]) -> Written:
    addresses, _ = recipients.addresses([case.session.get_one(Person, one.person_id) for one in voters])
    if not addresses:
        return Unneeded(DeliveryState.CANCELLED, "everyone is in Slack")
    about = events.facts(case.session, case.event, case.now)
    return mails.mail_to(about, lines, list(addresses), case.t)


def mail(case: Case, says: Says) -> list[str]:
    """For the coordinator to send on to guests."""
    return blocks.mail_lines(_shown(case), case.t, is_reminder=says is Says.VOTE)


def card(session: Session, card_id: int, now: datetime, t: Translate) -> dict[str, Any]:
    poll = session.scalars(select(Poll).where(Poll.card_id == card_id)).one()
    if poll.kind is PollKind.QUICK:
        return _quick(session, poll, now, t)
    is_lab = poll.is_about_challenges
    if not poll.is_open:
        draw = squares.card if is_lab else poll_results.card
        return draw(facts.result(session, poll, now), t)
    found = facts.of(session, poll, now)
    if is_lab and found.is_open:
        return prioritising.card(found, t)
    return blocks.card(found, t) if found.is_open else blocks.counting(found, t)


def _quick(session: Session, poll: Poll, now: datetime, t: Translate) -> dict[str, Any]:
    if not poll.is_open:
        return quick_polls.closed(facts.result(session, poll, now), t)
    found = facts.of(session, poll, now)
    return quick_polls.card(found, t) if found.is_open else blocks.counting(found, t)


def _shown(case: Case) -> PollFacts:
    """The vote that is going on, or the one that is planned."""
    poll = opening.open_poll(case.session, case.event.id)
    if poll is None:
        return facts.planned(case.session, case.event, case.now)
    return facts.of(case.session, poll, case.now)
