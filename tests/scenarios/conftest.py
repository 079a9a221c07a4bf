"""The cast: Alice, Anna and Pelle coordinate, Nora organises, Bob, Charlie and Erik take part, Dana in English."""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot.blocks.logbook import WORDS
from bot.context import Bot
from bot.logs import Reticent
from models import Base, Duty, Event, LogEntry, Organisation, Overview, Says, Step
from sandbox.people import Person
from sandbox.workspace import Workspace
from scheduler.runner import Scheduler
from tests.clock import FakeClock, FakeTicks
from tests.factories import (
    make_area,
    make_assignment,
    make_coordinator,
    make_event,
    make_organisation,
    make_person,
    make_series,
)

MEETING = datetime.fromisoformat("2027-01-19T13:00:00+01:00")
ROLES = [
    {"id": "principal", "label": "Rektor eller skolledare", "levels": ["overarching", "operational"]},
    {"id": "director", "label": "Förvaltnings- eller verksamhetschef", "levels": ["overarching"]},
]
FORM = [
    {"id": "name", "label": "Namn", "required": True},
    {"id": "email", "label": "E-post", "required": True},
    {"id": "organisation", "label": "Organisation", "required": True},
    {"id": "role", "label": "Din roll", "required": True},
    {"id": "attendance", "label": "Hur deltar du?", "required": True},
    {"id": "segments", "label": "Vilka delar deltar du i?", "required": True},
    {"id": "access_needs", "label": "Vad behöver du för att kunna delta?", "sensitive": True},
    {"id": "dietary", "label": "Specialkost eller allergi", "sensitive": True, "only_if": "physical_with_catering"},
    {"id": "hide_from_list", "label": "Visa mig inte på deltagarlistan"},
    {"id": "invite_again", "label": "Jag vill få inbjudan till nästa säsong"},
]
ONE_KIND = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
"""Words, not rows: one kind of database is enough."""
Later = Callable[..., None]
Rows = Callable[..., list[Any]]


@pytest.fixture(autouse=True)
def nothing_people_wrote_reaches_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, workspace: Workspace
) -> Iterator[None]:
    """Names, addresses and whatever was typed into a form stay out of every log record of every scenario."""
    written: list[str] = []
    fill = Person.fills

    def fills(self: Person, **values: Any) -> None:
        written.extend(value for value in values.values() if isinstance(value, str) and " " in value)
        fill(self, **values)

    monkeypatch.setattr(Person, "fills", fills)
    caplog.set_level(logging.INFO)
    yield
    written += [part for one in workspace.members.values() for part in (one.name, one.email) if part]
    lines = [Reticent().format(record) for record in caplog.get_records("call")]
    found = [(words, line) for words in written for line in lines if words in line]
    assert not found, f"somebody's words are in the log: {found[0]}"


@pytest.fixture(autouse=True)
def whatever_is_written_down_can_be_read(bot: Bot) -> Iterator[None]:
    """Every line of every scenario's log has words of its own in `/dialog log`."""
    yield
    with bot.sessions.reading() as session:
        actions = set(session.scalars(select(LogEntry.action).distinct()))
    assert actions <= WORDS.keys()


@pytest.fixture
def alice(workspace: Workspace) -> Person:
    return workspace.person("U0ALICE", name="Alice Alm", email="alice@example.org")


@pytest.fixture
def bob(workspace: Workspace, channel: str) -> Person:
    return _in(channel, workspace.person("U0BOB", name="Bob Berg", email="bob@example.org"))


@pytest.fixture
def charlie(workspace: Workspace, channel: str) -> Person:
    return _in(channel, workspace.person("U0CHARLIE", name="Charlie Carlsson", email="charlie@example.org"))


@pytest.fixture
def dana(workspace: Workspace, channel: str) -> Person:
    person = workspace.person("U0DANA", name="Dana Dunn", email="dana@example.org", locale="en-US")
    return _in(channel, person)


@pytest.fixture
def erik(workspace: Workspace, channel: str) -> Person:
    return _in(channel, workspace.person("U0ERIK", name="Erik Ek", email="erik@example.org"))


@pytest.fixture
def anna(workspace: Workspace, session: Session, kronoberg: Event) -> Person:
    """The area's other coordinator."""
    row = make_person(session, "Anna Ask", slack_user_id="U0ANNA")
    make_assignment(session, row, Duty.COORDINATOR, area_id=kronoberg.area_id)
    return workspace.person("U0ANNA", name="Anna Ask", email="anna@example.org")


@pytest.fixture
def pelle(workspace: Workspace, session: Session, kronoberg: Event) -> Person:
    """A coordinator of another area."""
    row = make_person(session, "Pelle Palm", slack_user_id="U0PELLE")
    make_assignment(session, row, Duty.COORDINATOR, area_id=make_area(session, name="Skåne").id)
    member = workspace.person("U0PELLE", name="Pelle Palm", email="pelle@example.org")
    workspace.channel("C0PELLE", members=[member])
    return member


@pytest.fixture
def nora(workspace: Workspace, session: Session, kronoberg: Event, channel: str) -> Person:
    """The national organiser."""
    row = make_person(session, "Nora Nord", slack_user_id="U0NORA")
    make_assignment(session, row, Duty.NATIONAL, series_id=kronoberg.series_id)
    return _in(channel, workspace.person("U0NORA", name="Nora Nord", email="nora@example.org"))


@pytest.fixture
def channel(workspace: Workspace, alice: Person) -> str:
    workspace.channel("C0LOBBY", name="lobby", members=[alice])
    return "C0LOBBY"


@pytest.fixture
def kronoberg(bot: Bot, session: Session) -> Event:
    """19 January 2027 at 13–16 in Växjö, with coffee; open for registration, and Alice coordinates it."""
    make_series(session, role_list=ROLES, form_list=FORM, theme_list=[{"id": "sfi", "label": "Sfi och språk"}])
    area = make_area(session, name="Kronoberg", channel_id=None)
    area.organisations = [
        make_organisation(session, name, code=code)
        for name, code in (("Växjö kommun", "0780"), ("Ljungby kommun", "0781"), ("Älmhults kommun", "0765"))
    ]
    session.commit()
    event = make_event(
        session,
        title="Dialog i Kronoberg",
        starts_at=MEETING,
        length=MEETING.replace(hour=16) - MEETING,
        area=area,
        city="Växjö",
        place_name="Kommunhuset",
        room="Sal A",
        has_coffee=True,
        agenda=[{"start": "12:30", "title": "Kaffe"}, {"start": "13:00", "title": "Välkommen"}],
    )
    make_coordinator(session, event, "Alice Alm", slack_user_id="U0ALICE", email="alice@example.org")
    return event


@pytest.fixture
def no_overviews(session: Session, kronoberg: Event) -> Callable[[], None]:
    """Where the last word to Alice is counted: what she is told every Monday, or of the programme, stays away."""

    def stop() -> None:
        session.execute(delete(Overview))
        session.execute(update(Step).where(Step.says == Says.PROGRAMME).values(due_at=None))
        session.commit()

    return stop


@pytest.fixture
def later(clock: FakeClock, ticks: FakeTicks, scheduler: Scheduler) -> Later:
    """Let time pass, for people and for machines; then the scheduler looks what is due."""

    def pass_by(**time: float) -> None:
        before = clock.now()
        clock.advance(**time)
        ticks.advance((clock.now() - before).total_seconds())
        scheduler.tick()

    return pass_by


@pytest.fixture
def rows(bot: Bot) -> Rows:
    """What stands in a table now, oldest first."""

    def read(table: type[Base], *where: Any) -> list[Any]:
        with bot.sessions.reading() as session:
            found = list(session.scalars(select(table).where(*where).order_by(table.id)))
            session.expunge_all()
            return found

    return read


@pytest.fixture
def organisation_id(rows: Rows) -> Callable[[str], str]:
    def find(name: str) -> str:
        return str(rows(Organisation, Organisation.display == name)[0].id)

    return find


def _in(channel: str, person: Person) -> Person:
    person.workspace.channel(channel, members=[person])
    return person
