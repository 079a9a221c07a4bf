"""Whether what was marked is a vote by the poll's method; if not, what to do about it."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services.polls import counting
from bot.services.polls.counting import HIGHEST, Marks
from bot.services.polls.electorate import Voter
from models import Method, Poll, PollOption
from models.errors import N_, Refusal

OUTDATED = N_("The options have changed since you opened the form. Open it again.")
TOO_MANY = N_("You have marked {n}, but you have {most} votes here. Take some away.")
ONLY_ONE = N_("Choose one only.")


def refuse_unless_right(session: Session, poll: Poll, voter: Voter, votes: Mapping[str, Marks]) -> None:
    """For every list; raises Refusal, with the list as its field."""
    options = options_of(session, poll)
    for on_list, marks in votes.items():
        if on_list not in voter.lists or not set(marks) <= set(options.get(on_list, ())):
            raise Refusal(OUTDATED)
        _refuse(poll, on_list, len(options[on_list]), marks)


def options_of(session: Session, poll: Poll) -> dict[str, list[int]]:
    rows = session.execute(
        select(PollOption.on_list, PollOption.id).where(PollOption.poll_id == poll.id).order_by(PollOption.place)
    )
    found: dict[str, list[int]] = {}
    for on_list, option_id in rows:
        found.setdefault(on_list, []).append(option_id)
    return found


def _refuse(poll: Poll, on_list: str, n: int, marks: Marks) -> None:
    if poll.method is Method.DOTS and len(marks) > (most := counting.dots(poll.dots, n)):
        raise Refusal(TOO_MANY, field=on_list, n=len(marks), most=most)
    if poll.method is Method.SINGLE and len(marks) > 1:
        raise Refusal(ONLY_ONE, field=on_list)
    if poll.method is Method.RANKING and sorted(marks.values()) != list(range(1, len(marks) + 1)):
        raise Refusal(OUTDATED, field=on_list)
    highest = HIGHEST if poll.method is Method.SCORES else 1
    if poll.method is not Method.RANKING and not all(1 <= mark <= highest for mark in marks.values()):
        raise Refusal(OUTDATED, field=on_list)
