"""Who is trusted with an area, a series or a party, as the file says it: by e-mail address."""

from sqlalchemy import ColumnElement, and_, select, update

from bot.services.seasons.worlds import World
from models import Assignment, Duty, Handover, HandoverState, Person


def holders(world: World, duty: Duty, *, area_id: int | None = None, series_id: int | None = None,
            organisation_id: int | None = None) -> list[str | None]:  # fmt: skip
    """The addresses of those who have the duty now, in the order they got it."""
    place = _place(area_id, series_id, organisation_id)
    rows = (
        select(Person.email)
        .join(Assignment, Assignment.person_id == Person.id)
        .where(Assignment.duty == duty, place)
        .order_by(Assignment.id)
    )
    return list(world.session.scalars(rows))


def assign(world: World, duty: Duty, emails: list[str], *, area_id: int | None = None, series_id: int | None = None,
           organisation_id: int | None = None) -> None:  # fmt: skip
    """These have the duty from now on, and nobody else."""
    wanted = {world.person_for(email, world.plan.name_of(email)).id for email in emails}
    rows = world.session.scalars(
        select(Assignment).where(Assignment.duty == duty, _place(area_id, series_id, organisation_id))
    ).all()
    for row in rows:
        if row.person_id not in wanted:
            world.session.delete(row)
            if duty is Duty.COORDINATOR:
                _close_questions(world, row)
    for person_id in sorted(wanted - {row.person_id for row in rows}):
        world.session.add(
            Assignment(
                person_id=person_id,
                duty=duty,
                area_id=area_id,
                series_id=series_id,
                organisation_id=organisation_id,
            )
        )


def _close_questions(world: World, row: Assignment) -> None:
    """Whoever coordinates no more has nothing to hand over."""
    world.session.execute(
        update(Handover)
        .where(
            Handover.from_id == row.person_id,
            Handover.area_id.is_not_distinct_from(row.area_id),
            Handover.series_id.is_not_distinct_from(row.series_id),
            Handover.state == HandoverState.ASKED,
        )
        .values(state=HandoverState.WITHDRAWN, answered_at=world.now)
    )


def _place(area_id: int | None, series_id: int | None, organisation_id: int | None) -> ColumnElement[bool]:
    return and_(
        Assignment.area_id.is_not_distinct_from(area_id),
        Assignment.series_id.is_not_distinct_from(series_id),
        Assignment.organisation_id.is_not_distinct_from(organisation_id),
    )
