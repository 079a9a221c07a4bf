"""What a change of a series' settings has caused: the rows afterwards, beside the rows before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.receipts.meetings import StepMove
from bot.receipts.series import Removal, SeriesEffects, SeriesMove
from bot.services.plan.rules import SPEAKS
from bot.services.polls import forgetting as ballots
from bot.services.registration import forgetting as needs
from models import Area, Event, EventState, Programme, Registration, Series, Step
from models.registrations import SEATED
from models.times import local

NEEDS, BALLOTS = "needs", "ballots"
A_DAY = timedelta(days=1)
Due = tuple[int, datetime]
"""Of how many, and from when it may be deleted."""


@dataclass(frozen=True)
class Snapshot:
    """The rows that its settings rule over, in short."""

    steps: Mapping[int, datetime | None]
    limits: Mapping[int, int | None]
    removals: Mapping[str, tuple[Due, ...]]
    legal_basis: str | None
    agendas: Mapping[int, str]

    @staticmethod
    def of(session: Session, series: Series) -> "Snapshot":
        session.flush()
        steps = session.scalars(select(Step).join(Event, Event.id == Step.event_id).where(Event.series_id == series.id))
        events = session.execute(select(Event.id, Event.max_per_organisation).where(Event.series_id == series.id))
        return Snapshot(
            steps={step.id: None if step.done_at else step.due_at for step in steps},
            limits={row.id: row.max_per_organisation for row in events},
            removals={
                NEEDS: tuple((people, due_at) for _, people, due_at in needs.kept(session, series)),
                BALLOTS: tuple((1, due_at) for _, due_at in ballots.kept(session, series)),
            },
            legal_basis=series.legal_basis,
            agendas=_agendas(session, series),
        )


def since(session: Session, series: Series, before: Snapshot, now: datetime) -> SeriesEffects:
    after = Snapshot.of(session, series)
    others = [event_id for event_id, agenda in after.agendas.items() if agenda != before.agendas.get(event_id)]
    meetings = session.scalars(select(Event).where(Event.id.in_(others)).order_by(Event.day, Event.id)).all()
    changed = [what for what, due in after.removals.items() if due != before.removals[what]]
    return SeriesEffects(
        moves=tuple(_moves(session, series, before, after)),
        removals=tuple(_removal(what, after.removals[what], series.tz, now) for what in changed),
        limits=tuple(_limits(session, before, after)),
        has_new_basis=after.legal_basis != before.legal_basis,
        agendas=tuple(event.title for event in meetings),
        published=sum(event.programme_at is not None for event in meetings),
    )


def _agendas(session: Session, series: Series) -> dict[int, str]:
    """What each meeting's programme is made from: its own agenda, else the template that was chosen, else the first."""
    templates = series.agenda_templates
    rows = session.execute(
        select(Event, Programme.template)
        .outerjoin(Programme, Programme.event_id == Event.id)
        .where(Event.series_id == series.id, Event.state != EventState.CANCELLED)
    )
    return {
        event.id: repr(event.agenda or templates.get(chosen or next(iter(templates), ""), {}).get("items"))
        for event, chosen in rows
    }


def _moves(session: Session, series: Series, before: Snapshot, after: Snapshot) -> list[SeriesMove]:
    """Those that can be said, in the order of time."""
    rows = session.execute(
        select(Step, Event, Area.name)
        .join(Event, Event.id == Step.event_id)
        .outerjoin(Area, Area.id == Event.area_id)
        .where(Event.series_id == series.id, Step.says.in_(SPEAKS))
    )
    found = []
    for step, event, area in rows:
        was, now = before.steps.get(step.id), after.steps[step.id]
        if was != now:
            move = StepMove(step.says, step.audience, was, now, None, step.days_before, step.minutes_before)
            found.append((min(one for one in (was, now) if one), SeriesMove(area or event.title, event.tz, move)))
    return [move for _, move in sorted(found, key=lambda one: one[0])]


def _removal(what: str, due: Iterable[Due], tz: str, now: datetime) -> Removal:
    tonight = sum(number for number, at in due if at <= now + A_DAY)
    later = [(number, at) for number, at in due if at > now + A_DAY]
    return Removal(what, tonight, sum(number for number, _ in later), _last(later, tz))


def _last(later: list[Due], tz: str) -> date | None:
    return local(max(at for _, at in later) + A_DAY, tz).date() if later else None


def _limits(session: Session, before: Snapshot, after: Snapshot) -> Iterable[tuple[str, int | None, int]]:
    for event_id, limit in after.limits.items():
        event = session.get_one(Event, event_id)
        if limit != before.limits.get(event_id) and event.state is not EventState.CANCELLED:
            yield event.title, limit, _over(session, event_id, limit)


def _over(session: Session, event_id: int, limit: int | None) -> int:
    """Organisations that more people have seats for than that."""
    if limit is None:
        return 0
    seated = (
        select(Registration.organisation_id)
        .where(Registration.event_id == event_id, Registration.state.in_(SEATED))
        .group_by(Registration.organisation_id)
        .having(func.count() > limit)
        .subquery()
    )
    return session.scalar(select(func.count()).select_from(seated)) or 0
