"""After the last day: asking the coordinator, who answers with one press; and names that are set."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from models import (
    Appeal,
    AppealState,
    Attendance,
    Event,
    Form,
    Kind,
    LogEntry,
    Registration,
    RegistrationState,
    Substitution,
    SubstitutionState,
)
from models.deliveries import Delivery
from models.people import Person as Somebody
from models.quotas import Quota
from sandbox.people import Person
from sandbox.workspace import Workspace
from tests.clock import NOON
from tests.factories import make_coordinator, make_quota
from tests.scenarios.conftest import ONE_KIND, Later, Rows
from tests.scenarios.test_registering import RECEIPT, WHEN, register

ASKS = f"Bob Berg, Ljungby kommun, ber om att få komma till Dialog i Kronoberg, {WHEN}, fast anmälan har stängt."


@pytest.fixture
def closed(kronoberg: Event, session: Session) -> Event:
    kronoberg.registration_close_on = date(2027, 1, 10)
    session.commit()
    return kronoberg


def ask(person: Person, words: str | None = "Jag var sjuk.") -> None:
    person.types("/dialog register kronoberg")
    person.presses("Be om att få komma")
    assert person.form and person.form.title == "Be om att få komma"
    assert person.submits(organisation="Ljungby", role="principal", words=words) == {}


def test_bob_asks_after_the_closing_and_alice_says_yes_with_one_press(
    bob: Person, alice: Person, closed: Event, later: Later, rows: Rows
) -> None:
    ask(bob)
    assert "Samordnaren har fått din fråga." in bob.form.text
    assert "Vad behöver du för att kunna delta?" not in bob.form.labels
    bob.closes()
    later()
    assert alice.inbox[-1] == f"{ASKS} Jag var sjuk."
    assert bob.inbox == [] and rows(Registration) == []

    alice.presses("Ja", in_="inbox")
    assert alice.inbox[-1] == f"{ASKS} Alice Alm har sagt ja.", "in place of the question"
    assert "Nej" not in alice.buttons
    later()
    assert bob.inbox == [RECEIPT]
    [seat], [appeal] = rows(Registration), rows(Appeal)
    assert seat.state is RegistrationState.REGISTERED and appeal.state is AppealState.GRANTED
    entries = rows(LogEntry)
    assert [entry.action for entry in entries] == ["asked_to_come", "registered"]
    assert entries[-1].actor_id == appeal.answered_by_id and entries[-1].facts["beyond"] is None
    assert "sjuk" not in str([entry.facts for entry in entries])
    bob.presses("Be om ändring", in_="inbox")
    assert bob.submits(access_needs="hörslinga") == {}
    assert rows(Registration)[0].access_needs == "hörslinga", "what one needs is told after the yes"


@ONE_KIND
def test_the_way_to_the_coordinator_stands_wherever_the_way_in_stood(
    bob: Person, alice: Person, closed: Event, workspace: Workspace
) -> None:
    bob.types("/dialog list")
    bob.presses("Be om att få komma")
    assert bob.form and bob.form.title == "Be om att få komma"
    bob.closes()
    button = {"type": "button", "text": {"type": "plain_text", "text": "Visa"}, "action_id": "show"}
    blocks = [{"type": "actions", "elements": [{**button, "value": str(closed.id)}]}]
    workspace.post(workspace.dm("U0BOB"), "U0DIALOG", "hej", blocks)
    bob.presses("Visa", in_="inbox")
    assert bob.form and bob.form.buttons == ["Be om att få komma"]


def test_a_yes_may_go_beyond_the_limit_and_says_so_beforehand(
    bob: Person, charlie: Person, alice: Person, kronoberg: Event, session: Session, later: Later, rows: Rows
) -> None:
    make_quota(session, kronoberg, 1)
    register(charlie)
    charlie.closes()
    kronoberg.registration_close_on = date(2027, 1, 10)
    session.commit()
    ask(bob)
    later()
    assert "Ett ja går utöver en gräns." in str(alice.messages[-1]["blocks"])
    alice.presses("Ja", in_="inbox")
    assert [seat.state for seat in rows(Registration)] == [RegistrationState.REGISTERED] * 2
    [quota] = rows(Quota)
    assert (quota.capacity, quota.taken, quota.over) == (1, 2, 1)
    [entry] = [entry for entry in rows(LogEntry) if entry.facts.get("beyond")]
    assert entry.facts["beyond"] == "all" and entry.facts["appeal"] == rows(Appeal)[0].id


def test_a_no_is_told_with_its_reason_and_one_may_ask_again(
    bob: Person, alice: Person, closed: Event, later: Later, rows: Rows
) -> None:
    ask(bob)
    later()
    bob.closes()
    alice.presses("Svara med skäl", in_="inbox")
    assert alice.submits(verdict="no", words="Maten är beställd.") == {}
    alice.closes()
    later()
    assert bob.inbox == [
        f"Samordnaren har sagt nej: du har ingen plats på Dialog i Kronoberg, {WHEN}. Orsak: Maten är beställd."
    ]
    assert rows(Registration) == []
    ask(bob)
    later()
    assert [appeal.state for appeal in rows(Appeal)] == [AppealState.REFUSED, AppealState.ASKED]


def test_two_coordinators_press_and_one_wins(
    bob: Person, alice: Person, closed: Event, session: Session, later: Later, rows: Rows, workspace: Workspace
) -> None:
    erik = workspace.person("U0ERIK", name="Erik Ek", email="erik@example.org")
    make_coordinator(session, closed, "Erik Ek", slack_user_id="U0ERIK", email="erik@example.org")
    ask(bob)
    bob.closes()
    later()
    alice.presses("Ja", in_="inbox")
    erik.presses("Nej", in_="inbox")
    assert erik.last.startswith("Alice Alm har redan sagt ja till det.")
    alice.types("/dialog list")
    later()
    assert len(rows(Registration)) == 1 and len(bob.inbox) == 1
    assert len(rows(Delivery, Delivery.kind == Kind.APPEAL)) == 2


def test_asking_twice_is_one_question(bob: Person, alice: Person, closed: Event, later: Later, rows: Rows) -> None:
    ask(bob)
    bob.closes()
    ask_again = "Du har redan frågat. Samordnaren har inte svarat än; du får svaret i ett meddelande här."
    ask(bob)
    assert ask_again in bob.form.text
    later()
    assert len(rows(Appeal)) == 1 and len(alice.inbox) == 1


def test_what_waits_stands_in_the_coordinators_list_and_can_be_answered_there(
    bob: Person, alice: Person, closed: Event, later: Later, rows: Rows
) -> None:
    ask(bob)
    bob.closes()
    alice.types("/dialog list")
    alice.presses("Lägesbild")
    assert "1 fråga väntar på ditt svar." in alice.form.text
    alice.closes()
    alice.presses("Deltagare")
    assert ASKS in alice.form.text and "Jag var sjuk." in alice.form.text
    alice.presses("Ja", in_="form")
    assert "Alice Alm har sagt ja." in alice.form.text
    alice.closes()
    later()
    assert bob.inbox == [RECEIPT] and alice.inbox == [], "what is answered is asked no more"
    assert len(rows(Registration)) == 1


def test_once_names_are_set_a_change_of_role_is_asked_and_the_rest_is_changed_at_once(
    bob: Person, alice: Person, kronoberg: Event, session: Session, later: Later, rows: Rows
) -> None:
    register(bob)
    later()
    bob.closes()
    kronoberg.names_frozen_on = (NOON - timedelta(days=1)).date()
    session.commit()
    bob.presses("Ändra", in_="inbox")
    assert "Namnen är fastställda" in bob.form.text
    assert bob.submits(role="director", access_needs="hörslinga", words="Jag har bytt jobb.") == {}
    assert "Samordnaren har fått frågan om ändringen." in bob.form.text
    [seat] = rows(Registration)
    assert (seat.role, seat.access_needs) == ("principal", "hörslinga")
    later()
    assert alice.inbox[-1] == (
        f"Bob Berg ber om en ändring av sin anmälan till Dialog i Kronoberg, {WHEN}. Jag har bytt jobb."
    )
    assert "Rektor eller skolledare → Förvaltnings- eller verksamhetschef" in str(alice.messages[-1]["blocks"])
    assert "hörslinga" not in str(alice.messages)
    alice.presses("Ja", in_="inbox")
    bob.closes()
    later()
    assert rows(Registration)[0].role == "director"
    assert bob.inbox[-1].startswith(f"Din anmälan till Dialog i Kronoberg, {WHEN}, är ändrad.")


@ONE_KIND
def test_after_the_closing_a_new_name_is_asked_for_too(
    bob: Person, alice: Person, kronoberg: Event, session: Session, later: Later, rows: Rows
) -> None:
    register(bob)
    later()
    bob.closes()
    kronoberg.registration_close_on = date(2027, 1, 10)
    session.commit()
    bob.presses("Ändra", in_="inbox")
    bob.presses("Ändra", in_="form")
    assert bob.submits(name="Bo Berg") == {}
    assert rows(Somebody, Somebody.slack_user_id == "U0BOB")[0].name == "Bob Berg"
    later()
    alice.presses("Nej", in_="inbox")
    bob.closes()
    later()
    assert bob.inbox[-1] == (
        f"Samordnaren har sagt nej till din ändring för Dialog i Kronoberg, {WHEN}. Din anmälan gäller som den är."
    )
    bob.presses("Ändra", in_="inbox")
    bob.presses("Ändra", in_="form")
    assert bob.submits(name="Bo Berg") == {}
    later()
    alice.presses("Ja", in_="inbox")
    assert rows(Somebody, Somebody.slack_user_id == "U0BOB")[0].name == "Bo Berg"


def test_after_the_closing_bob_asks_to_take_part_digitally_and_keeps_his_diet_until_the_yes(
    bob: Person, alice: Person, kronoberg: Event, session: Session, later: Later, rows: Rows
) -> None:
    kronoberg.form = Form.HYBRID
    session.commit()
    register(bob, attendance="on_site", dietary="inga nötter")
    bob.closes()
    later()
    kronoberg.registration_close_on = date(2027, 1, 10)
    session.commit()
    bob.types("/dialog mina")
    bob.presses("Be om ändring")
    assert bob.form and bob.form.title == "Be om ändring"
    assert "om du ändrar namn, organisation, roll eller hur du deltar frågas samordnaren först" in bob.form.text
    bob.picks("digital", from_="attendance")
    assert bob.submits(words="Jag är förkyld.", access_needs="textning") == {}
    [seat] = rows(Registration)
    assert (seat.attendance, seat.dietary, seat.access_needs) == (Attendance.ON_SITE, "inga nötter", "textning")
    later()
    assert "Deltar: På plats → Digitalt" in str(alice.messages[-1]["blocks"])
    assert "nötter" not in str(alice.messages)
    alice.presses("Ja", in_="inbox")
    [seat] = rows(Registration)
    assert (seat.attendance, seat.dietary, seat.role) == (Attendance.DIGITAL, None, "principal")
    bob.closes()
    bob.types("/dialog mina")
    bob.presses("Visa min anmälan")
    bob.presses("Lämna återbud", in_="form")
    assert rows(Registration)[0].state is RegistrationState.CANCELLED, "a cancellation is never asked for"


@pytest.fixture
def frozen(kronoberg: Event, session: Session, bob: Person, charlie: Person, later: Later) -> Event:
    """Bob has a seat, and names have been set since."""
    register(bob)
    bob.closes()
    later()
    kronoberg.names_frozen_on = (NOON - timedelta(days=1)).date()
    session.commit()
    return kronoberg


def sends(bob: Person, charlie: Person, **more: str) -> None:
    bob.presses("Skicka någon annan", in_="inbox")
    assert bob.submits(colleague=charlie.id, **more) == {}


def test_once_names_are_set_bob_asks_to_send_charlie_who_is_asked_when_alice_has_said_yes(
    bob: Person, charlie: Person, alice: Person, frozen: Event, later: Later, rows: Rows
) -> None:
    bob.presses("Skicka någon annan", in_="inbox")
    assert "Namnen är fastställda nu: samordnaren bestämmer" in bob.form.text
    assert bob.submits(colleague=charlie.id, words="Jag är sjuk.") == {}
    assert "Samordnaren har fått frågan om ändringen." in bob.form.text
    bob.closes()
    later()
    assert charlie.inbox == [] and rows(Substitution) == []
    assert alice.inbox[-1].startswith("Bob Berg ber om att få skicka Charlie Carlsson i sitt ställe till Dialog i")
    alice.presses("Ja", in_="inbox")
    later()
    assert bob.inbox[-1].startswith("Samordnaren har sagt ja: Charlie Carlsson är tillfrågad")
    charlie.presses("Ja, jag kommer", in_="inbox")
    assert charlie.submits(access_needs="hörslinga") == {}
    old, new = rows(Registration)
    assert (old.state, new.state) == (RegistrationState.REPLACED, RegistrationState.REGISTERED)
    assert rows(Substitution)[0].allowed_by_id == rows(Appeal)[0].answered_by_id


def test_a_yes_that_comes_when_names_have_been_set_is_the_coordinators_to_grant(
    bob: Person, charlie: Person, alice: Person, kronoberg: Event, session: Session, later: Later, rows: Rows
) -> None:
    register(bob)
    bob.closes()
    later()
    sends(bob, charlie)
    bob.closes()
    later()
    kronoberg.names_frozen_on = (NOON - timedelta(days=1)).date()
    session.commit()
    charlie.presses("Ja, jag kommer", in_="inbox")
    assert charlie.form and "Namnen är fastställda nu: samordnaren bestämmer." in charlie.form.text
    assert charlie.submits(words="Vi har bytt vecka.") == {}
    assert "Samordnaren har fått din fråga." in charlie.form.text
    charlie.closes()
    later()
    assert [seat.state for seat in rows(Registration)] == [RegistrationState.REGISTERED]
    assert alice.inbox[-1].startswith("Charlie Carlsson vill komma till Dialog i Kronoberg")
    assert "i stället för Bob Berg" in alice.inbox[-1]
    alice.presses("Ja", in_="inbox")
    later()
    assert [seat.state for seat in rows(Registration)] == [RegistrationState.REPLACED, RegistrationState.REGISTERED]
    assert bob.inbox[-1].startswith("Klart: Charlie Carlsson kommer i stället för dig.")
    assert charlie.inbox[-1].startswith("Du är anmäld till Dialog i Kronoberg")


def test_when_the_coordinator_says_no_the_seat_stays_and_both_hear_it(
    bob: Person, charlie: Person, alice: Person, kronoberg: Event, session: Session, later: Later, rows: Rows
) -> None:
    register(bob)
    bob.closes()
    later()
    sends(bob, charlie)
    later()
    kronoberg.names_frozen_on = (NOON - timedelta(days=1)).date()
    session.commit()
    charlie.presses("Ja, jag kommer", in_="inbox")
    charlie.submits()
    later()
    alice.presses("Nej", in_="inbox")
    later()
    assert charlie.inbox[-1].startswith("Samordnaren har sagt nej: du har ingen plats på Dialog i Kronoberg")
    assert bob.inbox[-1].startswith("Charlie Carlsson kan inte komma i stället för dig. Du har kvar din plats.")
    assert [row.state for row in rows(Substitution)] == [SubstitutionState.DECLINED]


@ONE_KIND
def test_a_seat_that_is_gone_is_not_passed_on_by_a_late_yes(
    bob: Person, charlie: Person, alice: Person, frozen: Event, later: Later, rows: Rows
) -> None:
    sends(bob, charlie)
    bob.closes()
    later()
    bob.presses("Lämna återbud", in_="inbox")
    alice.presses("Ja", in_="inbox")
    assert alice.last.startswith("Den platsen finns inte längre att ge vidare.")
    assert [appeal.state for appeal in rows(Appeal)] == [AppealState.ASKED] and rows(Substitution) == []
    alice.presses("Nej", in_="inbox")
    assert [appeal.state for appeal in rows(Appeal)] == [AppealState.REFUSED]


@ONE_KIND
@pytest.mark.parametrize("action", ["appeal_yes", "appeal_no", "appeal_reason", "ask_to_come"])
@pytest.mark.parametrize("value", ["q1", "q99", "q", "²", "1"])
def test_only_a_coordinator_answers_and_old_buttons_get_a_kind_answer(
    action: str, value: str, bob: Person, charlie: Person, closed: Event, rows: Rows, workspace: Workspace
) -> None:
    ask(bob)
    button = {"type": "button", "text": {"type": "plain_text", "text": "Tryck"}, "action_id": action, "value": value}
    workspace.post(workspace.dm("U0CHARLIE"), "U0DIALOG", "hej", [{"type": "actions", "elements": [button]}])
    charlie.presses("Tryck")
    assert charlie.last or charlie.form
    assert [appeal.state for appeal in rows(Appeal)] == [AppealState.ASKED] and rows(Registration) == []


def test_nothing_is_answered_once_the_meeting_is_over(
    bob: Person, alice: Person, closed: Event, later: Later, rows: Rows
) -> None:
    ask(bob)
    bob.closes()
    later()
    later(days=9)
    alice.presses("Ja", near="ber om att få komma")
    assert alice.last.startswith("Dialog i Kronoberg är över.")
    assert [appeal.state for appeal in rows(Appeal)] == [AppealState.ASKED] and rows(Registration) == []
