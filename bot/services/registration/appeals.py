"""Asking the coordinator for what a deadline no longer allows, and the coordinator's answer."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services import cards, contacts, log, people
from bot.services.messages import deliveries
from bot.services.registration import promises, seats
from bot.services.registration.enrolment import Answers
from models import Appeal, AppealState, Event, Kind, Person, Registration
from models.errors import N_, Refusal

SAID = {
    AppealState.GRANTED: N_("{name} has already said yes to that."),
    AppealState.REFUSED: N_("{name} has already said no to that."),
}
LONGEST = 500


def ask_to_come(
    session: Session, event: Event, *, person_id: int, answers: Answers, words: str | None, now: datetime
) -> Appeal:
    """A seat after the closing. Asking again while nobody has answered changes nothing."""
    event.refuse_appeals_unless_closed(now)
    mine = seats.current(session, event.id, person_id)
    if mine is not None and mine.is_active:
        raise Refusal(N_("You are registered for {title} already."), title=event.title)
    return _ask(session, event, person_id, None, answers, None, words, now)


def ask_to_send(
    session: Session, event: Event, seat: Registration, *, substitute_id: int, words: str | None, now: datetime
) -> Appeal:
    """Names are set, and somebody else is to have the seat, if they want to."""
    return _ask(session, event, seat.person_id, seat, _as_they_are(seat), None, words, now, substitute_id=substitute_id)


def ask_to_come_instead(
    session: Session, event: Event, seat: Registration, *, person_id: int, answers: Answers, words: str | None,
    now: datetime,
) -> Appeal:  # fmt: skip
    """Names have been set since somebody was asked to have the seat; they have said yes."""
    return _ask(session, event, person_id, seat, answers, None, words, now, substitute_id=person_id)


def hold_back(
    session: Session,
    event: Event,
    *,
    person_id: int,
    answers: Answers,
    name: str | None,
    words: str | None,
    now: datetime,
) -> tuple[Answers, str | None, Appeal | None]:
    """What a deadline has set becomes a question to the coordinator, the other answers stand.

    Who, for whom and as what from when names are set; the way of taking part from when registration has closed.
    """
    mine = seats.current(session, event.id, person_id)
    if mine is None or not mine.has_seat or mine.organisation_id is None:
        return answers, name, None
    is_now = session.get_one(Person, person_id).name
    wanted = people.one_line(name) if name and event.has_frozen_names(now) else is_now
    allowed_now = allowed(event, mine, answers, now)
    if (allowed_now.organisation_id, allowed_now.role, allowed_now.attendance, wanted) == (
        answers.organisation_id, answers.role, answers.attendance, is_now,
    ):  # fmt: skip
        return answers, name, None
    asked = answers if allowed_now.attendance is not answers.attendance else replace(answers, attendance=None)
    appeal = _ask(session, event, person_id, mine, asked, wanted if wanted != is_now else None, words, now)
    return allowed_now, is_now if wanted != is_now else name, appeal


def allowed(event: Event, mine: Registration, answers: Answers, now: datetime) -> Answers:
    """As much of it as one may still change oneself. A diet is kept while it is not decided who eats."""
    if event.has_frozen_names(now):
        answers = replace(answers, organisation_id=mine.organisation_id or 0, role=mine.role)
    if event.has_closed(now) and answers.attendance not in (None, mine.attendance):
        answers = replace(answers, attendance=mine.attendance, dietary=answers.dietary or mine.dietary)
    return answers


def _as_they_are(seat: Registration) -> Answers:
    return Answers(organisation_id=seat.organisation_id or 0, role=seat.role)


def answer(
    session: Session, event: Event, appeal: Appeal, *, is_yes: bool, reason: str | None, by_id: int, now: datetime
) -> None:
    """Once: who answers after somebody else is told what was said. For a meeting that is held, and its appeal fresh."""
    if not appeal.is_open:
        by = session.get(Person, appeal.answered_by_id) if appeal.answered_by_id else None
        raise Refusal(SAID[appeal.state], name=by.name if by else "")
    event.refuse_changes_once_over(now)
    appeal.answer(is_yes=is_yes, reason=reason[:LONGEST] if reason else None, by_id=by_id, now=now)
    session.flush()
    if is_yes:
        promises.keep(session, event, appeal, now)
    else:
        promises.turn_down(session, event, appeal, now)
    if appeal.substitute_id or not is_yes:
        _note(session, event, appeal, "appeal_granted" if is_yes else "appeal_refused", by_id, now)
    if reason or not is_yes or (appeal.substitute_id and not appeal.is_by_substitute):
        _owe(session, event, appeal, Kind.APPEAL_ANSWER, appeal.person_id, now)


def _ask(
    session: Session,
    event: Event,
    person_id: int,
    mine: Registration | None,
    answers: Answers,
    name: str | None,
    words: str | None,
    now: datetime,
    *,
    substitute_id: int | None = None,
) -> Appeal:
    _refuse_a_second(session, event, person_id)
    coordinators = contacts.informed(session, event)
    if not coordinators:
        raise Refusal(N_("The coordinator cannot be asked here. Write a mail instead."), event_id=event.id)
    appeal = Appeal(
        event_id=event.id,
        person_id=person_id,
        registration_id=mine.id if mine else None,
        organisation_id=answers.organisation_id,
        role=answers.role,
        name=name,
        attendance=answers.attendance,
        substitute_id=substitute_id,
        words=words[:LONGEST] if words else None,
        state=AppealState.ASKED,
        asked_at=now,
    )
    session.add(appeal)
    session.flush()
    for one in coordinators:
        _owe(session, event, appeal, Kind.APPEAL, one.id, now)
    _note(session, event, appeal, _asked_for(appeal), person_id, now)
    return appeal


def _refuse_a_second(session: Session, event: Event, person_id: int) -> None:
    """One at a time: the coordinator answers what was asked first."""
    mine = Appeal.event_id == event.id, Appeal.person_id == person_id, Appeal.state == AppealState.ASKED
    if session.scalars(select(Appeal.id).where(*mine)).first():
        raise Refusal(
            N_("You have asked already. The coordinator has not answered yet; you hear it in a message here.")
        )


def _asked_for(appeal: Appeal) -> str:
    if appeal.substitute_id:
        return "asked_to_come_instead" if appeal.is_by_substitute else "asked_to_send"
    return "asked_to_change" if appeal.registration_id else "asked_to_come"


def _owe(session: Session, event: Event, appeal: Appeal, kind: Kind, person_id: int, now: datetime) -> None:
    deliveries.owe(
        session,
        kind,
        now=now,
        cause=str(appeal.id),
        workspace_id=event.workspace_id,
        event_id=event.id,
        person_id=person_id,
        facts={"appeal": appeal.id},
        useful_until=event.ends_at,
    )


def _note(session: Session, event: Event, appeal: Appeal, action: str, actor_id: int, now: datetime) -> None:
    cards.stale_if_drawn(session, appeal.person_id, now)
    log.about(session, event, action, now=now, actor_id=actor_id, person_id=appeal.person_id, appeal=appeal.id)
