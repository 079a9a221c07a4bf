"""Whom a person represents: the area's organisations first, and whatever else they write."""

from collections.abc import Sequence

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from bot.i18n import swedish_order
from models import Area, Event, Organisation, Series
from models.organisations import display_name, fold, search_words

OPTIONS = 99
"""A select holds a hundred; the last place is for what was typed."""
BY_ID = select(Organisation).where(Organisation.id == bindparam("organisation_id"))
LONGEST = 120


def choices(session: Session, event: Event, query: str) -> list[Organisation]:
    """The meeting's own organisations that fit what was typed, in Swedish order; then any other in the workspace."""
    wanted = search_words(query)
    own = [one for one in of_event(session, event) if _fits(one, wanted)]
    if own or not wanted:
        return sorted(own, key=lambda one: swedish_order(one.display))[:OPTIONS]
    return anywhere(session, event.workspace_id, query)


def anywhere(session: Session, workspace_id: int, query: str) -> list[Organisation]:
    """Any in the workspace that fits what was typed; none that somebody has written of their own."""
    wanted = search_words(query)
    found = session.scalars(
        select(Organisation).where(Organisation.workspace_id == workspace_id, Organisation.is_free_text.is_(False))
    )
    return sorted((one for one in found if _fits(one, wanted)), key=lambda one: swedish_order(one.display))[:OPTIONS]


def of_event(session: Session, event: Event) -> Sequence[Organisation]:
    """The organisations the meeting is for: the area's, or the lab's parties."""
    if event.area_id:
        return session.get_one(Area, event.area_id).organisations
    return session.get_one(Series, event.series_id).parties


def written(session: Session, workspace_id: int, name: str) -> Organisation:
    """The organisation somebody wrote the name of: the known one, else a new one marked as free text."""
    name = " ".join(name.split())[:LONGEST]
    folded = fold(name)
    known = session.scalar(
        select(Organisation)
        .where(
            Organisation.workspace_id == workspace_id,
            or_(Organisation.folded == folded, Organisation.name == name),
        )
        .order_by(Organisation.is_free_text, Organisation.id)
    )
    if known:
        return known
    new = Organisation(
        workspace_id=workspace_id, name=name, display=display_name(name, None), folded=folded, is_free_text=True
    )
    session.add(new)
    session.flush()
    return new


def named(session: Session, event: Event, name: str) -> Organisation | None:
    """The organisation a list names, as people name it: 'Växjö' is Växjö kommun where the meeting is for it."""
    words = search_words(name)
    own = [one for one in of_event(session, event) if search_words(one.display) == words]
    if len(own) == 1:
        return own[0]
    folded = fold(name)
    return session.scalar(
        select(Organisation)
        .where(
            Organisation.workspace_id == event.workspace_id,
            or_(Organisation.folded == folded, Organisation.name == name),
        )
        .order_by(Organisation.is_free_text, Organisation.id)
        .limit(1)
    )


def known(session: Session, workspace_id: int, organisation_id: int | None) -> Organisation | None:
    found = session.scalar(BY_ID, {"organisation_id": organisation_id})
    return found if found and found.workspace_id == workspace_id else None


def _fits(organisation: Organisation, wanted: Sequence[str]) -> bool:
    words = search_words(organisation.display) + search_words(organisation.former_name or "")
    return all(any(word.startswith(part) for word in words) for part in wanted)
