"""What a coordinator does for somebody else: written down, and told to whom it was done for."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from bot.services import upkeep
from bot.services.plan import invitations
from models import Event, LogEntry, Quota, Registration, RegistrationState, Scope, Topic
from models.people import Person as Somebody
from models.registrations import Reconfirm
from sandbox.people import Person
from sandbox.workspace import Workspace
from tests.clock import NOON
from tests.factories import make_guest, make_quota
from tests.scenarios.conftest import ONE_KIND, Later, Rows
from tests.scenarios.test_guests import WHEN, add_guest, carin, open_participants  # noqa: F401 (a fixture)
from tests.scenarios.test_registering import register


def look_up(alice: Person, name: str) -> None:
    open_participants(alice)
    alice.presses("Ändra för någon", in_="form")
    assert alice.submits(person=name) == {}


@pytest.fixture
def registered(bob: Person, kronoberg: Event, later: Later) -> Person:
    register(bob, access_needs="en tyst vrå")
    bob.closes()
    later()
    return bob


def acts(rows: Rows, *actions: str) -> list[tuple[str, int | None, int | None]]:
    return [(one.action, one.actor_id, one.person_id) for one in rows(LogEntry, LogEntry.action.in_(actions))]


def test_alice_changes_bobs_answers_and_he_is_told_by_whom(
    alice: Person, registered: Person, later: Later, rows: Rows
) -> None:
    look_up(alice, "Bob")
    assert "Bob Berg" in alice.form.text and "Anmäld." in alice.form.text
    assert "Bob Berg får veta i Slack vad du gör." in alice.form.text
    alice.presses("Ändra svaren")
    assert alice.form.values["access_needs"] == "en tyst vrå"
    assert alice.submits(organisation="Växjö", role="director", dietary="utan nötter") == {}
    assert "Anmälan är ändrad." in alice.form.text
    later()
    told = f"Alice Alm har ändrat din anmälan. Din anmälan till Dialog i Kronoberg, {WHEN}, är ändrad."
    assert registered.inbox[-1] == told
    assert "nötter" not in str(registered.messages)
    [seat] = rows(Registration)
    assert (seat.role, seat.access_needs, seat.dietary) == ("director", "en tyst vrå", "utan nötter")
    assert acts(rows, "changed", "needs_seen") == [
        ("needs_seen", 1, seat.person_id), ("changed", 1, seat.person_id),
    ]  # fmt: skip


def test_alice_gives_bobs_seat_back_and_the_next_in_line_has_it(
    alice: Person, bob: Person, charlie: Person, kronoberg: Event, session: Session, later: Later, rows: Rows
) -> None:
    make_quota(session, kronoberg, 1)
    register(bob)
    register(charlie)
    look_up(alice, "Bob")
    alice.presses("Lämna återbud åt personen")
    assert "Platsen är lämnad tillbaka." in alice.form.text
    later()
    assert f"Alice Alm har lämnat återbud åt dig till Dialog i Kronoberg, {WHEN}." in bob.inbox
    assert rows(Registration)[0].state is RegistrationState.CANCELLED
    alice.closes()
    open_participants(alice)
    assert "Anmälda (1)" in alice.form.text and "Ljungby kommun: Charlie Carlsson" in alice.form.text


def test_alice_gives_a_seat_beyond_the_limit_with_a_reason_to_who_waits_and_to_who_changes_role(
    alice: Person, bob: Person, charlie: Person, kronoberg: Event, session: Session, later: Later, rows: Rows
) -> None:
    make_quota(session, kronoberg, 1)
    make_quota(session, kronoberg, 0, scope=Scope.ROLE, key="director")
    for person in (bob, charlie):
        register(person)
        person.closes()
    later()
    look_up(alice, "Bob")
    alice.presses("Ändra svaren")
    assert alice.submits(role="director")["role"].startswith("Det finns inga platser kvar för den rollen.")
    assert alice.submits(reason="Vikarierar") == {}
    alice.closes()
    look_up(alice, "Charlie")
    alice.presses("Ändra svaren")
    assert alice.submits(reason="Talar på mötet") == {}
    later()
    assert charlie.inbox[-1].startswith("Du har fått en plats.")
    assert [(seat.state, seat.role) for seat in rows(Registration)] == [
        (RegistrationState.REGISTERED, "director"), (RegistrationState.REGISTERED, "principal"),
    ]  # fmt: skip
    assert {quota.scope: (quota.taken, quota.over) for quota in rows(Quota)} == {Scope.ALL: (2, 1), Scope.ROLE: (1, 1)}
    reasons = [entry.facts["reason"] for entry in rows(LogEntry, LogEntry.action == "limit_overridden")]
    assert reasons == ["Vikarierar", "Talar på mötet"]
    assert upkeep.recount(session) == []


def test_alice_confirms_that_bob_is_coming_once(alice: Person, registered: Person, later: Later, rows: Rows) -> None:
    for _ in range(2):
        look_up(alice, "Bob")
        alice.presses("Bekräfta att personen kommer")
        assert "Det är noterat att personen kommer." in alice.form.text
        alice.closes()
    later()
    assert [words.split(". ")[0] for words in registered.inbox[1:]] == ["Alice Alm har bekräftat att du kommer"]
    [seat] = rows(Registration)
    assert seat.reconfirm is Reconfirm.YES
    assert acts(rows, "confirmed_coming") == [("confirmed_coming", 1, seat.person_id)]


def test_a_guest_reads_it_in_a_mail_that_alice_sends(
    alice: Person, channel: str, kronoberg: Event, later: Later, rows: Rows
) -> None:
    add_guest(alice)
    alice.closes()
    look_up(alice, "Gunnel")
    assert "Gunnel Gran är inte i Slack." in alice.form.text
    alice.presses("Bekräfta att personen kommer")
    alice.closes()
    look_up(alice, "Gunnel")
    alice.presses("Ändra svaren")
    alice.submits(role="director")
    alice.closes()
    look_up(alice, "Gunnel")
    alice.presses("Lämna återbud åt personen")
    later()
    mails = [str(message["blocks"]) for message in alice.messages]
    for words, mail in zip(
        ("Jag har anmält dig", "Jag har noterat att du kommer.", "Din anmälan är ändrad.", "Du har lämnat återbud."),
        mails,
        strict=True,
    ):
        assert words in mail and "gunnel@example.org" in mail


def test_the_national_organiser_changes_answers_without_seeing_needs(
    nora: Person,
    alice: Person,
    registered: Person,
    later: Later,
    rows: Rows,
) -> None:
    look_up(nora, "Bob")
    nora.presses("Ändra svaren")
    assert "access_needs" not in nora.form.values and "tyst" not in nora.form.text
    assert nora.submits(role="director") == {}
    [seat] = rows(Registration)
    assert (seat.role, seat.access_needs) == ("director", "en tyst vrå"), "what she was not asked stays"
    assert acts(rows, "needs_seen") == []


def test_who_is_hidden_is_found_by_the_coordinator_alone(
    nora: Person,
    alice: Person,
    charlie: Person,
    kronoberg: Event,
    workspace: Workspace,
    rows: Rows,
) -> None:
    register(charlie, wishes=["hide_from_list"])
    look_up(alice, "Charlie")
    alice.presses("Ändra svaren")
    assert alice.form.values["wishes"] == ["hide_from_list"]
    open_participants(nora)
    nora.presses("Ändra för någon", in_="form")
    with pytest.raises(Exception, match="suggests no"):
        nora.submits(person="Charlie")
    nora.closes()
    _press(workspace, nora, "change_for", f"r{rows(Registration)[0].id}")
    assert nora.last.startswith("Den personen är inte anmäld längre.")


def test_alice_sends_charlie_for_bob_also_when_names_are_set(
    alice: Person, registered: Person, charlie: Person, kronoberg: Event, session: Session, later: Later, rows: Rows
) -> None:
    kronoberg.names_frozen_on = (NOON - timedelta(days=1)).date()
    session.commit()
    look_up(alice, "Bob")
    alice.presses("Skicka någon annan åt personen")
    assert alice.submits(colleague=registered.id)["colleague"].startswith("Det är den som har platsen.")
    assert alice.submits(colleague=charlie.id) == {}
    assert "Frågan är på väg." in alice.form.text
    later()
    assert registered.inbox[-1].startswith("Alice Alm har bett någon komma i stället för dig.")
    charlie.presses("Ja, jag kommer", in_="inbox")
    assert charlie.submits() == {}
    later()
    assert registered.inbox[-1].startswith("Klart: Charlie Carlsson kommer i stället för dig.")
    old, new = rows(Registration)
    assert (old.state, new.state) == (RegistrationState.REPLACED, RegistrationState.REGISTERED)
    assert acts(rows, "substitute_asked") == [("substitute_asked", 1, new.person_id)]


def test_what_comes_of_a_guests_substitute_reaches_the_guest_by_mail(
    alice: Person, charlie: Person, kronoberg: Event, later: Later
) -> None:
    add_guest(alice)
    alice.closes()
    look_up(alice, "Gunnel")
    alice.presses("Skicka någon annan åt personen")
    assert alice.submits(colleague=charlie.id) == {}
    alice.closes()
    later()
    assert "Någon är tillfrågad om att komma i stället för dig." in str(alice.messages[-1]["blocks"])
    charlie.presses("Nej, jag kan inte", in_="inbox")
    later()
    mail = str(alice.messages[-1]["blocks"])
    assert "Ingen kommer i stället för dig: du har kvar din plats." in mail and "gunnel@example.org" in mail


def test_alice_says_no_for_somebody_who_answered_the_invitation_by_mail(
    alice: Person, bob: Person, kronoberg: Event, session: Session, later: Later, rows: Rows
) -> None:
    bob.types("/dialog mina")
    gunnel = make_guest(session, "Gunnel")
    people = [gunnel.id, rows(Somebody, Somebody.slack_user_id == "U0BOB")[0].id]
    invitations.invite(session, kronoberg, people, NOON)
    session.commit()
    for name in ("Gunnel", "Bob"):
        look_up(alice, name)
        assert "Inbjuden, har inte svarat." in alice.form.text
        alice.presses("Tacka nej åt personen")
        assert "Det är noterat att personen inte kan komma." in alice.form.text
        alice.closes()
    later()
    assert bob.inbox == [f"Alice Alm har tackat nej åt dig till Dialog i Kronoberg, {WHEN}."]
    assert "Tack för att du säger till" in str(alice.messages)
    assert [(seat.state, seat.person_id) for seat in rows(Registration)] == [
        (RegistrationState.DECLINED, person_id) for person_id in people
    ]
    assert acts(rows, "declined") == [("declined", 1, person_id) for person_id in people]


def test_alice_proposes_a_question_for_bob_and_for_a_guest(
    alice: Person, registered: Person, later: Later, rows: Rows
) -> None:
    add_guest(alice)
    alice.closes()
    later()
    for name in ("Bob", "Gunnel"):
        look_up(alice, name)
        alice.presses("Föreslå en fråga åt personen")
        assert alice.submits(title=f"Hur gör ni, undrar {name}?", level="overarching") == {}
        alice.closes()
    later()
    assert registered.inbox[-1] == f"Alice Alm har föreslagit en fråga åt dig till Dialog i Kronoberg, {WHEN}."
    mail = str(alice.messages[-1]["blocks"])
    assert "Jag har skrivit upp din fråga" in mail and "undrar Gunnel?" in mail and "gunnel@example.org" in mail
    seats = rows(Registration)
    assert [topic.proposer_id for topic in rows(Topic)] == [seat.person_id for seat in seats]
    assert [entry.actor_id for entry in rows(LogEntry, LogEntry.action == "topic_proposed")] == [1, 1]


def test_a_contact_sees_who_comes_and_changes_and_cancels_for_colleagues_alone(
    carin: Person,  # noqa: F811
    bob: Person,
    charlie: Person,
    kronoberg: Event,
    session: Session,
    later: Later,
    rows: Rows,
    workspace: Workspace,
) -> None:
    register(bob, "Växjö", access_needs="en tyst vrå")
    register(charlie, "Ljungby")
    later()
    carin.types("/dialog lista")
    carin.presses("Deltagare")
    assert "Ljungby kommun: Charlie Carlsson" in carin.form.text and "tyst" not in carin.form.text
    carin.presses("Ändra för en kollega", in_="form")
    with pytest.raises(Exception, match="suggests no"):
        carin.submits(person="Charlie")
    assert carin.submits(person="Bob") == {}
    assert "Skicka någon annan åt personen" not in carin.buttons
    carin.presses("Ändra svaren")
    assert "access_needs" not in carin.form.values
    assert carin.submits(organisation="Ljungby")["organisation"].startswith("Du kan anmäla personer från din egen")
    assert carin.submits(organisation="Växjö", role="director") == {}
    later()
    assert bob.inbox[-1].startswith("Carin Contact har ändrat din anmälan.")
    assert (rows(Registration)[0].role, rows(Registration)[0].access_needs) == ("director", "en tyst vrå")

    carin.closes()
    kronoberg.registration_close_on = date(2027, 1, 10)
    session.commit()
    _press(workspace, carin, "change_for", "r1")
    assert carin.submits(role="principal") == {}
    assert "be samordnaren ändra det" in carin.form.text and rows(Registration)[0].role == "director"
    carin.closes()
    _press(workspace, carin, "cancel_for", "r2")
    assert carin.last.startswith("Det kan bara samordnaren göra.")
    _press(workspace, carin, "send_somebody_else_for", "r1")
    assert carin.last.startswith("Det kan bara samordnaren göra.")
    _press(workspace, carin, "cancel_for", "r1")
    assert rows(Registration)[0].state is RegistrationState.CANCELLED
    later()
    assert bob.inbox[-1].startswith("Carin Contact har lämnat återbud åt dig")


@ONE_KIND
def test_others_do_nothing_for_bob_and_old_buttons_say_why(
    alice: Person, registered: Person, charlie: Person, workspace: Workspace, rows: Rows
) -> None:
    for action in ("change_for", "coming_for", "cancel_for", "send_somebody_else_for", "propose_for"):
        _press(workspace, charlie, action, "r1")
        assert charlie.last.startswith("Det kan bara samordnaren göra.")
    look_up(alice, "Bob")
    registered.presses("Lämna återbud", in_="inbox")
    alice.presses("Lämna återbud åt personen")
    assert "Den personen är inte anmäld längre." in alice.form.text
    assert [seat.state for seat in rows(Registration)] == [RegistrationState.CANCELLED]


def _press(workspace: Workspace, person: Person, action: str, value: str) -> None:
    name = f"Nyfiken på {action}"
    button = {"type": "button", "text": {"type": "plain_text", "text": name}, "action_id": action, "value": value}
    workspace.post(workspace.dm(person.id), "U0DIALOG", "hej", [{"type": "actions", "elements": [button]}])
    person.presses(name)
