"""Who comes: what participants see of each other, and what a coordinator needs to fill the seats and feed people."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services.registration import cancelling
from models import Event, Organisation, Person, RegistrationState
from sandbox.people import Person as Member
from tests.clock import FakeClock
from tests.factories import make_guest, make_organisation, make_registration
from tests.scenarios.conftest import ONE_KIND, Rows
from tests.scenarios.test_registering import register

pytestmark = ONE_KIND
ONLY_REGISTERED = "Bara den som är anmäld ser vilka andra som kommer."


@pytest.fixture
def crowd(bob: Member, charlie: Member, kronoberg: Event, session: Session) -> None:
    """Bob openly, Charlie hidden with a diet, two guests who write theirs alike, and one who waits."""
    register(bob, "Ljungby", "principal")
    register(charlie, "Växjö", "director", wishes=["hide_from_list"], dietary="utan gluten, tack")
    session.refresh(kronoberg)
    school = make_organisation(session, "Ölands folkhögskola", is_free_text=True)
    for name, diet in (("Gunnel Gran", "Vegan"), ("Gustav Grön", "vegan ")):
        guest = make_guest(session, name)
        make_registration(session, kronoberg, guest, role="director", organisation_id=school.id, dietary=diet)
    waiting = make_guest(session, "Vera Väntar")
    make_registration(session, kronoberg, waiting, state=RegistrationState.WAITLISTED, organisation_id=school.id)


def test_bob_sees_from_his_registration_who_else_comes_and_how_many_are_hidden(bob: Member, crowd: None) -> None:
    bob.closes()
    bob.types("/dialog mina")
    bob.presses("Visa min anmälan")
    bob.presses("Deltagare", in_="form")
    assert bob.form.title == "Deltagare"
    assert "4 personer kommer. 1 av dem visas inte på listor." in bob.form.text
    assert [line for line in bob.form.text.splitlines() if line.startswith("• ")] == [
        "• Ljungby kommun: Bob Berg, Rektor eller skolledare",
        "• Ölands folkhögskola: Gunnel Gran, Förvaltnings- eller verksamhetschef",
        "• Ölands folkhögskola: Gustav Grön, Förvaltnings- eller verksamhetschef",
    ]
    for secret in ("Charlie", "Vera", "gluten", "egan", "behov"):
        assert secret not in bob.form.text


def test_whoever_has_no_seat_is_not_shown_the_list(
    bob: Member, crowd: None, kronoberg: Event, session: Session, clock: FakeClock
) -> None:
    bob.closes()
    bob.types("/dialog mina")
    cancelling.cancel(session, event_id=kronoberg.id, person_id=_id_of(session, bob), now=clock.now())
    session.commit()
    bob.presses("Deltagare")
    assert bob.last.startswith(ONLY_REGISTERED), "the button is still there, in an old message"


def test_three_hundred_participants_are_shown_page_by_page(
    bob: Member, alice: Member, kronoberg: Event, session: Session, rows: Rows
) -> None:
    register(bob, "Ljungby", "principal")
    session.refresh(kronoberg)
    växjö = rows(Organisation, Organisation.display == "Växjö kommun")[0].id
    for number in range(300):
        guest = make_guest(session, f"Gäst {number:03} " + "Å" * 100)
        make_registration(session, kronoberg, guest, role="director", organisation_id=växjö)
    bob.closes()
    bob.types("/dialog mina")
    bob.presses("Deltagare")
    seen = []
    for page in (1, 2, 3):
        assert f"Sida {page} av 3." in bob.form.text
        seen += [line for line in bob.form.text.splitlines() if line.startswith("• ")]
        if page < 3:
            bob.presses("Nästa", in_="form")
    assert len(set(seen)) == 301
    alice.types("/dialog lista")
    alice.presses("Deltagare")
    alice.presses("Nästa", in_="form")
    assert "Sida 2 av 3." in alice.form.text and "Anmälda (301)" in alice.form.text


def test_the_caterer_gets_counts_and_the_diets_without_names_stay_behind_the_press(alice: Member, crowd: None) -> None:
    alice.types("/dialog lista")
    alice.presses("Deltagare")
    assert "Till maten: 4 på plats, 3 har skrivit om specialkost." in alice.form.text
    assert "egan" not in alice.form.text
    alice.presses("Visa behov och specialkost", in_="form")
    below = alice.form.text.split("Till den som ordnar maten, utan namn:")[1]
    assert below.split("\n")[1:3] == ["2 × Vegan", "1 × Utan gluten, tack"]
    assert "Charlie" not in below and "Gunnel" not in below


def test_three_hundred_who_wrote_long_needs_and_diets_are_read_page_by_page(
    alice: Member, kronoberg: Event, session: Session, rows: Rows
) -> None:
    växjö = rows(Organisation, Organisation.display == "Växjö kommun")[0].id
    for number in range(300):
        guest = make_guest(session, f"Gäst {number:03} " + "Å" * 100)
        needs, diet = f"{number:03} " + "Ö" * 496, f"{number:03} " + "ä" * 496
        make_registration(session, kronoberg, guest, organisation_id=växjö, access_needs=needs, dietary=diet)
    alice.types("/dialog lista")
    alice.presses("Deltagare")
    alice.presses("Visa behov och specialkost", in_="form")
    seen, diets = set(), set()
    for page in range(1, 31):
        assert f"Sida {page} av 30." in alice.form.text
        seen |= {line[:10] for line in alice.form.text.splitlines() if line.startswith("• ")}
        diets |= {line[:9] for line in alice.form.text.splitlines() if line.startswith("1 × ")}
        if page < 30:
            alice.presses("Nästa", in_="form")
    assert len(seen) == 300 and len(diets) == 300
    alice.presses("Föregående", in_="form")
    assert "Sida 29 av 30." in alice.form.text


def _id_of(session: Session, member: Member) -> int:
    return session.scalars(select(Person.id).where(Person.slack_user_id == member.id)).one()
