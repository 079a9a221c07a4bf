"""Doing for somebody else what they could do themselves: written down, and told to them."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.i18n import swedish_order
from bot.receipts import FormFacts, Outcome, Receipt, SomebodysSeat
from bot.services import events, log
from bot.services.access import Somebody
from bot.services.messages import deliveries
from bot.services.plan import invitations
from bot.services.registration import appeals, registrations, seats, substitutions, tidings, wishes
from bot.services.registration.delegations import WRONG_PLACE
from bot.services.registration.wishes import Wish
from bot.services.topics import proposing
from models import Event, Kind, Organisation, Person, Registration, RegistrationState, Series
from models.errors import N_, Refusal
from models.organisations import search_words
from models.registrations import ACTIVE

MOST = 100
CHANGED_SINCE = N_("The registration has been changed since you opened it. Nothing is saved: open it again.")
TOO_LATE = N_("Names are set, or registration has closed: ask the coordinator to change that. You can cancel for them.")


@dataclass(frozen=True)
class Choice:
    """Whom one can act for: what is sent back, and what people read."""

    value: str
    who: str
    has_answered: bool = True


def choices(
    session: Session, event: Event, query: str, *, sees_hidden: bool, organisations: frozenset[int] | None = None
) -> list[Choice]:
    """Those with a seat or in line whom every written word fits, then those invited who have not answered.

    For a contact: the people of these `organisations` who have a seat or wait.
    """
    rows = session.execute(
        select(Registration.id, Registration.is_hidden, Registration.organisation_id, Person.name, Organisation.display)
        .join(Person, Person.id == Registration.person_id)
        .join(Organisation, Organisation.id == Registration.organisation_id)
        .where(Registration.event_id == event.id, Registration.state.in_(ACTIVE))
        .order_by(Registration.number)
    ).all()
    found = [
        Choice(f"r{row.id}", f"{row.name}, {row.display}")
        for row in rows
        if (sees_hidden or not row.is_hidden) and (organisations is None or row.organisation_id in organisations)
    ]
    if organisations is None:
        silent = invitations.silent(session, event)
        found += [Choice(f"p{one.id}", one.name, has_answered=False) for one in silent]
    wanted = search_words(query)
    fitting = [one for one in found if _fits(wanted, search_words(one.who))]
    return sorted(fitting, key=lambda one: (not one.has_answered, swedish_order(one.who)))[:MOST]


def shown(session: Session, whom: Somebody, now: datetime) -> SomebodysSeat:
    """How somebody stands with the meeting."""
    person = session.get_one(Person, whom.person_id)
    return SomebodysSeat(
        name=person.name,
        has_slack=person.has_slack,
        person_id=person.id,
        event=events.facts(session, whom.event, now),
        seat=seats.seat(session, whom.event, whom.row) if whom.row else None,
        may_all=whom.organisations is None,
        version=whom.row.version if whom.row else 1,
    )


def form(
    session: Session, whom: Somebody, *, sees_needs: bool, by_id: int, now: datetime
) -> tuple[SomebodysSeat, FormFacts]:
    """Their answers, to be changed. Needs and diet for whoever may see them, and that is written down."""
    event = whom.event
    facts = wishes.form_to_change(session, event, whom.person_id, now)
    if sees_needs:
        log.about(session, event, "needs_seen", now=now, actor_id=by_id, person_id=whom.person_id)
    else:
        facts = replace(facts, mine=replace(facts.mine, access_needs=None, dietary=None))
    return shown(session, whom, now), facts


def change(
    session: Session, whom: Somebody, wish: Wish, *, seen: object, has_needs: bool, reason: str | None, by_id: int,
    now: datetime,
) -> Receipt:  # fmt: skip
    """New answers; what the form did not ask stays as it was. `seen` is the version the form was filled with.

    A `reason` gives a seat whatever the limits say. A contact keeps to the own organisation, and to what may still be
    changed without asking.
    """
    event, row = whom.event, registrations.active(session, whom.event, whom.person_id)
    if seen != row.version:
        raise Refusal(CHANGED_SINCE, event_id=event.id)
    wish = replace(wish, invite_again=row.invite_again)
    if not has_needs:
        wish = replace(wish, access_needs=row.access_needs, dietary=row.dietary)
    answers = wishes.resolved(session, event, wish)
    if whom.organisations is not None:
        if answers.organisation_id not in whom.organisations:
            raise Refusal(WRONG_PLACE, field="organisation")
        if row.has_seat and appeals.allowed(event, row, answers, now) != answers:
            raise Refusal(TOO_LATE, event_id=event.id)
    is_beyond = bool(reason) and whom.organisations is None
    receipt = registrations.change(
        session, event_id=event.id, person_id=row.person_id, answers=answers, now=now, by_id=by_id, is_beyond=is_beyond
    )
    if is_beyond and reason and receipt.outcome is not Outcome.KEPT:
        log.about(
            session,
            event,
            "limit_overridden",
            now=now,
            actor_id=by_id,
            person_id=row.person_id,
            n=1,
            reason=reason[:200],
        )
    return receipt


def seat_to_pass_on(session: Session, whom: Somebody, now: datetime) -> Registration:
    substitutions.refuse_once_begun(whom.event, now)
    if whom.row is None or whom.row.state is not RegistrationState.REGISTERED:
        raise Refusal(N_("That person has no seat to pass on."), event_id=whom.event.id)
    return whom.row


def pass_on(session: Session, whom: Somebody, colleague_id: int, *, field: str, by_id: int, now: datetime) -> None:
    """Somebody is asked to come in their place; they hear it, from whom, and later what came of it."""
    event, row, colleague = whom.event, seat_to_pass_on(session, whom, now), session.get_one(Person, colleague_id)
    if colleague.id == row.person_id:
        raise Refusal(N_("That is the person who has the seat. Choose somebody else."), field=field)
    is_news = substitutions.ask(
        session, event, of_id=row.person_id, person=colleague, allowed_by_id=by_id, field=field, now=now
    )
    if is_news:
        row.touch(now)
        tidings.owe(session, event, row, Kind.RECEIPT, "asked_instead", now, by_id)


def themes(session: Session, event: Event, now: datetime) -> tuple[tuple[str, str], ...]:
    """What a question may be about; raises Refusal when none can be proposed."""
    event.refuse_topics_outside_their_time(now)
    found = session.get_one(Series, event.series_id).theme_list
    return tuple((theme["id"], theme["label"]) for theme in found)


def propose(
    session: Session, whom: Somebody, *, title: str, level: str, theme: str | None, background: str | None, by_id: int,
    now: datetime,
) -> None:  # fmt: skip
    """A question in their name; they hear it, and from whom."""
    event = whom.event
    proposing.propose(
        session, event_id=event.id, person_id=whom.person_id, title=title, level=level, theme=theme,
        background=background, now=now, by_id=by_id,
    )  # fmt: skip
    topic_id = proposing.latest_of(session, event, whom.person_id)
    has_slack = session.get_one(Person, whom.person_id).has_slack
    deliveries.owe(
        session,
        Kind.TOPIC_FOR if has_slack else Kind.GUEST_TEXT,
        now=now,
        cause=f"topic-{topic_id}",
        workspace_id=event.workspace_id,
        event_id=event.id,
        person_id=whom.person_id if has_slack else by_id,
        facts={"topic": topic_id, "by": by_id},
    )


def _fits(wanted: list[str], words: list[str]) -> bool:
    return all(any(word.startswith(part) for word in words) for part in wanted)
