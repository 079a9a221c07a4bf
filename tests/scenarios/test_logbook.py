"""Reading who did what: each only what they answer for, and nobody a name they may not see."""

import pytest
from sqlalchemy.orm import Session

from bot.services import log, logbook
from models import Duty, Event
from sandbox.people import Person as Member
from sandbox.workspace import Workspace
from tests.clock import NOON
from tests.factories import make_assignment, make_person, make_registration
from tests.scenarios.conftest import ONE_KIND
from tests.scenarios.test_registering import register


@pytest.fixture
def done(bob: Member, kronoberg: Event) -> None:
    """Bob has taken a seat and given it back."""
    register(bob)
    bob.closes()
    bob.types("/dialog återbud")


@ONE_KIND
def test_alice_reads_what_has_been_done_the_latest_first(alice: Member, done: None) -> None:
    alice.types("/dialog logg")
    assert alice.last.index("Bob Berg – lämnade återbud") < alice.last.index("Bob Berg – tog en plats")
    assert "måndag 11 januari 2027 kl. 13.00" in alice.last and "Dialog i Kronoberg" in alice.last


@ONE_KIND
def test_words_narrow_it_down_to_the_meetings_they_fit(alice: Member, done: None) -> None:
    alice.types("/dialog log kronoberg")
    assert "tog en plats" in alice.last
    alice.types("/dialog log skåne")
    assert "Jag hittar inget." in alice.last


@ONE_KIND
def test_bob_who_answers_for_no_meeting_reads_none_of_it(bob: Member, done: None) -> None:
    bob.types("/dialog logg")
    assert "tog en plats" not in bob.last and "samordn" in bob.last


@ONE_KIND
def test_a_long_log_is_read_page_by_page_with_the_words_kept(
    monkeypatch: pytest.MonkeyPatch, alice: Member, done: None
) -> None:
    monkeypatch.setattr(logbook, "PAGE", 1)
    alice.types("/dialog logg kronoberg")
    assert "Sida 1 av 2" in alice.last and "lämnade återbud" in alice.last
    alice.presses("Tidigare")
    assert "tog en plats" in alice.last and "lämnade återbud" not in alice.last
    alice.presses("Senare")
    assert "lämnade återbud" in alice.last


@ONE_KIND
def test_who_does_not_want_to_be_shown_is_named_to_their_coordinator_alone(
    alice: Member, charlie: Member, kronoberg: Event, session: Session
) -> None:
    hidden = make_person(session, "Hilda Holm")
    make_registration(session, kronoberg, hidden, is_hidden=True)
    organiser = make_person(session, "Charlie Carlsson", slack_user_id=charlie.id)
    make_assignment(session, organiser, Duty.NATIONAL, series_id=kronoberg.series_id)
    log.record(session, "let_forward", workspace_id=kronoberg.workspace_id, now=NOON, actor_id=hidden.id,
               event_id=kronoberg.id, person_id=organiser.id, reason="Ingen från kommunen")  # fmt: skip
    session.commit()
    alice.types("/dialog logg")
    assert "Hilda Holm – lät någon gå först i kön (Charlie Carlsson)" in alice.last
    assert "Skäl: Ingen från kommunen" in alice.last
    charlie.types("/dialog logg")
    assert "Hilda" not in charlie.last and f"#{hidden.id} – lät någon gå först i kön" in charlie.last


@ONE_KIND
def test_whoever_looks_after_the_bot_reads_what_was_done_and_no_names(workspace: Workspace, done: None) -> None:
    admin = workspace.person("U0ADMIN", name="Adam Admin", email="adam@example.org")
    admin.types("/dialog logg")
    assert "lämnade återbud" in admin.last and "Bob Berg" not in admin.last
