"""What is said about votes: that one has begun, that it closes soon, what it came to, and the card."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.blocks import poll_results, prioritising, quick_polls, reminders, squares
from bot.blocks import polls as blocks
from bot.i18n import Translate
from bot.letters.case import CALLED, Case, Unneeded, Writer, Written
from bot.receipts import PollFacts
from bot.services import events
from bot.services.announcing import recipients
from bot.services.plan import examples
from bot.services.polls import electorate, facts, hearing, opening
from models import DeliveryState, EventState, Person, Poll, PollKind, Says


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
    draw = squares.message if poll.kind is PollKind.IMPORTANCE else poll_results.message
    return draw(facts.result(case.session, poll, case.now), case.t)


def result_mail(case: Case) -> Written:
    """What it came to, for those outside Slack who could vote."""
    poll = case.session.get_one(Poll, case.delivery.facts["poll"])
    if case.event.state is EventState.CANCELLED:
        return Unneeded(DeliveryState.CANCELLED, CALLED)
    voters = electorate.voters(case.session, poll, case.event)
    outside = [case.session.get_one(Person, one.person_id) for one in voters if not one.has_slack]
    addresses, _ = recipients.addresses(outside)
    if not addresses:
        return Unneeded(DeliveryState.CANCELLED, "everyone is in Slack")
    lines = squares.mail_lines if poll.kind is PollKind.IMPORTANCE else poll_results.mail_lines
    found = facts.result(case.session, poll, case.now)
    about = events.facts(case.session, case.event, case.now)
    return reminders.mail_to(about, lines(found, case.t), list(addresses), case.t)


def mail(case: Case, says: Says) -> list[str]:
    """For the coordinator to send on to guests."""
    return blocks.mail_lines(_shown(case), case.t, is_reminder=says is Says.VOTE)


def card(session: Session, card_id: int, now: datetime, t: Translate) -> dict[str, Any]:
    poll = session.scalars(select(Poll).where(Poll.card_id == card_id)).one()
    if poll.kind is PollKind.QUICK:
        return _quick(session, poll, now, t)
    is_lab = poll.kind is PollKind.IMPORTANCE
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
