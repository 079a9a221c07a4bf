"""Guests who become members, and members Slack says nothing about."""

from sqlalchemy.orm import Session

from bot.arrivals import Arrivals
from bot.context import Bot
from bot.members import Members
from models import Event, Registration
from models.people import Person as Somebody
from sandbox.faults import Fault
from sandbox.people import Person
from sandbox.state import BOT_USER
from sandbox.workspace import Workspace
from tests.factories import make_guest, make_registration
from tests.scenarios.conftest import Later, Rows


def test_a_guest_who_joins_slack_finds_her_registration(
    kronoberg: Event, session: Session, workspace: Workspace, rows: Rows
) -> None:
    guest = make_guest(session, "Gunnel Gran", email="gunnel@example.org")
    make_registration(session, kronoberg, guest)
    gunnel = workspace.person("U0GUNNEL", name="Gunnel G", email="Gunnel@Example.org")
    gunnel.types("/dialog mina")
    assert "✓ Du är anmäld." in gunnel.last
    gunnel.types("/dialog register")
    assert gunnel.form and gunnel.form.title == "Min anmälan"
    assert len(rows(Registration)) == 1
    assert [one.id for one in rows(Somebody, Somebody.email == "gunnel@example.org")] == [guest.id]


def test_two_guests_with_one_address_are_left_apart(
    kronoberg: Event, session: Session, workspace: Workspace, rows: Rows
) -> None:
    for name in ("Gunnel", "Gudrun"):
        make_guest(session, name, email="kansli@example.org")
    workspace.person("U0KANSLI", name="Kansliet", email="kansli@example.org").types("/dialog mina")
    assert [one.slack_user_id for one in rows(Somebody, Somebody.email == "kansli@example.org")] == [
        None, None, "U0KANSLI",
    ]  # fmt: skip


def test_guests_with_a_seat_are_looked_for_at_the_start(
    kronoberg: Event, session: Session, workspace: Workspace, bot: Bot, rows: Rows
) -> None:
    awaited = make_guest(session, "Signe Sund", email="signe@example.org")
    make_registration(session, kronoberg, awaited)
    make_guest(session, "Gunnel Gran", email="gunnel@example.org")
    workspace.person("U0SIGNE", name="Signe S", email="signe@example.org")
    workspace.person("U0GUNNEL", name="Gunnel G", email="gunnel@example.org")
    members = Members(kronoberg.workspace_id, "T0SANDBOX", BOT_USER)
    Arrivals(bot, members).look_around()
    Arrivals(bot, members).look_around()
    assert rows(Somebody, Somebody.id == awaited.id)[0].slack_user_id == "U0SIGNE"
    assert rows(Somebody, Somebody.slack_user_id == "U0GUNNEL") == [], "who takes no part is linked when she acts"


def test_someone_slack_says_nothing_about_can_act_and_is_named_once_it_does(
    bob: Person, kronoberg: Event, workspace: Workspace, later: Later, rows: Rows
) -> None:
    workspace.faults.next("users.info", Fault.DROP_BEFORE)
    bob.types("/dialog register")
    assert bob.form and bob.form.labels[:2] == ["Namn", "E-post"], "asked, since nothing is known"
    bob.closes()
    later(seconds=61)
    bob.types("/dialog register")
    assert "Bob Berg, bob@example.org" in bob.form.text
    assert [one.name for one in rows(Somebody, Somebody.slack_user_id == "U0BOB")] == ["Bob Berg"]


def test_what_bob_wrote_about_himself_outlives_a_new_profile(
    bob: Person, kronoberg: Event, rows: Rows, workspace: Workspace
) -> None:
    bob.types("/dialog register")
    bob.presses("Ändra")
    assert bob.submits(name="Robert", email="robert@example.org", organisation="Ljungby", role="principal") == {}
    workspace.event("user_change", user=bob.member.as_user(workspace.now(), with_locale=True, with_email=True))
    stranger = workspace.person("U0NEW", name="Ny")
    workspace.event("user_change", user=stranger.member.as_user(workspace.now(), with_locale=True, with_email=True))
    [person] = rows(Somebody, Somebody.slack_user_id.in_(("U0BOB", "U0NEW")))
    assert (person.name, person.email) == ("Robert", "robert@example.org")
