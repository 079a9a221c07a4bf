"""Taking and giving back seats: guarded UPDATEs that two people cannot both win."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Update, and_, bindparam, case, func, or_, select, true, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from models import Attendance, Event, Quota, Registration, Scope
from models.base import table_of
from models.registrations import SEATED

KEPT = Scope.KEPT
LIMITING = select(Quota).where(
    Quota.event_id == bindparam("event_id"),
    or_(
        *(and_(Quota.scope == scope, Quota.key == bindparam(f"of_{scope}")) for scope in Scope if scope is not KEPT),
        and_(Quota.scope == KEPT, Quota.key.in_((bindparam("kept_for_role"), bindparam("kept_for_organisation")))),
    ),
)


def _changing(by: int, only_if: ColumnElement[bool]) -> Update:
    """The one way a quota's count changes. Made once: a seat is taken while everyone else waits for a turn."""
    taken, capacity = SEATS.taken + by, SEATS.capacity
    return (
        update(table_of(Quota))
        .where(SEATS.id == bindparam("quota_id"), only_if)
        .values(taken=taken, over=case((taken > capacity, taken - capacity), else_=0))
        .returning(SEATS.taken, SEATS.over)
    )


SEATS = table_of(Quota).c
TAKING = _changing(1, only_if=SEATS.taken < SEATS.capacity)
TAKING_BEYOND = _changing(1, only_if=true())
GIVING_BACK = _changing(-1, only_if=SEATS.taken > 0)


def limiting(
    session: Session, event: Event, wish: Registration, *, instead_of: Registration | None = None
) -> list[Quota]:
    """The quotas this seat counts against, or would, the most particular first. `instead_of` is the seat it replaces.

    An organisation's quota is made when its first seat is asked for: most of 33 municipalities never fill theirs.
    Kept seats come first for whom they are kept, then the open ones; which it is stands in `wish.kept`.
    """
    found = _existing(session, event, wish)
    if event.max_per_organisation is not None and all(quota.scope is not Scope.ORGANISATION for quota in found):
        found.append(_first_of_organisation(session, event, str(wish.organisation_id)))
    return _counted(found, wish, instead_of)


def known(session: Session, event: Event, wish: Registration, *, instead_of: Registration | None = None) -> list[Quota]:
    """Those of them that exist. Makes nothing."""
    return _counted(_existing(session, event, wish), wish, instead_of)


def group_key(scope: Scope, key: str) -> str:
    """How kept seats name for whom they are kept."""
    return f"{scope.value}:{key}"


def _existing(session: Session, event: Event, wish: Registration) -> list[Quota]:
    scopes = {
        Scope.ALL: "",
        Scope.ORGANISATION: str(wish.organisation_id),
        Scope.ROLE: wish.role or "",
        Scope.ATTENDANCE: wish.attendance.value,
        Scope.OPEN: "",
    }
    keys = {f"of_{scope}": key for scope, key in scopes.items()}
    keys |= {
        "kept_for_role": group_key(Scope.ROLE, wish.role or ""),
        "kept_for_organisation": group_key(Scope.ORGANISATION, str(wish.organisation_id)),
    }
    return list(session.scalars(LIMITING, {"event_id": event.id, **keys}))


def _counted(found: list[Quota], wish: Registration, instead_of: Registration | None) -> list[Quota]:
    kept = {quota.key: quota for quota in found if quota.scope is KEPT}
    wish.kept = _kept_for(kept, wish, instead_of)
    counts = [quota for quota in found if quota.scope not in (KEPT, Scope.OPEN if wish.kept else KEPT)]
    if wish.kept:
        counts.append(kept[wish.kept])
    return sorted(counts, key=lambda quota: quota.place_in_order)


def _kept_for(kept: dict[str, Quota], wish: Registration, instead_of: Registration | None) -> str | None:
    """Among which kept seats it counts: where it is already, as long as it belongs there."""
    held = wish if wish.has_seat else instead_of
    if held is not None and (held.kept is None or held.kept in kept):
        return held.kept
    with_room = (quota for quota in sorted(kept.values(), key=lambda quota: quota.id) if not quota.is_full)
    return next((quota.key for quota in with_room), None)


def take(session: Session, quotas: Sequence[Quota]) -> Quota | None:
    """One seat from each quota, or from none: returns the quota that had become full."""
    taken: list[Quota] = []
    for quota in sorted(quotas, key=lambda quota: quota.id):
        if not _changed(session, quota, TAKING):
            give_back(session, taken)
            session.refresh(quota)
            return quota
        taken.append(quota)
    return None


def give_back(session: Session, quotas: Sequence[Quota]) -> None:
    """One seat back to each quota; a seat beyond the capacity is gone with it."""
    for quota in sorted(quotas, key=lambda quota: quota.id):
        _changed(session, quota, GIVING_BACK)


def take_beyond(session: Session, quotas: Sequence[Quota]) -> None:
    """A seat whatever the limits say: for what a file or a coordinator has already promised."""
    for quota in sorted(quotas, key=lambda quota: quota.id):
        _changed(session, quota, TAKING_BEYOND)


def resize(session: Session, event: Event, scope: Scope, capacity: int | None, key: str = "") -> None:
    """A new limit, or none. Nobody is dropped: seats beyond a smaller limit stay, and are not refilled."""
    quota = session.scalar(select(Quota).where(Quota.event_id == event.id, Quota.scope == scope, Quota.key == key))
    if capacity is None:
        if quota:
            session.delete(quota)
        return
    if quota is None:
        held = _held(session, event, scope, key)
        over = max(0, held - capacity)
        session.add(Quota(event_id=event.id, scope=scope, key=key, capacity=capacity, taken=held, over=over))
        return
    quota.capacity = capacity
    quota.over = max(0, quota.taken - capacity)


def resize_organisations(session: Session, event: Event, capacity: int | None) -> None:
    """A new number of seats per organisation, for those that have a quota already too."""
    event.max_per_organisation = capacity
    for quota in session.scalars(
        select(Quota).where(Quota.event_id == event.id, Quota.scope == Scope.ORGANISATION)
    ).all():
        resize(session, event, Scope.ORGANISATION, capacity, quota.key)


def count_anew(session: Session, event: Event, scope: Scope) -> None:
    """Everyone's seat counts against another rule of this sort than before. For whoever holds the meeting."""
    for quota in session.scalars(select(Quota).where(Quota.event_id == event.id, Quota.scope == scope)).all():
        quota.taken = _held(session, event, scope, quota.key)
        quota.over = max(0, quota.taken - quota.capacity)


def _changed(session: Session, quota: Quota, change: Update) -> bool:
    row = session.execute(change, {"quota_id": quota.id}).one_or_none()
    if row is None:
        return False
    set_committed_value(quota, "taken", row.taken)
    set_committed_value(quota, "over", row.over)
    return True


def _first_of_organisation(session: Session, event: Event, key: str) -> Quota:
    assert event.max_per_organisation is not None
    quota = Quota(event_id=event.id, scope=Scope.ORGANISATION, key=key, capacity=event.max_per_organisation, taken=0)
    held = _held(session, event, Scope.ORGANISATION, key)
    quota.taken, quota.over = held, max(0, held - quota.capacity)
    session.add(quota)
    session.flush()
    return quota


def _held(session: Session, event: Event, scope: Scope, key: str) -> int:
    """The seats that count against the limit already."""
    seats = select(func.count()).where(Registration.event_id == event.id, Registration.state.in_(SEATED))
    match scope:
        case Scope.ORGANISATION:
            seats = seats.where(Registration.organisation_id == int(key))
        case Scope.ROLE:
            seats = seats.where(Registration.role == key)
        case Scope.ATTENDANCE:
            seats = seats.where(Registration.attendance == Attendance(key))
        case Scope.OPEN:
            seats = seats.where(Registration.kept.is_(None))
        case Scope.KEPT:
            seats = seats.where(Registration.kept == key)
    return session.scalar(seats) or 0
