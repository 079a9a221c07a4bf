"""Changing a plan, by several people at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import time
from threading import Barrier

from sqlalchemy.orm import Session

from bot.services import access
from bot.services.plan import plans, steps
from bot.services.plan.plans import Wish
from models import LogEntry, Person, Step
from models.database import Sessions
from tests.clock import NOON
from tests.factories import make_coordinator, make_event, rows


def test_of_two_who_save_at_the_same_moment_one_is_shown_what_the_other_did(
    session: Session, sessions: Sessions
) -> None:
    event = make_event(session)
    people = [make_coordinator(session, event, name) for name in ("Alice", "Anna")]
    steps.plan(session, event, NOON)
    session.commit()
    step_id = session.query(Step).filter_by(kind="one_week").one().id
    session.commit()
    seen = "start.7.0.09:00.on"
    together = Barrier(2)

    def save(person: Person, days: int) -> str | None:
        together.wait()
        with sessions.begin() as own:
            step, mine = access.step_to_change(own, person.workspace_id, step_id, person_id=person.id)
            wish = Wish(is_off=False, days_before=days, at=time(9))
            found = plans.change(own, step, mine, wish, seen=seen, person_id=person.id, now=NOON)
            return found.overtaken_by if found.is_overtaken else None

    with ThreadPoolExecutor(2) as pool:
        overtaken = list(pool.map(save, people, (4, 5)))
    session.expire_all()
    saved = session.get_one(Step, step_id).days_before
    assert (saved, overtaken) in ((4, [None, "Alice"]), (5, ["Anna", None]))
    assert rows(session, LogEntry) == 1
    session.rollback()
