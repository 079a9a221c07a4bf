"""Skicka någon annan: the seat moves when a colleague says yes, and not before."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.context import Bot
from bot.services import access
from bot.services.registration import cancelling, registrations, substitutions, succession
from bot.services.registration.enrolment import Answers
from models import (
    Attendance,
    Delivery,
    DeliveryState,
    Event,
    Form,
    LogEntry,
    Quota,
    Registration,
    RegistrationState,
    Scope,
    Substitution,
    SubstitutionState,
)
from models.errors import Refusal
from models.people import Person as Somebody
from models.registrations import SEATED
from sandbox.people import Person
from sandbox.workspace import Workspace
from tests.clock import NOON
from tests.factories import make_delivery, make_person, make_quota, make_step
from tests.scenarios.conftest import MEETING, ONE_KIND, Later, Rows
from tests.scenarios.test_registering import WHEN, register

SEND, YES, NO = "Skicka någon annan", "Ja, jag kommer", "Nej, jag kan inte"
ASKED = f"Bob Berg ber dig komma i sitt ställe. Dialog i Kronoberg, {WHEN}."
DONE = f"Klart: Charlie Carlsson kommer i stället för dig. Dialog i Kronoberg, {WHEN}."
STATES = RegistrationState


def asks(person: Person, **whom: str) -> dict[str, str]:
    """From the registration that stands in the inbox."""
    if person.form:
        person.closes()
    person.presses(SEND, in_="inbox")
    return person.submits(**whom)


@pytest.fixture
def asked(bob: Person, charlie: Person, kronoberg: Event, later: Later) -> None:
    """Bob has a seat, with needs and diet, and has asked Charlie."""
    register(bob, access_needs="hörslinga tack", dietary="inga nötter")
    later()
    assert asks(bob, colleague=charlie.id) == {}
    later()


def states(rows: Rows) -> list[RegistrationState]:
    return [seat.state for seat in rows(Registration)]


def answers(rows: Rows) -> list[SubstitutionState]:
    return [row.state for row in rows(Substitution)]


def test_the_seat_moves_when_charlie_says_yes_and_both_are_told_once(
    asked: None, bob: Person, charlie: Person, later: Later, rows: Rows
) -> None:
    assert bob.form and "Du har bett Charlie Carlsson komma i stället." in bob.form.text
    assert charlie.inbox == [ASKED]
    assert states(rows) == [STATES.REGISTERED], "asking moves nothing"

    charlie.presses(YES, in_="inbox")
    assert charlie.form and charlie.form.title == "Kom i stället"
    assert charlie.form.values["role"] == "principal"
    assert states(rows) == [STATES.REGISTERED], "neither does looking"
    assert charlie.submits() == {}
    assert "Du är anmäld." in charlie.form.text and "Du kommer i stället för Bob Berg." in charlie.form.text
    later()

    old, new = rows(Registration)
    assert (old.state, new.state) == (STATES.REPLACED, STATES.REGISTERED)
    assert (new.substitute_for_id, new.number, new.organisation_id) == (old.id, 2, old.organisation_id)
    assert bob.inbox[1:] == [DONE]
    assert [text.partition(" till ")[0] for text in charlie.inbox[1:]] == ["Du är anmäld"]
    assert [(one.action, one.person_id) for one in rows(LogEntry)][1:] == [
        ("substitute_asked", new.person_id), ("replaced", old.person_id), ("substituted", new.person_id),
    ]  # fmt: skip


def test_the_lagesbild_counts_those_who_wait_for_a_substitute(asked: None, alice: Person, charlie: Person) -> None:
    alice.types("/dialog lista")
    alice.presses("Lägesbild")
    assert "1 väntar på ersättare." in alice.form.text
    charlie.presses(NO, in_="inbox")
    alice.presses("Lägesbild")
    assert "väntar på ersättare" not in alice.form.text


def test_where_the_day_is_not_set_yet_somebody_else_can_be_sent_too(
    bob: Person, charlie: Person, kronoberg: Event, session: Session, later: Later, rows: Rows
) -> None:
    kronoberg.reschedule(None, kronoberg.start_time, kronoberg.end_time)
    session.commit()
    register(bob)
    later()
    assert asks(bob, colleague=charlie.id) == {}
    later()
    [asked] = charlie.inbox
    assert asked.startswith("Bob Berg ber dig komma i sitt ställe.")
    charlie.presses(YES, in_="inbox")
    assert charlie.submits(role="principal") == {}
    later()
    assert states(rows) == [STATES.REPLACED, STATES.REGISTERED]
    assert bob.inbox[-1].startswith("Klart: Charlie Carlsson kommer i stället för dig.")


def test_needs_and_diet_are_asked_anew_and_never_copied(
    asked: None, bob: Person, charlie: Person, later: Later, rows: Rows
) -> None:
    charlie.presses(YES, in_="inbox")
    assert charlie.form and not charlie.form.values["access_needs"] and not charlie.form.values["dietary"]
    assert charlie.form.values["wishes"] == []
    assert "hörslinga" not in charlie.form.text and "nötter" not in charlie.form.text
    assert charlie.submits(dietary="vegetariskt tack") == {}
    later()
    old, new = rows(Registration)
    assert (old.access_needs, old.dietary) == ("hörslinga tack", "inga nötter"), "Bob's stay with Bob's row"
    assert (new.access_needs, new.dietary) == (None, "vegetariskt tack")
    said = str(bob.messages) + str(charlie.messages) + str([row.facts for row in rows(Delivery)])
    assert not any(word in said for word in ("hörslinga", "nötter", "vegetariskt"))


@ONE_KIND
def test_the_form_stays_a_yes_when_it_is_redrawn(
    bob: Person, charlie: Person, kronoberg: Event, session: Session, later: Later, rows: Rows
) -> None:
    kronoberg.form = Form.HYBRID
    session.commit()
    register(bob, attendance="on_site", dietary="inga nötter")
    later()
    asks(bob, colleague=charlie.id)
    later()
    charlie.presses(YES, in_="inbox")
    charlie.picks("digital", from_="attendance")
    charlie.presses("Ändra", in_="form")
    assert charlie.form and charlie.form.title == "Kom i stället" and "dietary" not in charlie.form.values
    assert charlie.submits(name="Kalle Carlsson") == {}
    assert states(rows) == [STATES.REPLACED, STATES.REGISTERED]
    assert rows(Registration)[1].attendance is Attendance.DIGITAL


@ONE_KIND
def test_a_guest_who_has_joined_slack_since_is_still_answered_for(
    alice: Person, bob: Person, kronoberg: Event, later: Later, rows: Rows, workspace: Workspace
) -> None:
    register(bob)
    later()
    asks(bob, name="Gunnel Grön", email="gunnel@example.org")
    later()
    gunnel = workspace.person("U0GUNNEL", name="Gunnel Grön", email="gunnel@example.org")
    gunnel.types("/dialog mine")
    alice.presses("Personen kommer", in_="inbox")
    later()
    assert states(rows) == [STATES.REPLACED, STATES.REGISTERED]
    assert len(gunnel.inbox) == 1, "the receipt is hers now"


@ONE_KIND
def test_a_no_leaves_the_seat_where_it_is(asked: None, bob: Person, charlie: Person, later: Later, rows: Rows) -> None:
    charlie.presses(NO, in_="inbox")
    assert charlie.last.startswith("Tack för ditt svar.")
    charlie.presses(NO, in_="inbox")
    later()
    said = f"Charlie Carlsson kan inte komma i stället för dig. Du har kvar din plats. Dialog i Kronoberg, {WHEN}."
    assert bob.inbox[1:] == [said]
    assert (states(rows), answers(rows)) == ([STATES.REGISTERED], [SubstitutionState.DECLINED])
    charlie.presses(YES, in_="inbox")
    assert "Du har svarat nej." in charlie.last
    assert charlie.form is None and states(rows) == [STATES.REGISTERED]


@ONE_KIND
def test_no_answer_until_the_meeting_leaves_the_seat_where_it_is(
    asked: None, bob: Person, charlie: Person, later: Later, rows: Rows, kronoberg: Event
) -> None:
    later(seconds=(MEETING - NOON).total_seconds() - 60)
    assert answers(rows) == [SubstitutionState.ASKED]
    later(minutes=1)
    assert answers(rows) == [SubstitutionState.EXPIRED]
    assert sum(text.startswith("Charlie Carlsson har inte svarat. Du har kvar din plats.") for text in bob.inbox) == 1
    charlie.presses(YES, in_="inbox")
    assert "Den frågan är för gammal." in charlie.last
    assert states(rows) == [STATES.REGISTERED]


@ONE_KIND
def test_a_meeting_that_moves_moves_the_end_of_the_question(
    asked: None, kronoberg: Event, session: Session, later: Later, rows: Rows
) -> None:
    event = session.get_one(Event, kronoberg.id)
    event.reschedule(MEETING.date() + timedelta(days=7), event.start_time, event.end_time)
    session.commit()
    later(seconds=(MEETING - NOON).total_seconds())
    assert answers(rows) == [SubstitutionState.ASKED]
    later(days=7)
    assert answers(rows) == [SubstitutionState.EXPIRED]


@ONE_KIND
def test_bob_takes_the_question_back_and_the_old_buttons_say_so(
    asked: None, bob: Person, charlie: Person, later: Later, rows: Rows
) -> None:
    bob.presses("Ta tillbaka frågan", in_="form")
    assert "Du har bett" not in bob.form.text and "Du är anmäld." in bob.form.text
    later()
    assert charlie.inbox[1:] == [
        f"Du behöver inte komma i någons ställe: frågan är tillbakatagen. Dialog i Kronoberg, {WHEN}."
    ]
    for press in (YES, NO):
        charlie.presses(press, in_="inbox")
        assert "Den frågan är tillbakatagen." in charlie.last
    assert (states(rows), answers(rows)) == ([STATES.REGISTERED], [SubstitutionState.WITHDRAWN])


def test_asking_somebody_else_replaces_the_question_and_the_first_to_be_asked_gets_nothing(
    asked: None, bob: Person, charlie: Person, dana: Person, later: Later, rows: Rows
) -> None:
    charlie.presses(YES, in_="inbox")
    assert asks(bob, colleague=dana.id) == {}
    later()
    assert charlie.submits() == {}
    assert "Den frågan är tillbakatagen." in charlie.form.text
    dana.presses("Yes, I am coming", in_="inbox")
    assert dana.submits() == {}
    assert answers(rows) == [SubstitutionState.WITHDRAWN, SubstitutionState.ACCEPTED]
    assert states(rows) == [STATES.REPLACED, STATES.REGISTERED]


@ONE_KIND
def test_asking_the_same_person_twice_is_one_question(
    asked: None, bob: Person, charlie: Person, later: Later, rows: Rows
) -> None:
    assert asks(bob, colleague=charlie.id) == {}
    later()
    assert charlie.inbox == [ASKED] and answers(rows) == [SubstitutionState.ASKED]


def test_a_yes_that_arrives_twice_has_one_effect(
    asked: None, bob: Person, charlie: Person, later: Later, rows: Rows
) -> None:
    charlie.presses(YES, in_="inbox")
    charlie.presses(YES, in_="inbox")
    assert charlie.submits() == {}
    charlie.closes()
    charlie.presses(YES, in_="inbox")
    assert charlie.form and charlie.form.title == "Min anmälan"
    later()
    charlie.closes()
    charlie.presses(NO, in_="inbox")
    assert "Du har redan svarat ja." in charlie.last
    assert states(rows) == [STATES.REPLACED, STATES.REGISTERED]
    assert (len(bob.inbox), len(charlie.inbox)) == (2, 2)


@ONE_KIND
def test_giving_the_seat_back_takes_the_question_with_it(
    asked: None, bob: Person, charlie: Person, later: Later, rows: Rows
) -> None:
    bob.presses("Lämna återbud", in_="form")
    later()
    charlie.presses(YES, in_="inbox", near="ber dig komma")
    assert "Den frågan är tillbakatagen." in charlie.last
    assert (states(rows), answers(rows)) == ([STATES.CANCELLED], [SubstitutionState.WITHDRAWN])


@ONE_KIND
def test_a_substitute_sends_somebody_in_turn_and_the_chain_is_seen(
    asked: None, alice: Person, bob: Person, charlie: Person, dana: Person, later: Later, rows: Rows
) -> None:
    charlie.presses(YES, in_="inbox")
    assert charlie.submits() == {}
    later()
    assert asks(charlie, colleague=dana.id) == {}
    later()
    dana.presses("Yes, I am coming", in_="inbox")
    assert dana.submits() == {}
    assert "You come instead of Charlie Carlsson, instead of Bob Berg." in dana.form.text
    bob.closes()
    bob.presses("Visa min anmälan", in_="inbox")
    assert "Charlie Carlsson kommer i stället för dig." in bob.form.text
    _opens_participants(alice)
    assert (
        "Dana Dunn, Rektor eller skolledare (i stället för Charlie Carlsson, i stället för Bob Berg" in alice.form.text
    )
    assert states(rows) == [STATES.REPLACED, STATES.REPLACED, STATES.REGISTERED]


@ONE_KIND
def test_whoever_is_hidden_is_not_named_to_others(
    alice: Person, bob: Person, charlie: Person, kronoberg: Event, later: Later
) -> None:
    register(bob, wishes=["hide_from_list"])
    later()
    bob.closes()
    bob.presses(SEND, in_="inbox")
    assert "Berätta själv för din kollega att det är du." in bob.form.text
    assert bob.submits(colleague=charlie.id) == {}
    later()
    charlie.presses(YES, in_="inbox")
    assert charlie.submits(wishes=["hide_from_list"]) == {}
    later()
    assert "Du kommer i stället för någon som inte visas." in charlie.form.text
    assert "Bob" not in str(charlie.messages) + charlie.form.text
    assert bob.inbox[-1] == f"Klart: någon kommer i stället för dig. Dialog i Kronoberg, {WHEN}."
    _opens_participants(alice)
    assert "i stället för Bob Berg" in alice.form.text, "the coordinator sees it all"


@ONE_KIND
def test_reminders_owed_to_bob_are_taken_back_and_charlie_gets_what_lies_ahead(
    asked: None, bob: Person, charlie: Person, kronoberg: Event, session: Session, later: Later, rows: Rows
) -> None:
    [seat] = rows(Registration)
    ahead = make_step(session, kronoberg, due_at=MEETING - timedelta(days=1))
    owed = make_delivery(
        session, kronoberg, due_at=MEETING, step_id=ahead.id, registration_id=seat.id, person_id=seat.person_id
    )
    charlie.presses(YES, in_="inbox")
    assert charlie.submits() == {}
    later(seconds=(MEETING - NOON).total_seconds() - 24 * 3600)
    [taken_back] = rows(Delivery, Delivery.id == owed.id)
    assert (taken_back.state, taken_back.reason) == (DeliveryState.CANCELLED, "no longer registered")
    assert charlie.inbox[-1].startswith("I morgon kl. 13.00 är det dags.")
    assert not any("I morgon" in text for text in bob.inbox)


def test_the_line_never_gets_the_seat_in_between(
    bob: Person, charlie: Person, dana: Person, kronoberg: Event, session: Session, later: Later, rows: Rows
) -> None:
    make_quota(session, kronoberg, 1)
    kronoberg.max_per_organisation = 1
    session.commit()
    register(bob)
    register(dana)
    later()
    asks(bob, colleague=charlie.id)
    later()
    charlie.presses(YES, in_="inbox")
    assert charlie.submits() == {}
    later()
    assert states(rows) == [STATES.REPLACED, STATES.WAITLISTED, STATES.REGISTERED]
    assert [quota.taken for quota in rows(Quota)] == [1, 1]
    assert not any("fått en plats" in text for text in dana.inbox)


def test_a_role_without_seats_is_refused_and_everything_stays(
    bob: Person, charlie: Person, dana: Person, kronoberg: Event, session: Session, later: Later, rows: Rows
) -> None:
    make_quota(session, kronoberg, 1, scope=Scope.ROLE, key="director")
    make_quota(session, kronoberg, 5, scope=Scope.ROLE, key="principal")
    register(dana, role="director")
    register(bob)
    later()
    asks(bob, colleague=charlie.id)
    later()
    charlie.presses(YES, in_="inbox")
    assert "role" in charlie.submits(role="director")
    assert states(rows) == [STATES.REGISTERED, STATES.REGISTERED]
    assert answers(rows) == [SubstitutionState.ASKED]
    assert {quota.key: quota.taken for quota in rows(Quota)} == {"director": 1, "principal": 1}
    assert charlie.submits(role="principal") == {}
    assert {quota.key: quota.taken for quota in rows(Quota)} == {"director": 1, "principal": 1}


@ONE_KIND
def test_somebody_in_line_may_take_a_colleagues_seat(
    bob: Person, charlie: Person, kronoberg: Event, session: Session, later: Later, rows: Rows
) -> None:
    make_quota(session, kronoberg, 1)
    register(bob)
    register(charlie)
    later()
    asks(bob, colleague=charlie.id)
    later()
    charlie.closes()
    charlie.presses(YES, in_="inbox")
    assert charlie.submits() == {}
    assert states(rows) == [STATES.REPLACED, STATES.CANCELLED, STATES.REGISTERED]


@ONE_KIND
def test_somebody_outside_slack_is_mailed_and_the_coordinator_answers_for_them(
    alice: Person, bob: Person, kronoberg: Event, later: Later, rows: Rows
) -> None:
    register(bob, access_needs="hörslinga tack")
    later()
    assert asks(bob, name="Gunnel Grön", email="Gunnel@Example.org") == {}
    later()
    mail = alice.messages[-1]
    assert "Bob Berg ber dig komma i sitt ställe." in str(mail) and "gunnel@example.org" in str(mail)
    alice.presses("Skickat", in_="inbox")
    alice.presses("Personen kommer", in_="inbox")
    assert alice.last.startswith("Gunnel Grön har platsen nu.")
    alice.presses("Personen kommer", in_="inbox")
    later()
    old, new = rows(Registration)
    [guest] = rows(Somebody, Somebody.slack_user_id.is_(None))
    assert (guest.name, guest.email) == ("Gunnel Grön", "gunnel@example.org")
    assert (old.state, new.state, new.person_id) == (STATES.REPLACED, STATES.REGISTERED, guest.id)
    assert (new.access_needs, new.dietary, new.role) == (None, None, "principal")
    assert bob.inbox[-1].startswith("Klart: Gunnel Grön kommer i stället för dig.")
    assert "Du är anmäld." in str(alice.messages[-1]), "the guest's receipt, to send on"


@ONE_KIND
def test_a_guests_no_is_one_press_too_and_nobody_else_may_press_it(
    alice: Person, bob: Person, charlie: Person, kronoberg: Event, later: Later, rows: Rows, workspace: Workspace
) -> None:
    register(bob)
    later()
    asks(bob, name="Gunnel Grön", email="gunnel@example.org")
    later()
    alice.presses("Personen kan inte", in_="inbox")
    later()
    assert bob.inbox[-1].startswith("Gunnel Grön kan inte komma i stället för dig. Du har kvar din plats.")
    alice.presses("Personen kommer", in_="inbox")
    assert "svarat nej" in alice.last and states(rows) == [STATES.REGISTERED]


@ONE_KIND
def test_an_address_that_belongs_to_a_member_is_asked_in_slack(
    bob: Person, charlie: Person, kronoberg: Event, later: Later, rows: Rows
) -> None:
    charlie.types("/dialog mine")
    register(bob)
    later()
    assert asks(bob, name="Kalle", email="charlie@example.org") == {}
    later()
    assert charlie.inbox == [ASKED] and len(rows(Somebody)) == 3


@ONE_KIND
@pytest.mark.parametrize(
    ("whom", "field", "sentence"),
    [
        ({}, "colleague", "Välj en kollega, eller skriv namn och e-post nedanför."),
        ({"colleague": "U0CHARLIE", "name": "Kalle"}, "colleague", "inte båda"),
        ({"email": "kalle@example.org"}, "name", "Skriv namnet också."),
        ({"name": "Kalle"}, "email", "Det där är ingen e-postadress."),
        ({"colleague": "U0BOB"}, "colleague", "Det är du själv."),
        ({"name": "Bob", "email": "bob@example.org"}, "email", "Det är du själv."),
        ({"colleague": "U0DANA"}, "colleague", "Dana Dunn är redan anmäld till Dialog i Kronoberg."),
        ({"colleague": "U0GONE"}, "colleague", "Gina Gren finns inte längre i Slack."),
        ({"colleague": "U0FAR"}, "colleague", "Fia Fors finns i en annan arbetsyta i Slack."),
        ({"colleague": "U0ROBOT"}, "colleague", "Det är en bot."),
    ],
)
def test_whom_one_cannot_ask(
    whom: dict[str, str], field: str, sentence: str, bob: Person, charlie: Person, dana: Person, kronoberg: Event,
    later: Later, rows: Rows, workspace: Workspace,
) -> None:  # fmt: skip
    workspace.person("U0GONE", name="Gina Gren", email="gina@example.org").changes(deleted=True)
    workspace.person("U0FAR", name="Fia Fors", email="fia@example.org").changes(team_id="T0OTHER")
    workspace.person("U0ROBOT", name="Robot", email=None).changes(is_bot=True)
    register(dana)
    register(bob)
    later()
    wrong = asks(bob, **whom)
    assert sentence in wrong[field]
    assert rows(Substitution) == [] and states(rows) == [STATES.REGISTERED] * 2


@ONE_KIND
def test_who_waits_has_no_seat_to_pass_on_and_nobody_after_the_start(
    bob: Person, charlie: Person, kronoberg: Event, session: Session, later: Later, rows: Rows
) -> None:
    register(bob)
    later()
    bob.closes()
    [seat] = rows(Registration)
    bob.presses(SEND, in_="inbox")
    later(seconds=(MEETING - NOON).total_seconds())
    assert bob.submits(colleague=charlie.id) == {}
    assert "Dialog i Kronoberg har redan börjat." in bob.form.text
    bob.closes()
    session.get_one(Registration, seat.id).state = STATES.WAITLISTED
    session.commit()
    later()
    assert rows(Substitution) == []


@ONE_KIND
def test_an_old_button_after_the_seat_is_gone_says_so(bob: Person, kronoberg: Event, later: Later) -> None:
    register(bob)
    later()
    bob.presses("Lämna återbud", in_="form")
    bob.closes()
    bob.presses(SEND, in_="inbox")
    assert "Du har ingen plats på Dialog i Kronoberg att lämna över." in bob.last


def test_cancel_and_yes_at_the_same_moment_have_one_winner(
    bot: Bot, kronoberg: Event, session: Session, rows: Rows
) -> None:
    """Whoever comes first: never two seats, never none for somebody who was told yes."""
    make_quota(session, kronoberg, 9, taken=0)
    for turn in range(4):
        bob, charlie = make_person(session, f"Bob {turn}"), make_person(session, f"Charlie {turn}")
        with bot.sessions.begin() as own:
            registrations.register(
                own, event_id=kronoberg.id, person_id=bob.id, answers=Answers(organisation_id=1), now=NOON
            )
        with bot.sessions.begin() as own:
            event = own.get_one(Event, kronoberg.id)
            person = own.get_one(Somebody, charlie.id)
            substitutions.ask(own, event, of_id=bob.id, person=person, field="colleague", now=NOON)
        _at_once(bot, kronoberg.id, bob.id, charlie.id)
        mine = {
            row.person_id: row.state for row in rows(Registration, Registration.person_id.in_((bob.id, charlie.id)))
        }
        assert mine in ({bob.id: STATES.CANCELLED}, {bob.id: STATES.REPLACED, charlie.id: STATES.REGISTERED})
        [question] = rows(Substitution, Substitution.person_id == charlie.id)
        is_yes = charlie.id in mine
        assert question.state is (SubstitutionState.ACCEPTED if is_yes else SubstitutionState.WITHDRAWN)
    [quota] = rows(Quota, Quota.scope == Scope.ALL)
    assert quota.taken == len(rows(Registration, Registration.state.in_(SEATED)))


def _opens_participants(person: Person) -> None:
    person.types("/dialog lista")
    person.presses("Deltagare")


def _at_once(bot: Bot, event_id: int, bob_id: int, charlie_id: int) -> None:
    gate, failures = threading.Barrier(2), []

    def run(work: Any) -> None:
        gate.wait()
        try:
            with bot.sessions.begin() as session:
                work(session)
        except Refusal:
            pass
        except Exception as error:
            failures.append(error)

    def cancel(session: Session) -> None:
        cancelling.cancel(session, event_id=event_id, person_id=bob_id, now=NOON)

    def say_yes(session: Session) -> None:
        event = session.get_one(Event, event_id)
        asked = session.scalars(select(Substitution).where(Substitution.person_id == charlie_id)).one()
        row, event = access.question_to_settle(session, event.workspace_id, asked.id, person_id=charlie_id)
        succession.accept(session, event, row, answers=Answers(organisation_id=1), by_id=charlie_id, now=NOON)

    threads = [threading.Thread(target=run, args=(work,)) for work in (cancel, say_yes)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert failures == []
