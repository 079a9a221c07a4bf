"""Mail for those outside Slack, for the coordinator to send on."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from sqlalchemy import select

from bot.blocks import announcements as announcement_blocks
from bot.blocks import behalf as behalf_blocks
from bot.blocks import changes, mails, yes_no
from bot.blocks import guests as guest_blocks
from bot.blocks import invitations as invitation_blocks
from bot.blocks import inviting as inviting_blocks
from bot.blocks import offers as offer_blocks
from bot.blocks import programmes as programme_blocks
from bot.blocks import substitutions as substitution_blocks
from bot.blocks import thanks as thanks_blocks
from bot.blocks.events import reason
from bot.i18n import Translate
from bot.letters import dates, polls, topics
from bot.letters.asking import question
from bot.letters.case import CALLED, Case, Unneeded, Written
from bot.letters.changes import instead
from bot.letters.seats import NEWLY_IN, is_asked
from bot.receipts import Call, EventFacts, Outcome
from bot.services import events
from bot.services.announcing import progress, recipients
from bot.services.calendars import files
from bot.services.inviting import passing_on
from bot.services.plan import audiences, invitations
from bot.services.polls.hearing import ABOUT_VOTES
from bot.services.programme import reading
from models import DeliveryState, InvitedFunction, Kind, Person, Registration, Says, Series, Step, Topic
from models.errors import N_
from models.registrations import ACTIVE

CHANGES = {Kind.MOVED.value, Kind.FORM_CHANGED.value, Kind.CALLED_OFF.value}
ANSWER = N_("Answer this mail to register, or if you cannot come.")


def _guest_text(case: Case) -> Written:
    """For those outside Slack whom a step, a change, a message or the news of one seat is about."""
    if case.delivery.announcement_id:
        return _announcement_mail(case)
    if "date_poll" in case.delivery.facts:
        return dates.mail(case)
    if "poll" in case.delivery.facts:
        return polls.changed_mail(case) if "after" in case.delivery.facts else polls.result_mail(case)
    if "fate" in case.delivery.facts:
        return topics.fate_mail(case)
    if "substitution" in case.delivery.facts:
        return question(case, substitution_blocks.guest_question)
    if "topic" in case.delivery.facts:
        return _topic_mail(case, case.session.get_one(Topic, case.delivery.facts["topic"]))
    if "named" in case.delivery.facts:
        return _named_instead(case, case.session.get_one(Person, case.delivery.facts["named"]))
    if "round" in case.delivery.facts or "functions" in case.delivery.facts:
        return _invitation_by_mail(case)
    step = case.step
    addresses = [person.email for person in _guests(case, step) if person.email]
    if not addresses:
        return Unneeded(DeliveryState.CANCELLED, "everyone is in Slack")
    if step and step.says is Says.PROGRAMME:
        return _programme_by_mail(case, addresses)
    if step and step.says is not Says.REMINDER:
        call = invitations.call(case.session, case.event, None, case.now)
        return mails.mail_to(call.event, _mail(case, step.says, call), addresses, case.t)
    said = case.delivery.facts
    if said.get("outcome") in ("offered", "asked"):
        return _offer_by_mail(case, addresses)
    if said.get("by") and said.get("outcome") in NEWLY_IN:
        basis = case.session.get_one(Series, case.event.series_id).legal_basis
        facts = events.facts(case.session, case.event, case.now)
        return mails.registered_for(facts, said["outcome"], addresses, basis, case.t)
    about = "reminder" if step else str(case.delivery.facts.get("outcome") or case.delivery.facts.get("about"))
    facts = events.facts(case.session, case.event, case.now)
    way_in = (case.event.address, case.event.url) if step else _why(case, facts)
    return mails.guest_text(facts, about, addresses, case.now, case.t, way_in=way_in)


def _why(case: Case, event: EventFacts) -> tuple[str | None, ...]:
    """Of a change: its reason, and for a cancelled meeting where one may come instead."""
    if case.delivery.facts.get("about") not in CHANGES:
        return ()
    other = instead(case)
    return reason(event, case.t), changes.come_instead(other, case.t) if other else None


def _invitation_by_mail(case: Case) -> Written:
    """Those whom a coordinator has invited since the plan did; or the contacts who pass it on to a function."""
    facts, event = case.delivery.facts, case.event
    if case.is_off or not event.takes_registrations(case.now):
        return Unneeded(DeliveryState.CANCELLED, CALLED if case.is_off else "registration is not open")
    if "round" in facts:
        people = [one for one in invitations.silent_of_round(case.session, event, facts["round"]) if not one.has_slack]
        before: list[str] = []
    else:
        people = passing_on.addressed(case.session, event, facts["functions"])
        name = case.session.scalar(select(InvitedFunction.name).where(InvitedFunction.id.in_(facts["functions"])))
        before = [inviting_blocks.please_pass_on(name or "", None, case.t)]
    addresses, _ = recipients.addresses(people)
    if not addresses:
        return Unneeded(DeliveryState.CANCELLED, "everyone is in Slack")
    call = invitations.call(case.session, event, None, case.now)
    return mails.mail_to(call.event, [*before, *_mail(case, Says.INVITATION, call)], list(addresses), case.t)


def _programme_by_mail(case: Case, addresses: list[str]) -> Written:
    found = reading.published(case.session, case.event, None, case.now)
    if found is None:
        return Unneeded(DeliveryState.CANCELLED, "nothing is published")
    found = replace(found, has_changed=bool(case.delivery.facts.get("edition")))
    return mails.mail_to(found.event, programme_blocks.mail_lines(found, case.t), addresses, case.t)


def _offer_by_mail(case: Case, addresses: list[str]) -> Written:
    """The coordinator asks by mail, and presses what the guest answers."""
    row = case.registration
    if row is None or not is_asked(row):
        return Unneeded(DeliveryState.SUPERSEDED, "the seat is no longer offered")
    receipt = case.receipt(Outcome.KEPT)
    mail = mails.mail_to(receipt.event, offer_blocks.lines(receipt, case.t), addresses, case.t)
    return {**mail, "blocks": [*mail["blocks"], yes_no.answers_of_guest(row.id, case.t)]}


def _named_instead(case: Case, person: Person) -> Written:
    """Somebody who was invited has named a guest to come in their place."""
    if not person.email or invitations.has_answered(case.session, case.event, person.id):
        return Unneeded(DeliveryState.CANCELLED, "has answered")
    lines = [*invitation_blocks.invitation_lines(case.call, case.t), case.t(ANSWER)]
    return mails.mail_to(case.call.event, lines, [person.email], case.t)


def _topic_mail(case: Case, topic: Topic) -> Written:
    """A question that was proposed for a guest."""
    person = case.session.get(Person, topic.proposer_id) if topic.proposer_id else None
    if person is None or not person.email or person.has_slack:
        return Unneeded(DeliveryState.CANCELLED, "everyone is in Slack")
    event = events.facts(case.session, case.event, case.now)
    return mails.mail_to(event, behalf_blocks.topic_mail(event, topic.title, case.t), [person.email], case.t)


def mail_to_send_on(case: Case) -> Written:
    found = _guest_text(case)
    if isinstance(found, Unneeded):
        return found
    has_file = files.goes_with(case.delivery, case.event, case.step)
    return guest_blocks.to_mark(found, case.delivery.id, case.t, has_file=has_file)


def _guests(case: Case, step: Step | None) -> Sequence[Person]:
    one = case.registration
    if "registrations" in case.delivery.facts:
        return _still_there(case, case.delivery.facts["registrations"])
    if step and one is None:
        return audiences.guests(case.session, step, case.event)
    return case.session.scalars(
        select(Person)
        .join(Registration, Registration.person_id == Person.id)
        .where(
            Registration.event_id == case.event.id,
            Registration.id == one.id if one else Registration.state.in_(ACTIVE),
            Person.slack_user_id.is_(None),
        )
        .order_by(Registration.number)
    ).all()


def _still_there(case: Case, registration_ids: list[int]) -> Sequence[Person]:
    return case.session.scalars(
        select(Person)
        .join(Registration, Registration.person_id == Person.id)
        .where(Registration.id.in_(registration_ids), Registration.state.in_(ACTIVE), Person.slack_user_id.is_(None))
        .order_by(Registration.number)
    ).all()


def _mail(case: Case, says: Says, call: Call) -> list[str]:
    if says is Says.THANKS:
        first, *rest = thanks_blocks.lines(case.thanks, case.now, case.t)
        return [f"{first} {case.event.title}.", *rest]
    if says in ABOUT_VOTES:
        return polls.mail(case, says)
    lines, ask = MAILS[says]
    return [*lines(call, case.t), *([case.t(ask)] if ask else [])]


MAILS: dict[Says, tuple[Callable[[Call, Translate], list[str]], str | None]] = {
    Says.SAVE_THE_DATE: (invitation_blocks.save_the_date_lines, None),
    Says.INVITATION: (invitation_blocks.invitation_lines, ANSWER),
    Says.NUDGE: (invitation_blocks.nudge_lines, ANSWER),
}


def _announcement_mail(case: Case) -> Written:
    row = case.announcement
    outside = recipients.of(case.session, case.event, row.audience).outside
    if not outside:
        return Unneeded(DeliveryState.CANCELLED, "everyone is in Slack")
    said = progress.said(case.session, row, case.now)
    return announcement_blocks.mail_text(said, *recipients.addresses(outside), case.t)
