"""What somebody may do here and now; and the two first questions to people we know nothing about."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from bot.i18n import swedish_order
from bot.receipts.guide import Abilities, WelcomeForm
from bot.services import access, cards, events, organisations
from models import (
    Area,
    Assignment,
    CrewMember,
    Duty,
    Event,
    EventState,
    Organisation,
    Person,
    Poll,
    PollKind,
    PollState,
    Series,
)
from models.errors import N_, Refusal


def abilities(session: Session, workspace_id: int, person_id: int, now: datetime, *, is_admin: bool) -> Abilities:
    person = session.get_one(Person, person_id)
    coming = events.coming(session, workspace_id, now)
    if person.is_external:
        return Abilities(lists=bool(coming), sets=False)
    mine = events.mine(session, workspace_id, person_id, now)
    duties = session.execute(
        select(Assignment.duty, Area.name, Series.short_title, Series.title, Organisation.display)
        .outerjoin(Area, Area.id == Assignment.area_id)
        .outerjoin(Series, Series.id == Assignment.series_id)
        .outerjoin(Organisation, Organisation.id == Assignment.organisation_id)
        .where(Assignment.person_id == person_id)
    ).all()
    named: dict[Duty, list[str]] = {duty: [] for duty in Duty}
    for duty, area, short, title, organisation in duties:
        name = organisation if duty is Duty.CONTACT else area or short or title
        named[duty] += [name] if name else []
    for duty, title in session.execute(_crew_duties(person_id, now)):
        named[duty].append(title)
    return Abilities(
        lists=bool(coming),
        registers=any(event.takes_registrations(now) for event in coming),
        has_seat=bool(mine),
        proposes=any(event.takes_topics(now) for event in coming),
        votes=_is_vote_on(session, mine, now),
        coordinates=_sorted([*named[Duty.COORDINATOR], *named[Duty.DEPUTY], *named[Duty.NATIONAL]]),
        deputises=_sorted(named[Duty.DEPUTY]),
        facilitates=_sorted(named[Duty.FACILITATOR]),
        takes_notes=_sorted(named[Duty.NOTE_TAKER]),
        represents=_sorted(named[Duty.CONTACT]),
        is_national=bool(named[Duty.NATIONAL]),
        is_admin=is_admin,
        reads_programme=any(event.programme_at for event in coming)
        or any(named[duty] for duty in (Duty.COORDINATOR, Duty.NATIONAL, Duty.FACILITATOR)),
        is_new=person.is_to_be_welcomed,
    )


def welcome(session: Session, workspace_id: int) -> WelcomeForm:
    """The roles of the newest series."""
    series = _newest(session, workspace_id)
    if series is None:
        return WelcomeForm((), "sv")
    return WelcomeForm(tuple(series.roles), series.locale.split("-")[0])


def introduce(
    session: Session, workspace_id: int, person_id: int, *, organisation: str, role: str | None, now: datetime
) -> None:
    """What the person said of themselves: the next form starts from it. It gives no right and no seat."""
    kind, _, written = organisation.partition(":")
    found = (
        organisations.written(session, workspace_id, written)
        if kind == "other" and written.strip()
        else organisations.known(session, workspace_id, access.row_id(kind))
    )
    if found is None:
        raise Refusal(N_("Choose your organisation, or write its name."), field="organisation")
    person = session.get_one(Person, person_id)
    person.organisation_id = found.id
    if role in {one.id for one in welcome(session, workspace_id).roles}:
        person.role = role
    pass_over(session, person_id, now)


def pass_over(session: Session, person_id: int, now: datetime) -> None:
    """They are asked once."""
    person = session.get_one(Person, person_id)
    person.welcomed_at = person.welcomed_at or now
    cards.stale_if_drawn(session, person_id, now)


def _newest(session: Session, workspace_id: int) -> Series | None:
    return session.scalars(
        select(Series).where(Series.workspace_id == workspace_id).order_by(Series.id.desc()).limit(1)
    ).first()


def _is_vote_on(session: Session, mine: Sequence[Event], now: datetime) -> bool:
    is_on = (Poll.state == PollState.OPEN, Poll.closes_at > now, Poll.event_id.in_([event.id for event in mine]))
    is_of_questions = or_(Poll.kind == PollKind.TOPICS, Poll.kind == PollKind.IMPORTANCE)
    return session.scalar(select(Poll.id).where(*is_on, is_of_questions).limit(1)) is not None


def _crew_duties(person_id: int, now: datetime) -> Select[Duty, str]:
    """At meetings that are not over."""
    return (
        select(CrewMember.duty, Event.title)
        .join(Event, Event.id == CrewMember.event_id)
        .where(
            CrewMember.person_id == person_id,
            Event.state != EventState.CANCELLED,
            or_(Event.ends_at.is_(None), Event.ends_at > now),
        )
    )


def _sorted(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names), key=swedish_order))
