"""One person in two rows is made one: one seat at each meeting, nothing lost, nobody doubled."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services.plan import invitations
from models import (
    Assignment,
    Duty,
    Event,
    Invitation,
    LogEntry,
    Quota,
    Registration,
    RegistrationState,
    Substitution,
    SubstitutionState,
    TopicSupport,
)
from models.people import Person as Somebody
from models.registrations import ACTIVE
from sandbox.people import Person
from tests.clock import NOON
from tests.factories import (
    make_assignment,
    make_event,
    make_guest,
    make_person,
    make_quota,
    make_registration,
    make_topic,
)
from tests.scenarios.conftest import ONE_KIND, Later, Rows
from tests.scenarios.test_guests import add_guest, open_participants
from tests.scenarios.test_registering import register


def look_for_doubles(alice: Person) -> str:
    open_participants(alice)
    alice.presses("Ändra för någon", in_="form")
    alice.presses("Slå ihop dubbletter", in_="form")
    return alice.form.text


def states(rows: Rows, event: Event) -> list[tuple[int, RegistrationState]]:
    return [(one.person_id, one.state) for one in rows(Registration, Registration.event_id == event.id)]


def test_a_guest_with_two_seats_keeps_one_and_the_next_in_line_is_offered_the_other(
    alice: Person, bob: Person, kronoberg: Event, session: Session, later: Later, rows: Rows
) -> None:
    make_quota(session, kronoberg, 2)
    add_guest(alice, access_needs="hörslinga, tack")
    alice.closes()
    add_guest(alice, name="gunnel  gran", email="gg@example.org", dietary="utan nötter", wishes=["hide_from_list"])
    alice.closes()
    register(bob)
    bob.closes()
    later()
    first, second, _ = (one.person_id for one in rows(Registration))

    shown = look_for_doubles(alice)
    assert "Gunnel Gran (gunnel@example.org, inte i Slack) + gunnel gran (gg@example.org, inte i Slack)" in shown
    assert alice.submits(person="Gunnel Gran + gunnel gran") == {}
    assert "Gunnel Gran är en och samma person nu." in alice.form.text
    later()
    assert states(rows, kronoberg)[:2] == [
        (first, RegistrationState.REGISTERED), (second, RegistrationState.CANCELLED),
    ]  # fmt: skip
    assert bob.inbox[-1].startswith("Det finns en plats till dig")
    assert [(quota.taken, quota.over) for quota in rows(Quota)] == [(2, 0)]
    [seat] = rows(Registration, Registration.person_id == first)
    assert (seat.access_needs, seat.dietary, seat.is_hidden) == ("hörslinga, tack", "utan nötter", True)
    alice.closes()
    assert "Ingen här har samma namn eller adress" in look_for_doubles(alice)
    [entry] = rows(LogEntry, LogEntry.action == "people_merged")
    assert (entry.actor_id, entry.person_id, entry.facts) == (1, first, {"of": second})


def test_a_guest_who_is_a_member_under_another_address_is_told_that_the_seat_is_hers(
    alice: Person, bob: Person, kronoberg: Event, session: Session, later: Later, rows: Rows
) -> None:
    bob.types("/dialog mina")
    add_guest(alice, name="Bob Berg", email="bob@kommunen.example.org")
    alice.closes()
    later()
    [guest] = rows(Somebody, Somebody.email == "bob@kommunen.example.org")
    other = make_event(session, title="Dialog om sfi", city="Växjö")
    make_registration(session, other, session.get_one(Somebody, guest.id))
    me = rows(Somebody, Somebody.slack_user_id == "U0BOB")[0].id
    invitations.invite(session, kronoberg, [guest.id, me], NOON)
    make_assignment(session, session.get_one(Somebody, guest.id), Duty.CONTACT, series_id=kronoberg.series_id)
    session.commit()

    look_for_doubles(alice)
    alice.submits(person="Bob Berg + Bob Berg")
    later()
    first, second = bob.inbox
    assert first == (
        "Alice Alm har anmält dig. Du är anmäld till Dialog i Kronoberg, tisdag 19 januari 2027 kl. 13.00–16.00, "
        "på plats i Växjö. Du representerar Växjö kommun (Rektor eller skolledare)."
    )
    assert "Alice Alm har anmält dig. Du är anmäld till Dialog om sfi" in second
    bob.types("/dialog mina")
    assert bob.last.count("✓ Du är anmäld.") == 2
    assert [one.person_id for one in rows(Invitation)] == [me]
    assert [one.person_id for one in rows(Assignment, Assignment.duty == Duty.CONTACT)] == [me]
    assert rows(Somebody, Somebody.email == "bob@kommunen.example.org") == []


def test_the_seat_wins_over_the_line_and_over_an_earlier_no(
    alice: Person, bob: Person, kronoberg: Event, session: Session, later: Later, rows: Rows
) -> None:
    make_quota(session, kronoberg, 1)
    add_guest(alice, name="Bob Berg", email="bob@kommunen.example.org")
    alice.closes()
    register(bob)
    assert "Du står på väntelistan" in bob.form.text
    bob.closes()
    look_for_doubles(alice)
    alice.submits(person="Bob Berg + Bob Berg")
    [me] = rows(Somebody, Somebody.slack_user_id == "U0BOB")
    assert [one.state for one in rows(Registration, Registration.person_id == me.id)] == [RegistrationState.REGISTERED]
    bob.types("/dialog mina")
    assert "✓ Du är anmäld." in bob.last
    bob.presses("Visa min anmälan")
    bob.presses("Lämna återbud")
    assert [quota.taken for quota in rows(Quota)] == [0]


def test_an_offer_to_the_guest_is_an_offer_to_the_member_who_answers_it(
    alice: Person, bob: Person, charlie: Person, kronoberg: Event, session: Session, later: Later, rows: Rows
) -> None:
    make_quota(session, kronoberg, 1)
    register(charlie)
    charlie.closes()
    bob.types("/dialog mina")
    add_guest(alice, name="Bob Berg", email="bob@kommunen.example.org")
    alice.closes()
    charlie.types("/dialog återbud")
    later()
    assert rows(Registration)[-1].state is RegistrationState.OFFERED

    look_for_doubles(alice)
    alice.submits(person="Bob Berg + Bob Berg")
    later()
    [heard] = bob.inbox
    assert heard.startswith("Det finns en plats till dig på Dialog i Kronoberg")
    assert rows(Registration)[-1].state is RegistrationState.OFFERED
    bob.presses("Ja, jag kommer", in_="inbox")
    assert rows(Registration)[-1].state is RegistrationState.REGISTERED
    assert [(quota.taken, quota.over) for quota in rows(Quota)] == [(1, 0)]


def test_a_seat_is_not_given_up_for_an_offer_that_may_run_out(
    alice: Person, bob: Person, charlie: Person, kronoberg: Event, session: Session, later: Later, rows: Rows
) -> None:
    make_quota(session, kronoberg, 1)
    register(charlie)
    charlie.closes()
    add_guest(alice, name="Bob Berg", email="bob@kommunen.example.org")
    alice.closes()
    charlie.types("/dialog återbud")
    [quota] = session.scalars(select(Quota))
    quota.capacity = 2
    session.commit()
    register(bob)
    bob.closes()
    look_for_doubles(alice)
    alice.submits(person="Bob Berg + Bob Berg")
    later()
    [me] = rows(Somebody, Somebody.slack_user_id == "U0BOB")
    mine = rows(Registration, Registration.person_id == me.id, Registration.state.in_(ACTIVE))
    assert [one.state for one in mine] == [RegistrationState.REGISTERED]
    assert [quota.taken for quota in rows(Quota)] == [1]


@pytest.fixture
def asked(alice: Person, bob: Person, charlie: Person, kronoberg: Event, session: Session, later: Later) -> None:
    """Bob has asked a guest to come instead, whose name is Charlie's."""
    make_quota(session, kronoberg, 2)
    charlie.types("/dialog mina")
    register(bob)
    bob.closes()
    later()
    bob.presses("Skicka någon annan", in_="inbox")
    assert bob.submits(name="Charlie Carlsson", email="cc@example.org") == {}
    bob.closes()
    later()


def test_who_was_asked_as_a_guest_is_asked_in_slack_and_says_yes_there(
    asked: None, alice: Person, bob: Person, charlie: Person, kronoberg: Event, session: Session, later: Later,
    rows: Rows,
) -> None:  # fmt: skip
    [guest] = rows(Somebody, Somebody.email == "cc@example.org")
    invitations.invite(session, kronoberg, [guest.id], NOON)
    session.commit()
    look_for_doubles(alice)
    alice.submits(person="Charlie Carlsson + Charlie Carlsson")
    later()
    assert charlie.inbox[-1].startswith("Bob Berg ber dig komma i sitt ställe")
    charlie.presses("Ja, jag kommer", in_="inbox")
    assert charlie.submits(organisation="Ljungby", role="principal") == {}
    assert [quota.taken for quota in rows(Quota)] == [1]
    assert [one.state for one in rows(Substitution)] == [SubstitutionState.ACCEPTED]


def test_who_has_a_seat_already_need_not_be_waited_for(
    asked: None, alice: Person, bob: Person, charlie: Person, kronoberg: Event, later: Later, rows: Rows
) -> None:
    register(charlie)
    charlie.closes()
    look_for_doubles(alice)
    alice.submits(person="Charlie Carlsson + Charlie Carlsson")
    later()
    assert [one.state for one in rows(Substitution)] == [SubstitutionState.DECLINED]
    assert "Du har kvar din plats." in bob.inbox[-1]
    assert [quota.taken for quota in rows(Quota)] == [2]


def test_nobody_takes_over_a_seat_that_was_given_up_for_the_other(
    alice: Person, bob: Person, charlie: Person, kronoberg: Event, session: Session, later: Later, rows: Rows
) -> None:
    """Bob's earlier seat is a guest's; the later one, for which he has asked Charlie, goes back to the line."""
    make_quota(session, kronoberg, 2)
    add_guest(alice, name="Bob Berg", email="bob@kommunen.example.org")
    alice.closes()
    register(bob)
    bob.closes()
    later()
    bob.presses("Skicka någon annan", in_="inbox")
    assert bob.submits(colleague=charlie.id) == {}
    later()
    look_for_doubles(alice)
    alice.submits(person="Bob Berg + Bob Berg")
    later()
    assert [one.state for one in rows(Substitution)] == [SubstitutionState.WITHDRAWN]
    assert len(charlie.inbox) == 2, "the question, and that it is taken back"
    charlie.presses("Ja, jag kommer", in_="inbox")
    assert "Den frågan är tillbakatagen." in charlie.last
    assert [quota.taken for quota in rows(Quota)] == [1]


@ONE_KIND
def test_who_turns_out_to_have_asked_themselves_is_left_in_peace(
    alice: Person, bob: Person, kronoberg: Event, later: Later, rows: Rows
) -> None:
    register(bob)
    bob.closes()
    later()
    bob.presses("Skicka någon annan", in_="inbox")
    assert bob.submits(name="Bob Berg", email="bob@kommunen.example.org") == {}
    bob.closes()
    later()
    heard = len(bob.inbox)
    look_for_doubles(alice)
    alice.submits(person="Bob Berg + Bob Berg")
    later()
    assert [one.state for one in rows(Substitution)] == [SubstitutionState.WITHDRAWN]
    assert len(bob.inbox) == heard


@ONE_KIND
def test_one_who_supported_a_question_in_both_rows_supports_it_once(
    alice: Person, kronoberg: Event, session: Session, rows: Rows
) -> None:
    topic, other = make_topic(session, kronoberg), make_topic(session, kronoberg, "Hur då?")
    both = [make_guest(session, "Gunnel", email=f"g{number}@example.org") for number in (1, 2)]
    for guest in both:
        make_registration(session, kronoberg, guest)
        session.add(TopicSupport(topic_id=topic.id, person_id=guest.id, created_at=NOON))
    session.add(TopicSupport(topic_id=other.id, person_id=both[1].id, created_at=NOON))
    session.commit()
    look_for_doubles(alice)
    assert alice.submits(person="Gunnel") == {}
    assert [(row.topic_id, row.person_id) for row in rows(TopicSupport)] == [
        (topic.id, both[0].id), (other.id, both[0].id),
    ]  # fmt: skip


@ONE_KIND
def test_two_members_are_two_people_and_a_merged_pair_is_not_merged_again(
    alice: Person, bob: Person, kronoberg: Event, session: Session, rows: Rows
) -> None:
    make_registration(session, kronoberg, make_person(session, "Bo Ek", slack_user_id="U0EK1", email="bo1@example.org"))
    make_person(session, "Bo Ek", slack_user_id="U0EK2", email="bo2@example.org")
    assert "Ingen här har samma namn eller adress" in look_for_doubles(alice)
    alice.closes()
    guest = make_guest(session, "Gun Ek", email="gun@example.org")
    make_guest(session, "Gun E", email="gun@example.org")
    make_registration(session, kronoberg, guest)
    look_for_doubles(alice)
    alice.fills(person="Gun Ek + Gun E")
    session.delete(session.get_one(Somebody, guest.id + 1))
    session.commit()
    alice.submits()
    assert "De två är redan en person" in alice.form.text


@ONE_KIND
def test_only_the_coordinator_merges(nora: Person, alice: Person, kronoberg: Event) -> None:
    open_participants(nora)
    nora.presses("Ändra för någon", in_="form")
    assert "Slå ihop dubbletter" not in nora.form.buttons
