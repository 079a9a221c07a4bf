"""Where each challenge stands once the vote has closed: importance and feasibility make four squares."""

from sqlalchemy.orm import Session

from bot.receipts import Placed
from bot.services.polls import results
from models import Poll, PollOption, PollTotal
from models.polls import FEASIBILITY, IMPORTANCE, Square


def placed(session: Session, poll: Poll) -> tuple[Placed, ...]:
    """Square by square, the most important first; those that nobody has answered both questions about come last."""
    feasible = {option.place: total for total, option in results.of_list(session, poll, FEASIBILITY)}
    found = [_placed(total, feasible[option.place], option) for total, option in
             results.of_list(session, poll, IMPORTANCE) if option.place in feasible]  # fmt: skip
    order = list(Square)
    return tuple(sorted(found, key=lambda one: order.index(one.square) if one.square else len(order)))


def _placed(important: PollTotal, feasible: PollTotal, option: PollOption) -> Placed:
    square = None
    if important.is_high is not None and feasible.is_high is not None:
        square = Square.at(is_important=important.is_high, is_feasible=feasible.is_high)
    return Placed(option.words, square, important.median, feasible.median)
