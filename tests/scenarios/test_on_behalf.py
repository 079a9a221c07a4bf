"""What a coordinator does for somebody else: written down, and told to whom it was done for."""

import pytest
from sqlalchemy.orm import Session

from models import Event, LogEntry, Registration, RegistrationState
from models.registrations import Reconfirm
from sandbox.people import Person
from sandbox.workspace import Workspace
from tests.factories import make_quota
from tests.scenarios.conftest import ONE_KIND, Later, Rows
from tests.scenarios.test_coordinating import nora  # noqa: F401 (a fixture)
from tests.scenarios.test_guests import WHEN, add_guest, open_participants
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
    nora: Person,  # noqa: F811
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
    nora: Person,  # noqa: F811
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


@ONE_KIND
def test_others_do_nothing_for_bob_and_old_buttons_say_why(
    alice: Person, registered: Person, charlie: Person, workspace: Workspace, rows: Rows
) -> None:
    for action in ("change_for", "coming_for", "cancel_for"):
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
