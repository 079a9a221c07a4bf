"""A coordinator makes a meeting in Slack: from nothing, like another, or to follow one up; and publishes it."""

from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy.orm import Session

from bot.services.plan import steps
from models import (
    Area,
    Card,
    Delivery,
    Duty,
    Event,
    EventState,
    Form,
    Invitation,
    Kind,
    LogEntry,
    Quota,
    Scope,
    SeriesKind,
    Step,
)
from sandbox.people import Person
from sandbox.workspace import Workspace
from tests.clock import NOON, FakeClock
from tests.factories import (
    make_area,
    make_assignment,
    make_event,
    make_person,
    make_quota,
    make_series,
)
from tests.scenarios.conftest import ONE_KIND, Later, Rows
from tests.scenarios.test_registering import register
from tests.scenarios.test_reminders import move_to

NO = "Det kan bara samordnaren göra."
NEW = {"title": "Dialog om sfi", "day": "2027-02-10", "start_time": "09:00", "end_time": "12:00"}


def begins(person: Person) -> None:
    person.types("/dialog möten")
    person.presses("Nytt möte", in_="form")


def made(rows: Rows) -> Event:
    found: Event = rows(Event)[-1]
    return found


@pytest.fixture
def draft(alice: Person, kronoberg: Event) -> Person:
    begins(alice)
    assert alice.submits(**NEW) == {}
    return alice


def test_alice_makes_a_draft_that_nobody_else_sees(
    draft: Person, bob: Person, kronoberg: Event, later: Later, rows: Rows
) -> None:
    shown = draft.form.text
    assert draft.form.title == "Mötet" and "Utkastet är sparat. Ingen annan ser det" in shown
    assert "Onsdag 10 februari 2027 kl. 09.00–12.00" in shown and "Utkast." in shown
    event = made(rows)
    assert (event.title, event.state, event.form) == ("Dialog om sfi", EventState.DRAFT, Form.ON_SITE)
    assert (event.day, event.start_time, event.area_id) == (date(2027, 2, 10), time(9), kronoberg.area_id)
    assert [step.due_at for step in rows(Step, Step.event_id == event.id) if step.due_at] == []
    later()
    bob.types("/dialog lista")
    assert "Dialog om sfi" not in bob.last
    assert [entry.actor_id for entry in rows(LogEntry, LogEntry.action == "meeting_made")] == [1]


def test_publishing_shows_what_it_causes_and_then_invites_and_posts_the_card(
    draft: Person, bob: Person, session: Session, workspace: Workspace, later: Later, rows: Rows, kronoberg: Event
) -> None:
    session.get_one(Area, kronoberg.area_id).channel_id = "C0LOBBY"
    contact = make_person(session, "Kim Kontakt", slack_user_id="U0KIM")
    kim = workspace.person("U0KIM", name="Kim Kontakt", email="kim@example.org")
    make_assignment(session, contact, Duty.CONTACT, area_id=kronoberg.area_id)
    draft.presses("Publicera", in_="form")
    shown = draft.form.text
    assert draft.form.title == "Publicera" and "Anmälan är öppen." in shown
    assert "Inbjudan: skickas genast, till 1 person" in shown, "its usual day has passed"
    assert "Påminnelse en vecka före: onsdag 3 februari 2027 kl. 09.00" in shown
    assert "Ett kort läggs i områdets kanal." in shown
    assert made(rows).state is EventState.DRAFT and rows(Card) == []
    assert draft.submits() == {}
    assert "Mötet är publicerat." in draft.form.text
    event = made(rows)
    assert (event.state, event.published_at) == (EventState.OPEN, NOON)
    later()
    [card] = rows(Delivery, Delivery.kind == Kind.CARD)
    assert (card.event_id, card.channel_id) == (event.id, "C0LOBBY")
    bob.types("/dialog lista")
    assert "Dialog om sfi" in bob.last
    assert kim.inbox[-1].startswith("Välkommen till Dialog om sfi.")


def test_a_draft_is_published_by_itself_at_its_time(
    draft: Person, bob: Person, later: Later, clock: FakeClock, rows: Rows
) -> None:
    draft.presses("Publicera", in_="form")
    assert draft.submits(publish="then") == {"day": "Välj en dag."}
    assert draft.submits(day="2027-01-18", start_time="08:30") == {}
    assert "Publiceras av sig själv måndag 18 januari 2027 kl. 08.30." in draft.form.text
    move_to(clock, later, "2027-01-18T08:29:59+01:00")
    assert made(rows).state is EventState.DRAFT
    move_to(clock, later, "2027-01-18T08:30:00+01:00")
    event = made(rows)
    assert (event.state, event.publish_at) == (EventState.OPEN, None)
    assert event.published_at == datetime(2027, 1, 18, 7, 30, tzinfo=UTC)
    bob.types("/dialog lista")
    assert "Dialog om sfi" in bob.last
    assert len(rows(LogEntry, LogEntry.action == "meeting_publish")) == 1


@ONE_KIND
def test_a_planned_publishing_is_moved_or_taken_back(draft: Person, later: Later, clock: FakeClock, rows: Rows) -> None:
    draft.presses("Publicera", in_="form")
    assert draft.submits(publish="then", day="2026-11-30") == {"day": "Den tiden har passerat."}
    assert draft.submits(day="2027-02-10", start_time="09:00") == {"day": "Då har mötet redan börjat."}
    assert draft.submits(day="2027-01-18") == {}
    draft.presses("Publicera", in_="form")
    assert draft.submits(publish="never") == {}
    later(days=10)
    assert made(rows).state is EventState.DRAFT and made(rows).publish_at is None


@ONE_KIND
def test_a_draft_whose_day_has_come_is_not_published_by_itself(
    draft: Person, later: Later, clock: FakeClock, rows: Rows, session: Session
) -> None:
    draft.presses("Publicera", in_="form")
    assert draft.submits(publish="then", day="2027-01-20") == {}
    draft.presses("Flytta", in_="form")
    assert draft.submits(day="2027-01-19") == {} and draft.submits() == {}
    later(days=20)
    assert made(rows).state is EventState.DRAFT


@ONE_KIND
def test_registration_waits_for_the_day_of_the_invitation_and_is_opened_and_closed_by_hand(
    draft: Person, bob: Person, later: Later, rows: Rows
) -> None:
    draft.presses("Dagar i planen", in_="form")
    assert draft.submits(invitation_on="2027-01-18", registration_close_on="2027-02-03") == {}
    assert "Ingen ser mötet än: det är ett utkast." in draft.form.text
    assert draft.submits() == {}
    draft.presses("Publicera", in_="form")
    assert "Anmälan öppnar måndag 18 januari 2027 kl. 09.00." in draft.form.text
    assert draft.submits() == {}
    assert made(rows).state is EventState.PLANNED and made(rows).published_at is None
    draft.presses("Öppna anmälan", in_="form")
    assert draft.form.title == "Öppna anmälan"
    assert draft.submits() == {} and "Anmälan är öppen." in draft.form.text
    assert made(rows).takes_registrations(NOON)
    draft.presses("Stäng anmälan", in_="form")
    assert draft.submits() == {}
    assert made(rows).state is EventState.CLOSED and not made(rows).takes_registrations(NOON)
    draft.presses("Öppna anmälan", in_="form")
    assert draft.submits() == {}


@ONE_KIND
def test_refused_transitions_are_explained(
    draft: Person, workspace: Workspace, kronoberg: Event, session: Session, rows: Rows
) -> None:
    event = made(rows)

    def presses(action: str, event_id: int) -> str:
        button = {"type": "button", "text": {"type": "plain_text", "text": action}, "action_id": action,
                  "value": str(event_id)}  # fmt: skip
        draft.closes() if draft.form else None
        workspace.post(workspace.dm(draft.id), "U0DIALOG", "hej", [{"type": "actions", "elements": [button]}])
        draft.presses(action, in_="inbox")
        return draft.last

    assert "är ett utkast: publicera det först." in presses("open_registration", event.id)
    assert "är inte öppen." in presses("close_registration", event.id)
    assert "är inte ett utkast längre." in presses("publish", kronoberg.id)
    assert "är redan öppen." in presses("open_registration", kronoberg.id)
    kronoberg.state, kronoberg.registration_close_on = EventState.CLOSED, date(2026, 11, 20)
    session.commit()
    assert "Sista anmälningsdag har passerat: välj en senare dag i planen först." in presses(
        "open_registration", kronoberg.id
    )
    kronoberg.state = EventState.CANCELLED
    session.commit()
    for action in ("open_registration", "close_registration", "edit_time", "call_off"):
        assert "är inställd och förblir det. Du kan göra ett nytt likadant möte." in presses(action, kronoberg.id)


def test_one_like_another_has_its_place_seats_and_days(
    alice: Person, kronoberg: Event, session: Session, rows: Rows
) -> None:
    kronoberg.registration_close_on, kronoberg.invitation_on = date(2027, 1, 12), date(2026, 11, 24)
    kronoberg.max_per_organisation = 2
    make_quota(session, kronoberg, 40, taken=7)
    steps.plan(session, kronoberg, NOON)
    own = {step.kind: step for step in steps.of(session, kronoberg)}
    own["one_week"].is_own, own["one_week"].days_before, own["thanks"].is_off = True, 5, True
    session.commit()
    make_quota(session, kronoberg, 10, scope=Scope.ROLE, key="principal", taken=3)
    alice.types("/dialog möten")
    alice.presses("Öppna", in_="form")
    alice.presses("Gör ett likadant", in_="form")
    assert alice.form.values["title"] == "Dialog i Kronoberg" and alice.form.values["start_time"] == "13:00"
    assert alice.submits(title="Dialog i Kronoberg, nummer två", day="2027-02-16") == {}
    new = made(rows)
    assert (new.place_name, new.room, new.city, new.has_coffee, new.max_per_organisation) == (
        "Kommunhuset", "Sal A", "Växjö", True, 2,
    )  # fmt: skip
    assert new.registration_close_on == date(2027, 2, 9) and new.invitation_on is None, "that day has passed"
    assert new.agenda == kronoberg.agenda and new.key != kronoberg.key and new.follows_id is None
    quotas = {(row.scope, row.key): (row.capacity, row.taken) for row in rows(Quota, Quota.event_id == new.id)}
    assert quotas == {(Scope.ALL, ""): (40, 0), (Scope.ROLE, "principal"): (10, 0)}
    assert rows(Invitation) == []
    plan = {step.kind: step for step in rows(Step, Step.event_id == new.id)}
    assert (plan["one_week"].days_before, plan["one_week"].is_own, plan["thanks"].is_off) == (5, True, True)


def test_a_follow_up_invites_those_who_were_there_and_tells_the_new_what_it_is_about(
    alice: Person, bob: Person, charlie: Person, kronoberg: Event, session: Session, workspace: Workspace,
    later: Later, rows: Rows,
) -> None:  # fmt: skip
    register(bob)
    make_quota(session, kronoberg, 40, taken=1)
    contact = make_person(session, "Kim Kontakt", slack_user_id="U0KIM")
    kim = workspace.person("U0KIM", name="Kim Kontakt", email="kim@example.org")
    make_assignment(session, contact, Duty.CONTACT, area_id=kronoberg.area_id)
    alice.types("/dialog möten")
    alice.presses("Öppna", in_="form")
    alice.presses("Gör en uppföljning", in_="form")
    assert alice.form.title == "Uppföljning" and "1 person som hade plats blir inbjuden." in alice.form.text
    assert alice.submits(title="Uppföljning i Kronoberg", day="2027-02-03") == {}
    assert "Det följer upp Dialog i Kronoberg." in alice.form.text
    new = made(rows)
    assert new.follows_id == kronoberg.id
    assert len(rows(Invitation, Invitation.event_id == new.id)) == 1
    assert [row.capacity for row in rows(Quota, Quota.event_id == new.id)] == [40]
    alice.presses("Publicera", in_="form")
    later()
    assert alice.submits() == {}
    later(days=14)
    words = "Det här följer upp Dialog i Kronoberg, tisdag 19 januari 2027."
    assert bob.inbox[-1].startswith("Välkommen till Uppföljning i Kronoberg.") and words not in bob.inbox[-1]
    assert words in kim.inbox[-1] and "1 person från 1 organisation deltog, och nu fortsätter arbetet." in kim.inbox[-1]


@ONE_KIND
def test_the_national_organiser_chooses_among_all_areas_and_labs_of_hers(
    workspace: Workspace, kronoberg: Event, session: Session, rows: Rows
) -> None:
    make_area(session, name="Skåne")
    lab = make_series(session, kind=SeriesKind.LAB, title="Förlabb skolnärvaro")
    other = make_series(session, kind=SeriesKind.LAB, title="Någon annans labb")
    nora = make_person(session, "Nora Nord", slack_user_id="U0NORA")
    for series_id in (kronoberg.series_id, lab.id):
        make_assignment(session, nora, Duty.NATIONAL, series_id=series_id)
    person = workspace.person("U0NORA", name="Nora Nord", email="nora@example.org")
    workspace.channel("C0LOBBY", members=[person])
    begins(person)
    offered = str(person.form.view if hasattr(person.form, "view") else workspace.stacks[person.id][-1].body)
    assert all(name in offered for name in ("Kronoberg", "Skåne", "Förlabb skolnärvaro"))
    assert "Någon annans labb" not in offered
    assert person.submits(**NEW, area=f"{lab.id}:0") == {}
    assert (made(rows).series_id, made(rows).area_id) == (lab.id, None)
    assert other.id != lab.id


@ONE_KIND
def test_what_cannot_be_is_said_at_its_field(alice: Person, kronoberg: Event, rows: Rows) -> None:
    begins(alice)
    assert alice.submits(**{**NEW, "end_time": "08:00"}) == {"end_time": "Mötet måste sluta efter att det har börjat."}
    assert alice.submits(end_time="12:00", day="2026-11-02") == {"day": "Den tiden har passerat."}
    assert len(rows(Event)) == 1
    assert alice.submits(day="2027-03-26") == {}
    assert "Om dagen: " in alice.form.text, "warned, never refused"


@ONE_KIND
def test_a_clash_a_winter_break_and_a_bridge_day_are_pointed_out(
    alice: Person, kronoberg: Event, session: Session, rows: Rows
) -> None:
    area = session.get_one(Area, kronoberg.area_id)
    area.facts = {"school_winter_break_weeks": [8]}
    make_event(session, title="Dialog i Skåne", starts_at=datetime(2027, 2, 24, 8, tzinfo=UTC), area=make_area(session))
    alice.types("/dialog möten")
    alice.presses("Flytta", in_="form", near="Dialog i Kronoberg")
    assert alice.submits(day="2027-02-24") == {}
    assert "Om dagen: " in alice.form.text and "sportlov" in alice.form.text
    assert "Dialog i Skåne" in alice.form.text
    assert alice.submits() == {}
    assert made(rows).day is not None and rows(Event)[0].day == date(2027, 2, 24)


@ONE_KIND
@pytest.mark.parametrize("who", ["bob", "pelle"])
def test_nobody_makes_or_publishes_meetings_in_others_areas(
    who: str, draft: Person, kronoberg: Event, workspace: Workspace, rows: Rows, request: pytest.FixtureRequest,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    event, person = made(rows), request.getfixturevalue(who)
    for action in ("copy_meeting", "follow_up", "publish", "open_registration", "close_registration"):
        button = {"type": "button", "text": {"type": "plain_text", "text": action}, "action_id": action,
                  "value": str(event.id)}  # fmt: skip
        workspace.post(workspace.dm(person.id), "U0DIALOG", "hej", [{"type": "actions", "elements": [button]}])
        person.presses(action)
        assert NO in person.last and person.form is None
    if who == "pelle":
        begins(person)
        (shown,) = workspace.stacks[person.id]
        key = f"{kronoberg.series_id}:{kronoberg.area_id}"
        body = str(shown.body)
        assert key not in body
        begins(draft)
        (taken,) = workspace.stacks[draft.id]
        shown.body = taken.body
        person.submits(**NEW, area=key)
        assert person.form and NO in person.form.text
    assert len(rows(Event)) == 2 and made(rows).state is EventState.DRAFT
    assert "may not" in caplog.text


@ONE_KIND
def test_a_draft_is_thrown_away_without_a_word(draft: Person, bob: Person, later: Later, rows: Rows) -> None:
    before = len(rows(Delivery))
    draft.presses("Ställ in mötet", in_="form")
    assert "Ingen ser mötet än" in draft.form.text or "Ingen får något meddelande." in draft.form.text
    assert draft.submits(why="clash") == {}
    later()
    assert made(rows).state is EventState.CANCELLED and len(rows(Delivery)) == before
    assert rows(Delivery, Delivery.kind == Kind.CALLED_OFF) == []
