"""When there are more people than seats: the line, the reason, and who is offered the seat that falls free."""

from sqlalchemy.orm import Session

from models import Delivery, Event, Form, Kind, LogEntry, Quota, Registration, RegistrationState, Scope
from sandbox.people import Person
from sandbox.workspace import Workspace
from tests.factories import make_quota
from tests.scenarios.conftest import Later, Rows
from tests.scenarios.test_registering import register

WAITING, SEATED = RegistrationState.WAITLISTED, RegistrationState.REGISTERED
OFFERED = RegistrationState.OFFERED


def states(rows: Rows) -> list[RegistrationState]:
    return [seat.state for seat in rows(Registration)]


def taken(rows: Rows, scope: Scope = Scope.ALL) -> list[int]:
    return [quota.taken for quota in rows(Quota, Quota.scope == scope)]


def test_the_seat_that_falls_free_is_offered_to_the_first_in_line_at_once(
    bob: Person, charlie: Person, dana: Person, kronoberg: Event, session: Session, later: Later, rows: Rows
) -> None:
    make_quota(session, kronoberg, 1)
    register(bob)
    register(charlie)
    assert "Du står på väntelistan, nummer 1." in charlie.form.text and "Alla platser är tagna." in charlie.form.text
    assert "Vi hör av oss direkt om en plats blir ledig." in charlie.form.text
    assert charlie.form.buttons[-1] == "Lämna väntelistan"
    register(dana, role="director")
    assert "You are on the waiting list, number 2." in dana.form.text
    later()
    assert charlie.inbox == ["Du står på väntelistan till Dialog i Kronoberg, nummer 1. Alla platser är tagna."]

    bob.closes()
    bob.types("/dialog cancel")
    assert states(rows) == [RegistrationState.CANCELLED, OFFERED, WAITING]
    assert taken(rows) == [1]
    later()
    assert charlie.inbox[-1].startswith("Det finns en plats till dig på Dialog i Kronoberg, tisdag 19 januari")
    charlie.closes()
    charlie.presses("Ja, jag kommer", in_="inbox")
    assert states(rows) == [RegistrationState.CANCELLED, SEATED, WAITING]
    later()
    assert charlie.inbox[-1] == "Du har fått en plats. Dialog i Kronoberg, tisdag 19 januari 2027 kl. 13.00–16.00."
    charlie.presses("Visa min anmälan", in_="inbox")
    assert "Du är anmäld." in charlie.form.text
    dana.closes()
    dana.types("/dialog register")
    assert "You are on the waiting list, number 1." in dana.form.text
    assert [entry.action for entry in rows(LogEntry)] == [
        "registered", "waitlisted", "waitlisted", "cancelled", "offered", "offer_accepted",
    ]  # fmt: skip
    offered = rows(LogEntry)[4]
    assert offered.actor_id is None and offered.facts == {"number": 2}


def test_a_full_organisation_waits_with_its_own_reason_while_the_room_has_space(
    bob: Person, charlie: Person, erik: Person, kronoberg: Event, session: Session, later: Later, rows: Rows
) -> None:
    make_quota(session, kronoberg, 10)
    kronoberg.max_per_organisation = 2
    session.commit()
    register(bob, "Växjö")
    register(charlie, "Växjö")
    register(erik, "Växjö")
    assert "Växjö kommun har redan sina två platser." in erik.form.text
    later()
    assert erik.inbox == [
        "Du står på väntelistan till Dialog i Kronoberg, nummer 1. Växjö kommun har redan sina två platser."
    ]
    assert states(rows) == [SEATED, SEATED, WAITING]


def test_whoever_is_first_but_may_not_have_the_seat_does_not_hold_up_the_next(
    bob: Person, charlie: Person, erik: Person, dana: Person, kronoberg: Event, session: Session, rows: Rows
) -> None:
    make_quota(session, kronoberg, 2)
    kronoberg.max_per_organisation = 1
    session.commit()
    register(bob, "Växjö")
    register(charlie, "Ljungby")
    register(erik, "Växjö")
    register(dana, "Älmhult")
    charlie.closes()
    charlie.types("/dialog återbud")
    assert states(rows) == [SEATED, RegistrationState.CANCELLED, WAITING, OFFERED]
    erik.closes()
    erik.types("/dialog register")
    assert "Växjö kommun har redan sin plats." in erik.form.text


def test_a_newcomer_never_passes_the_line(
    bob: Person, charlie: Person, erik: Person, kronoberg: Event, session: Session, rows: Rows
) -> None:
    make_quota(session, kronoberg, 1)
    register(bob)
    register(charlie)
    bob.closes()
    bob.types("/dialog cancel")
    register(erik)
    register(bob)
    assert states(rows) == [RegistrationState.CANCELLED, OFFERED, WAITING, WAITING]
    assert [seat.number for seat in rows(Registration)] == [1, 2, 3, 4]
    assert "nummer 2" in bob.form.text


def test_leaving_the_line_moves_the_others_up(
    bob: Person, charlie: Person, erik: Person, kronoberg: Event, session: Session, later: Later
) -> None:
    make_quota(session, kronoberg, 1)
    for person in (bob, charlie, erik):
        register(person)
    later()
    charlie.closes()
    charlie.presses("Lämna väntelistan", in_="inbox")
    assert charlie.last.startswith("Du har lämnat återbud")
    erik.closes()
    erik.types("/dialog register")
    assert "nummer 1." in erik.form.text


def test_changing_to_a_full_organisation_is_refused_at_the_field_and_nothing_changes(
    bob: Person, charlie: Person, kronoberg: Event, session: Session, rows: Rows
) -> None:
    kronoberg.max_per_organisation = 1
    session.commit()
    register(bob, "Växjö")
    register(charlie, "Ljungby")
    charlie.presses("Ändra", in_="form")
    wrong = charlie.submits(organisation="Växjö")
    assert wrong == {
        "organisation": "Den organisationen har inga platser kvar. Frågor? Kontakta Alice Alm (alice@example.org)."
    }
    assert charlie.submits(organisation="Älmhult") == {}
    assert taken(rows, Scope.ORGANISATION) == [1, 0, 1]


def test_a_changed_role_frees_a_seat_of_the_old_one(
    bob: Person, charlie: Person, kronoberg: Event, session: Session, later: Later, rows: Rows
) -> None:
    make_quota(session, kronoberg, 1, scope=Scope.ROLE, key="principal")
    register(bob)
    register(charlie)
    assert "Den enda platsen för rollen är tagen: Rektor eller skolledare." in charlie.form.text
    bob.presses("Ändra", in_="form")
    assert bob.submits(role="director") == {}
    assert states(rows) == [SEATED, OFFERED]
    later()
    assert charlie.inbox[-1].startswith("Det finns en plats till dig")
    bob.presses("Ändra", in_="form")
    assert bob.submits(role="principal")["role"].startswith("Det finns inga platser kvar för den rollen.")


def test_the_reason_for_waiting_is_the_one_that_holds_now(
    bob: Person, charlie: Person, erik: Person, kronoberg: Event, session: Session
) -> None:
    make_quota(session, kronoberg, 2)
    kronoberg.max_per_organisation = 1
    session.commit()
    register(bob, "Växjö")
    register(charlie, "Ljungby")
    register(erik, "Växjö")
    assert "Växjö kommun har redan sin plats." in erik.form.text
    erik.presses("Ändra", in_="form")
    assert erik.submits(organisation="Älmhult") == {}
    assert "Alla platser är tagna." in erik.form.text and "Älmhults kommun har" not in erik.form.text


def test_seats_are_counted_per_way_of_taking_part(
    bob: Person, charlie: Person, kronoberg: Event, session: Session, rows: Rows
) -> None:
    kronoberg.form = Form.HYBRID
    make_quota(session, kronoberg, 1, scope=Scope.ATTENDANCE, key="on_site")
    session.commit()
    register(bob)
    register(charlie)
    assert "Den enda platsen på plats är tagen." in charlie.form.text
    charlie.presses("Ändra", in_="form")
    assert charlie.submits(attendance="digital") == {}
    assert states(rows) == [SEATED, OFFERED]


def test_each_change_is_told_exactly_once(
    bob: Person, charlie: Person, kronoberg: Event, session: Session, workspace: Workspace, rows: Rows
) -> None:
    make_quota(session, kronoberg, 1)
    register(bob)
    register(charlie)
    bob.presses("Lämna återbud", in_="form")
    workspace.replay(2)
    assert [(owed.kind, owed.person_id) for owed in rows(Delivery)] == [
        (Kind.RECEIPT, rows(Registration)[0].person_id),
        (Kind.RECEIPT, rows(Registration)[1].person_id),
        (Kind.CANCELLED_SEAT, rows(Registration)[0].person_id),
        (Kind.OFFER, rows(Registration)[1].person_id),
    ]


def test_the_numbers_of_those_who_come_and_wait_have_no_holes(
    kronoberg: Event, session: Session, workspace: Workspace, rows: Rows
) -> None:
    make_quota(session, kronoberg, 3)
    for number in range(8):
        register(workspace.person(f"U0P{number}", name=f"Person {number}", email=f"p{number}@example.org"))
    assert [seat.number for seat in rows(Registration)] == list(range(1, 9))
    assert states(rows) == [SEATED] * 3 + [WAITING] * 5
    assert rows(Event)[0].next_number == 9
