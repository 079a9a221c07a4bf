"""A meeting's vote for whoever coordinates it: what is planned, how it goes, and choosing between equals."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.receipts import PollDesk, PollForm
from bot.services import cards, events, log
from bot.services.polls import electorate, facts, opening, results
from models import Event, Person, Poll, PollTotal, Registration, RegistrationState, Says, Step
from models.errors import N_, Refusal
from models.polls import EVERYONE

MOST_GUESTS = 100
NOT_TIED = N_("That question no longer shares its place with another.")
SAY_WHY = N_("Say why, in a sentence.")


def read(session: Session, event: Event, now: datetime) -> PollDesk:
    poll = opening.of_event(session, event.id)
    planned = session.scalar(
        select(Step.due_at).where(Step.event_id == event.id, Step.says == Says.POLL_OPENING, Step.done_at.is_(None))
    )
    is_open = poll is not None and poll.takes_votes(now)
    return PollDesk(
        event=events.facts(session, event, now),
        questions=len(opening.questions(session, event)),
        poll=facts.of(session, poll, now) if poll else None,
        planned_at=planned if poll is None else None,
        guests=_guests(session, event) if is_open else (),
    )


def form(session: Session, event: Event, now: datetime) -> PollForm:
    """What the coordinator starts from. Raises Refusal when no vote can be opened."""
    closes_at = opening.usual_closing(event, now)
    opening.refuse_unless_possible(session, event, opening.questions(session, event), None, now)
    return PollForm(events.facts(session, event, now), len(opening.questions(session, event)), closes_at)


def tied(session: Session, poll: Poll) -> list[tuple[int, str, str]]:
    """(option, list, words) of those that share a place with another."""
    found = []
    for on_list in electorate.lists(session, poll):
        result = results.of_list(session, poll, on_list)
        found += [(option.id, on_list, option.words) for total, option in result if results.is_tied(total, result)]
    return found


def choose(session: Session, poll: Poll, option_id: int | None, *, reason: str, by_id: int, now: datetime) -> None:
    """The coordinator lets one go before its equals, and says why. Saying it twice changes nothing."""
    total = session.scalar(
        select(PollTotal)
        .where(PollTotal.poll_id == poll.id, PollTotal.option_id == option_id, PollTotal.role == EVERYONE)
        .with_for_update()
    )
    if not reason.strip():
        raise Refusal(SAY_WHY, field="reason")
    if total is None:
        raise Refusal(NOT_TIED, field="option")
    result = results.of_list(session, poll, total.on_list)
    if not results.is_tied(total, result):
        if total.ahead:
            return
        raise Refusal(NOT_TIED, field="option")
    equals = [other for other, _ in result if (other.place, other.ahead) == (total.place, total.ahead)]
    behind = [other for other, _ in result if other.place == total.place and other.ahead <= total.ahead]
    for other in (other for other, _ in result if other.place == total.place and other not in behind):
        other.ahead += 1
    total.ahead, total.reason = max(other.ahead for other in equals) + 1, reason.strip()
    log.record(
        session, "poll_tie_broken", workspace_id=poll.workspace_id, now=now, actor_id=by_id, event_id=poll.event_id,
        poll=poll.id, option=total.option_id, reason=reason.strip(),
    )  # fmt: skip
    if poll.card_id:
        cards.stale_card(session, poll.card_id, now)


def _guests(session: Session, event: Event) -> tuple[tuple[int, str], ...]:
    rows = session.execute(
        select(Registration.id, Person.name)
        .join(Person, Person.id == Registration.person_id)
        .where(
            Registration.event_id == event.id,
            Registration.state == RegistrationState.REGISTERED,
            Person.slack_user_id.is_(None),
        )
        .order_by(Registration.number)
        .limit(MOST_GUESTS)
    )
    return tuple((registration_id, name) for registration_id, name in rows)
