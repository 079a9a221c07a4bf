"""A person decides the day: the meeting has its date, and everything that hangs on it follows at once."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.services import cards, log
from bot.services.dates import polls, telling
from bot.services.plan import steps
from bot.services.registration import reconfirming, vacancies
from models import Can, DateAnswer, DateOption, DatePoll, DatePollState, Event, EventState, Person, Registration
from models.errors import N_, Refusal
from models.registrations import Reconfirm

REASON = "reason"
"""The field of the form (`bot.blocks.ids.Field`)."""
LONGEST = 500


def decide(
    session: Session,
    event: Event,
    poll: DatePoll,
    option: DateOption,
    *,
    by_id: int,
    reason: str | None,
    now: datetime,
) -> None:
    """Once: who decides after somebody else is told that it is done. Another day than the proposed needs a reason."""
    _refuse_unless_undecided(session, event, poll, option, now)
    has_proposal = any(day.is_proposed for day in polls.options(session, poll))
    if has_proposal and not option.is_proposed and not reason:
        raise Refusal(N_("Say why it is not the proposed day: everyone reads it."), field=REASON)
    option.is_chosen = True
    poll.decided_at, poll.decided_by_id = now, by_id
    poll.reason = reason[:LONGEST] if reason else None
    poll.go(DatePollState.DECIDED)
    event.reschedule(option.day, option.start_time, option.end_time)
    event.state = polls.state_without_poll(event)
    session.flush()
    _ask_who_did_not_say_yes(session, event, option)
    steps.plan(session, event, now)
    vacancies.fill(session, event, now)  # with a day there is another way of asking
    telling.tell_day(session, event, poll, now)
    telling.redraw(session, event, poll, now)
    cards.stale(session, event.id, now)
    log.about(
        session,
        event,
        "day_decided",
        now=now,
        actor_id=by_id,
        poll=poll.id,
        day=option.day.isoformat(),
        is_proposed=option.is_proposed,
        reason=poll.reason,
    )


def _refuse_unless_undecided(session: Session, event: Event, poll: DatePoll, option: DateOption, now: datetime) -> None:
    if poll.state is DatePollState.DECIDED:
        by = session.get(Person, poll.decided_by_id) if poll.decided_by_id else None
        raise Refusal(N_("{name} has decided the day already."), name=by.name if by else "")
    if event.day is not None:
        raise Refusal(polls.DECIDED, title=event.title)
    if poll.state is DatePollState.DROPPED or event.state is EventState.CANCELLED:
        raise Refusal(N_("No day is being chosen for {title} any more."), title=event.title)
    if poll.state is not DatePollState.CLOSED:
        raise Refusal(N_("People can still answer. Close the poll first."))
    if option.starts_at(poll.tz) <= now:
        raise Refusal(N_("That day has passed."))


def _ask_who_did_not_say_yes(session: Session, event: Event, option: DateOption) -> None:
    """Whoever said that the day suits has said that they come; everyone else who is registered is asked."""
    reconfirming.ask_everyone(session, event)
    said_yes = select(DateAnswer.person_id).where(DateAnswer.option_id == option.id, DateAnswer.can == Can.YES)
    said_other = select(DateAnswer.person_id).where(
        DateAnswer.option_id == option.id, DateAnswer.can != Can.YES, DateAnswer.is_late
    )
    session.execute(
        update(Registration)
        .where(
            Registration.event_id == event.id,
            Registration.reconfirm == Reconfirm.ASKED,
            Registration.person_id.in_(said_yes),
            Registration.person_id.not_in(said_other),
        )
        .values(reconfirm=Reconfirm.YES),
        execution_options={"synchronize_session": False},
    )
