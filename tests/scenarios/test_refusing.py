"""Every "no" in words: what is so, what to do, and whom to ask. And when something breaks, nothing has changed."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from bot.context import Bot
from models import Event, EventState, Registration, Topic
from sandbox.faults import Fault
from sandbox.payloads import view_submission
from sandbox.people import Person
from sandbox.workspace import Workspace
from tests.clock import NOON
from tests.factories import make_event, make_series, make_workspace
from tests.scenarios.conftest import MEETING, ONE_KIND, Later, Rows
from tests.scenarios.test_registering import register

ASK = "Frågor? Kontakta Alice Alm (alice@example.org)."


@ONE_KIND
@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        (
            {"published_at": None, "invitation_on": date(2027, 1, 13)},
            "Anmälan öppnar onsdag 13 januari 2027 kl. 09.00.",
        ),
        ({"published_at": None}, "Anmälan till Dialog i Kronoberg har inte öppnat än."),
        (
            {"registration_close_on": date(2027, 1, 10)},
            "Anmälan har stängt. Hör av dig till samordnaren om du ändå vill komma.",
        ),
        ({"state": EventState.CLOSED}, "Anmälan har stängt. Hör av dig till samordnaren om du ändå vill komma."),
        ({"state": EventState.CANCELLED}, "Dialog i Kronoberg ställs in."),
        ({"state": EventState.DRAFT}, "Det mötet är inte publicerat än."),
    ],
)
def test_the_no_says_what_is_so_and_names_the_coordinator(
    columns: dict[str, object],
    sentence: str,
    bob: Person,
    charlie: Person,
    kronoberg: Event,
    session: Session,
    rows: Rows,
) -> None:
    bob.types("/dialog list")
    charlie.types("/dialog register")
    for name, value in columns.items():
        setattr(kronoberg, name, value)
    session.commit()
    bob.presses("Anmäl dig")
    button = "Be om att få komma\n" if "stängt" in sentence else ""
    assert bob.form is None and bob.last == f"{sentence}\n{button}{ASK}"

    charlie.submits(organisation="Ljungby", role="principal")
    assert sentence in charlie.form.text and ASK in charlie.form.text
    assert rows(Registration) == []

    if kronoberg.state not in (EventState.CANCELLED, EventState.DRAFT):
        bob.types("/dialog register")
        assert bob.last == f"{sentence}\n{button}{ASK}", "a command says the same"


@ONE_KIND
def test_when_the_meeting_is_over_everything_is_refused(
    bob: Person, kronoberg: Event, later: Later, rows: Rows
) -> None:
    register(bob)
    later()
    bob.closes()
    bob.types("/dialog list")
    later(days=9)
    for button, where in (("Lämna återbud", "inbox"), ("Ändra", "inbox"), ("Föreslå en fråga", "inbox")):
        bob.presses(button, in_=where)
        assert bob.last == f"Dialog i Kronoberg är över.\n{ASK}"
    assert rows(Registration)[0].is_active
    bob.types("/dialog register")
    assert "Det finns inga kommande möten" in bob.last or "Jag hittade inget möte" in bob.last


@ONE_KIND
def test_someone_from_another_workspace_is_told_kindly(
    bob: Person, kronoberg: Event, workspace: Workspace, rows: Rows, session: Session
) -> None:
    guest = workspace.person("U0GUEST", name="Gäst Utifrån", team_id="T0ELSEWHERE")
    workspace.channel("C0SHARED", name="delad", members=[guest, bob])
    bob.types("/dialog lista", channel="C0SHARED")
    message = workspace.post(
        workspace.channels["C0SHARED"],
        "U0DIALOG",
        "card",
        [{"type": "actions", "elements": [
            {"type": "button", "text": {"type": "plain_text", "text": "Anmäl dig"}, "action_id": "register",
             "value": str(kronoberg.id)}]}],
    )  # fmt: skip
    assert message
    guest.presses("Anmäl dig", in_="C0SHARED")
    assert "Det kan bara medlemmar i den här arbetsytan göra." in guest.last and "alice@example.org" in guest.last
    assert rows(Registration) == []


@ONE_KIND
@pytest.mark.parametrize("action", ["an_old_button", "accept_offer:3"])
def test_a_button_from_an_older_version_gets_a_kind_answer(
    action: str, bob: Person, kronoberg: Event, workspace: Workspace
) -> None:
    button = {"type": "button", "text": {"type": "plain_text", "text": "Tryck"}, "action_id": action, "value": "1"}
    workspace.post(workspace.dm("U0BOB"), "U0DIALOG", "hej", [{"type": "actions", "elements": [button]}])
    bob.presses("Tryck")
    assert bob.last == "Knappen är från en äldre version. Skriv /dialog för att gå vidare."


def foreign(session: Session) -> Event:
    other = make_workspace(session, team_id="T0OTHER")
    series = make_series(session, other, kind="lab_series")
    return make_event(session, title="Hemligt möte", starts_at=MEETING, series=series)


@ONE_KIND
@pytest.mark.parametrize("about", ["foreign", "none", "junk", "huge", "words"])
def test_a_forged_form_changes_nothing(
    about: str, bob: Person, kronoberg: Event, session: Session, workspace: Workspace, rows: Rows
) -> None:
    forged = {
        "foreign": json.dumps({"event": foreign(session).id}),
        "none": "",
        "junk": "{[",
        "huge": json.dumps({"event": 10**30}),
        "words": json.dumps({"event": "' OR 1=1"}),
    }[about]
    bob.types("/dialog register kronoberg")
    bob.fills(organisation="Ljungby", role="principal")
    workspace.stacks["U0BOB"][-1].body["private_metadata"] = forged
    bob.submits()
    assert "Det mötet finns inte längre." in bob.form.text and "Hemligt" not in bob.form.text
    assert rows(Registration) == []


@ONE_KIND
@pytest.mark.parametrize("action", ["register", "show", "change", "cancel", "decline", "coming", "propose", "topics",
                                    "participants", "needs_list"])  # fmt: skip
def test_a_forged_button_reaches_no_other_workspace(
    action: str, bob: Person, kronoberg: Event, session: Session, workspace: Workspace, rows: Rows
) -> None:
    for value in (foreign(session).id, 987654, 10**30, "²"):
        button = {"type": "button", "text": {"type": "plain_text", "text": "Tryck"}, "action_id": action}
        workspace.post(
            workspace.dm("U0BOB"),
            "U0DIALOG",
            "hej",
            [{"type": "actions", "elements": [{**button, "value": str(value)}]}],
        )
        bob.presses("Tryck")
        said = bob.last + (bob.form.text if bob.form else "")
        assert "Hemligt" not in said
        assert "Det mötet finns inte längre." in said or value in (10**30, "²")
    assert rows(Registration) == [] and rows(Topic) == []


def test_an_organisation_of_another_workspace_is_not_taken(
    bob: Person, kronoberg: Event, session: Session, workspace: Workspace, rows: Rows
) -> None:
    from tests.factories import make_organisation

    theirs = make_organisation(session, "Annans kommun", workspace_id=make_workspace(session, team_id="T0OTHER").id)
    bob.types("/dialog register")
    bob.fills(role="principal")
    view = workspace.stacks["U0BOB"][-1]
    for value in (str(theirs.id), "other:", "drop table", "²", "9" * 30):
        view.values["organisation"]["organisation"] = {
            "type": "external_select",
            "selected_option": {"text": {"type": "plain_text", "text": "x"}, "value": value},
        }
        assert bob.submits()["organisation"].startswith("Välj din organisation, eller skriv vad den heter.")
    assert rows(Registration) == []
    assert view_submission(workspace, view)


def test_when_the_database_is_busy_nothing_has_changed_and_the_person_hears_so(
    bob: Person, kronoberg: Event, bot: Bot, engine: Engine, rows: Rows, caplog: pytest.LogCaptureFixture
) -> None:
    bob.types("/dialog register")
    bob.fills(organisation="Ljungby", role="principal")
    bot.sessions.wait = 0.05
    with somebody_writing(engine):
        bob.submits()
        assert "Det gick inte att spara. Inget har ändrats. Försök igen om en stund. (Referens " in bob.form.text
        reference = bob.form.text.partition("Referens ")[2][:8]
        bob.closes()
    assert rows(Registration) == []
    assert any(reference in record.getMessage() for record in caplog.records)
    register(bob)
    assert len(rows(Registration)) == 1


def test_an_error_is_logged_without_what_people_wrote(
    bob: Person, kronoberg: Event, engine: Engine, caplog: pytest.LogCaptureFixture, rows: Rows
) -> None:
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE deliveries RENAME TO elsewhere"))
    bob.types("/dialog register")
    bob.submits(organisation="Ljungby", role="principal", access_needs="allergisk mot allt möjligt")
    assert "Det gick inte att spara." in bob.form.text
    assert any(record.exc_info for record in caplog.records), "the log has the reason"
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE elsewhere RENAME TO deliveries"))
    assert rows(Registration) == []


@ONE_KIND
def test_a_form_slack_will_not_open_is_said_in_a_sentence(bob: Person, kronoberg: Event, workspace: Workspace) -> None:
    sentence = "Formuläret gick inte att öppna. Försök igen."
    workspace.faults.next("views.open", Fault.slack_error("expired_trigger_id"))
    bob.types("/dialog register")
    assert bob.last == sentence
    bob.types("/dialog list")
    workspace.faults.next("views.open", Fault.DROP_BEFORE)
    bob.presses("Anmäl dig")
    assert bob.last == sentence


@contextmanager
def somebody_writing(engine: Engine) -> Iterator[None]:
    """Another process that holds what we need to write."""
    if engine.dialect.name == "sqlite":
        connection = sqlite3.connect(str(engine.url.database), isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            connection.execute("ROLLBACK")
            connection.close()
    else:
        with engine.connect() as other:
            other.execute(text("LOCK TABLE events IN EXCLUSIVE MODE"))
            yield
            other.rollback()


def test_nobody_registers_before_the_opening_and_everybody_can_after_it(
    bob: Person, kronoberg: Event, session: Session, later: Later, rows: Rows
) -> None:
    kronoberg.published_at, kronoberg.invitation_on = None, (NOON + timedelta(days=1)).date()
    session.commit()
    bob.types("/dialog list")
    assert "Anmälan öppnar tisdag 12 januari 2027 kl. 09.00." in bob.last
    later(days=1)
    register(bob)
    assert len(rows(Registration)) == 1
