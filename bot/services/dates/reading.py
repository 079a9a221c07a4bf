"""A poll of days as people may read it: what speaks for each day, who can, and who has not said."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.i18n import swedish_order
from bot.receipts import DatePollFacts, DatePollForm, DateVoice, DateVoices, DayFacts, DayWarning
from bot.services import access, events, organisations
from bot.services.dates import asked, polls, taken, telling, warnings
from bot.services.dates.proposals import Said, tally
from bot.services.registration import seats
from models import (
    Area,
    Can,
    DateAnswer,
    DateOption,
    DatePoll,
    Event,
    EventState,
    Organisation,
    Person,
    Registration,
)
from models.permissions import Action, may
from models.registrations import Reconfirm

Spoken = Sequence[tuple[DateAnswer, Person]]


def facts(
    session: Session, poll: DatePoll, now: datetime, *, person_id: int | None = None, language: str = "sv"
) -> DatePollFacts:
    """As this person may see it; warnings are for whoever chooses the day."""
    event = session.get_one(Event, poll.event_id)
    may_choose = person_id is not None and may(access.duties(session, person_id, event), Action.CHOOSE_DATE)
    days = polls.options(session, poll)
    spoken = _spoken(session, poll)
    counted = [Said(row.option_id, row.organisation_id, row.can) for row, _ in spoken if not row.is_late]
    mine = {row.option_id: row for row, _ in spoken if row.person_id == person_id}
    seat = seats.current(session, event.id, person_id) if person_id else None
    people, complete = asked.people(session, event), asked.complete(session, poll)
    by = session.get(Person, poll.decided_by_id) if poll.decided_by_id else None
    return DatePollFacts(
        id=poll.id,
        event=events.facts(session, event, now, with_contacts=True),
        state=poll.state,
        tz=poll.tz,
        days=tuple(
            _day(day, counted, mine, against(session, event, day.day, language) if may_choose else ()) for day in days
        ),
        opens_at=poll.opens_at,
        closes_at=poll.closes_at,
        closed_at=poll.closed_at,
        was_late=poll.was_late,
        counts=poll.counts(now),
        asked=len(people),
        answered=sum(person.id in complete for person in people),
        total=len(organisations.of_event(session, event)),
        question=poll.question,
        decided_by=by.name if by else None,
        reason=poll.reason,
        is_asked=any(person.id == person_id for person in people),
        may_choose=may_choose,
        registration_id=seat.id if seat and seat.has_seat else None,
        comes=seat is not None and seat.has_seat and seat.reconfirm is Reconfirm.YES,
        holds_days=person_id is not None and taken.has_taken(session, event, person_id),
    )


def voices(session: Session, poll: DatePoll, now: datetime, *, person_id: int, language: str) -> DateVoices:
    """Open to everyone it asks. Who does not want to be shown is counted, and named to the coordinator alone."""
    event = session.get_one(Event, poll.event_id)
    hidden = set() if access.sees_hidden(session, event, person_id) else _hidden(session, event)
    days = [day.id for day in polls.options(session, poll)]
    said: dict[tuple[int, bool], dict[int, Can]] = {}
    rows = {(row.person_id, row.is_late): (row, person) for row, person in _spoken(session, poll)}
    for row, _ in _spoken(session, poll):
        said.setdefault((row.person_id, row.is_late), {})[row.option_id] = row.can
    found = [
        DateVoice(
            name=person.name,
            party=_party(session, row.organisation_id),
            said=tuple(said[key].get(day) for day in days),
            is_late=row.is_late,
            by=_name(session, row.by_id),
        )
        for key, (row, person) in rows.items()
        if person.id not in hidden
    ]
    silent = asked.silent(session, event, poll)
    guests = [person for person in asked.people(session, event) if not person.has_slack]
    return DateVoices(
        poll=facts(session, poll, now, person_id=person_id, language=language),
        voices=tuple(sorted(found, key=lambda one: (swedish_order(one.party or ""), swedish_order(one.name or "")))),
        silent=tuple(sorted((one.name for one in silent if one.id not in hidden), key=swedish_order)),
        guests=tuple((person.id, person.name) for person in guests),
    )


def form(session: Session, event: Event, poll: DatePoll | None, now: datetime) -> DatePollForm:
    """What the form for the days begins with: what is asked already, or the meeting's own hours."""
    days = polls.options(session, poll) if poll else ()
    return DatePollForm(
        event=events.facts(session, event, now),
        poll_id=poll.id if poll else None,
        days=tuple((day.day, day.start_time, day.end_time) for day in days),
        closes_at=poll.closes_at if poll else None,
        question=poll.question if poll else None,
        opens_at=poll.opens_at if poll else None,
    )


def against(session: Session, event: Event, day: date, language: str) -> tuple[DayWarning, ...]:
    """What speaks against holding the meeting on that day."""
    area = session.get(Area, event.area_id) if event.area_id else None
    others = session.scalars(
        select(Event.title)
        .where(
            Event.series_id == event.series_id,
            Event.id != event.id,
            Event.day == day,
            Event.state != EventState.CANCELLED,
        )
        .order_by(Event.starts_at, Event.id)
    ).all()
    return warnings.of_day(
        day,
        language=language,
        winter_weeks=area.winter_weeks if area else (),
        quiet=telling.quiet_weeks(session, event),
        clashes=others,
    )


def _day(
    day: DateOption, counted: Sequence[Said], mine: dict[int, DateAnswer], against_it: tuple[DayWarning, ...]
) -> DayFacts:
    found, own = tally(day.id, counted), mine.get(day.id)
    return DayFacts(
        id=day.id,
        day=day.day,
        start_time=day.start_time,
        end_time=day.end_time,
        parties=found.parties,
        yes=found.yes,
        if_needed=found.if_needed,
        no=sum(one.option == day.id and one.can is Can.NO for one in counted),
        mine=own.can if own else None,
        is_mine_late=own is not None and own.is_late,
        is_proposed=day.is_proposed,
        is_chosen=day.is_chosen,
        warnings=against_it,
    )


def _spoken(session: Session, poll: DatePoll) -> Spoken:
    """Late answers last: of a person's own, the last word is shown."""
    rows = session.execute(
        select(DateAnswer, Person)
        .join(DateOption, DateOption.id == DateAnswer.option_id)
        .join(Person, Person.id == DateAnswer.person_id)
        .where(DateOption.poll_id == poll.id)
        .order_by(DateAnswer.is_late, DateAnswer.id)
    )
    return [(row, person) for row, person in rows]


def _hidden(session: Session, event: Event) -> set[int]:
    meetings = [one for one in (event.id, event.follows_id) if one]
    hidden = select(Registration.person_id).where(Registration.event_id.in_(meetings), Registration.is_hidden)
    return set(session.scalars(hidden))


def _party(session: Session, organisation_id: int | None) -> str | None:
    found = session.get(Organisation, organisation_id) if organisation_id else None
    return found.display if found else None


def _name(session: Session, person_id: int | None) -> str | None:
    found = session.get(Person, person_id) if person_id else None
    return found.name if found else None
