"""A vote to act on, or a refusal."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services.access.behalf import NO_LONGER_REGISTERED
from bot.services.access.meetings import event_in, event_to, event_to_change
from bot.services.access.rights import NOT_YOURS, duties
from models import Event, Person, Poll, PollKind, Registration, RegistrationState, ShownTo
from models.errors import N_, Refusal
from models.permissions import Action, may

NO_LONGER_THERE = N_("That vote no longer exists.")
NOT_SHOWN = N_("The result of this vote is not for everyone.")
NOT_ASKED_BY_YOU = N_("Only whoever asked can close the vote, or change when it closes. It closes by itself.")
NOT_YET = N_("There is no result before the vote has closed.")


def poll_in(session: Session, workspace_id: int, poll_id: int | None) -> Poll:
    """The vote, if it belongs to this workspace."""
    poll = session.get(Poll, poll_id) if poll_id is not None else None
    if poll is None or poll.workspace_id != workspace_id:
        raise Refusal(NO_LONGER_THERE)
    return poll


def event_to_poll(session: Session, workspace_id: int, event_id: int | None, *, person_id: int) -> Event:
    """The meeting, for whoever may hold a vote on its questions."""
    return event_to(session, workspace_id, event_id, person_id=person_id, action=Action.STEER_POLLS)


def event_to_open_poll(session: Session, workspace_id: int, event_id: int | None, *, person_id: int) -> Event:
    """As `event_to_poll`, held until the transaction ends."""
    event_to_poll(session, workspace_id, event_id, person_id=person_id)
    return event_to_change(session, workspace_id, event_id)


def poll_to_steer(session: Session, workspace_id: int, poll_id: int | None, *, person_id: int) -> tuple[Poll, Event]:
    """The vote and its meeting, for whoever coordinates it."""
    poll = poll_in(session, workspace_id, poll_id)
    if poll.event_id is None:
        raise Refusal(NOT_YOURS)
    return poll, event_to_poll(session, workspace_id, poll.event_id, person_id=person_id)


def poll_to_change(session: Session, workspace_id: int, poll_id: int | None, *, person_id: int, is_admin: bool) -> Poll:
    """A vote that goes on, for whoever coordinates its meeting; one in a channel, for whoever asked it."""
    if poll_in(session, workspace_id, poll_id).event_id is None:
        return quick_poll_to_close(session, workspace_id, poll_id, person_id=person_id, is_admin=is_admin)
    return poll_to_steer(session, workspace_id, poll_id, person_id=person_id)[0]


def quick_poll_to_close(
    session: Session, workspace_id: int, poll_id: int | None, *, person_id: int, is_admin: bool
) -> Poll:
    """A poll in a channel, for whoever asked it."""
    poll = poll_in(session, workspace_id, poll_id)
    if poll.kind is not PollKind.QUICK or not (is_admin or poll.opened_by_id == person_id):
        raise Refusal(NOT_ASKED_BY_YOU)
    return poll


def guest_to_vote_for(
    session: Session, workspace_id: int, registration_id: int | None, *, person_id: int
) -> tuple[Event, Registration, Person]:
    """A guest of the meeting, for whoever coordinates it: members vote themselves."""
    row = session.get(Registration, registration_id) if registration_id is not None else None
    if row is None:
        raise Refusal(NO_LONGER_REGISTERED)
    event = event_to_poll(session, workspace_id, row.event_id, person_id=person_id)
    person = session.get_one(Person, row.person_id)
    if row.state is not RegistrationState.REGISTERED or person.has_slack:
        raise Refusal(NO_LONGER_REGISTERED)
    return event, row, person


def result_to_see(session: Session, workspace_id: int, poll_id: int | None, *, person_id: int) -> tuple[Poll, bool]:
    """A closed vote for whoever may see what it came to, and whether they coordinate it."""
    poll = poll_in(session, workspace_id, poll_id)
    event = event_in(session, workspace_id, poll.event_id) if poll.event_id else None
    steers = event is not None and may(duties(session, person_id, event), Action.STEER_POLLS)
    is_shown = steers or poll.shown_to is ShownTo.EVERYONE
    if not is_shown and (poll.shown_to is ShownTo.COORDINATORS or not _takes_part(session, poll, person_id)):
        raise Refusal(NOT_SHOWN, event_id=poll.event_id)
    if poll.is_open:
        raise Refusal(NOT_YET, event_id=poll.event_id)
    return poll, steers


def _takes_part(session: Session, poll: Poll, person_id: int) -> bool:
    mine = select(Registration.id).where(
        Registration.event_id == poll.event_id,
        Registration.person_id == person_id,
        Registration.state == RegistrationState.REGISTERED,
    )
    return session.scalar(mine) is not None
