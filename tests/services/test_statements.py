"""How many statements a person waits for: while one registers, everyone else waits for a turn to write."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from bot.services.polls import electorate, facts
from bot.services.registration import wishes
from bot.services.registration.wishes import Wish
from models import Poll
from models.database import Sessions
from tests.clock import NOON
from tests.electing import elect
from tests.factories import make_card, make_coordinator, make_event, make_organisation, make_person, make_quota

SETTINGS = ("BEGIN", "SET", "PRAGMA", "NOTIFY")
"""What opening and closing a transaction says, differently in each database."""


def test_registering_takes_twelve_statements(engine: Engine, sessions: Sessions, session: Session) -> None:
    meeting, bob, organisation = make_event(session), make_person(session), make_organisation(session)
    make_quota(session, meeting, 40)
    make_card(session, meeting)
    make_coordinator(session, meeting)
    wish = Wish(organisation=str(organisation.id), role="principal")

    with counted(engine) as statements, sessions.begin() as own:
        wishes.submit(own, event_id=meeting.id, person_id=bob.id, wish=wish, now=NOON)

    assert len(statements) <= 12, "\n".join(statements)


def test_seeing_that_one_is_registered_already_takes_six(engine: Engine, sessions: Sessions, session: Session) -> None:
    meeting, bob, organisation = make_event(session), make_person(session), make_organisation(session)
    make_coordinator(session, meeting)
    wish = Wish(organisation=str(organisation.id), role="principal")
    with sessions.begin() as own:
        wishes.submit(own, event_id=meeting.id, person_id=bob.id, wish=wish, now=NOON)

    with counted(engine) as statements, sessions.begin() as own:
        wishes.submit(own, event_id=meeting.id, person_id=bob.id, wish=wish, now=NOON)

    assert len(statements) <= 6, "\n".join(statements)


def test_a_ballot_takes_eight_statements_to_open_and_eleven_to_save(
    engine: Engine, sessions: Sessions, session: Session
) -> None:
    """However many may vote: sixty people open and save theirs in the same few seconds."""
    election = elect(session, sessions, roles=["principal"] * 6, operational=3)
    bob = election.people[0]
    with counted(engine) as opening, sessions.reading() as reading:
        poll = reading.get_one(Poll, election.poll_id)
        facts.ballot(reading, poll, electorate.voter(reading, poll, bob.id), NOON)
    with counted(engine) as saving:
        election.votes(sessions, bob, 0, 1)

    assert len(opening) <= 8, "\n".join(opening)
    assert len(saving) <= 11, "\n".join(saving)


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(SETTINGS):
            statements.append(" ".join(statement.split()))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)
