"""Which day suits, and which it will be: to everyone asked, to the organiser, and to the channel."""

from bot.blocks import date_choosing as choosing_blocks
from bot.blocks import dates as date_blocks
from bot.blocks import mails
from bot.letters.case import Case, Unneeded, Written
from bot.receipts import DatePollFacts
from bot.services.announcing import recipients
from bot.services.dates import asked, reading, taken, telling
from bot.services.messages.choices import CHOSEN
from models import DatePoll, DatePollState, DeliveryState, EventState, Kind, Person

NOT_ASKED = "no longer asked"
ANSWERED = "has answered"
OVER = "the poll is over"


def question(case: Case) -> Written:
    """As long as the answer counts, and to those who want to be asked."""
    poll, kind = _poll(case), case.delivery.kind
    person = case.session.get_one(Person, case.delivery.person_id)
    if not poll.counts(case.now) or case.event.state is EventState.CANCELLED:
        return Unneeded(DeliveryState.EXPIRED, OVER)
    if not telling.is_heard(person, kind):
        return Unneeded(DeliveryState.CANCELLED, CHOSEN)
    if not asked.is_one(case.session, case.event, person.id):
        return Unneeded(DeliveryState.CANCELLED, NOT_ASKED)
    if kind is Kind.DATE_REMINDER and person.id in asked.complete(case.session, poll):
        return Unneeded(DeliveryState.CANCELLED, ANSWERED)
    return date_blocks.question(_facts(case, poll), case.t, is_again=kind is Kind.DATE_REMINDER)


def decided(case: Case) -> Written:
    """The day as it stands: moved since, the change is told by a message of its own."""
    poll = _poll(case)
    found = _facts(case, poll)
    if case.is_off or found.chosen is None or found.chosen.day != case.event.day:
        return Unneeded(DeliveryState.SUPERSEDED, "the day has changed since")
    return date_blocks.decided(found, case.t)


def released(case: Case) -> Written:
    """Whoever has the days in a calendar gets the files that strike them out, with one press."""
    poll = _poll(case)
    has_taken = case.delivery.person_id in taken.holders(case.session, poll)
    return date_blocks.released(_facts(case, poll), case.t, has_taken=has_taken)


def proposal(case: Case) -> Written:
    poll = _poll(case)
    if poll.state is not DatePollState.CLOSED:
        return Unneeded(DeliveryState.SUPERSEDED, "the day is decided")
    return choosing_blocks.proposal(_facts(case, poll), case.t)


def all_answered(case: Case) -> Written:
    poll = _poll(case)
    if poll.state is not DatePollState.OPEN:
        return Unneeded(DeliveryState.SUPERSEDED, "the poll has closed")
    return choosing_blocks.all_answered(_facts(case, poll), case.t)


def mail(case: Case) -> Written:
    """For those outside Slack: asked, reminded, or told the day."""
    poll, about = _poll(case), str(case.delivery.facts.get("about"))
    is_told = about in (telling.BY_MAIL[Kind.DATE_SET], telling.BY_MAIL[Kind.DAYS_RELEASED])
    if case.event.state is EventState.CANCELLED or (not is_told and not poll.counts(case.now)):
        return Unneeded(DeliveryState.EXPIRED, OVER)
    everyone = asked.people(case.session, case.event)
    done = set() if is_told else asked.complete(case.session, poll)
    outside = [one for one in everyone if not one.has_slack and one.id not in done]
    addresses, _ = recipients.addresses(outside)
    if not addresses:
        return Unneeded(DeliveryState.CANCELLED, "everyone is in Slack")
    found = _facts(case, poll)
    return mails.mail_to(found.event, date_blocks.mail_lines(found, about, case.t), list(addresses), case.t)


def _poll(case: Case) -> DatePoll:
    return case.session.get_one(DatePoll, case.delivery.facts["date_poll"])


def _facts(case: Case, poll: DatePoll) -> DatePollFacts:
    return reading.facts(case.session, poll, case.now, person_id=case.delivery.person_id, language=case.t.language)
