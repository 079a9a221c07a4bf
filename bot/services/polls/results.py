"""What a closed vote came to, for those who go on from it."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.receipts import Ranked
from models import Level, Poll, PollKind, PollOption, PollState, PollTotal, PollTurnout
from models.polls import EVERYONE, ONE_LIST

Result = Sequence[tuple[PollTotal, PollOption]]


def ranking(session: Session, event_id: int) -> dict[Level, tuple[Ranked, ...]]:
    """The meeting's questions in the order of its latest vote, a list for each level; empty while there is none.

    Empty too when fewer voted than the vote asked for: it does not count. Choices between equals are heeded.
    """
    poll = latest(session, event_id)
    if poll is None or not has_quorum(session, poll):
        return {}
    found = {level: _ranked(of_list(session, poll, level)) for level in Level}
    return {level: ranked for level, ranked in found.items() if ranked}


def latest(session: Session, event_id: int) -> Poll | None:
    """The last vote on the meeting's questions that has closed."""
    return session.scalars(
        select(Poll)
        .where(Poll.event_id == event_id, Poll.kind == PollKind.TOPICS, Poll.state == PollState.CLOSED)
        .order_by(Poll.closed_at.desc(), Poll.id.desc())
        .limit(1)
    ).first()


def of_list(session: Session, poll: Poll, on_list: str, role: str = EVERYONE) -> Result:
    """What each option came to, the first first. Equals stand as the coordinator chose, else in the old order."""
    rows = session.execute(
        select(PollTotal, PollOption)
        .join(PollOption, PollOption.id == PollTotal.option_id)
        .where(PollTotal.poll_id == poll.id, PollTotal.on_list == on_list, PollTotal.role == role)
        .order_by(PollTotal.place, PollTotal.ahead.desc(), PollOption.place)
    )
    return [(total, option) for total, option in rows]


def turnout(session: Session, poll: Poll, on_list: str = ONE_LIST) -> PollTurnout | None:
    """How many voted; on the list of all, how many people voted on any."""
    return session.scalar(
        select(PollTurnout).where(
            PollTurnout.poll_id == poll.id, PollTurnout.on_list == on_list, PollTurnout.role == EVERYONE
        )
    )


def has_quorum(session: Session, poll: Poll) -> bool:
    found = turnout(session, poll)
    return poll.quorum is None or (found is not None and found.ballots >= poll.quorum)


def place_of(total: PollTotal, result: Result) -> int:
    """The place with the choices made between equals."""
    equals = [other for other, _ in result if other.place == total.place]
    return total.place + sum(other.ahead > total.ahead for other in equals)


def is_tied(total: PollTotal, result: Result) -> bool:
    alike = (total.place, total.ahead)
    return sum((other.place, other.ahead) == alike for other, _ in result) > 1


def _ranked(result: Result) -> tuple[Ranked, ...]:
    return tuple(
        Ranked(
            topic_id=option.topic_id,
            title=option.words,
            points=total.points,
            place=place_of(total, result),
            is_tied=is_tied(total, result),
        )
        for total, option in result
        if option.topic_id is not None
    )
