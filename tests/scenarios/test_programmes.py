"""The programme a vote makes: filled, changed by hand, published, and read by everyone."""

import re
from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from sqlalchemy.orm import Session

from bot.services.plan import steps
from models import (
    Area,
    Delivery,
    Duty,
    Event,
    Kind,
    Level,
    LogEntry,
    Poll,
    PollOption,
    PollState,
    PollTotal,
    PollTurnout,
    ProgrammeChoice,
    ProgrammeItem,
    Series,
    Topic,
)
from sandbox.people import Person
from sandbox.workspace import Workspace
from tests.clock import NOON
from tests.factories import (
    make_area,
    make_assignment,
    make_event,
    make_guest,
    make_organisation,
    make_person,
    make_registration,
    make_topic,
)
from tests.scenarios.conftest import MEETING, ONE_KIND, Later, Rows
from tests.scenarios.test_calendars import newest
from tests.scenarios.test_registering import register
from tests.seasons import lab_agenda, templates

VOTES = {
    "Yrkesutbildningar tillsammans": 12, "Vem betalar för sfi?": 6, "Statsbidragen": 5, "Betygen": 2,
    "Från sfi till svenska som andraspråk": 9, "Närvaro på distans": 8, "Scheman": 1,
}  # fmt: skip
OPERATIONAL = list(VOTES)[4:]
READY = "Programmet är klart."


@pytest.fixture
def halfday(kronoberg: Event, session: Session) -> Event:
    """An afternoon as the season's file has it."""
    series = session.get_one(Series, kronoberg.series_id)
    series.agenda_templates = templates()
    event = session.get_one(Event, kronoberg.id)
    event.agenda = templates()["halvdag-em"]["items"]
    steps.plan(session, event, NOON)
    session.commit()
    return event


@pytest.fixture
def questions(halfday: Event, session: Session) -> dict[str, Topic]:
    level = {title: Level.OPERATIONAL if title in OPERATIONAL else Level.OVERARCHING for title in VOTES}
    return {title: make_topic(session, halfday, title, level=level[title]) for title in VOTES}


Vote = Callable[[dict[str, int]], None]


@pytest.fixture
def vote(halfday: Event, questions: dict[str, Topic], session: Session) -> Vote:
    """A vote on the questions has closed, and came to this."""

    def close(points: dict[str, int]) -> None:
        poll = Poll(workspace_id=halfday.workspace_id, event_id=halfday.id, opened_at=NOON, closes_at=NOON,
                    closed_at=NOON + timedelta(days=len(session.new)), state=PollState.CLOSED)  # fmt: skip
        session.add(poll)
        session.flush()
        session.add(PollTurnout(poll_id=poll.id, on_list="all", ballots=19, entitled=27))
        for number, (title, got) in enumerate(points.items()):
            topic = questions[title]
            option = PollOption(poll_id=poll.id, on_list=topic.level, place=number, topic_id=topic.id, words=title)
            session.add(option)
            session.flush()
            alike = [each for other, each in points.items() if questions[other].level is topic.level]
            place = 1 + sum(each > got for each in alike)
            session.add(PollTotal(poll_id=poll.id, on_list=topic.level, option_id=option.id, place=place, points=got))
        session.commit()

    return close


@pytest.fixture
def voted(vote: Vote) -> None:
    vote(VOTES)


def opens(person: Person) -> str:
    person.types("/dialog lista")
    person.presses("Programmet", near="Dialog i Kronoberg")
    assert person.form and person.form.title == "Programmet"
    return person.form.text


def order(text: str) -> list[str]:
    """The questions of the programme as they follow each other, before those that are not in it."""
    inside = text.split("Inte med i programmet")[0]
    return sorted((title for title in VOTES if f" {title} (" in inside), key=lambda title: inside.index(f" {title} ("))


def programme_messages(person: Person) -> list[str]:
    return [said for said in person.inbox if said.startswith(("Programmet är klart", "Programmet har ändrats"))]


@pytest.mark.usefixtures("voted")
def test_alice_sees_the_afternoon_filled_by_the_vote_with_minutes_by_votes(alice: Person, halfday: Event) -> None:
    text = opens(alice)
    assert "Ett utkast" in text and "Ifyllt efter resultatet; minuterna följer rösterna." in text
    assert "14.00–14.40 Dialogpass 1: övergripande frågor" in text
    assert "14.00 Yrkesutbildningar tillsammans (25 minuter)" in text
    assert "14.25 Vem betalar för sfi? (15 minuter)" in text
    assert "15.00 Från sfi till svenska som andraspråk (20 minuter)" in text
    assert "15.00 Statsbidragen (35 minuter)" in text
    assert "Betygen (övergripande): andra kom före i resultatet" in text
    assert text.index("Inte med i programmet") < text.index("Betygen")


@ONE_KIND
def test_without_a_vote_the_order_is_the_lists_and_that_is_said(
    alice: Person, halfday: Event, questions: dict[str, Topic]
) -> None:
    text = opens(alice)
    assert "Det finns ingen stängd omröstning: frågorna kommer i listans ordning" in text
    assert "14.00 Yrkesutbildningar tillsammans (20 minuter)" in text
    assert order(text)[0] == "Yrkesutbildningar tillsammans"


@pytest.mark.usefixtures("voted")
def test_alice_moves_lengthens_and_exchanges_and_a_new_result_keeps_what_she_decided(
    alice: Person, halfday: Event, vote: Vote, rows: Rows
) -> None:
    opens(alice)
    alice.presses("Upp", in_="form", value=f"topic {_id(rows, 'Statsbidragen')}")
    assert order(alice.form.text)[:2] == ["Yrkesutbildningar tillsammans", "Statsbidragen"]
    assert "Statsbidragen (10 minuter)\nBestämt för hand." in alice.form.text
    alice.presses("5 minuter längre", in_="form", value=f"topic {_id(rows, 'Statsbidragen')}")
    assert "14.25 Statsbidragen (15 minuter)" in alice.form.text
    alice.presses("Byt ut", in_="form", value=f"topic {_id(rows, 'Närvaro på distans')}")
    assert alice.form.title == "Byt ut"
    assert alice.submits(instead=str(_id(rows, "Scheman"))) == {}
    assert "Närvaro på distans (verksamhetsnära): bortvald för hand" in alice.form.text
    assert {entry.action for entry in rows(LogEntry)} == {"programme_changed"}

    vote({**VOTES, "Betygen": 40, "Närvaro på distans": 30})
    text = opens(alice)
    assert order(text)[:2] == ["Betygen", "Statsbidragen"]
    assert "14.25 Statsbidragen (15 minuter)" in text
    assert "Scheman" in order(text) and "Närvaro på distans" not in order(text)


@pytest.mark.usefixtures("voted")
def test_publishing_tells_everyone_once_with_their_own_parts_and_shows_it_everywhere(
    alice: Person, bob: Person, charlie: Person, halfday: Event, later: Later, session: Session, rows: Rows
) -> None:
    register(bob)
    make_registration(session, halfday, make_guest(session, "Gunnel"), number=77, role="director")
    charlie.types("/dialog lista")
    assert "Programmet" not in charlie.buttons
    opens(alice)
    assert alice.submits() == {}
    assert "Programmet är publicerat. 1 anmäld får ett meddelande nu." in alice.form.text
    later(minutes=1)
    [message] = programme_messages(bob)
    assert message.startswith("Programmet är klart. Dialog i Kronoberg, tisdag 19 januari 2027 kl. 13.00–16.00.")
    assert "13.00 Välkommen och syftet med dagen. 13.10 Aktuellt från Skolverket." in message
    assert "16.00 Slut. Förbered gärna: en sak som fungerar och en sak som skaver hos er." in message
    assert "Dialogpass 2: verksamhetsnära frågor" in message and "Parallellt pass" not in message
    mail = str(next(one for one in alice.messages if "gunnel@example.org" in str(one["blocks"]))["blocks"])
    assert "15.00–15.35 Parallellt pass: politik och regional utveckling" in mail
    assert "Hämta kalenderfil" in mail

    bob.presses("Visa hela programmet")
    assert "För dig: " in bob.form.text and "Parallellt pass" in bob.form.text
    assert "15.20 Närvaro på distans (15 minuter)" in bob.form.text
    charlie.types("/dialog lista")
    assert "Programmet" in charlie.buttons
    assert len(rows(ProgrammeItem)) == 15

    opens(alice)
    assert "Det här är publicerat." in alice.form.text
    assert all(one.step_id for one in rows(Delivery, Delivery.kind == Kind.PROGRAMME))
    later(days=6)
    assert len(programme_messages(bob)) == 1


@ONE_KIND
@pytest.mark.usefixtures("voted")
def test_the_word_shows_each_what_they_may_see(
    alice: Person, bob: Person, dana: Person, halfday: Event, session: Session
) -> None:
    register(bob)
    bob.closes()
    bob.types("/dialog program")
    assert bob.last.startswith("Programmet för Dialog i Kronoberg är inte publicerat än.")
    bob.types("/dialog hjälp")
    assert "/dialog program –" not in bob.last
    skane = make_area(session, name="Skåne", channel_id=None)
    make_event(session, title="Dialog i Skåne", starts_at=MEETING - timedelta(days=1), area=skane)
    alice.types("/dialog programme")
    assert alice.form.title == "Programmet" and alice.submits() == {}, "the draft of the one meeting that is hers"
    alice.closes()
    alice.types("/dialog program skåne")
    assert alice.last.startswith("Programmet för Dialog i Skåne är inte publicerat än.")
    bob.types("/dialog program")
    assert "För dig: " in bob.form.text and "13.10" in bob.form.text and not bob.form.view.get("submit")
    bob.closes()
    bob.types("/dialog hjälp program")
    assert "/dialog program – läs vad som händer när.\nTill exempel: /dialog program Kronoberg" in bob.last
    dana.types("/dialog program kronoberg")
    assert dana.form.title == "The programme"
    dana.closes()
    dana.types("/dialog program nowhere")
    assert dana.last.startswith("I found no meeting for “nowhere”.")


@ONE_KIND
@pytest.mark.usefixtures("voted")
def test_the_calendar_file_has_the_programme_and_takes_the_place_of_the_one_before(
    alice: Person, bob: Person, halfday: Event, later: Later, workspace: Workspace
) -> None:
    register(bob)
    bob.closes()
    later(minutes=1)
    bob.presses("Lägg till i kalendern", in_="inbox")
    before = newest(workspace).decode()
    opens(alice)
    alice.submits()
    later(minutes=1)
    bob.presses("Uppdatera kalendern", in_="inbox")
    after = newest(workspace).decode()
    assert "14.00 Dialogpass 1" in after and "Dialogpass 1" not in before
    first, second = (int(re.findall(r"SEQUENCE:(\d+)", file)[0]) for file in (before, after))
    assert second > first


@pytest.mark.usefixtures("voted")
def test_a_later_change_is_told_only_when_alice_asks_for_it(
    alice: Person, bob: Person, halfday: Event, later: Later, rows: Rows
) -> None:
    register(bob)
    opens(alice)
    alice.submits()
    later(minutes=1)
    opens(alice)
    alice.presses("Ned", in_="form", value=f"topic {_id(rows, 'Yrkesutbildningar tillsammans')}")
    assert "det publicerade gäller tills du publicerar igen" in alice.form.text
    bob.presses("Visa hela programmet")
    assert order(bob.form.text)[0] == "Yrkesutbildningar tillsammans"
    alice.submits()
    assert "Ingen får ett meddelande om ändringen." in alice.form.text
    later(minutes=1)
    assert len(programme_messages(bob)) == 1
    bob.presses("Visa hela programmet")
    assert order(bob.form.text)[0] == "Vem betalar för sfi?"

    opens(alice)
    alice.presses("Upp", in_="form", value=f"topic {_id(rows, 'Yrkesutbildningar tillsammans')}")
    alice.submits(publishing=["tell"])
    later(minutes=1)
    assert programme_messages(bob)[1].startswith("Programmet har ändrats.")


@pytest.mark.usefixtures("voted")
def test_what_did_not_fit_is_saved_for_next_time_when_alice_says_so(
    alice: Person, halfday: Event, session: Session, rows: Rows
) -> None:
    opens(alice)
    alice.submits(publishing=["save"])
    fates = {topic.title: (topic.fate, topic.fate_reason) for topic in rows(Topic)}
    assert fates["Yrkesutbildningar tillsammans"] == ("on_programme", "It was among those that got the most votes.")
    assert fates["Betygen"] == ("saved", "Others got more votes, and time is short.")
    text = opens(alice)
    assert "Betygen (övergripande): andra kom före i resultatet" in text


@pytest.mark.usefixtures("voted")
def test_two_coordinators_at_once_the_second_sees_what_the_first_did_and_nothing_is_lost(
    alice: Person, anna: Person, halfday: Event, rows: Rows
) -> None:
    opens(alice)
    opens(anna)
    alice.presses("Upp", in_="form", value=f"topic {_id(rows, 'Statsbidragen')}")
    anna.presses("Ned", in_="form", value=f"topic {_id(rows, 'Yrkesutbildningar tillsammans')}")
    assert "Alice Alm ändrade det här före dig." in anna.form.text
    assert order(anna.form.text)[:2] == ["Yrkesutbildningar tillsammans", "Statsbidragen"]
    assert len(rows(ProgrammeChoice)) == 1
    anna.presses("Ned", in_="form", value=f"topic {_id(rows, 'Yrkesutbildningar tillsammans')}")
    assert order(anna.form.text)[:2] == ["Statsbidragen", "Yrkesutbildningar tillsammans"]

    alice.submits()
    assert "Anna Ask ändrade det här före dig." in alice.form.text
    assert rows(ProgrammeItem) == []


@pytest.mark.usefixtures("voted")
def test_a_press_that_comes_twice_is_one_change(alice: Person, halfday: Event, workspace: Workspace) -> None:
    opens(alice)
    alice.presses("5 minuter kortare", in_="form", near="Yrkesutbildningar tillsammans")
    workspace.replay(2)
    assert "14.20 Vem betalar för sfi? (20 minuter)" in opens(alice)


@ONE_KIND
@pytest.mark.usefixtures("voted")
def test_alice_builds_from_another_template_with_equal_minutes(alice: Person, halfday: Event) -> None:
    opens(alice)
    alice.presses("Mall och tider", in_="form")
    assert alice.submits(template="halvdag-fm", manner="equal", least="15") == {}
    assert "Ifyllt efter resultatet; alla frågor får lika många minuter." in alice.form.text
    assert "12.30–13.00 Registrering och kaffe" in alice.form.text
    assert "13.35 Yrkesutbildningar tillsammans (20 minuter)" in alice.form.text


@ONE_KIND
@pytest.mark.usefixtures("voted")
def test_the_programme_moves_with_the_meeting_and_ends_when_it_ends(
    alice: Person, bob: Person, halfday: Event, session: Session
) -> None:
    opens(alice)
    alice.submits()
    event = session.get_one(Event, halfday.id)
    event.reschedule(event.day, time(9), time(11))
    session.commit()
    text = opens(bob)
    assert "10.00–10.40 Dialogpass 1" in text and "Vad tar vi med oss" not in text
    assert "”Vad tar vi med oss – och vad tar Skolverket med sig?” är inte med: mötet är slut då." in opens(alice)


@ONE_KIND
def test_a_round_too_short_for_thirty_three_municipalities_is_pointed_out(
    alice: Person, halfday: Event, session: Session
) -> None:
    assert "i grupper" not in opens(alice)
    area = session.get_one(Area, halfday.area_id)
    area.organisations = [make_organisation(session, f"Kommun {n}", code=f"12{n:02}") for n in range(33)]
    session.commit()
    wanted = "”Rundan: läget i varje kommun” har 25 minuter. 33 kommuner behöver ungefär 50: gör den i grupper."
    assert wanted in opens(alice)


def test_when_nothing_is_published_on_its_day_the_coordinator_hears_it_and_people_when_it_is(
    alice: Person, bob: Person, halfday: Event, questions: dict[str, Topic], later: Later, session: Session
) -> None:
    register(bob)
    event = session.get_one(Event, halfday.id)
    event.programme_on = date(2027, 1, 13)
    steps.plan(session, event, NOON)
    session.commit()
    later(days=2)
    assert any(said.startswith("Programmet för Dialog i Kronoberg är inte publicerat.") for said in alice.inbox)
    assert not programme_messages(bob)
    alice.presses("Programmet", in_="inbox")
    assert alice.submits() == {}
    later(minutes=1)
    later(hours=20)
    assert len(programme_messages(bob)) == 1


@ONE_KIND
@pytest.mark.usefixtures("voted")
def test_only_those_who_may_build_a_programme_see_its_draft(
    bob: Person, halfday: Event, session: Session, workspace: Workspace, alice: Person
) -> None:
    opens(alice)
    bob.types("/dialog lista")
    bob.presses("Programmet", near="Dialog i Kronoberg", value=str(halfday.id)) if "Programmet" in bob.buttons else None
    assert bob.form is None


@pytest.mark.usefixtures("voted")
def test_alice_says_whom_a_part_is_for_so_that_others_have_another_beside_it(
    alice: Person, halfday: Event, session: Session
) -> None:
    session.get_one(Series, halfday.series_id).role_list = [
        {"id": one, "label": one.capitalize()} for one in ("politician", "director", "principal", "agency")
    ]
    session.commit()
    opens(alice)
    alice.presses("För vilka", in_="form", value="part operational.1")
    assert alice.submits(roles=["director", "politician"]) == {}
    assert "15.00–15.35 Dialogpass 2: verksamhetsnära frågor\nFör: Politician, Director" in alice.form.text
    assert "”Parallellt pass: politik och regional utveckling” är inte med: det krockar med" in alice.form.text
    assert "Statsbidragen (övergripande): andra kom före i resultatet" in alice.form.text
    alice.presses("För vilka", in_="form", value="part operational.1")
    alice.submits(roles=["director", "principal", "agency"])
    assert "krockar" not in alice.form.text and "15.00 Statsbidragen (35 minuter)" in alice.form.text


@ONE_KIND
def test_the_lab_publishes_its_own_agenda_as_the_file_has_it(
    alice: Person, bob: Person, halfday: Event, session: Session
) -> None:
    event = session.get_one(Event, halfday.id)
    event.agenda = lab_agenda()
    event.reschedule(event.day, time(13), time(16, 30))
    session.commit()
    text = opens(alice)
    assert "Dagordningen har inget pass för frågor: allt står som i mallen." in text
    alice.submits()
    text = opens(bob)
    assert "13.20–14.00 Speeddejt: möt tre personer från andra parter" in text
    assert "16.20–16.30 Datum för återkoppling och utcheckning" in text


@ONE_KIND
@pytest.mark.usefixtures("voted")
def test_alice_reads_in_the_plan_what_people_would_get_before_it_is_published(alice: Person, halfday: Event) -> None:
    alice.types("/dialog lista")
    alice.presses("Planen")
    alice.presses("Visa texten", in_="form", near="Programmet")
    assert "Programmet är klart." in alice.form.text and "14.00 Dialogpass 1" in alice.form.text
    assert "Yrkesutbildningar tillsammans" in alice.form.text


@ONE_KIND
@pytest.mark.usefixtures("voted")
def test_a_facilitator_orders_the_programme_and_leaves_the_publishing_to_the_coordinator(
    workspace: Workspace, halfday: Event, session: Session, rows: Rows
) -> None:
    make_assignment(session, make_person(session, "Fia Fors", slack_user_id="U0FIA"), Duty.FACILITATOR,
                    area_id=halfday.area_id)  # fmt: skip
    fia = workspace.person("U0FIA", name="Fia Fors", email="fia@example.org")
    fia.types("/dialog lista")
    fia.presses("Frågor", near="Dialog i Kronoberg")
    fia.presses("Programmet", in_="form")
    fia.presses("Upp", in_="form", value=f"topic {_id(rows, 'Vem betalar för sfi?')}")
    assert order(fia.form.text)[0] == "Vem betalar för sfi?"
    assert "Publicera" not in fia.form.text


@ONE_KIND
def test_an_empty_series_says_that_there_is_no_agenda(alice: Person, halfday: Event, session: Session) -> None:
    session.get_one(Series, halfday.series_id).agenda_templates = {}
    session.get_one(Event, halfday.id).agenda = []
    session.commit()
    alice.types("/dialog lista")
    alice.presses("Programmet", near="Dialog i Kronoberg")
    assert "har ingen dagordning" in alice.last or "har ingen dagordning" in alice.form.text


def _id(rows: Rows, title: str) -> int:
    found: int = rows(Topic, Topic.title == title)[0].id
    return found
