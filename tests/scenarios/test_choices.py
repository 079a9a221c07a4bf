"""Each person's choice: fewer reminders, together, once more, in which language. Changes always come through."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from bot.blocks.choices import fewer
from bot.context import Bot
from bot.services import changes
from bot.services.plan import invitations, steps
from bot.services.registration import registrations
from models import Delivery, DeliveryState, Event, EventState, Form, Kind, Series
from models.people import Person as Somebody
from sandbox.faults import Fault
from sandbox.people import Person
from sandbox.workspace import Workspace
from tests.clock import NOON, FakeClock
from tests.factories import REMINDERS, make_area, make_delivery, make_event, make_registration
from tests.scenarios.conftest import MEETING, ONE_KIND, Later, Rows
from tests.scenarios.test_registering import register

EARLIER = NOON - timedelta(days=30)
WEEK_BEFORE = "2027-01-12T09:00:00+01:00"
DAY_BEFORE = "2027-01-18T09:00:00+01:00"
HOUR_BEFORE = "2027-01-19T12:00:00+01:00"
ALL = "Allt: inbjudningar, påminnelser och tack"
NEAR = "Inbjudningar, och påminnelser bara dagen före och en timme före"
NONE = "Inga inbjudningar eller påminnelser, bara ändringar"
EACH, DAILY, WEEKLY = "Var och en när det är dags", "Samlade, kl. 08.00 på vardagar", "Samlade, kl. 08.00 på måndagar"
Until = Callable[[str], None]


@pytest.fixture
def planned(kronoberg: Event, session: Session) -> Event:
    steps.plan(session, kronoberg, EARLIER)
    session.commit()
    return kronoberg


@pytest.fixture
def until(clock: FakeClock, later: Later) -> Until:
    """Let time pass until then; each message is sent at its own moment, not late."""

    def pass_by(text: str) -> None:
        moment = NOON.fromisoformat(text)
        later()
        while clock.now() < moment:
            stop = min(moment, clock.announced or moment)
            later(seconds=max(1.0, (stop - clock.now()).total_seconds()))

    return pass_by


def another(session: Session, *people: Person, title: str = "Dialog i Skåne", days: int = 0) -> Event:
    """One more meeting with the same reminders, which these people take part in."""
    meeting = make_event(
        session, title=title, starts_at=MEETING + timedelta(days=days), area=make_area(session, channel_id=None)
    )
    steps.plan(session, meeting, EARLIER)
    session.commit()
    for person in people:
        somebody = session.query(Somebody).filter_by(slack_user_id=person.id).one()
        make_registration(session, meeting, somebody)
    return meeting


def choose(person: Person, **chosen: str) -> None:
    person.types("/dialog inställningar")
    person.presses("Ändra")
    assert person.submits(**chosen) == {}
    assert person.form and "Sparat." in person.form.text
    person.closes()


def heard(person: Person) -> list[str]:
    """Without the receipts: the first words of each message."""
    firsts = [text.partition(" Dialog i ")[0] for text in person.inbox]
    return [text for text in firsts if not text.startswith(("Du är anmäld", "You are"))]


def test_the_button_in_a_reminder_opens_the_form_and_less_is_heard_from_then_on(
    bob: Person, charlie: Person, planned: Event, until: Until, rows: Rows
) -> None:
    for person in (bob, charlie):
        register(person)
        person.closes()
    until(WEEK_BEFORE)
    bob.presses("Färre påminnelser", in_="inbox")
    assert bob.form and bob.form.title == "Påminnelser och språk"
    assert bob.form.options("reminders") == [ALL, NEAR, NONE]
    assert "Du får alltid veta när ett möte flyttas, ställs in eller byter form" in bob.form.text
    assert bob.submits(reminders=NONE) == {}
    assert NONE in bob.form.text
    bob.closes()
    until("2027-01-19T16:00:00+01:00")
    assert heard(bob) == ["Om en vecka ses vi."]
    assert len(heard(charlie)) == 3, "what Bob chose is his alone"
    muted = rows(Delivery, Delivery.kind == Kind.REMINDER, Delivery.state == DeliveryState.CANCELLED)
    assert [owed.reason for owed in muted] == ["chose to hear less"] * 2, "and the ledger says why"


def test_only_the_day_before_means_the_day_and_the_hour(bob: Person, planned: Event, until: Until) -> None:
    register(bob)
    bob.closes()
    choose(bob, reminders=NEAR)
    until("2027-01-19T16:00:00+01:00")
    assert heard(bob) == ["I morgon kl. 13.00 är det dags.", "Vi börjar om en timme, kl. 13.00."]


def test_an_invitation_is_no_reminder_but_only_changes_means_only_changes(
    bob: Person, charlie: Person, dana: Person, kronoberg: Event, session: Session, until: Until
) -> None:
    kronoberg.invitation_on, kronoberg.registration_close_on = date(2027, 1, 12), date(2027, 1, 18)
    steps.plan(session, kronoberg, NOON)
    session.commit()
    choose(bob, reminders=NEAR)
    choose(charlie, reminders=NONE)
    dana.types("/dialog list")
    invited = [one.id for one in session.query(Somebody).filter(Somebody.slack_user_id != "U0ALICE")]
    invitations.invite(session, kronoberg, invited, NOON)
    session.commit()
    until("2027-01-17T12:00:00+01:00")
    assert [text.partition(".")[0] for text in bob.inbox] == ["Välkommen till Dialog i Kronoberg"]
    assert charlie.inbox == []
    assert [text.partition(".")[0] for text in dana.inbox] == [
        "Welcome to Dialog i Kronoberg", "You have not answered yet",
    ]  # fmt: skip
    assert "Färre påminnelser" in bob.buttons and "Påminn mig i morgon" not in bob.buttons


def test_moved_changed_and_cancelled_come_through_with_only_changes(
    bob: Person, planned: Event, session: Session, later: Later, clock: FakeClock
) -> None:
    register(bob)
    bob.closes()
    choose(bob, reminders=NONE, rhythm=WEEKLY)
    session.refresh(planned)
    was = (planned.day, planned.start_time, planned.end_time)
    planned.reschedule(MEETING.date() + timedelta(days=9), planned.start_time, planned.end_time)
    steps.plan(session, planned, clock.now())
    changes.tell_moved(session, planned, was_day=was[0], was_start=was[1], was_end=was[2], now=clock.now())
    session.commit()
    later()
    planned.form = Form.DIGITAL
    changes.tell_form_changed(session, planned, was_form=Form.ON_SITE, now=clock.now())
    session.commit()
    later()
    planned.state = EventState.CANCELLED
    changes.tell_called_off(session, planned, now=clock.now())
    session.commit()
    later()
    said = bob.inbox[1:]
    assert [text[:28] for text in said] == [
        "Ny dag för Dialog i Kronober", "Dialog i Kronoberg blir digi", "Dialog i Kronoberg ställs in",
    ]  # fmt: skip


def test_what_is_owed_already_is_taken_back_and_owed_again_once_when_he_changes_his_mind(
    bob: Person, planned: Event, session: Session, until: Until, rows: Rows
) -> None:
    register(bob)
    bob.closes()
    bob_id = rows(Somebody, Somebody.slack_user_id == "U0BOB")[0].id
    late = NOON.fromisoformat("2027-01-12T23:00:00+01:00")
    owed = make_delivery(
        session, planned, session.get_one(Somebody, bob_id), due_at=late, step_id=rows(steps.Step)[0].id,
        registration_id=rows(registrations.Registration)[0].id,
    )  # fmt: skip
    choose(bob, reminders=NONE)
    [muted] = rows(Delivery, Delivery.id == owed.id)
    assert (muted.state, muted.reason) == (DeliveryState.CANCELLED, "chose to hear less")
    choose(bob, reminders=ALL)
    choose(bob, reminders=ALL)
    until("2027-01-12T23:30:00+01:00")
    assert heard(bob) == ["Om en vecka ses vi."] * 2, "the planned one and the one that was taken back, once each"
    choose(bob, reminders=NONE)
    until("2027-01-18T10:00:00+01:00")
    choose(bob, reminders=ALL)
    until("2027-01-19T15:00:00+01:00")
    assert heard(bob)[2:] == ["Vi börjar om en timme, kl. 13.00."], "what came due meanwhile is not made up for"


@pytest.mark.parametrize("trouble", [Fault.RATE_LIMITED(60), Fault.DROP_BEFORE])
def test_a_choice_made_while_a_message_is_on_its_way_still_counts(
    trouble: Fault, bob: Person, planned: Event, until: Until, later: Later
) -> None:
    register(bob)
    bob.closes()
    later()
    bob.workspace.faults.next("chat.postMessage", trouble)
    until(WEEK_BEFORE)
    assert heard(bob) == []
    choose(bob, reminders=NONE)
    until("2027-01-12T12:00:00+01:00")
    assert heard(bob) == []


def test_whoever_has_cancelled_or_said_no_hears_nothing_more(
    bob: Person, charlie: Person, planned: Event, session: Session, until: Until, clock: FakeClock, later: Later
) -> None:
    for person in (bob, charlie):
        register(person)
        person.closes()
    choose(charlie, rhythm=WEEKLY)
    until(WEEK_BEFORE)
    bob.presses("Påminn mig i morgon", in_="inbox")
    session.refresh(planned)
    changes.tell_moved(
        session, planned, was_day=planned.day, was_start=planned.start_time, was_end=planned.end_time, now=clock.now()
    )
    session.commit()
    bob.types("/dialog återbud")
    charlie.types("/dialog återbud")
    before = len(bob.inbox)
    later()
    until("2027-01-19T16:00:00+01:00")
    assert heard(bob) == ["Om en vecka ses vi.", "Du har lämnat återbud till"] and len(bob.inbox) == before + 1
    assert heard(charlie) == ["Du har lämnat återbud till"]


def test_a_digest_holds_the_lines_of_two_meetings_once_and_the_days_before_come_by_themselves(
    bob: Person, planned: Event, session: Session, until: Until, later: Later, rows: Rows
) -> None:
    register(bob)
    bob.closes()
    another(session, bob)
    choose(bob, rhythm=DAILY)
    until(WEEK_BEFORE)
    until("2027-01-13T07:59:00+01:00")
    assert heard(bob) == []
    until("2027-01-13T08:00:00+01:00")
    [digest] = bob.inbox[1:]
    assert digest.startswith("2 påminnelser:\nPå tisdag kl. 13.00 ses vi. Dialog i ")
    assert digest.count("Dialog i Kronoberg") == 1 and digest.count("Dialog i Skåne") == 1
    assert bob.buttons.count("Ja, jag kommer") == 2 and "Färre påminnelser" in bob.buttons
    bob.presses("Ja, jag kommer", in_="inbox")
    assert bob.last.startswith("Tack, vi ser fram emot att träffa dig.")
    lines = rows(Delivery, Delivery.kind == Kind.REMINDER)
    assert {line.state for line in lines} == {DeliveryState.SENT} and len({line.sent_ts for line in lines}) == 1
    until("2027-01-19T16:00:00+01:00")
    assert sorted(heard(bob)[1:]) == ["I morgon kl. 13.00 är det dags."] * 2 + ["Vi börjar om en timme, kl. 13.00."] * 2


def test_a_weekly_digest_that_comes_on_the_day_before_says_it_and_it_is_not_said_again(
    bob: Person, planned: Event, session: Session, until: Until, rows: Rows
) -> None:
    register(bob)
    bob.closes()
    choose(bob, rhythm=WEEKLY)
    until("2027-01-18T07:59:00+01:00")
    assert heard(bob) == []
    until("2027-01-18T08:00:00+01:00")
    [digest] = bob.inbox[1:]
    assert digest.startswith("1 påminnelse:\nI morgon kl. 13.00 är det dags. Dialog i Kronoberg")
    until("2027-01-19T16:00:00+01:00")
    assert heard(bob)[1:] == ["Vi börjar om en timme, kl. 13.00."]
    states = [owed.state for owed in rows(Delivery, Delivery.kind == Kind.REMINDER)]
    assert states == [DeliveryState.SUPERSEDED, DeliveryState.SENT, DeliveryState.SENT]


def test_whoever_leaves_the_digest_gets_what_waited_for_it_at_once_and_nothing_twice(
    bob: Person, planned: Event, until: Until, later: Later
) -> None:
    register(bob)
    bob.closes()
    choose(bob, rhythm=WEEKLY)
    until("2027-01-12T10:00:00+01:00")
    choose(bob, rhythm=DAILY)
    choose(bob, rhythm=EACH)
    later()
    assert heard(bob) == ["Om en vecka ses vi."]
    choose(bob, rhythm=WEEKLY)
    until("2027-01-18T08:59:00+01:00")
    assert heard(bob) == ["Om en vecka ses vi."]


def test_a_digest_that_is_late_waits_for_the_morning_and_joins_the_next(
    bob: Person, planned: Event, session: Session, until: Until, later: Later
) -> None:
    register(bob)
    bob.closes()
    another(session, bob, days=1)
    choose(bob, rhythm=DAILY)
    until("2027-01-13T07:59:00+01:00")
    later(hours=15)
    assert heard(bob) == [], "nobody is woken by what can wait"
    later(hours=9, minutes=2)
    later()
    [digest] = bob.inbox[1:]
    assert digest.startswith("2 påminnelser:") and "Dialog i Kronoberg" in digest and "Dialog i Skåne" in digest


def test_a_digest_that_is_far_too_late_says_nothing_and_alice_is_told(
    alice: Person, bob: Person, kronoberg: Event, session: Session, until: Until, later: Later, rows: Rows
) -> None:
    session.get_one(Series, kronoberg.series_id).reminder_list = REMINDERS[:1]
    steps.plan(session, kronoberg, EARLIER)
    session.commit()
    register(bob)
    bob.closes()
    choose(bob, rhythm=DAILY)
    until("2027-01-13T07:59:00+01:00")
    later(days=6, hours=6)
    later()
    assert heard(bob) == []
    assert "Bob Berg: det var för sent för att vara till nytta" in str([each["blocks"] for each in alice.messages])
    [week] = rows(Delivery, Delivery.kind == Kind.REMINDER)
    assert (week.state, week.reason) == (DeliveryState.EXPIRED, "no longer useful")


def test_a_digest_with_nothing_left_in_it_is_not_sent(bob: Person, planned: Event, until: Until, rows: Rows) -> None:
    register(bob)
    bob.closes()
    choose(bob, rhythm=DAILY)
    until(WEEK_BEFORE)
    choose(bob, reminders=NONE)
    until("2027-01-13T09:00:00+01:00")
    assert heard(bob) == []
    [digest] = rows(Delivery, Delivery.kind == Kind.DIGEST)
    assert (digest.state, digest.reason) == (DeliveryState.CANCELLED, "nothing left to say")


@pytest.mark.parametrize("trouble", [Fault.RATE_LIMITED(60), Fault.DROP_AFTER])
def test_leaving_the_digest_while_it_is_on_its_way_doubles_nothing(
    trouble: Fault, bob: Person, planned: Event, until: Until
) -> None:
    register(bob)
    bob.closes()
    choose(bob, rhythm=DAILY)
    until(WEEK_BEFORE)
    bob.workspace.faults.next("chat.postMessage", trouble)
    until("2027-01-13T08:00:00+01:00")
    choose(bob, rhythm=EACH)
    until("2027-01-14T08:00:00+01:00")
    assert [text.partition(":")[0] for text in heard(bob)] == ["1 påminnelse"]


def test_a_digest_that_never_arrives_is_told_to_alice_for_each_meeting(
    alice: Person, bob: Person, planned: Event, until: Until, later: Later, rows: Rows
) -> None:
    register(bob)
    bob.closes()
    choose(bob, rhythm=DAILY)
    until(WEEK_BEFORE)
    bob.changes(deleted=True)
    until("2027-01-13T08:30:00+01:00")
    assert "1 utskick nådde inte fram." in alice.inbox[-1]
    assert "Bob Berg" in str(alice.messages[-1]["blocks"])
    assert rows(Delivery, Delivery.kind == Kind.REMINDER)[0].state is DeliveryState.FAILED


def test_tomorrow_means_once_tomorrow_however_often_it_is_pressed(
    bob: Person, planned: Event, until: Until, rows: Rows
) -> None:
    register(bob)
    bob.closes()
    until(WEEK_BEFORE)
    bob.presses("Påminn mig i morgon", in_="inbox")
    assert bob.last == "Du får en påminnelse om Dialog i Kronoberg onsdag 13 januari 2027 kl. 09.00."
    bob.presses("Påminn mig i morgon", in_="inbox")
    until("2027-01-13T08:59:00+01:00")
    assert len(heard(bob)) == 1
    until("2027-01-17T09:00:00+01:00")
    assert heard(bob)[1:] == ["På tisdag kl. 13.00 ses vi."]


def test_on_the_day_of_a_planned_reminder_no_second_one_is_owed(bob: Person, planned: Event, until: Until) -> None:
    register(bob)
    bob.closes()
    until(WEEK_BEFORE)
    bob.presses("Påminn mig på måndag", in_="inbox")
    assert bob.last == "Du får en påminnelse om Dialog i Kronoberg måndag 18 januari 2027 kl. 09.00."
    until("2027-01-18T12:00:00+01:00")
    assert heard(bob)[1:] == ["I morgon kl. 13.00 är det dags."]
    assert "Påminn mig i morgon" in bob.buttons and "Påminn mig på måndag" in bob.buttons
    until(HOUR_BEFORE)
    newest = bob.messages[-1]["blocks"][-1]["elements"]
    assert [each["text"]["text"] for each in newest] == ["Färre påminnelser"], "tomorrow is too late"


def test_old_buttons_answer_kindly_and_never_remind_of_what_has_begun(
    bob: Person, planned: Event, session: Session, until: Until, later: Later, clock: FakeClock, rows: Rows
) -> None:
    register(bob)
    bob.closes()
    until(WEEK_BEFORE)
    choose(bob, reminders=NONE)
    bob.presses("Påminn mig i morgon", in_="inbox")
    assert "onsdag 13 januari" in bob.last
    until("2027-01-13T09:00:00+01:00")
    assert heard(bob)[1:] == ["På tisdag kl. 13.00 ses vi."], "who asks for a reminder gets it"
    bob.presses("Påminn mig i morgon", in_="inbox")
    session.refresh(planned)
    planned.reschedule(clock.now().date(), planned.start_time, planned.end_time)
    session.commit()
    until("2027-01-14T10:00:00+01:00")
    assert len(heard(bob)) == 2, "moved to the day before: it has begun"
    bob.presses("Påminn mig i morgon", in_="inbox")
    assert bob.last.startswith("Dialog i Kronoberg är över.")


def test_a_reminder_that_would_come_too_late_is_refused_with_the_reason(
    bob: Person, planned: Event, until: Until
) -> None:
    register(bob)
    bob.closes()
    until(WEEK_BEFORE)
    until("2027-01-19T10:00:00+01:00")
    bob.presses("Påminn mig i morgon", in_="inbox")
    assert bob.last.startswith("Dialog i Kronoberg har redan börjat då.")
    bob.types("/dialog återbud")
    bob.presses("Påminn mig i morgon", in_="inbox")
    assert bob.last.startswith("Du är inte anmäld till Dialog i Kronoberg.")


def test_a_reminder_asked_for_and_taken_back_can_be_asked_for_again(
    bob: Person, planned: Event, until: Until, rows: Rows
) -> None:
    register(bob)
    bob.closes()
    until(WEEK_BEFORE)
    bob.presses("Påminn mig i morgon", in_="inbox")
    choose(bob, reminders=NEAR)
    until("2027-01-12T11:00:00+01:00")
    assert rows(Delivery, Delivery.step_id.is_(None), Delivery.kind == Kind.REMINDER)[0].reason == "chose to hear less"
    bob.presses("Påminn mig i morgon", in_="inbox")
    until("2027-01-13T10:00:00+01:00")
    assert heard(bob)[1:] == ["På tisdag kl. 13.00 ses vi."]


def test_the_chosen_language_wins_over_slacks_everywhere(
    bob: Person, planned: Event, later: Later, until: Until
) -> None:
    bob.opens_home()
    later()
    assert "Mina dialoger" in bob.home.text
    bob.presses("Påminnelser och språk", in_="home")
    assert bob.submits(language="English") == {}
    assert bob.form and bob.form.title == "Reminders and language" and "Saved." in bob.form.text
    bob.closes()
    later(seconds=5)
    assert "My dialogues" in bob.home.text
    bob.changes(locale="sv-SE", name="Bob B")
    bob.types("/dialog")
    assert "This is what you can do here." in bob.last
    register(bob)
    assert "You are registered." in bob.form.text
    bob.closes()
    until(WEEK_BEFORE)
    assert bob.inbox[-1].startswith("In a week we meet.")
    bob.presses("Fewer reminders", in_="inbox")
    assert bob.submits(language="Automatic, as in Slack") == {}
    assert "Sparat." in bob.form.text


@ONE_KIND
def test_settings_say_how_it_is_and_every_word_finds_them(bob: Person, dana: Person, kronoberg: Event) -> None:
    for word in ("inställningar", "installningar", "settings"):
        bob.types(f"/dialog {word}")
        assert ALL in bob.last and EACH in bob.last and "Språk: Automatiskt, som i Slack" in bob.last
    dana.types("/dialog settings")
    assert "All of it: invitations, reminders and thanks" in dana.last
    assert "Language: Automatic, as in Slack" in dana.last
    choose(bob, reminders=NEAR, rhythm=WEEKLY)
    bob.types("/dialog settings")
    assert NEAR in bob.last and WEEKLY in bob.last


@ONE_KIND
def test_people_of_another_workspace_are_told_kindly(
    bob: Person, kronoberg: Event, workspace: Workspace, bot: Bot
) -> None:
    guest = workspace.person("U0GUEST", name="Gäst Utifrån", team_id="T0ELSEWHERE")
    workspace.channel("C0SHARED", name="delad", members=[guest, bob])
    row = fewer(kronoberg.id, ("tomorrow",), bot.texts.language("sv"))
    workspace.post(workspace.channels["C0SHARED"], "U0DIALOG", "påminnelse", [row])
    for button in ("Färre påminnelser", "Påminn mig i morgon"):
        guest.presses(button, in_="C0SHARED")
        assert guest.last.startswith("Det kan bara medlemmar i den här arbetsytan göra.")
