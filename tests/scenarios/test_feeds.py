"""Bob's calendar reads his meetings from an address of his own, which he makes, renews and turns off."""

import logging
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.context import Bot
from bot.feeds import Feeds
from models import Event, EventState, Feed, LogEntry
from models.people import Person as Somebody
from sandbox.people import Person
from tests.calendar_client import READERS, Calendar
from tests.factories import make_event, make_registration
from tests.scenarios.conftest import ONE_KIND, Later, Rows
from tests.scenarios.test_registering import register

HOST = "https://dialog.example.org"
Get = Callable[..., tuple[str, dict[str, str], bytes]]


@pytest.fixture
def get(bot: Bot) -> Get:
    """What a calendar gets when it asks."""
    bot.settings = replace(bot.settings, public_url=HOST)
    feeds = Feeds(bot)

    def ask(address: str, method: str = "GET", **headers: str) -> tuple[str, dict[str, str], bytes]:
        said: list[Any] = []
        environ = {"PATH_INFO": address.removeprefix(HOST), "REQUEST_METHOD": method, **headers}
        body = b"".join(feeds(environ, lambda status, found: said.extend([status, dict(found)])))  # type: ignore[arg-type, misc]
        return said[0], said[1], body

    return ask


def address_of(person: Person, press: str = "Skapa adress") -> str:
    person.types("/dialog inställningar")
    person.presses("Prenumerera i kalendern")
    person.presses(press, in_="form")
    assert person.form
    (address,) = re.findall(rf"{HOST}/calendar/\S+\.ics", person.form.text)
    person.closes()
    return str(address)


def test_bob_subscribes_and_sees_his_seat_its_move_and_its_end(
    bob: Person, kronoberg: Event, session: Session, get: Get
) -> None:
    address = address_of(bob)
    calendars = [Calendar(read) for read in READERS.values()]

    def reads() -> list[str]:
        status, headers, content = get(address)
        assert status == "200 OK" and headers["Content-Type"] == "text/calendar; charset=utf-8"
        for calendar in calendars:
            calendar.opens(content)
        assert calendars[0].entries == calendars[1].entries
        return [f"{one.when} {one.title}" for one in calendars[0].stands]

    assert reads() == []
    register(bob)
    assert reads() == ["2027-01-19 13:00 +0100 Dialog i Kronoberg"]
    kronoberg.reschedule(date(2027, 3, 31), kronoberg.start_time, kronoberg.end_time)
    session.commit()
    assert reads() == ["2027-03-31 13:00 +0200 Dialog i Kronoberg"]
    bob.presses("Lämna återbud")
    assert reads() == [] and len(calendars[0].entries) == 1


@ONE_KIND
def test_the_feed_holds_all_of_bobs_meetings_and_nobody_elses(
    bob: Person, alice: Person, kronoberg: Event, session: Session, get: Get
) -> None:
    address = address_of(bob)
    me = session.scalars(select(Somebody).where(Somebody.slack_user_id == "U0BOB")).one()
    for title, state, columns in (
        ("Fast", "registered", {}),
        ("Erbjuden", "offered", {"offer_until": kronoberg.starts_at}),
        ("I kö", "waitlisted", {}),
        ("Nej", "declined", {}),
        ("Avbokad", "cancelled", {}),
    ):
        make_registration(session, make_event(session, title=title), me, state=state, **columns)
    make_registration(session, make_event(session, title="Utan dag", starts_at=None), me)
    make_registration(session, make_event(session, title="Utkast", state=EventState.DRAFT), me)
    make_registration(session, make_event(session, title="Inställt", state=EventState.CANCELLED), me)
    make_registration(session, make_event(session, title="Någon annans"))
    _, found = READERS["vobject"](get(address)[2])
    assert {(one.title, one.status) for one in found} == {
        ("Fast", "CONFIRMED"), ("Preliminärt: Erbjuden", "TENTATIVE"), ("Återbud: Avbokad", "CANCELLED"),
        ("Inställd: Inställt", "CANCELLED"),
    }  # fmt: skip


@ONE_KIND
def test_what_has_not_changed_is_not_sent_again(
    bob: Person, kronoberg: Event, session: Session, get: Get, later: Later
) -> None:
    register(bob)
    bob.closes()
    address = address_of(bob)
    _, headers, _ = get(address)
    assert headers["Cache-Control"] == "private, no-cache"
    later(hours=1)
    status, again, content = get(address, HTTP_IF_NONE_MATCH=headers["ETag"])
    assert (status, again["ETag"], content) == ("304 Not Modified", headers["ETag"], b"")
    kronoberg.room = "Sal B"
    session.commit()
    assert get(address, HTTP_IF_NONE_MATCH=headers["ETag"])[0] == "200 OK"
    status, asked, content = get(address, "HEAD")
    assert status == "200 OK" and content == b"" and int(asked["Content-Length"]) > 500


def test_a_new_address_ends_the_old_one_and_none_ends_both(bob: Person, kronoberg: Event, get: Get, rows: Rows) -> None:
    first = address_of(bob)
    second = address_of(bob, "Skapa ny adress")
    assert first != second
    assert [get(one)[0] for one in (first, second)] == ["404 Not Found", "200 OK"]
    bob.types("/dialog inställningar")
    bob.presses("Prenumerera i kalendern")
    assert bob.form and "Du har en adress" in bob.form.text and second not in str(bob.form.text)
    bob.presses("Stäng av", in_="form")
    assert "Skapa adress" in bob.form.buttons
    assert get(second)[0] == "404 Not Found"
    (row,) = rows(Feed)
    assert row.token_hash is None
    done = [entry.action for entry in rows(LogEntry) if entry.action.startswith("feed_")]
    assert done == ["feed_made", "feed_made", "feed_stopped"]


@ONE_KIND
def test_a_second_click_does_not_end_the_address_that_the_first_has_shown(
    bob: Person, kronoberg: Event, get: Get, bot: Bot
) -> None:
    from bot.services.calendars import feeds

    bob.types("/dialog mina")
    with bot.sessions.begin() as session:
        person_id = session.scalars(select(Somebody.id).where(Somebody.slack_user_id == "U0BOB")).one()
        found, token = feeds.renew(session, person_id, seen=0, now=bot.clock.now())
    with bot.sessions.begin() as session:
        again, none = feeds.renew(session, person_id, seen=0, now=bot.clock.now())
    assert token and none is None and found == again
    assert get(f"{HOST}/calendar/{token}.ics")[0] == "200 OK"


@ONE_KIND
def test_what_is_not_an_address_is_not_there_and_no_address_is_in_the_log_or_the_database(
    bob: Person, kronoberg: Event, get: Get, rows: Rows, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    address = address_of(bob)
    token = address.removeprefix(f"{HOST}/calendar/").removesuffix(".ics")
    for wrong in (
        f"/calendar/{token[:-1]}.ics", f"/calendar/{token}x.ics", "/calendar/.ics", "/calendar/../x.ics", "/calendar/",
        f"/calendar/{token}", f"/calendar/{'å' * 43}.ics", "/calendar/' OR 1=1.ics",
    ):  # fmt: skip
        assert get(wrong)[0] == "404 Not Found" and get(wrong)[2] == b""
    assert get(address, "POST")[0] == "404 Not Found"
    assert get(address)[0] == "200 OK"
    (row,) = rows(Feed)
    assert token not in str(vars(row)) and token not in caplog.text
    assert token not in str([vars(entry) for entry in rows(LogEntry)])


@ONE_KIND
def test_who_has_left_is_read_no_more(bob: Person, kronoberg: Event, get: Get) -> None:
    address = address_of(bob)
    bob.changes(deleted=True)
    assert get(address)[0] == "404 Not Found"


@ONE_KIND
def test_without_a_public_address_nobody_is_offered_one(bob: Person, kronoberg: Event, bot: Bot, get: Get) -> None:
    address_of(bob)
    bot.settings = replace(bot.settings, public_url="")
    bob.types("/dialog inställningar")
    bob.presses("Ändra")
    assert bob.form and "Prenumerera i kalendern" not in bob.form.buttons


@ONE_KIND
def test_an_address_that_can_no_longer_be_reached_can_still_be_turned_off(
    bob: Person, kronoberg: Event, bot: Bot, get: Get
) -> None:
    address = address_of(bob)
    bob.types("/dialog inställningar")
    bob.presses("Prenumerera i kalendern")
    bot.settings = replace(bot.settings, public_url="")
    bob.presses("Stäng av", in_="form")
    assert get(address)[0] == "404 Not Found"
