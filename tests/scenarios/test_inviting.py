"""Inviting in Slack: people, a group, a channel, a list, a function; who has answered; and each hears it once."""

import json
from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session

from bot.arrivals import Arrivals
from bot.context import Bot
from bot.members import Members
from bot.services.plan import steps
from models import Assignment, Delivery, DeliveryState, Duty, Event, Invitation, InvitedFunction, Kind, Organisation
from models import Person as Somebody
from sandbox.people import Person
from sandbox.workspace import Workspace
from tests.clock import NOON, FakeClock
from tests.factories import make_assignment, make_person, make_workspace
from tests.scenarios.conftest import ONE_KIND, Later, Rows
from tests.scenarios.test_registering import register

FIRST = "Välkommen till Dialog i Kronoberg."


def open_list(alice: Person) -> None:
    alice.types("/dialog möten")
    alice.presses("Öppna", in_="form")
    alice.presses("Inbjudna", in_="form")


def invite(alice: Person, **whom: object) -> None:
    """Shown, then done."""
    open_list(alice)
    alice.presses("Bjud in", in_="form")
    assert alice.submits(**whom) == {}
    assert alice.submits() == {}


def lines(person: Person) -> list[str]:
    return [line for line in person.form.text.splitlines() if line.startswith("• ")]


def mails(person: Person) -> list[str]:
    return [str(one["blocks"]) for one in person.messages if "som inte finns i Slack" in one["text"]]


@pytest.fixture
def arrivals(bot: Bot, workspace: Workspace, rows: Rows) -> Arrivals:
    return Arrivals(bot, Members(1, "T0SANDBOX"), wait=lambda _: None)


@pytest.fixture
def carin(workspace: Workspace, session: Session, kronoberg: Event, channel: str, rows: Rows) -> Person:
    """Växjö's contact."""
    [vaxjo] = rows(Organisation, Organisation.name == "Växjö kommun")
    person = make_person(session, "Carin Contact", slack_user_id="U0CARIN", email="carin@example.org", read_at=NOON)
    make_assignment(session, person, Duty.CONTACT, series_id=kronoberg.series_id, organisation_id=vaxjo.id)
    member = workspace.person("U0CARIN", name="Carin Contact", email="carin@example.org")
    workspace.channel(channel, members=[member])
    return member


def test_alice_sees_whom_she_invites_before_anyone_is_and_one_press_does_it(
    alice: Person, bob: Person, charlie: Person, kronoberg: Event, later: Later, rows: Rows
) -> None:
    open_list(alice)
    assert "0 inbjudna." in alice.form.text
    alice.presses("Bjud in", in_="form")
    pasted = "Namn;E-post;Kommun;Roll\nGunnel Gran;gunnel@example.org;Växjö;Rektor\nBo Ek;bo(at)example.org;;\n"
    assert alice.submits(people=[bob.id, charlie.id], list=pasted) == {}
    assert (
        "3 personer att bjuda in, 1 av dem är inte i Slack och får den som mejl genom dig, 1 kan inte bjudas in."
        in (alice.form.text)
    )
    assert "Ingen är inbjuden än." in alice.form.text
    assert "• Bo Ek, bo(at)example.org – Rad 2: det är ingen e-postadress" in alice.form.text
    assert rows(Invitation) == []

    assert alice.submits() == {}
    assert "3 är inbjudna. Inbjudan går ut " in alice.form.text
    assert len(rows(Invitation)) == 3
    later()
    assert bob.inbox == [], "Alice has a minute in which to take somebody off"
    later(minutes=1)
    for person in (bob, charlie):
        assert [one.startswith(FIRST) for one in person.inbox] == [True]
        assert "Vänliga hälsningar, Alice Alm" in person.inbox[0]
    [mail] = mails(alice)
    assert "gunnel@example.org" in mail and FIRST in mail and "bob@example.org" not in mail
    later(minutes=5)
    assert len(bob.inbox) == 1 and len(mails(alice)) == 1


def test_whoever_is_invited_or_registered_already_is_told_apart_and_not_asked_twice(
    alice: Person, bob: Person, charlie: Person, dana: Person, kronoberg: Event, later: Later, rows: Rows
) -> None:
    register(bob, "Ljungby", "principal")
    bob.closes()
    invite(alice, people=[charlie.id])
    later(minutes=1)
    alice.presses("Bjud in", in_="form")
    assert alice.submits(people=[bob.id, charlie.id, dana.id]) == {}
    assert "1 person att bjuda in, 1 är redan inbjuden, 1 har redan svarat." in alice.form.text
    assert alice.submits() == {}
    later(minutes=1)
    assert len([one for one in charlie.inbox if one.startswith(FIRST)]) == 1
    assert not [one for one in bob.inbox if one.startswith(FIRST)]
    assert [one for one in dana.inbox if one.startswith("Welcome to Dialog i Kronoberg.")]
    assert len(rows(Invitation)) == 2


def test_two_presses_at_the_same_time_invite_once(
    alice: Person, bob: Person, workspace: Workspace, kronoberg: Event, later: Later, rows: Rows
) -> None:
    invite(alice, people=[bob.id])
    workspace.replay(2)
    later(minutes=1)
    assert len(rows(Invitation)) == 1 and len(bob.inbox) == 1


@ONE_KIND
def test_a_group_and_a_channel_are_everyone_in_them_and_bots_are_nobody(
    alice: Person, bob: Person, charlie: Person, dana: Person, workspace: Workspace, kronoberg: Event, rows: Rows
) -> None:
    workspace.group("S0HEADS", name="Rektorer", members=[bob, charlie])
    workspace.channel("C0SECRET", name="secret", members=[alice, dana], private=True)
    open_list(alice)
    alice.presses("Bjud in", in_="form")
    assert alice.submits(group="Rektorer", channel="C0SECRET") == {}
    assert "4 personer att bjuda in." in alice.form.text, "herself too: she sits in the channel"
    assert alice.submits() == {}
    names = {one.name for one in rows(Somebody, Somebody.id.in_([row.person_id for row in rows(Invitation)]))}
    assert names == {"Alice Alm", "Bob Berg", "Charlie Carlsson", "Dana Dunn"}


@ONE_KIND
def test_a_channel_that_alice_is_not_in_tells_her_nothing(
    alice: Person, bob: Person, workspace: Workspace, kronoberg: Event, rows: Rows
) -> None:
    workspace.channel("C0BOARD", name="board", members=[bob], private=True)
    workspace.channel("C0CLOSED", name="closed", members=[alice, bob], private=True, bot=False)
    open_list(alice)
    alice.presses("Bjud in", in_="form")
    for channel in ("C0BOARD", "C0CLOSED"):
        said = alice.submits(channel=channel)
        assert said == {
            "channel": "Jag ser inte vilka som är med i den kanalen. Bjud in mig dit först, och var själv med."
        }
    assert rows(Invitation) == []


def test_thirty_people_are_invited_whether_the_bot_has_met_them_or_not(
    alice: Person, workspace: Workspace, kronoberg: Event, arrivals: Arrivals, later: Later, rows: Rows
) -> None:
    members = [workspace.person(f"U0M{n}", name=f"Medlem {n}", email=f"m{n}@example.org") for n in range(20)]
    pasted = "\n".join(f"Medlem {n};m{n}@example.org" for n in range(10, 20))
    pasted += "\n" + "\n".join(f"Gäst {n};g{n}@example.org" for n in range(10))
    open_list(alice)
    alice.presses("Bjud in", in_="form")
    assert alice.submits(people=[one.id for one in members[:10]], list=pasted) == {}
    assert "30 personer att bjuda in" in alice.form.text
    assert alice.submits() == {}
    arrivals.look_around()
    later(minutes=1)
    assert [len(one.inbox) for one in members] == [1] * 20
    [mail] = mails(alice)
    assert "m15@example.org" not in mail and all(f"g{n}@example.org" in mail for n in range(10))


@ONE_KIND
def test_who_has_opened_answered_said_no_or_nothing_stands_in_the_list(
    alice: Person, bob: Person, charlie: Person, dana: Person, kronoberg: Event, later: Later
) -> None:
    invite(alice, people=[bob.id, charlie.id, dana.id], list="Gunnel Gran;gunnel@example.org")
    assert "4 inbjudna: 4 har inte fått den än." in alice.form.text
    later(minutes=1)
    bob.presses("Anmäl dig")
    charlie.presses("Jag kan inte")
    register(dana, "Ljungby", "principal")
    open_list(alice)
    assert "4 inbjudna: 1 anmäld, 1 har tackat nej, 1 har öppnat den, 1 har inte svarat." in alice.form.text
    assert sorted(lines(alice)) == [
        "• Ljungby kommun: Dana Dunn, Rektor eller skolledare – anmäld",
        "• Utan organisation: Bob Berg – har öppnat inbjudan",
        "• Utan organisation: Charlie Carlsson – har tackat nej",
        "• Utan organisation: Gunnel Gran – har inte svarat, inte i Slack",
    ]
    assert "Ingen inbjuden från: Växjö kommun, Älmhults kommun" in alice.form.text
    alice.presses("Kopiera mejltext", in_="form")
    assert "gunnel@example.org" in alice.form.text
    alice.closes()
    open_list(alice)
    alice.presses("Påminn dem som inte svarat", in_="form")
    assert "De som inte svarat (2)" in alice.form.text


def test_nobody_hears_it_on_a_sunday_or_before_the_plan_says_so(
    alice: Person, bob: Person, charlie: Person, kronoberg: Event, session: Session, clock: FakeClock, later: Later,
    rows: Rows,
) -> None:  # fmt: skip
    sunday = datetime.fromisoformat("2027-01-17T20:00:00+01:00")
    later(seconds=(sunday - clock.now()).total_seconds())
    invite(alice, people=[bob.id])
    assert "Inbjudan går ut måndag 18 januari 2027 kl. 08.00." in alice.form.text
    later(hours=11, minutes=59)
    assert bob.inbox == []
    later(minutes=2)
    assert len(bob.inbox) == 1


def test_before_the_plans_invitation_everyone_waits_for_it_and_hears_it_once(
    alice: Person, bob: Person, charlie: Person, kronoberg: Event, session: Session, clock: FakeClock, later: Later,
    rows: Rows,
) -> None:  # fmt: skip
    kronoberg.published_at, kronoberg.invitation_on = None, (NOON + timedelta(days=2)).date()
    steps.plan(session, kronoberg, NOON)
    session.commit()
    invite(alice, people=[bob.id])
    assert "enligt planen." in alice.form.text
    later(days=1)
    assert bob.inbox == []
    later(days=2)
    assert len([one for one in bob.inbox if one.startswith(FIRST)]) == 1
    invite(alice, people=[charlie.id])
    later(days=1)
    assert [len([one for one in who.inbox if one.startswith(FIRST)]) for who in (bob, charlie)] == [1, 1]


def test_whoever_is_taken_off_within_the_minute_hears_nothing(
    alice: Person, bob: Person, charlie: Person, kronoberg: Event, later: Later, rows: Rows
) -> None:
    invite(alice, people=[bob.id, charlie.id])
    alice.presses("Ta bort från listan", in_="form")
    assert alice.submits(invitee="Bob Berg") == {}
    assert "Borttagen från listan." in alice.form.text and "Bob" not in alice.form.text
    later(minutes=1)
    assert bob.inbox == [] and len(charlie.inbox) == 1


@ONE_KIND
def test_whoever_has_answered_is_not_taken_off(
    alice: Person, bob: Person, kronoberg: Event, later: Later, rows: Rows
) -> None:
    invite(alice, people=[bob.id])
    later(minutes=1)
    alice.presses("Ta bort från listan", in_="form")
    alice.fills(invitee="Bob Berg")
    register(bob, "Ljungby", "principal")
    assert alice.submits() == {"invitee": "Bob Berg har redan svarat. Ändra anmälan i stället."}
    assert len(rows(Invitation)) == 1


def test_a_function_is_invited_in_each_municipality_and_its_name_filled_in_later(
    alice: Person, carin: Person, kronoberg: Event, session: Session, later: Later, rows: Rows
) -> None:
    [ljungby] = rows(Organisation, Organisation.name == "Ljungby kommun")
    outside = make_person(session, "Lars Ljung", slack_user_id=None, email="lars@example.org")
    make_assignment(session, outside, Duty.CONTACT, series_id=kronoberg.series_id, organisation_id=ljungby.id)
    open_list(alice)
    alice.presses("Bjud in en funktion", in_="form")
    assert alice.submits(function="nämndens ordförande", role="director") == {}
    assert "3 organisationer: nämndens ordförande." in alice.form.text
    assert "Utan kontaktperson som kan skicka vidare: Älmhults kommun." in alice.form.text
    assert rows(InvitedFunction) == []
    assert alice.submits() == {}
    assert "3 funktioner väntar på namn." in alice.form.text
    assert "• Växjö kommun: nämndens ordförande, Förvaltnings- eller verksamhetschef – väntar på namn" in lines(alice)
    later(minutes=1)

    [asked] = carin.inbox
    assert "Den här inbjudan är till nämndens ordförande, Växjö kommun." in asked
    assert FIRST in str(carin.messages[0]["blocks"])
    [mail] = mails(alice)
    assert "lars@example.org" in mail and "Den här inbjudan är till nämndens ordförande hos er." in mail

    carin.presses("Fyll i namnet")
    assert carin.submits(name="Olle Ordförande", email="olle@example.org") == {}
    assert "Olle Ordförande är inbjuden till Dialog i Kronoberg" in carin.form.text
    later(minutes=1)
    assert "olle@example.org" in mails(alice)[-1] and len(mails(alice)) == 2
    open_list(alice)
    assert "• Växjö kommun: Olle Ordförande, Förvaltnings- eller verksamhetschef – har inte svarat, inte i Slack" in (
        lines(alice)
    )
    alice.presses("Fyll i ett namn", in_="form")
    assert alice.submits(nameless="Ljungby", name="Lisa Ledare", email="lisa@example.org") == {}
    assert "1 funktion väntar på namn." in alice.form.text
    alice.presses("Bjud in en funktion", in_="form")
    assert alice.submits(function="Nämndens  ordförande") == {}
    assert "Redan inbjudna: Ljungby kommun, Växjö kommun, Älmhults kommun." in alice.form.text


@ONE_KIND
def test_a_contact_who_is_no_more_fills_in_no_name(
    alice: Person, carin: Person, kronoberg: Event, later: Later, session: Session, rows: Rows
) -> None:
    open_list(alice)
    alice.presses("Bjud in en funktion", in_="form")
    alice.submits(function="nämndens ordförande")
    alice.submits()
    later(minutes=1)
    carin.presses("Fyll i namnet")
    session.execute(delete(Assignment).where(Assignment.duty == Duty.CONTACT))
    session.commit()
    carin.submits(name="Olle Ordförande", email="olle@example.org")
    assert "Det kan bara samordnaren göra." in carin.form.text
    assert [row.person_id for row in rows(InvitedFunction)] == [None] * 3


@ONE_KIND
def test_whoever_coordinates_no_more_can_neither_invite_nor_look(
    alice: Person, bob: Person, kronoberg: Event, session: Session, rows: Rows
) -> None:
    open_list(alice)
    alice.presses("Bjud in", in_="form")
    alice.fills(people=[bob.id])
    session.execute(delete(Assignment))
    session.commit()
    alice.submits()
    assert "Det kan bara samordnaren göra." in alice.form.text
    assert rows(Invitation) == []


@ONE_KIND
def test_whoever_wants_no_reminders_and_no_invitations_gets_none(
    alice: Person, bob: Person, kronoberg: Event, later: Later, rows: Rows
) -> None:
    bob.types("/dialog inställningar")
    bob.presses("Ändra")
    bob.submits(reminders="changes")
    invite(alice, people=[bob.id])
    later(minutes=1)
    [row] = rows(Delivery, Delivery.kind == Kind.INVITATION)
    assert row.state is DeliveryState.CANCELLED and not [one for one in bob.inbox if one.startswith(FIRST)]


@ONE_KIND
def test_people_of_another_workspace_are_invited_by_no_forged_form(
    alice: Person, bob: Person, kronoberg: Event, workspace: Workspace, session: Session, rows: Rows
) -> None:
    stranger = make_person(session, "Stina Främling", workspace_id=make_workspace(session, team_id="T0OTHER").id)
    open_list(alice)
    alice.presses("Bjud in", in_="form")
    assert alice.submits(people=[bob.id]) == {}
    view = workspace.stacks[alice.id][-1]
    about = json.loads(view.body["private_metadata"])
    view.body["private_metadata"] = json.dumps({**about, "people": [stranger.id, "x", None, 987654]})
    assert alice.submits() == {"people": "Välj någon, eller klistra in en lista."}
    assert rows(Invitation) == []


@ONE_KIND
def test_of_a_member_the_address_alone_is_enough_and_of_a_guest_it_is_not(
    alice: Person, bob: Person, kronoberg: Event, session: Session
) -> None:
    make_person(session, "Bob Berg", slack_user_id=bob.id, email="bob@example.org")
    open_list(alice)
    alice.presses("Bjud in", in_="form")
    assert alice.submits(list="Bob@example.org\nnobody@example.org") == {}
    assert "1 person att bjuda in" in alice.form.text and "Bob Berg, bob@example.org" in alice.form.text
    assert "Rad 2: namnet saknas" in alice.form.text


@ONE_KIND
def test_nobody_is_silent_before_the_invitation_has_gone_out(alice: Person, bob: Person, kronoberg: Event) -> None:
    """In a draft, and until the plan's day; the mail to copy is then the invitation itself."""
    alice.types("/dialog möten")
    alice.presses("Nytt möte", in_="form")
    alice.submits(title="Dialog om sfi", day="2027-04-14", start_time="09:00", end_time="12:00")
    alice.presses("Bjud in", in_="form")
    alice.submits(people=[bob.id], list="Gunnel Gran;gunnel@example.org")
    alice.submits()
    for _ in ("a draft", "published"):
        assert "2 inbjudna: 2 har inte fått den än." in alice.form.text
        assert "har inte svarat" not in alice.form.text
        assert "Påminn dem som inte svarat" not in alice.form.buttons
        alice.presses("Kopiera mejltext", in_="form")
        assert "Till de inbjudna" in alice.form.text and "Välkommen till Dialog om sfi." in alice.form.text
        assert "Vi har inte hört från dig än" not in alice.form.text
        alice.presses("Till mötet", in_="form")
        assert "Inbjudan ute" not in alice.form.text
        if "Publicera" in alice.form.buttons:
            alice.presses("Publicera", in_="form")
            alice.submits()
        assert "Publicerat. 0 anmälda." in alice.form.text and "Härnäst: inbjudan" in alice.form.text
        alice.presses("Inbjudna", in_="form")


@ONE_KIND
def test_a_role_of_another_series_is_not_spelled_out_in_an_invitation(
    alice: Person, bob: Person, kronoberg: Event, session: Session, later: Later
) -> None:
    make_person(session, "Bob Berg", slack_user_id=bob.id, role="participant")
    invite(alice, people=[bob.id])
    assert lines(alice) and not any("participant" in line for line in lines(alice))
    later(minutes=2)
    assert FIRST in bob.inbox[-1] and "participant" not in bob.inbox[-1]
