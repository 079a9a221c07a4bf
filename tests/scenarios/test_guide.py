"""Help that shows each person what they may do now, and two questions to people we know nothing about."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from bot.blocks.guide import BY_NAME
from handlers import commands
from models import Duty, Event, Organisation
from models import Person as Row
from sandbox.people import Person
from sandbox.workspace import Workspace
from scheduler.runner import Scheduler
from tests.clock import NOON
from tests.factories import make_assignment, make_organisation, make_person, make_registration
from tests.scenarios.conftest import ONE_KIND, Rows

NEW = "Välkommen! Berätta var du arbetar och som vad"


def test_every_word_has_help_and_no_help_is_of_a_word_that_is_not_there() -> None:
    assert BY_NAME.keys() == commands.table().words.keys() - {""}


@ONE_KIND
def test_every_word_is_explained_with_an_example(bob: Person, kronoberg: Event) -> None:
    for word in BY_NAME:
        bob.types(f"/dialog hjälp {word}")
        assert "Till exempel: /dialog " in bob.last, word
    bob.types("/dialog hjälp anmäl")
    assert "/dialog anmäl – anmäl dig till ett möte.\nTill exempel: /dialog anmäl Växjö" in bob.last
    bob.types("/dialog hjälp nonsens")
    assert "Det här kan du göra här." in bob.last


@ONE_KIND
def test_bob_is_shown_what_a_participant_may_do_now(bob: Person, kronoberg: Event, session: Session) -> None:
    bob.types("/dialog")
    assert "/dialog anmäl –" in bob.last and "/dialog fråga –" in bob.last
    for word in ("mina", "återbud", "möten", "utskick", "logg", "här", "omröstning"):
        assert f"/dialog {word} –" not in bob.last, word
    make_registration(session, kronoberg, session.query(Row).filter(Row.slack_user_id == "U0BOB").one())
    bob.types("/dialog")
    assert "/dialog mina –" in bob.last and "/dialog återbud –" in bob.last


@ONE_KIND
def test_when_nothing_is_on_nobody_is_offered_a_seat(bob: Person, kronoberg: Event, session: Session) -> None:
    kronoberg.reschedule((NOON - timedelta(days=3)).date(), kronoberg.start_time, kronoberg.end_time)
    session.commit()
    bob.types("/dialog")
    assert "/dialog anmäl –" not in bob.last and "Inga möten är öppna för dig just nu." in bob.last
    assert "/dialog inställningar –" in bob.last and "Anmäl dig" not in bob.buttons


@ONE_KIND
@pytest.mark.parametrize(
    ("duty", "says"),
    [
        (Duty.COORDINATOR, "Du samordnar Kronoberg"),
        (Duty.FACILITATOR, "Du leder samtalet i Kronoberg: ordna frågorna med /dialog frågor"),
        (Duty.CONTACT, "Du är kontaktperson för Ljungby kommun"),
    ],
)
def test_each_duty_says_what_comes_with_it(
    duty: Duty, says: str, bob: Person, kronoberg: Event, session: Session
) -> None:
    row = make_person(session, "Bob Berg", slack_user_id="U0BOB")
    ljungby = session.query(Organisation).filter(Organisation.display == "Ljungby kommun").one()
    organisation_id = ljungby.id if duty is Duty.CONTACT else None
    make_assignment(session, row, duty, area_id=kronoberg.area_id, organisation_id=organisation_id)
    bob.types("/dialog")
    assert says in bob.last
    assert ("/dialog möten –" in bob.last) is (duty is Duty.COORDINATOR)
    assert ("Läget för mina möten" in bob.last) is (duty is Duty.COORDINATOR)


@ONE_KIND
def test_an_administrator_is_told_of_the_ledger_and_the_log(
    workspace: Workspace, channel: str, kronoberg: Event
) -> None:
    admin = workspace.person("U0ADMIN", name="Adam Ask", email="adam@example.org")
    workspace.channel(channel, members=[admin])
    admin.types("/dialog")
    assert "/dialog utskick –" in admin.last and "/dialog logg –" in admin.last
    assert "Du sköter boten" in admin.last and "/dialog möten –" not in admin.last


def test_a_newcomer_answers_two_questions_and_the_next_form_knows(
    bob: Person, kronoberg: Event, scheduler: Scheduler, rows: Rows
) -> None:
    bob.opens_home()
    scheduler.tick()
    assert bob.home is not None and NEW in bob.home.text
    bob.presses("Svara på två frågor", in_="home")
    bob.submits(organisation="Ljungby", role="principal")
    assert bob.form is not None and "Tack. Din nästa anmälan är redan ifylld." in bob.form.text
    (row,) = rows(Row, Row.slack_user_id == "U0BOB")
    assert row.role == "principal" and row.organisation_id is not None and row.welcomed_at is not None
    scheduler.tick()
    assert NEW not in bob.home.text
    bob.types("/dialog")
    assert NEW not in bob.last
    bob.types("/dialog anmäl")
    assert f"\n{row.organisation_id}\nprincipal\n" in bob.form.text


@ONE_KIND
def test_a_newcomer_who_passes_over_is_never_asked_again(
    bob: Person, kronoberg: Event, scheduler: Scheduler, rows: Rows
) -> None:
    bob.types("/dialog")
    assert NEW in bob.last
    bob.presses("Inte nu")
    assert "Okej, jag frågar inte igen." in bob.last
    bob.types("/dialog")
    assert NEW not in bob.last
    bob.opens_home()
    scheduler.tick()
    assert bob.home is not None and NEW not in bob.home.text
    assert rows(Row, Row.slack_user_id == "U0BOB")[0].organisation_id is None


@ONE_KIND
def test_who_has_registered_is_no_newcomer(bob: Person, kronoberg: Event, session: Session) -> None:
    make_person(
        session, slack_user_id="U0BOB", organisation_id=make_organisation(session, "Alvesta").id, role="principal"
    )
    bob.types("/dialog")
    assert NEW not in bob.last


@ONE_KIND
def test_shortcuts_from_anywhere_lead_to_the_form_and_to_what_is_mine(bob: Person, kronoberg: Event) -> None:
    bob.uses_shortcut("register_from_anywhere")
    assert bob.form is not None and "Dialog i Kronoberg" in bob.form.text
    bob.closes()
    bob.uses_shortcut("mine_from_anywhere")
    assert bob.form is not None and "Mina dialoger" in bob.form.text
