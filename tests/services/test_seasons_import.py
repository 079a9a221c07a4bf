"""Importing the sample files: every row is there, nobody hears of it, and doing it again changes nothing."""

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services.seasons import applying
from bot.services.seasons.applying import apply, preview
from bot.services.seasons.files import read_file
from bot.services.seasons.plans import Plan, What
from models import (
    Area,
    Assignment,
    Attendance,
    Delivery,
    Duty,
    Event,
    EventState,
    Form,
    LogEntry,
    Organisation,
    Person,
    Quota,
    Registration,
    RegistrationState,
    Scope,
    Series,
    SeriesFile,
    SeriesParty,
    Step,
    Topic,
    Workspace,
)
from models.database import Sessions, connect
from models.organisations import fold
from tests.factories import make_person, make_workspace, rows
from tests.seasons import EXAMPLES, short_season

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)


def sample(name: str) -> Plan:
    return read_file(EXAMPLES / name).plan


SEASON, LAB = sample("regional-dialogues-2027.yaml"), sample("forlabb-skolnarvaro-2027.yaml")


ONE_KIND = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
"""What is compared and reported is the same whatever the database: one kind is enough for it."""


@pytest.fixture
def short(tmp_path) -> Plan:
    """Three areas are enough where the size does not matter."""
    file = tmp_path / "short.yaml"
    file.write_text(short_season(), "utf-8")
    return read_file(file).plan


@pytest.fixture
def bring(sessions, session):
    """Import these, with the test's own session out of the way."""

    def bring(*plans: Plan):
        session.commit()
        return [apply(sessions, plan, NOW, lambda done: None) for plan in plans]

    return bring


@pytest.fixture(scope="module")
def both(_sqlite_template, tmp_path_factory) -> Iterator[Session]:
    """Both samples, imported once for all who only look."""
    file = tmp_path_factory.mktemp("both") / "dialog.db"
    shutil.copyfile(_sqlite_template, file)
    engine = connect(f"sqlite:///{file}")
    for plan in (SEASON, LAB):
        apply(Sessions(engine), plan, NOW, lambda done: None)
    with Session(engine) as session:
        yield session
    engine.dispose()


def event_of(session, key: str) -> Event:
    return session.scalars(select(Event).where(Event.key == key)).one()


def organisation_of(session, display: str) -> Organisation:
    return session.scalars(select(Organisation).where(Organisation.folded == fold(display))).one()


def registration_of(session, key: str) -> Registration:
    return session.scalars(select(Registration).where(Registration.key == key)).one()


WHOLE = {Series: 2, Area: 9, Event: 11, Topic: 42, Registration: 32, SeriesParty: 5}


def test_both_samples_are_there_whole(both):
    assert {table: rows(both, table) for table in WHOLE} == WHOLE
    skane = both.scalars(select(Area).where(Area.key == "skane")).one()
    assert len(skane.organisations) == 36
    assert skane.facts == {"county_codes": ["12"], "school_winter_break_weeks": [8]}


def test_a_dialogue_has_its_wall_time_its_place_and_its_deadlines(both):
    norrbotten = event_of(both, "vux-2027-norrbotten")
    assert (norrbotten.day, norrbotten.start_time, norrbotten.end_time) == (date(2027, 3, 31), time(9), time(12))
    assert norrbotten.starts_at == datetime(2027, 3, 31, 7, tzinfo=UTC), "summer time has begun"
    assert norrbotten.form is Form.DIGITAL and norrbotten.has_captions
    assert norrbotten.registration_close_on == date(2027, 3, 22)
    assert norrbotten.agenda[0]["title"] == "Inloggning och ljudtest"
    assert norrbotten.state is EventState.PLANNED and norrbotten.reason is None
    quota = both.scalars(select(Quota).where(Quota.event_id == norrbotten.id)).one()
    assert (quota.scope, quota.capacity) == (Scope.ALL, 80)


def test_every_meeting_with_a_date_has_its_plan(both):
    norrbotten = event_of(both, "vux-2027-norrbotten")
    week = both.scalars(select(Step).where(Step.event_id == norrbotten.id, Step.kind == "one_week")).one()
    assert week.due_at == datetime(2027, 3, 24, 8, tzinfo=UTC), "09.00 winter time"
    undated = event_of(both, "forlabb-2")
    assert {step.due_at for step in both.scalars(select(Step).where(Step.event_id == undated.id))} == {None}


@ONE_KIND
def test_a_lab_has_parties_sessions_and_the_rights_that_go_with_them(bring, session):
    bring(LAB)
    first, second = event_of(session, "forlabb-1"), event_of(session, "forlabb-2")
    assert (second.day, second.starts_at, second.state) == (None, None, EventState.DATE_POLL)
    assert second.follows_id == first.id and first.area_id is None and first.max_per_organisation == 8
    series = session.scalars(select(Series)).one()
    assert (series.quiet_from, series.quiet_to) == (date(2027, 6, 28), date(2027, 8, 8))
    assert [role.id for role in series.roles] == ["participant"]
    duties = session.execute(select(Assignment.duty, Person.email).join(Person)).all()
    assert (Duty.COORDINATOR, "processledare@example.org") in duties
    contact = session.scalars(
        select(Assignment).join(Person).where(Person.email == "kontakt.eskilstuna@example.org")
    ).one()
    assert contact.duty is Duty.CONTACT
    assert contact.organisation_id == organisation_of(session, "Eskilstuna kommun").id
    university = organisation_of(session, "Mälardalens universitet")
    assert university.former_name == "Mälardalens högskola" and university.code is None


def test_an_organisation_of_both_files_is_one_row(both):
    check_organisations(both)


@ONE_KIND
def test_the_order_of_the_files_does_not_matter(bring, session):
    bring(LAB, SEASON)
    check_organisations(session)


def check_organisations(session: Session) -> None:
    names = [one.display for one in session.scalars(select(Organisation))]
    assert len(names) == len(set(names))
    assert organisation_of(session, "Eskilstuna kommun").code == "0484"
    assert organisation_of(session, "Västerås stad").code == "1980"
    assert organisation_of(session, "Region Gotland").code == "0980"
    assert organisation_of(session, "Region Sörmland").code is None
    assert organisation_of(session, "Region Sörmland").kind == "region"


@ONE_KIND
def test_an_organisation_somebody_wrote_freely_becomes_the_known_one(bring, session, short):
    workspace = make_workspace(session)
    session.add(
        Organisation(
            workspace_id=workspace.id,
            name="Växjö kommun",
            display="Växjö kommun",
            folded="växjö kommun",
            is_free_text=True,
        )
    )
    session.commit()
    bring(short)
    session.expire_all()
    assert organisation_of(session, "Växjö kommun").code == "0780"
    assert not organisation_of(session, "Växjö kommun").is_free_text


@ONE_KIND
def test_coordinators_are_known_by_address_and_become_members_later(bring, session, short):
    workspace = make_workspace(session)
    member = make_person(session, "Karin", email="samordnare.skane@example.org", workspace_id=workspace.id)
    bring(short)
    area = session.scalars(select(Area).where(Area.key == "skane")).one()
    assert session.scalars(select(Assignment.person_id).where(Assignment.area_id == area.id)).all() == [member.id]
    session.refresh(member)
    assert member.name == "Karin", "people are called what they call themselves"
    guest = session.scalars(select(Person).where(Person.email == "samordnare.dalarna@example.org")).one()
    assert guest.slack_user_id is None and guest.workspace_id == workspace.id


def test_registrations_come_as_they_stand(both):
    check_registrations(both)


def check_registrations(session: Session) -> None:
    leaving, coming = registration_of(session, "reg-004"), registration_of(session, "reg-005")
    assert leaving.state is RegistrationState.CANCELLED
    assert coming.substitute_for_id == leaving.id and coming.dietary == "Glutenfritt"
    assert registration_of(session, "reg-103").state is RegistrationState.WAITLISTED
    assert registration_of(session, "reg-301").attendance is Attendance.DIGITAL
    assert registration_of(session, "reg-007").is_hidden
    guest = registration_of(session, "reg-003")
    assert session.get(Person, guest.registered_by_id).email == "samordnare.kronoberg@example.org"
    assert registration_of(session, "reg-001").registered_by_id is None
    assert registration_of(session, "del-01@forlabb-2").role == "participant"


@ONE_KIND
def test_registrations_count_against_the_limits(bring, session, short):
    bring(short)
    skane = event_of(session, "vux-2027-skane")
    malmo = organisation_of(session, "Malmö kommun")
    taken = {
        (quota.scope, quota.key): quota.taken
        for quota in session.scalars(select(Quota).where(Quota.event_id == skane.id))
    }
    assert taken[Scope.ALL, ""] == 3
    assert taken[Scope.ORGANISATION, str(malmo.id)] == 2
    numbers = session.scalars(select(Registration.number).where(Registration.event_id == skane.id)).all()
    assert sorted(numbers) == [1, 2, 3, 4]


@ONE_KIND
def test_nobody_is_told_of_an_import(bring, session, short):
    bring(short, LAB)
    assert rows(session, Delivery) == 0


def test_importing_again_changes_nothing(bring, session):
    bring(SEASON, LAB)
    before = [rows(session, table) for table in (Organisation, Person, Event, Registration, Step, Quota, Assignment)]
    for again in bring(SEASON, LAB):
        assert again.is_nothing and not again.conflicts and not again.gone
    assert [
        rows(session, table) for table in (Organisation, Person, Event, Registration, Step, Quota, Assignment)
    ] == before
    assert rows(session, Workspace) == 1
    assert {table: rows(session, table) for table in WHOLE} == WHOLE
    check_registrations(session)


@ONE_KIND
def test_a_preview_says_what_will_be_added_and_changes_nothing(bring, sessions, session, short):
    with sessions.reading() as reading:
        coming = preview(reading, short, NOW)
    assert rows(session, Workspace) == rows(session, Series) == 0
    (done,) = bring(short)
    assert coming.added == done.added
    assert (coming.added[What.EVENT], coming.added[What.TOPIC], coming.added[What.REGISTRATION]) == (3, 15, 11)


def test_an_interrupted_import_is_finished_by_running_it_again(bring, sessions, session, short):
    class Stopped(Exception):  # noqa: N818
        """The machine went down."""

    def stop_at(done: int) -> None:
        if done > 40:
            raise Stopped

    with pytest.raises(Stopped):
        apply(sessions, short, NOW, stop_at)
    assert rows(session, Event) < 3
    bring(short)
    assert (rows(session, Event), rows(session, Topic), rows(session, Registration)) == (3, 15, 11)
    (again,) = bring(short)
    assert again.is_nothing and not again.conflicts


@ONE_KIND
def test_no_transaction_writes_much(bring, monkeypatch, short):
    sizes = []
    carry_out = applying._carry_out

    def watched(session, plan, things, *rest):
        sizes.append(things)
        carry_out(session, plan, things, *rest)

    monkeypatch.setattr(applying, "_carry_out", watched)
    bring(short)
    assert max(len(things) for things in sizes) <= applying.FEW
    assert all(len(things) == 1 for things in sizes if things[0].what is What.EVENT)


@ONE_KIND
def test_what_is_remembered_of_a_file_holds_no_people_and_no_answers(bring, session, short):
    bring(short, LAB)
    for file in session.scalars(select(SeriesFile)):
        remembered = repr(file.content) + repr(file.unused)
        for secret in ("Hörslinga", "Glutenfritt", "Vegetariskt", "rektor.vaxjo", "Rektor Malmö", "forskare.skola@"):
            assert secret not in remembered
    entries = session.scalars(select(LogEntry).where(LogEntry.action == "imported")).all()
    assert len(entries) == 2 and entries[0].facts["added"]["event"] == 3


@ONE_KIND
def test_a_person_who_registered_alone_is_not_registered_twice(bring, session, short):
    without = Plan(**{**vars(short), "seats": ()})
    bring(without)
    event, workspace = event_of(session, "vux-2027-kronoberg"), session.scalars(select(Workspace)).one()
    rektor = make_person(session, "Rektor", email="rektor.vaxjo@example.org", workspace_id=workspace.id)
    session.add(
        Registration(
            event_id=event.id,
            number=1,
            person_id=rektor.id,
            organisation_id=organisation_of(session, "Växjö kommun").id,
            attendance=Attendance.ON_SITE,
            state=RegistrationState.REGISTERED,
            created_at=NOW,
            changed_at=NOW,
        )
    )
    event.next_number = 2
    session.commit()
    (report,) = bring(short)
    assert [conflict.key for conflict in report.conflicts] == ["reg-001"]
    assert len(session.scalars(select(Registration).where(Registration.person_id == rektor.id)).all()) == 1
    (again,) = bring(short)
    assert not again.conflicts, "said once"
