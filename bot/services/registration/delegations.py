"""Registering others: one guest, or a pasted list of people; shown first, then written in one transaction."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot.receipts import Delegate, Delegation, FormFacts, MyAnswers, Outcome, Receipt
from bot.services import events, log, organisations, people
from bot.services.access import Whom
from bot.services.messages import deliveries
from bot.services.registration import delegates, guest_lists, registrations, seats, wishes
from bot.services.registration.delegates import Defaults
from bot.services.registration.enrolment import Answers
from bot.services.registration.wishes import Wish
from models import Event, Kind, Organisation
from models.errors import N_, Refusal

WRONG_PLACE = N_("You may register people of your own organisation.")


def form(session: Session, whom: Whom, now: datetime) -> FormFacts:
    """What to ask about somebody else; a contact's only organisation is filled in."""
    event = whom.event
    event.refuse_changes_once_over(now)
    if not whom.may_exceed:
        event.refuse_registration_outside_its_time(now)
    only = next(iter(whom.organisations)) if whom.organisations and len(whom.organisations) == 1 else None
    own = session.get(Organisation, only) if only else None
    mine = MyAnswers(organisation_id=own.id if own else None, organisation=own.display if own else None)
    return replace(seats.questions(session, event, now), mine=mine)


def register(
    session: Session,
    whom: Whom,
    *,
    name: str,
    email: str,
    wish: Wish,
    reason: str | None,
    by_id: int,
    now: datetime,
) -> tuple[str, Receipt]:
    """One person: a seat or a place in line, or what they already have. Returns the name they are known by."""
    event = events.lock(session, whom.event.id)
    if not any(letter.isalpha() for letter in name):
        raise Refusal(N_("Write the name."), field="name")
    if not guest_lists.is_address(email):
        raise Refusal(N_("That is not an e-mail address."), field="email")
    answers = wishes.resolved(session, event, wish)
    if whom.organisations is not None and answers.organisation_id not in whom.organisations:
        raise Refusal(WRONG_PLACE, field="organisation")
    person = people.guest(session, event.workspace_id, name=name, email=email.lower())
    reason = reason if whom.may_exceed else None
    row, outcome = registrations.enrol(
        session, event, person_id=person.id, answers=answers, now=now, by_id=by_id, is_beyond=bool(reason)
    )
    if reason and outcome is not Outcome.KEPT:
        _write_down(session, event, 1, reason, by_id, now)
    return person.name, seats.receipt(session, outcome, event, row, now)


def read(session: Session, whom: Whom, words: str, defaults: Defaults, now: datetime) -> Delegation:
    """The list as it is understood, row by row; nothing is written."""
    event = whom.event
    rows = guest_lists.read(words)
    if not rows:
        raise Refusal(N_("I find no people in the list."), field="list")
    if len(rows) > guest_lists.MOST:
        raise Refusal(
            N_("The list has {n} rows; I take {most} at a time."), field="list", n=len(rows), most=guest_lists.MOST
        )
    understood = [delegates.understood(session, whom, row, defaults) for row in rows]
    return Delegation(event=events.facts(session, event, now, with_seats=True), rows=tuple(delegates.once(understood)))


def confirm(
    session: Session, whom: Whom, words: str, defaults: Defaults, *, reason: str | None, by_id: int, now: datetime
) -> Delegation:
    """Everyone on the list who can be registered, in one transaction. The same list again changes nothing."""
    event = events.lock(session, whom.event.id)
    if not whom.may_exceed:
        event.refuse_registration_outside_its_time(now)
    found = read(session, whom, words, defaults, now)
    is_beyond = bool(reason) and whom.may_exceed
    done: list[Delegate] = []
    to_mail: dict[Outcome, list[int]] = {}
    for one in found.rows:
        if one.problem:
            done.append(one)
            continue
        person = people.guest(session, event.workspace_id, name=one.name, email=one.email)
        organisation_id = one.organisation_id or organisations.written(session, event.workspace_id, one.organisation).id
        answers = Answers(organisation_id=organisation_id, role=one.role_id, parts=tuple(event.parts))
        row, outcome = registrations.enrol(
            session, event, person_id=person.id, answers=answers, now=now, by_id=by_id,
            is_beyond=is_beyond, tells_guest=False,
        )  # fmt: skip
        if outcome is not Outcome.KEPT and not person.has_slack:
            to_mail.setdefault(outcome, []).append(row.id)
        done.append(replace(one, outcome=outcome))
    _owe_mail(session, event, to_mail, by_id, now)
    news = sum(1 for one in done if one.outcome and one.outcome is not Outcome.KEPT)
    if is_beyond and reason and news:
        _write_down(session, event, news, reason, by_id, now)
    facts = events.facts(session, event, now, with_seats=True)
    return Delegation(event=facts, rows=tuple(done), is_done=True)


def _owe_mail(session: Session, event: Event, rows: dict[Outcome, list[int]], by_id: int, now: datetime) -> None:
    """One text for everyone who got a seat, one for everyone in line: to whoever registered them."""
    for outcome, ids in rows.items():
        deliveries.owe(
            session,
            Kind.GUEST_TEXT,
            now=now,
            cause=f"list-{ids[0]}-{len(ids)}",
            workspace_id=event.workspace_id,
            event_id=event.id,
            person_id=by_id,
            facts={"outcome": outcome.value, "by": by_id, "registrations": ids},
        )


def _write_down(session: Session, event: Event, n: int, reason: str, by_id: int, now: datetime) -> None:
    log.about(session, event, "limit_overridden", now=now, actor_id=by_id, n=n, reason=reason[:200])
