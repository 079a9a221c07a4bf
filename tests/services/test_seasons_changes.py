"""A file that changed: what is applied, what is left because Slack said otherwise, and who hears of it."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.receipts.meetings import Part
from bot.services import events
from bot.services.meetings import editing, fields
from bot.services.plan import rules, steps
from bot.services.seasons.applying import apply, preview
from bot.services.seasons.comparing import CHANGED_HERE, FINAL, ONLY_ADDED
from bot.services.seasons.files import read_file
from bot.services.seasons.meetings import Change
from bot.services.seasons.plans import Plan, What
from models import (
    Area,
    Assignment,
    Attendance,
    Card,
    Delivery,
    Event,
    EventState,
    Form,
    Kind,
    Organisation,
    Person,
    Quota,
    Registration,
    Says,
    Scope,
    Series,
    Step,
    Topic,
)
from models.database import Sessions, connect, is_sqlite
from models.registrations import Reconfirm
from tests.factories import make_card, rows
from tests.seasons import EXAMPLES, short_season

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
LATER = datetime(2026, 12, 2, 8, tzinfo=UTC)
SKANE_DAY = "date: 2027-03-02\n    weekday: tisdag\n    iso_week: 9"
SKANE_MOVED = "date: 2027-03-03\n    weekday: onsdag\n    iso_week: 9"


ONE_KIND = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
"""What is compared and reported is the same whatever the database: one kind is enough for it."""


@pytest.fixture
def file(tmp_path):
    """The season in a file of its own, to change."""
    return SeasonFile(tmp_path / "season.yaml")


class SeasonFile:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.text = short_season()

    def change(self, old: str, new: str, after: str = "") -> "SeasonFile":
        """Replace the first occurrence after another text."""
        at = self.text.index(old, self.text.index(after))
        self.text = self.text[:at] + new + self.text[at + len(old) :]
        return self

    def cancel(self, dialogue: str) -> "SeasonFile":
        return self.change("status: planned", "status: cancelled", after=f"id: {dialogue}")

    @property
    def plan(self) -> Plan:
        self.path.write_text(self.text, "utf-8")
        reading = read_file(self.path)
        assert reading.plan, reading.problems
        return reading.plan


@pytest.fixture(scope="module")
def unchanged(_sqlite_template, tmp_path_factory) -> Iterator[sqlite3.Connection]:
    """The season as it is, imported once: most tests begin with it."""
    folder = tmp_path_factory.mktemp("unchanged")
    shutil.copyfile(_sqlite_template, folder / "dialog.db")
    engine = connect(f"sqlite:///{folder / 'dialog.db'}")
    apply(Sessions(engine), SeasonFile(folder / "season.yaml").plan, NOW, lambda done: None)
    engine.dispose()
    connection = sqlite3.connect(folder / "dialog.db")
    yield connection
    connection.close()


@pytest.fixture
def bring(sessions, session, unchanged):
    """Import the file, with the test's own session out of the way."""

    def bring(file: SeasonFile, now=NOW):
        is_first = not rows(session, Series)
        session.commit()
        if is_first and file.text == short_season() and is_sqlite(sessions.engine):
            with closing(sessions.engine.raw_connection()) as connection:
                unchanged.backup(connection.driver_connection)
            return None
        return apply(sessions, file.plan, now, lambda done: None)

    return bring


@pytest.fixture
def coming(sessions):
    def coming(file: SeasonFile):
        with sessions.reading() as session:
            return preview(session, file.plan, LATER)

    return coming


def event_of(session, key: str) -> Event:
    return session.scalars(select(Event).where(Event.key == key).execution_options(populate_existing=True)).one()


def in_slack(session, *emails: str) -> None:
    """These people have been found in Slack since."""
    for number, email in enumerate(emails):
        person = session.scalars(select(Person).where(Person.email == email)).one()
        person.slack_user_id = f"U9{number:05}"
    session.commit()


def told(session, kind: Kind) -> list[str]:
    rows_ = select(Person.email).join(Delivery, Delivery.person_id == Person.id).where(Delivery.kind == kind)
    return sorted(session.scalars(rows_))


MALMO = ("rektor.malmo.a@example.org", "chef.malmo@example.org", "rektor.malmo.b@example.org")


def test_a_moved_meeting_is_moved_and_those_in_it_are_told(bring, session, file):
    bring(file)
    in_slack(session, *MALMO, "samordnare.skane@example.org")
    make_card(session, event_of(session, "vux-2027-skane"))
    file.change(SKANE_DAY, SKANE_MOVED)
    report = bring(file, LATER)
    event = event_of(session, "vux-2027-skane")
    assert event.day == date(2027, 3, 3) and event.starts_at == datetime(2027, 3, 3, 12, tzinfo=UTC)
    assert event.sequence > 0, "the entry in people's calendars moves too"
    assert [(change.key, change.field) for change in report.changes] == [("vux-2027-skane", "when")]
    assert told(session, Kind.MOVED) == sorted(MALMO), "the one in line too"
    assert told(session, Kind.GUEST_TEXT) == ["samordnare.skane@example.org"]
    week = session.scalars(select(Step).where(Step.event_id == event.id, Step.kind == "one_week")).one()
    assert week.due_at == datetime(2027, 2, 24, 8, tzinfo=UTC)
    states = session.scalars(select(Registration.reconfirm).where(Registration.event_id == event.id)).all()
    assert states.count(Reconfirm.ASKED) == 3, "those with a seat are asked again, the one in line is not"
    assert session.scalar(select(func.count()).where(Card.stale_since.is_not(None))) == 1


@ONE_KIND
def test_the_preview_counts_what_a_move_causes(bring, coming, session, file):
    bring(file)
    in_slack(session, *MALMO)
    make_card(session, event_of(session, "vux-2027-skane"))
    file.change(SKANE_DAY, SKANE_MOVED)
    (effect,) = coming(file).effects
    assert (effect.event, effect.news) == ("vux-2027-skane", (Change.DATE,))
    assert (effect.told, effect.asked, effect.by_mail, effect.cards, effect.waiting) == (3, 2, 1, 1, 0)
    assert effect.steps == 5
    assert rows(session, Delivery) == 0


@ONE_KIND
def test_the_reason_is_the_one_the_files_history_gives(bring, session, file):
    bring(file)
    history = "    history:\n      - {at: 2026-12-02, change: date, from: 2027-03-02, to: 2027-03-03, reason: Krock}\n"
    file.change(SKANE_DAY, SKANE_MOVED).change("    capacity: 80\n", f"    capacity: 80\n{history}")
    bring(file, LATER)
    assert event_of(session, "vux-2027-skane").reason == "Krock"


@ONE_KIND
def test_moving_it_once_more_is_told_once_more(bring, session, file):
    bring(file)
    in_slack(session, *MALMO)
    bring(file.change(SKANE_DAY, SKANE_MOVED), LATER)
    bring(file.change(SKANE_MOVED, SKANE_DAY.replace("03-02", "03-09").replace("9", "10", 0)
                                .replace("iso_week: 9", "iso_week: 10")), LATER)  # fmt: skip
    assert len(told(session, Kind.MOVED)) == 6


@ONE_KIND
def test_history_in_a_first_import_causes_nothing(bring, session, file):
    history = "    history:\n      - {at: 2026-11-28, change: date, from: 2027-03-09, to: 2027-03-02, reason: Krock}\n"
    bring(file.change("    capacity: 80\n", f"    capacity: 80\n{history}"))
    skane = event_of(session, "vux-2027-skane")
    assert (skane.day, skane.reason) == (date(2027, 3, 2), None)
    assert rows(session, Delivery) == 0


@ONE_KIND
def test_a_meeting_moved_in_slack_is_left_and_reported(bring, session, file):
    bring(file)
    event = event_of(session, "vux-2027-skane")
    event.reschedule(date(2027, 3, 4), event.start_time, event.end_time)
    session.commit()
    file.change(SKANE_DAY, SKANE_MOVED)
    report = bring(file, LATER)
    (conflict,) = report.conflicts
    assert (conflict.key, conflict.field, conflict.why) == ("vux-2027-skane", "when", CHANGED_HERE)
    assert conflict.here == ["2027-03-04", "13:00", "16:00"]
    assert event_of(session, "vux-2027-skane").day == date(2027, 3, 4)
    assert rows(session, Delivery) == 0


@ONE_KIND
def test_what_changed_in_slack_alone_stays(bring, session, file):
    bring(file)
    event = event_of(session, "vux-2027-skane")
    event.room = "Lilla salen"
    session.commit()
    report = bring(file.change("capacity: 80", "capacity: 90"), LATER)
    assert not report.conflicts
    assert event_of(session, "vux-2027-skane").room == "Lilla salen"


@ONE_KIND
def test_the_same_change_in_both_places_is_no_conflict(bring, session, file):
    bring(file)
    event_of(session, "vux-2027-skane").room = "Lilla salen"
    session.commit()
    report = bring(file.change("room: Stora salen", "room: Lilla salen"), LATER)
    assert report.is_nothing and not report.conflicts


def test_a_cancelled_meeting_is_called_off_even_when_it_has_been_opened(bring, coming, session, file):
    bring(file)
    in_slack(session, *MALMO)
    event_of(session, "vux-2027-skane").state = EventState.OPEN
    session.commit()
    (effect,) = coming(file.cancel("vux-2027-skane")).effects
    assert effect.news == (Change.STATUS,) and (effect.told, effect.asked) == (3, 0)
    bring(file, LATER)
    event = event_of(session, "vux-2027-skane")
    assert event.state is EventState.CANCELLED
    assert told(session, Kind.CALLED_OFF) == sorted(MALMO)
    assert set(session.scalars(select(Step.due_at).where(Step.event_id == event.id, Step.done_at.is_(None)))) == {None}


@ONE_KIND
def test_cancelled_is_final(bring, session, file):
    bring(file.cancel("vux-2027-skane"))
    file.change("status: cancelled", "status: planned")
    (conflict,) = bring(file, LATER).conflicts
    assert conflict.why == FINAL
    assert event_of(session, "vux-2027-skane").state is EventState.CANCELLED


def test_a_snow_day_makes_a_meeting_digital(bring, session, file):
    bring(file)
    in_slack(session, "rektor.vaxjo@example.org", "bitr.rektor.alvesta@example.org")
    file.change("format: physical", "format: digital", after="id: vux-2027-kronoberg")
    bring(file, LATER)
    event = event_of(session, "vux-2027-kronoberg")
    assert event.form is Form.DIGITAL
    assert told(session, Kind.FORM_CHANGED) == ["bitr.rektor.alvesta@example.org", "rektor.vaxjo@example.org"]
    seats = session.scalars(select(Registration).where(Registration.event_id == event.id)).all()
    assert {seat.dietary for seat in seats} == {None}
    assert {seat.attendance for seat in seats if seat.is_active} == {Attendance.DIGITAL}
    assert any(seat.access_needs for seat in seats)


@ONE_KIND
def test_a_meeting_of_the_past_is_corrected_in_silence(bring, session, file):
    bring(file)
    in_slack(session, *MALMO)
    bring(file.change(SKANE_DAY, SKANE_MOVED), datetime(2027, 4, 1, tzinfo=UTC))
    assert event_of(session, "vux-2027-skane").day == date(2027, 3, 3)
    assert rows(session, Delivery) == 0


def test_a_smaller_room_drops_nobody_and_the_seats_of_a_larger_one_are_offered_to_the_line(bring, session, file):
    bring(file)
    in_slack(session, *MALMO)
    bring(file.change("capacity: 80", "capacity: 2"), LATER)
    event = event_of(session, "vux-2027-skane")
    quota = session.scalars(select(Quota).where(Quota.event_id == event.id, Quota.scope == Scope.ALL)).one()
    assert (quota.capacity, quota.taken, quota.over) == (2, 3, 1)
    bring(file.change("capacity: 2", "capacity: 80").change("max_per_organisation: 2", "max_per_organisation: 3"),
          LATER)  # fmt: skip
    session.refresh(quota)
    assert (quota.capacity, quota.taken, quota.over) == (80, 4, 0)
    assert told(session, Kind.OFFER) == ["rektor.malmo.b@example.org"]


@ONE_KIND
def test_a_new_coordinator_takes_over(bring, session, file):
    bring(file)
    file.change("role: Samordnare Skåne (fiktiv), email: samordnare.skane@example.org",
                "role: Ny samordnare, email: NY.skane@example.org")  # fmt: skip
    bring(file, LATER)
    area = session.scalars(select(Area).where(Area.key == "skane")).one()
    held = select(Person.email, Person.name).join(Assignment).where(Assignment.area_id == area.id)
    assert session.execute(held).all() == [("ny.skane@example.org", "Ny samordnare")]


@ONE_KIND
def test_two_coordinators_are_a_list(bring, session, file):
    one = "coordinator: {role: Samordnare Skåne (fiktiv), email: samordnare.skane@example.org, has_slack: true}"
    two = "coordinator: [{role: A, email: a@example.org}, {role: B, email: b@example.org}]"
    bring(file.change(one, two))
    area = session.scalars(select(Area).where(Area.key == "skane")).one()
    assert rows_of(session, area) == ["a@example.org", "b@example.org"]


def rows_of(session, area: Area) -> list[str]:
    return sorted(session.scalars(select(Person.email).join(Assignment).where(Assignment.area_id == area.id)))


@ONE_KIND
def test_what_left_the_file_is_reported_and_stays(bring, session, file):
    bring(file)
    start = file.text.index("      - id: dal-5")
    file.text = file.text[:start] + file.text[file.text.index("# A few fictional registrations") :]
    file.change('      - {code: "0780", name: Växjö}\n', "")
    file.text = file.text.replace('"0780"', '"0781"')
    report = bring(file, LATER)
    assert {(gone.what, gone.key) for gone in report.gone} == {
        (What.TOPIC, "vux-2027-dalarna/dal-5"), (What.MEMBER, "kronoberg/0780"), (What.ORGANISATION, "0780"),
    }  # fmt: skip
    assert rows(session, Topic) == 15
    assert session.scalars(select(Organisation).where(Organisation.code == "0780")).one()


@ONE_KIND
def test_registrations_are_only_added(bring, session, file):
    bring(file)
    new = '  - {id: reg-999, dialogue: vux-2027-skane, person: Ny, role: director, organisation_code: "1290", email: ny@example.org}\n'  # noqa: E501
    file.text = file.text.replace("status: waitlisted", "status: registered") + new
    report = bring(file, LATER)
    assert report.added == {What.REGISTRATION: 1}
    (conflict,) = report.conflicts
    assert (conflict.key, conflict.field, conflict.why) == ("reg-103", "state", ONLY_ADDED)
    assert rows(session, Delivery) == 0


@ONE_KIND
def test_a_registration_deleted_by_plan_does_not_come_back(bring, session, file):
    bring(file)
    row = session.scalars(select(Registration).where(Registration.key == "reg-007")).one()
    session.delete(row)
    session.commit()
    report = bring(file, LATER)
    assert report.is_nothing and not report.conflicts
    assert rows(session, Registration) == 10


@ONE_KIND
def test_new_reminders_reach_every_meeting_of_the_series(bring, session, file):
    bring(file)
    file.change("{id: one_week, days_before: 7", "{id: one_week, days_before: 8")
    bring(file, LATER)
    event = event_of(session, "vux-2027-skane")
    week = session.scalars(select(Step).where(Step.event_id == event.id, Step.kind == "one_week")).one()
    assert week.due_at == datetime(2027, 2, 22, 8, tzinfo=UTC)


@ONE_KIND
def test_what_the_coordinator_decided_for_a_meeting_survives_another_import(bring, session, file):
    bring(file)
    event = event_of(session, "vux-2027-skane")
    series = session.get_one(Series, event.series_id)
    found = {step.kind: step for step in steps.of(session, event)}
    steps.change(session, found["one_week"], rules.rules(series, event)["one_week"]._replace(days_before=6), NOW)
    steps.switch(session, found["one_day"], NOW, is_off=True)
    file.change("{id: one_week, days_before: 7", "{id: one_week, days_before: 8").change(SKANE_DAY, SKANE_MOVED)
    bring(file, LATER)
    session.expire_all()
    due = {step.kind: step.due_at for step in steps.of(session, event_of(session, "vux-2027-skane"))}
    assert due["one_week"] == datetime(2027, 2, 25, 8, tzinfo=UTC), "six days before the new day"
    assert due["one_day"] is None
    kronoberg = {step.kind: step.due_at for step in steps.of(session, event_of(session, "vux-2027-kronoberg"))}
    assert kronoberg["one_week"] == datetime(2027, 1, 11, 8, tzinfo=UTC), "the others follow the file"
    assert kronoberg["one_day"] is not None


@ONE_KIND
def test_a_meeting_dated_after_its_invitation_day_invites_at_once(bring, session, tmp_path):
    file = SeasonFile(tmp_path / "lab.yaml")
    file.text = (EXAMPLES / "forlabb-skolnarvaro-2027.yaml").read_text("utf-8")
    bring(file)
    contact = "kontakt.eskilstuna@example.org"
    in_slack(session, contact)
    file.change("date: null", "date: 2027-09-08").change("status: date_poll", "status: planned")
    decided = datetime(2027, 6, 24, 12, tzinfo=UTC)
    bring(file, decided)
    while steps.carry_out_due(session, decided):
        pass
    assert contact in told(session, Kind.INVITATION)
    steps.plan(session, event_of(session, "forlabb-2"), decided)
    assert steps.carry_out_due(session, decided) == 0


@ONE_KIND
def test_next_years_season_takes_over_its_areas(bring, session, file):
    bring(file)
    old = file.text
    file.text = old.replace("vux-2027", "vux-2028").replace("samordnare.skane@", "ny.skane@")
    report = bring(file, LATER)
    assert not report.conflicts
    area = session.scalars(select(Area).where(Area.key == "skane")).one()
    assert rows_of(session, area) == ["ny.skane@example.org"]
    assert rows(session, Series) == 2 and rows(session, Area) == 3
    file.text = old
    assert bring(file, LATER).is_nothing, "the old file says nothing new"


@ONE_KIND
def test_a_meeting_gets_its_date(bring, session, tmp_path):
    file = SeasonFile(tmp_path / "lab.yaml")
    file.text = (EXAMPLES / "forlabb-skolnarvaro-2027.yaml").read_text("utf-8")
    bring(file)
    in_slack(session, "forskare.skola@example.org")
    file.change("date: null", "date: 2027-09-08").change("status: date_poll", "status: planned")
    bring(file, LATER)
    event = event_of(session, "forlabb-2")
    assert event.state is EventState.PLANNED and event.starts_at == datetime(2027, 9, 8, 7, tzinfo=UTC)
    assert told(session, Kind.MOVED) == ["forskare.skola@example.org"]
    planned = select(func.count()).where(Step.event_id == event.id, Step.due_at.is_not(None))
    assert session.scalar(planned.where(Step.says == Says.REMINDER)) == 4


SEATS = """    capacity: 80
    seats:
      on_site: 60
      roles: {politician: 20}
      kept:
        - {role: politician, seats: 10, until: 2027-02-01}
        - {organisation: Malmö, seats: 2, until: 2027-02-10}
"""


def test_rules_about_seats_come_from_the_file_change_with_it_and_are_no_news_when_they_stay(file, bring, session):
    bring(file.change("    capacity: 80\n", SEATS))
    malmö = session.scalars(select(Organisation.id).where(Organisation.code == "1280")).one()
    skåne = session.scalars(select(Event.id).where(Event.key == "vux-2027-skane")).one()

    def limits():
        session.expire_all()
        found = session.scalars(select(Quota).where(Quota.event_id == skåne, Quota.scope != Scope.ORGANISATION))
        return {(quota.scope, quota.key): quota.capacity for quota in found}

    wanted = {
        (Scope.ALL, ""): 80, (Scope.ATTENDANCE, "on_site"): 60, (Scope.ROLE, "politician"): 20, (Scope.OPEN, ""): 68,
        (Scope.KEPT, "role:politician"): 10, (Scope.KEPT, f"organisation:{malmö}"): 2,
    }  # fmt: skip
    assert limits() == wanted
    until = session.scalars(select(Quota.until_at).where(Quota.key == "role:politician", Quota.scope == Scope.KEPT))
    assert until.one() == datetime(2027, 2, 1, 8, tzinfo=UTC)
    taken = session.scalars(select(Quota.taken).where(Quota.key == f"organisation:{malmö}")).one()
    assert taken == 2, "those of Malmö who are in the file have their kept seats"

    report = bring(file, LATER)
    assert not report.conflicts and limits() == wanted
    bring(file.change("seats: 10", "seats: 5").change("on_site: 60\n      ", "").change("capacity: 80", "capacity: 90"),
          LATER)  # fmt: skip
    wanted |= {(Scope.ALL, ""): 90, (Scope.KEPT, "role:politician"): 5, (Scope.OPEN, ""): 83}
    del wanted[Scope.ATTENDANCE, "on_site"]
    assert limits() == wanted


@ONE_KIND
def test_what_a_coordinator_changed_in_slack_is_left_and_reported(bring, session, sessions, file):
    """Whatever a form changes, the next import sees that it was changed here."""
    bring(file)
    event_id = event_of(session, "vux-2027-skane").id
    session.commit()
    wanted = {
        Part.TITLE: {"title": "Dialog i Skåne, ny rubrik"},
        Part.TIME: {"day": "2027-03-04", "start_time": "09:00", "end_time": "12:00"},
        Part.PLACE: {"form": "digital", "room": "Sal C"},
        Part.SEATS: {"capacity": 70, "attendance:digital": 60},
        Part.DAYS: {"registration_close_on": "2027-02-22"},
    }
    for part, values in wanted.items():
        with sessions.begin() as writing:
            event = events.lock(writing, event_id)
            seen = fields.stamps(fields.values(writing, event, part))
            editing.change(writing, event, editing.Wish(part, values, seen), person_id=1, now=NOW)
    file.change(SKANE_DAY, SKANE_MOVED).change("capacity: 80", "capacity: 90", after="id: vux-2027-skane")
    report = bring(file, LATER)
    assert report.changes == []
    assert {(one.field, one.why) for one in report.conflicts} == {("when", CHANGED_HERE), ("capacity", CHANGED_HERE)}
    event = event_of(session, "vux-2027-skane")
    assert (event.day, event.form, event.room) == (date(2027, 3, 4), Form.DIGITAL, "Sal C")
    assert event.registration_close_on == date(2027, 2, 22)
