"""People who are not in Slack: registered one by one or from a pasted list; counted, told by mail, never doubled."""

import pytest
from sqlalchemy.orm import Session

from models import Delivery, Duty, Event, Kind, LogEntry, Organisation, Registration, RegistrationState, Scope
from models.people import Person as Somebody
from sandbox.people import Person
from sandbox.workspace import Workspace
from tests.factories import make_assignment, make_person, make_quota
from tests.scenarios.conftest import ONE_KIND, Later, Rows
from tests.scenarios.test_registering import register

WHEN = "tisdag 19 januari 2027 kl. 13.00–16.00"
LIST = (
    "Namn;E-post;Kommun;Roll\n"
    "Åsa Öst;asa@example.org;Växjö;Rektor\n"
    "Örjan Ås;orjan@example.org;Älmhults kommun;Förvaltnings- eller verksamhetschef\n"
    "Bo Ek;bo(at)example.org;Växjö;Rektor\n"
    "Eva Al;eva@example.org;Folkhögskolan Öland;Rektor\n"
)


def open_participants(alice: Person) -> None:
    alice.types("/dialog lista")
    alice.presses("Deltagare")


def paste(alice: Person, words: str, **more: str) -> dict[str, str]:
    """Into the form, and read."""
    open_participants(alice)
    alice.presses("Klistra in en lista", in_="form")
    return alice.submits(list=words, **more)


def add_guest(alice: Person, **answers: object) -> dict[str, str]:
    open_participants(alice)
    alice.presses("Anmäl en gäst", in_="form")
    said = {"name": "Gunnel Gran", "email": "gunnel@example.org", "organisation": "Växjö", "role": "principal"}
    return alice.submits(**(said | answers))


@pytest.fixture
def carin(workspace: Workspace, session: Session, kronoberg: Event, channel: str, rows: Rows) -> Person:
    """Växjö's contact."""
    vaxjo = rows(Organisation, Organisation.name == "Växjö kommun")[0]
    person = make_person(session, "Carin Contact", slack_user_id="U0CARIN", email="carin@example.org")
    make_assignment(session, person, Duty.CONTACT, series_id=kronoberg.series_id, organisation_id=vaxjo.id)
    member = workspace.person("U0CARIN", name="Carin Contact", email="carin@example.org")
    workspace.channel(channel, members=[member])
    return member


def test_a_guest_counts_is_listed_and_gets_her_text_as_mail_to_copy(
    alice: Person, channel: str, kronoberg: Event, later: Later, rows: Rows
) -> None:
    assert add_guest(alice, access_needs="hörslinga, tack") == {}
    assert f"Gunnel Gran är anmäld till Dialog i Kronoberg, {WHEN}." in alice.form.text
    alice.closes()
    later()
    (message,) = alice.messages
    shown = str(message["blocks"])
    assert f"Hej!\\nJag har anmält dig till Dialog i Kronoberg {WHEN}. Svara på mejlet om något är fel, " in shown
    assert "om du behöver något för att kunna delta eller om du får förhinder." in shown
    assert "Så behandlar vi dina uppgifter: Vi använder uppgifterna för att genomföra dialogen." in shown
    assert "gunnel@example.org" in shown and "hörslinga" not in shown
    [seat] = rows(Registration)
    assert (seat.state, seat.registered_by_id, seat.access_needs) == (
        RegistrationState.REGISTERED,
        1,
        "hörslinga, tack",
    )
    [entry] = rows(LogEntry, LogEntry.action == "registered")
    assert (entry.actor_id, entry.person_id) == (1, seat.person_id)
    open_participants(alice)
    assert "Växjö kommun: Gunnel Gran, Rektor eller skolledare (inte i Slack, på plats)" in alice.form.text
    alice.closes()

    assert add_guest(alice) == {}
    assert "Gunnel Gran är redan anmäld" in alice.form.text and "Inget har ändrats." in alice.form.text
    assert len(rows(Registration)) == 1


def test_a_full_meeting_puts_her_in_line_unless_alice_says_why_not(
    alice: Person, bob: Person, kronoberg: Event, session: Session, later: Later, rows: Rows
) -> None:
    quota = make_quota(session, kronoberg, 1)
    register(bob)
    add_guest(alice)
    assert "Gunnel Gran står på väntelistan till Dialog i Kronoberg, nummer 1." in alice.form.text
    alice.closes()
    later()
    assert "Jag har satt upp dig på väntelistan" in str(alice.messages[-1]["blocks"])
    add_guest(alice, name="Gösta Gren", email="gosta@example.org", reason="Talar på mötet")
    assert "Gösta Gren är anmäld" in alice.form.text
    session.refresh(quota)
    assert (quota.taken, quota.over) == (2, 1)
    [entry] = rows(LogEntry, LogEntry.action == "limit_overridden")
    assert (entry.actor_id, entry.facts) == (1, {"n": 1, "reason": "Talar på mötet"})


def test_a_member_whom_alice_registers_is_told_who_did_it(
    alice: Person, bob: Person, kronoberg: Event, later: Later, rows: Rows
) -> None:
    bob.types("/dialog mina")
    assert add_guest(alice, name="Bob B", email="BOB@example.org") == {}
    later()
    assert bob.inbox[0].startswith("Alice Alm har anmält dig. Du är anmäld till Dialog i Kronoberg")
    assert alice.inbox == []
    [seat] = rows(Registration)
    assert seat.registered_by_id == 1
    assert [one.name for one in rows(Somebody, Somebody.email == "bob@example.org")] == ["Bob Berg"]


def test_a_pasted_list_is_shown_first_and_registered_once_it_is_confirmed(
    alice: Person, channel: str, kronoberg: Event, later: Later, rows: Rows
) -> None:
    assert paste(alice, "\ufeff" + LIST) == {}
    shown = alice.form.text
    assert "3 personer att anmäla, 1 rad med något fel." in shown
    assert "1. Åsa Öst, asa@example.org, Växjö kommun, Rektor eller skolledare" in shown
    assert "Rad 3: det är ingen e-postadress" in shown
    assert "Folkhögskolan Öland, Rektor eller skolledare – organisation som den skrevs" in shown
    assert rows(Registration) == [] and rows(Somebody, Somebody.name == "Åsa Öst") == []

    assert alice.submits() == {}
    assert "3 personer anmälda, 1 rad med något fel." in alice.form.text
    assert [seat.state for seat in rows(Registration)] == [RegistrationState.REGISTERED] * 3
    alice.closes()
    later()
    (message,) = alice.messages
    assert "asa@example.org, orjan@example.org, eva@example.org" in str(message["blocks"]), "one mail for all of them"
    assert "Jag har anmält dig till Dialog i Kronoberg" in str(message["blocks"])
    alice.presses("Skickat", in_="inbox")

    assert paste(alice, LIST) == {}
    assert "0 personer att anmäla, 3 redan anmälda, 1 rad med något fel." in alice.form.text
    assert len(rows(Registration)) == 3
    later()
    assert len(alice.messages) == 1


def test_words_changed_after_the_preview_are_shown_again_before_anything_is_registered(
    alice: Person, channel: str, kronoberg: Event, rows: Rows
) -> None:
    paste(alice, "Åsa Öst\tasa@example.org\tVäxjö\tRektor")
    assert "1 person att anmäla." in alice.form.text
    alice.submits(list="Åsa Öst\tasa@example.org\tVäxjö\tRektor\nBo Ek\tbo@example.org\tVäxjö\tRektor")
    assert "2 personer att anmäla." in alice.form.text and rows(Registration) == []
    alice.submits()
    assert len(rows(Registration)) == 2


def test_two_who_confirm_the_same_list_register_everyone_once(
    alice: Person, channel: str, kronoberg: Event, session: Session, workspace: Workspace, rows: Rows
) -> None:
    person = make_person(session, "Anna Ask", slack_user_id="U0ANNA")
    make_assignment(session, person, Duty.COORDINATOR, area_id=kronoberg.area_id)
    anna = workspace.person("U0ANNA", name="Anna Ask", email="anna@example.org")
    workspace.channel(channel, members=[anna])
    for one in (alice, anna):
        paste(one, LIST)
    for one in (alice, anna):
        one.submits()
    assert "3 redan anmälda" in anna.form.text
    assert len(rows(Registration)) == 3 and len(rows(Delivery, Delivery.kind == Kind.GUEST_TEXT)) == 1


def test_a_delegation_takes_its_seats_in_order_and_the_rest_wait(
    alice: Person, channel: str, kronoberg: Event, session: Session, later: Later, rows: Rows
) -> None:
    kronoberg.max_per_organisation = 2
    session.commit()
    words = "\n".join(f"Gäst {n} <g{n}@example.org>" for n in ("Ett", "Två", "Tre"))
    paste(alice, words, organisation="Växjö", role="principal")
    alice.submits()
    assert "2 personer anmälda, 1 på väntelistan." in alice.form.text
    assert [(seat.state, seat.waits_for) for seat in rows(Registration)] == [
        (RegistrationState.REGISTERED, None),
        (RegistrationState.REGISTERED, None),
        (RegistrationState.WAITLISTED, Scope.ORGANISATION),
    ]
    alice.closes()
    later()
    assert len(alice.messages) == 2, "those with seats and those in line read different words"

    more = "\n".join(f"Gäst {n}, g{n}@example.org, Växjö, Rektor" for n in ("Fyra", "Fem"))
    paste(alice, more, reason="Värdkommunen")
    alice.submits()
    assert "2 personer anmälda." in alice.form.text
    assert [entry.facts for entry in rows(LogEntry, LogEntry.action == "limit_overridden")] == [
        {"n": 2, "reason": "Värdkommunen"}
    ]


@ONE_KIND
@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("; utan@example.org; Växjö; Rektor", "Rad 1: namnet saknas"),
        ("12345; siffror@example.org; Växjö; Rektor", "Rad 1: namnet saknas"),
        ("Bo Ek; ; Växjö; Rektor", "Rad 1: e-postadressen saknas"),
        ("Bo Ek; a@b.se,ond@example.org; Växjö; Rektor", "Rad 1: det är ingen e-postadress"),
        ("Bo Ek; bo@example.org; ; Rektor", "Rad 1: organisationen saknas"),
        ("Bo Ek; bo@example.org; Växjö; Kejsare", "Rad 1: rollen är ingen av mötets roller"),
        ("Bo Ek; bo@example.org; Växjö", "Rad 1: rollen saknas"),
        ("B" * 2000 + "; bo@example.org; Växjö; Rektor", "Rad 1: ett namn är längre än 120 tecken"),
        ("Bo Ek; bo@example.org; Växjö; Rektor\nBO EK; Bo@Example.org; Växjö; Rektor", "Rad 2: samma person som på en"),
        ("<!channel>; kanal@example.org; Växjö; Rektor", "1. <!channel>, kanal@example.org"),
        ("=cmd|' /C calc'!A0; cmd@example.org; Växjö; Rektor", "1. =cmd|' /C calc'!A0, cmd@example.org"),
        ("\u202eEva\u202c; rtl@example.org; Växjö; Rektor", "1. Eva, rtl@example.org"),
    ],
)
def test_what_is_wrong_with_a_row_is_said_at_the_row(
    row: str, said: str, alice: Person, channel: str, kronoberg: Event, rows: Rows
) -> None:
    assert paste(alice, row) == {}
    assert said in alice.form.text
    assert rows(Registration) == []


@ONE_KIND
def test_a_list_without_people_or_with_too_many_is_refused_at_the_field(
    alice: Person, channel: str, kronoberg: Event, rows: Rows
) -> None:
    assert paste(alice, "Namn;E-post")["list"].startswith("Jag hittar inga personer i listan.")
    many = "\n".join(f"B{n:03};b{n}@x.se" for n in range(101))
    assert alice.submits(list=many)["list"].startswith("Listan har 101 rader. Jag tar 100 åt gången.")


@ONE_KIND
def test_what_is_wrong_with_one_guest_is_said_at_the_field(
    alice: Person, channel: str, kronoberg: Event, rows: Rows
) -> None:
    assert add_guest(alice, name="123")["name"].startswith("Skriv namnet.")
    assert "email" in alice.submits(name="Bo", email="bo, ond@example.org")
    assert rows(Registration) == []


def test_a_contact_registers_people_of_the_own_organisation_within_its_seats(
    carin: Person, alice: Person, kronoberg: Event, session: Session, later: Later, rows: Rows
) -> None:
    kronoberg.max_per_organisation = 1
    session.commit()
    carin.types("/dialog lista")
    carin.presses("Anmäl kollegor")
    assert "Orsak, om de ska få plats över gränsen eller efter sista anmälningsdag" not in carin.form.labels
    carin.submits(
        list="Bo Ek; bo@example.org; ; Rektor\nEva Al; eva@example.org; Ljungby; Rektor\n"
        "Åke By; ake@example.org; Växjö kommun; Rektor"
    )
    assert "Rad 2: du kan anmäla personer från din egen organisation" in carin.form.text
    carin.submits()
    assert "1 person anmäld, 1 på väntelistan, 1 rad med något fel." in carin.form.text
    carin.closes()
    later()
    assert len(carin.messages) == 2 and alice.messages == [], "the words say I: they come to whoever did it"
    carin.presses("Skickat", in_="inbox")
    [me] = rows(Somebody, Somebody.slack_user_id == "U0CARIN")
    assert [entry.actor_id for entry in rows(LogEntry, LogEntry.action == "registered")] == [me.id]


def test_who_is_nobodys_contact_registers_nobody_else(
    bob: Person, kronoberg: Event, workspace: Workspace, rows: Rows
) -> None:
    for action in ("register_guest", "paste_guests"):
        button = {"type": "button", "text": {"type": "plain_text", "text": "Nyfiken"},
                  "action_id": action, "value": "1"}  # fmt: skip
        workspace.post(workspace.dm("U0BOB"), "U0DIALOG", "hej", [{"type": "actions", "elements": [button]}])
        bob.presses("Nyfiken")
        assert bob.last.startswith("Det kan bara samordnaren göra.")
    bob.types("/dialog lista")
    assert "Anmäl kollegor" not in bob.buttons


def test_a_guest_of_a_list_who_joins_slack_has_her_seat_and_gets_no_more_mail(
    alice: Person, channel: str, kronoberg: Event, workspace: Workspace, later: Later, rows: Rows
) -> None:
    paste(alice, LIST)
    alice.submits()
    asa = workspace.person("U0ASA", name="Åsa Ö", email="Asa@Example.org")
    asa.types("/dialog mina")
    assert "✓ Du är anmäld." in asa.last
    alice.closes()
    later()
    assert "asa@example.org" not in str(alice.messages) and "orjan@example.org" in str(alice.messages)
    paste(alice, LIST)
    assert "3 redan anmälda" in alice.form.text
    assert len(rows(Somebody, Somebody.email == "asa@example.org")) == 1
