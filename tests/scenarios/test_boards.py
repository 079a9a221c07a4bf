"""The board: the organiser and the coordinators see where every meeting stands, and tick off what is done."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.blocks import boards as show
from bot.context import Bot
from bot.services import homes
from bot.services.overview import boards, checklists
from bot.services.plan import invitations
from models import (
    Card,
    ChecklistTick,
    Delivery,
    Event,
    EventState,
    Kind,
    LogEntry,
    Series,
    Side,
)
from models import Person as Row
from models.database import Sessions
from sandbox.people import Person
from scheduler.runner import Scheduler
from tests.clock import NOON, FakeClock
from tests.factories import (
    make_area,
    make_coordinator,
    make_event,
    make_person,
    make_quota,
    make_registration,
    make_topic,
)
from tests.scenarios.conftest import ONE_KIND, Later, Rows
from tests.services.test_statements import counted

AREAS = 25


@pytest.fixture
def season(session: Session, kronoberg: Event) -> list[Event]:
    """Twenty-five areas with a coordinator each, and the longest names there are."""
    series = session.get_one(Series, kronoberg.series_id)
    found = [kronoberg]
    for number in range(1, AREAS):
        area = make_area(session, name=f"Samverkansområdet {number} " + "med ett långt namn " * 3, channel_id=None)
        event = make_event(
            session,
            title=f"Dialog {number} " + "om vuxenutbildning " * 6,
            area=area,
            series=series,
            starts_at=NOON + timedelta(days=40 + number),
        )
        make_coordinator(session, event, f"Samordnare {number}")
        make_quota(session, event, 40, taken=1)
        guest = make_person(session, f"Rektor {number}")
        invitations.invite(session, event, [guest.id, make_person(session).id], NOON)
        make_registration(session, event, guest)
        make_topic(session, event)
        found.append(event)
    session.commit()
    return found


def home_of(person: Person, scheduler: Scheduler) -> str:
    person.opens_home()
    scheduler.tick()
    assert person.home is not None
    return person.home.text


def test_nora_reads_in_home_where_every_meeting_stands(
    nora: Person, kronoberg: Event, session: Session, scheduler: Scheduler
) -> None:
    make_quota(session, kronoberg, 40, taken=1)
    guest, silent = make_person(session), make_person(session)
    invitations.invite(session, kronoberg, [guest.id, silent.id], NOON)
    make_registration(session, kronoberg, guest)
    make_topic(session, kronoberg)
    shown = home_of(nora, scheduler)
    assert "Lägestavlan" in shown and "1 möte, 1 behöver ses till." in shown
    assert (
        "Kronoberg: Dialog i Kronoberg\n"
        "Tisdag 19 januari 2027 kl. 13.00–16.00, på plats i Växjö. Inbjudan ute.\n"
        "2 inbjudna, 1 har svarat, 1 anmäld, 39 tomma platser.\n"
        "1 fråga, ingen omröstning än, inget program än, 0 av 28 avprickningar i checklistan."
    ) in shown


def test_whoever_answers_for_nothing_has_no_board(bob: Person, kronoberg: Event, scheduler: Scheduler) -> None:
    assert "Lägestavlan" not in home_of(bob, scheduler)
    assert "Läget för mina möten" not in home_of(bob, scheduler)


def test_alice_reads_what_to_do_next_and_is_led_there(
    alice: Person, kronoberg: Event, session: Session, scheduler: Scheduler
) -> None:
    kronoberg.place_name = None
    session.commit()
    shown = home_of(alice, scheduler)
    assert "Läget för mina möten" in shown and "Att göra: boka lokal; bjud in; publicera programmet." in shown
    alice.presses("Detaljer", in_="home")
    assert alice.form is not None and "Att göra: boka lokal; bjud in; publicera programmet." in alice.form.text
    assert "Påminn samordnaren" not in alice.buttons
    alice.presses("Plats och form", in_="form")
    assert alice.form.title == "Plats och form"


def test_nora_reminds_alice_once_a_day_in_her_own_name(
    nora: Person, alice: Person, kronoberg: Event, scheduler: Scheduler, later: Later, rows: Rows
) -> None:
    home_of(nora, scheduler)
    nora.presses("Detaljer", in_="home")
    nora.presses("Påminn samordnaren")
    assert nora.form is not None and "Samordnaren får en påminnelse nu." in nora.form.text
    assert "Samordnaren påmindes" in nora.form.text
    nora.presses("Påminn samordnaren")
    assert "Samordnaren har redan fått en påminnelse i dag." in nora.form.text
    scheduler.tick()
    assert [text for text in alice.inbox if "Nora Nord ber dig se över Dialog i Kronoberg." in text] == alice.inbox[-1:]
    later(hours=24)
    nora.presses("Påminn samordnaren")
    assert len(rows(Delivery, Delivery.kind == Kind.COORDINATOR_REMINDED)) == 2
    assert len(rows(LogEntry, LogEntry.action == "coordinator_reminded")) == 2
    alice.presses("Detaljer", in_="inbox")
    assert alice.form is not None and alice.form.title == "Mötet"


@ONE_KIND
def test_a_coordinator_outside_slack_is_written_to_by_hand(
    nora: Person, session: Session, kronoberg: Event, scheduler: Scheduler, rows: Rows
) -> None:
    for row in session.query(Row).filter(Row.name == "Alice Alm"):
        row.slack_user_id = None
    session.commit()
    home_of(nora, scheduler)
    nora.presses("Detaljer", in_="home")
    nora.presses("Påminn samordnaren")
    assert nora.form is not None
    assert "Samordnaren för Dialog i Kronoberg finns inte i Slack. Mejla eller ring i stället." in nora.form.text
    assert "alice@example.org" in nora.form.text
    assert rows(Delivery, Delivery.kind == Kind.COORDINATOR_REMINDED) == []


@ONE_KIND
def test_twenty_five_areas_fit_and_can_be_filtered_and_paged(
    nora: Person, season: list[Event], session: Session, scheduler: Scheduler
) -> None:
    for number in range(3):
        make_event(session, title=f"Uppföljning {number}", starts_at=None, state=EventState.DRAFT)
    home = home_of(nora, scheduler)
    assert "28 möten, 4 behöver ses till." in home
    assert home.count("avprickningar i checklistan") == AREAS
    assert len(nora.workspace.homes[nora.id].body["blocks"]) <= 100
    nora.presses("Filtrera och bläddra")
    nora.presses("Nästa", in_="form")
    assert nora.form is not None and nora.form.text.count("avprickningar") == 3 and "Sida 2 av 2." in nora.form.text
    nora.picks("Behöver ses till", in_="form")
    assert nora.form.text.count("avprickningar") == 4 and "Att göra: bestäm dag" in nora.form.text
    nora.picks("Inbjudan ute", in_="form")
    assert nora.form.text.count("avprickningar") == AREAS
    nora.picks("Alla", in_="form")
    nora.presses("Detaljer", in_="form", near="Dialog i Kronoberg")
    nora.presses("Till lägestavlan")
    assert nora.form.title == "Lägestavlan"


@ONE_KIND
def test_the_board_takes_as_many_statements_for_one_area_as_for_twenty_five(
    nora: Person, kronoberg: Event, session: Session, engine: Engine, sessions: Sessions, request: pytest.FixtureRequest
) -> None:
    row = session.query(Row).filter(Row.slack_user_id == "U0NORA").one()

    def taken() -> list[str]:
        with counted(engine) as statements, sessions.reading() as own:
            assert boards.board(own, row.workspace_id, row.id, NOON) is not None
        return statements

    few = taken()
    request.getfixturevalue("season")
    many = taken()
    assert len(many) == len(few) <= 14, "\n".join(many)


@ONE_KIND
def test_a_home_with_a_board_follows_what_happens_and_no_other_does(
    nora: Person, alice: Person, bob: Person, kronoberg: Event, session: Session, later: Later, scheduler: Scheduler,
    rows: Rows,
) -> None:  # fmt: skip
    for person in (nora, alice, bob):
        home_of(person, scheduler)
    drawn = {card.person_id: card.drawn_at for card in rows(Card)}
    bobs = rows(Row, Row.slack_user_id == "U0BOB")[0]
    later(minutes=5)
    nora.presses("Detaljer", in_="home")
    nora.presses("Pricka av", near="Lokalen är bokad")
    assert rows(ChecklistTick)
    later(seconds=10)
    assert nora.home is not None and "1 av 28 avprickningar" in nora.home.text
    assert alice.home is not None and "1 av 28 avprickningar" in alice.home.text
    moved = {card.person_id for card in rows(Card) if card.drawn_at != drawn[card.person_id]}
    assert len(moved) == 2 and bobs.id not in moved


def test_both_tick_off_at_once_and_each_stands_there(
    nora: Person, alice: Person, kronoberg: Event, scheduler: Scheduler, rows: Rows
) -> None:
    for person in (nora, alice):
        home_of(person, scheduler)
        person.presses("Detaljer", in_="home")
    nora.presses("Pricka av", near="Lokalen är bokad")
    alice.presses("Pricka av", near="Lokalen är bokad")
    alice.presses("Pricka av", near="Datum är satt")
    assert {(one.point, one.side) for one in rows(ChecklistTick)} == {
        ("venue", Side.AGENCY), ("venue", Side.COORDINATOR), ("day", Side.COORDINATOR)
    }  # fmt: skip
    assert alice.form is not None
    assert "Lokalen är bokad\nMyndigheten: ✓ Nora Nord, måndag 11 januari 2027 kl. 13.00. Samordnare: ✓" in (
        alice.form.text
    )
    alice.presses("Ångra avprickningen", near="Datum är satt")
    assert len(rows(ChecklistTick)) == 2
    assert [one.action for one in rows(LogEntry, LogEntry.action.like("point_%"))] == [
        "point_ticked", "point_ticked", "point_ticked", "point_unticked"
    ]  # fmt: skip


def test_two_who_tick_the_same_side_at_the_same_time_make_one_tick(
    kronoberg: Event, session: Session, bot: Bot, rows: Rows
) -> None:
    first, second = make_person(session), make_person(session)
    for person in (first, second):
        with bot.sessions.begin() as own:
            event = own.get_one(Event, kronoberg.id)
            meant = checklists.meant(f"{event.id} venue agency on")
            checklists.tick(own, event, meant, person_id=person.id, now=NOON)
    assert [one.person_id for one in rows(ChecklistTick)] == [first.id]
    assert len(rows(LogEntry, LogEntry.action == "point_ticked")) == 1


def test_nora_changes_the_points_of_the_season_and_ticks_are_kept(
    nora: Person, alice: Person, kronoberg: Event, scheduler: Scheduler, rows: Rows
) -> None:
    home_of(nora, scheduler)
    nora.presses("Detaljer", in_="home")
    nora.presses("Pricka av", near="Lokalen är bokad")
    nora.presses("Ändra checklistan")
    nora.submits(points="Tolk är bokad\nLokalen är bokad")
    assert nora.form is not None and "Checklistan är ändrad." in nora.form.text
    assert "Lokalen är bokad\nMyndigheten: ✓ Nora Nord" in nora.form.text and "Tolk är bokad" in nora.form.text
    assert "Datum är satt" not in nora.form.text
    home_of(alice, scheduler)
    alice.presses("Detaljer", in_="home")
    alice.presses("Pricka av", near="Tolk är bokad")
    assert "Ändra checklistan" not in alice.buttons
    assert len(rows(ChecklistTick)) == 2


def test_of_two_who_change_the_points_the_second_is_told(
    nora: Person, kronoberg: Event, session: Session, scheduler: Scheduler, rows: Rows
) -> None:
    home_of(nora, scheduler)
    nora.presses("Detaljer", in_="home")
    nora.presses("Ändra checklistan")
    series = session.get_one(Series, kronoberg.series_id)
    series.checklist = [{"key": "venue", "words": None}]
    session.commit()
    nora.submits(points="Tolk är bokad")
    assert nora.form is not None and "Någon har ändrat checklistan under tiden." in nora.form.text
    assert rows(Series)[0].checklist == [{"key": "venue", "words": None}]


@ONE_KIND
def test_a_home_is_never_longer_than_slack_takes(
    nora: Person, season: list[Event], session: Session, clock: FakeClock, bot: Bot
) -> None:
    row = session.query(Row).filter(Row.slack_user_id == "U0NORA").one()
    for event in season:
        make_registration(session, event, row)
    found = homes.facts(session, row, clock.now())
    t = bot.texts.for_locale("sv-SE", "Europe/Stockholm")
    assert found.board is not None and len(show.in_home(found.board, t)) <= 2 * AREAS + 3
