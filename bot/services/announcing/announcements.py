"""Writing to the people of a meeting: the draft, the decision, and changing one's mind."""

from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from bot.services import access, events, log
from bot.services.announcing import recipients
from models import (
    Announcement,
    AnnouncementState,
    Audience,
    Event,
    EventState,
)
from models.database import OWED
from models.errors import N_, Refusal
from models.times import instant, local

BEGUN_ALREADY = N_("It has already begun to go out, so it can no longer be changed or withdrawn.")


class Says(StrEnum):
    """What a confirmation comes to."""

    DONE = "done"
    CHANGED = "changed"
    """What was confirmed is not what is written any more."""
    ANOTHER = "another"
    """Somebody else has just written to the same people."""
    PAST = "past"
    NOBODY = "nobody"


def moment(event: Event, day: date | None, clock: time | None, now: datetime) -> datetime | None:
    """The chosen day and time by the meeting's clock; None when neither is chosen: at once."""
    if day is None and clock is None:
        return None
    if day is None or clock is None:
        raise Refusal(N_("Choose both a day and a time, or neither to send now."), field="day")
    chosen = instant(day, clock, event.tz)
    if chosen <= now:
        raise Refusal(N_("That moment has passed."), field="day")
    return chosen


def write(
    session: Session,
    event: Event,
    *,
    author_id: int,
    audience: str,
    words: str,
    due_at: datetime | None,
    replaces_id: int | None,
) -> Announcement:
    """What was typed becomes the author's draft for this meeting: one at a time, however often it is handed in."""
    if audience not in recipients.CHOICES or not words.strip():
        raise Refusal(N_("Write something, and choose whom it is for."), field="words")
    events.lock(session, event.id)
    draft = session.scalar(
        select(Announcement).where(
            Announcement.event_id == event.id,
            Announcement.author_id == author_id,
            Announcement.state == AnnouncementState.DRAFT,
        )
    )
    draft = draft or Announcement(workspace_id=event.workspace_id, event_id=event.id, author_id=author_id)
    replaced = session.get(Announcement, replaces_id) if replaces_id else None
    draft.say(
        audience=Audience(audience),
        words=words.strip(),
        due_at=due_at,
        replaces_id=replaced.id if replaced and replaced.event_id == event.id else None,
    )
    draft.seen = _others(session, draft)
    session.add(draft)
    session.flush()
    return draft


def confirm(
    session: Session, event: Event, *, announcement_id: int | None, version: int | None, person_id: int, now: datetime
) -> tuple[Announcement, Says]:
    """From draft to planned, once: whoever confirms again is told how it goes.

    The meeting is held, so of two who confirm at once the second is first shown what the other has sent.
    """
    events.lock(session, event.id)
    row = access.announcement_in(session, event, announcement_id, person_id=person_id)
    if row.state is not AnnouncementState.DRAFT:
        return row, Says.DONE
    says = _look_again(session, event, row, version, now)
    if says is not Says.DONE:
        return row, says
    if row.replaces_id:
        _take_back(session, row.replaces_id)
    row.state, row.decided_at, row.due_at = AnnouncementState.PLANNED, now, row.due_at or now
    row.knows_cancelled = event.state is EventState.CANCELLED
    _write_down(session, "announcement_confirmed", row, person_id, now)
    session.info[OWED] = True
    return row, Says.DONE


def withdraw(session: Session, row: Announcement, *, person_id: int, now: datetime) -> None:
    """Nobody hears it. Withdrawing twice changes nothing."""
    if row.state is AnnouncementState.WITHDRAWN:
        return
    _take_back(session, row.id)
    session.refresh(row)
    _write_down(session, "announcement_withdrawn", row, person_id, now)


def replaced_by_change(row: Announcement) -> int | None:
    """The planned one that new words would take the place of."""
    if row.state is AnnouncementState.BEGUN:
        raise Refusal(BEGUN_ALREADY, event_id=row.event_id)
    return row.id if row.state is AnnouncementState.PLANNED else row.replaces_id


def wall_time(event: Event, row: Announcement) -> datetime | None:
    """The chosen moment by the meeting's clock."""
    return local(row.due_at, event.tz) if row.due_at else None


def _look_again(session: Session, event: Event, row: Announcement, version: int | None, now: datetime) -> Says:
    if row.version != version:
        return Says.CHANGED
    if row.due_at is not None and row.due_at <= now:
        return Says.PAST
    if row.due_at is None and recipients.of(session, event, row.audience).is_nobody:
        return Says.NOBODY
    before, row.seen = row.seen, _others(session, row)
    return Says.ANOTHER if row.seen > before else Says.DONE


def rival(session: Session, row: Announcement) -> Announcement | None:
    """The latest that somebody else has decided to send to the same people."""
    return session.scalars(
        select(Announcement).where(*_by_others(row)).order_by(Announcement.decided_at.desc(), Announcement.id.desc())
    ).first()


def _others(session: Session, row: Announcement) -> int:
    return session.scalar(select(func.count(Announcement.id)).where(*_by_others(row))) or 0


def _by_others(row: Announcement) -> tuple[ColumnElement[bool], ...]:
    return (
        Announcement.event_id == row.event_id,
        Announcement.audience == row.audience,
        Announcement.author_id != row.author_id,
        Announcement.decided_at.is_not(None),
    )


def _take_back(session: Session, announcement_id: int) -> None:
    taken = session.execute(
        update(Announcement)
        .where(Announcement.id == announcement_id, Announcement.state == AnnouncementState.PLANNED)
        .values(state=AnnouncementState.WITHDRAWN)
        .returning(Announcement.id)
    ).first()
    if taken is None:
        raise Refusal(BEGUN_ALREADY)


def _write_down(session: Session, action: str, row: Announcement, person_id: int, now: datetime) -> None:
    log.record(
        session,
        action,
        workspace_id=row.workspace_id,
        now=now,
        actor_id=person_id,
        event_id=row.event_id,
        announcement=row.id,
        audience=row.audience.value,
        at=row.due_at.isoformat() if row.due_at else None,
    )
