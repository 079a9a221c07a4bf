"""A lab's parties say how important and how feasible each challenge is: medians, and four squares."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

import pytest
import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.context import Bot
from bot.services import events
from bot.services.plan import steps
from bot.services.seasons.applying import apply
from bot.services.seasons.files import read_file
from models import Poll, PollOption, PollTotal, Series
from sandbox.people import Person
from sandbox.readable import text_of
from sandbox.workspace import Workspace
from tests.clock import FakeClock
from tests.scenarios.conftest import ONE_KIND, Later, Rows
from tests.scenarios.test_fetching_lists import sent
from tests.seasons import EXAMPLES

pytestmark = ONE_KIND
LAB = EXAMPLES / "forlabb-skolnarvaro-2027.yaml"
ROOM = "C0LAB"
IN_THE_ROOM = datetime.fromisoformat("2027-06-16T15:20:00+02:00")
"""Twenty minutes before the agenda comes to the vote."""
SQUARES = {"high_high": "Börja här", "high_low": "Behöver beslut högre upp", "low_high": "Snabba vinster",
           "low_low": "Vänta"}  # fmt: skip


@dataclass
class Lab:
    file: dict[str, Any]
    lead: Person
    people: dict[str, list[Person]]
    """By party."""

    def titles(self) -> dict[str, str]:
        return {one["id"]: one["title"] for one in self.file["shared_challenges"]}


@pytest.fixture
def lab(bot: Bot, session: Session, workspace: Workspace, clock: FakeClock) -> Lab:
    """The file is read when all have registered; on the day everyone is in the room."""
    file = yaml.safe_load(LAB.read_text("utf-8"))
    lead = workspace.person("U0LEAD", name="Processledare", email="processledare@example.org")
    people: dict[str, list[Person]] = {}
    for number, one in enumerate(file["participants"]):
        if one["has_slack"] and "forlabb-1" in one["sessions"]:
            person = workspace.person(f"U0DEL{number}", name=one["person"], email=one["email"])
            people.setdefault(one["party"], []).append(person)
    workspace.channel(ROOM, name="forlabb", members=[lead, *(one for party in people.values() for one in party)])
    clock.move_to(datetime.fromisoformat("2027-05-31T09:00:00+02:00"))
    plan = read_file(LAB).plan
    assert plan is not None
    apply(bot.sessions, plan, clock.now(), lambda done: None)
    session.scalars(select(Series)).one().channel_id = ROOM
    session.commit()
    clock.move_to(IN_THE_ROOM)
    return Lab(file, lead, people)


def opens(lab: Lab, **how: str) -> None:
    lab.lead.types("/dialog lista")
    lab.lead.presses("Prioritera utmaningar", near="Första förlabbet")
    assert "6 utmaningar i seriens fil." in lab.lead.form.text
    lab.lead.presses("Öppna omröstningen", in_="form")
    assert lab.lead.submits(**how) == {}


def answers(rows: Rows, lab: Lab, scores: dict[str, list[int]]) -> dict[str, str]:
    """What the form is given, by the input of each question."""
    of = {title: key for key, title in lab.titles().items()}
    return {
        f"option_{row.id}": str(scores[of[row.words]][row.on_list == "feasibility"])
        for row in rows(PollOption)
        if of[row.words] in scores
    }


def votes(person: Person, given: dict[str, str]) -> None:
    """Page by page, as far as there are any."""
    person.types("/dialog omröstning")
    person.fills(**given)
    assert person.submits() == {}


def card_in(workspace: Workspace) -> str:
    shown = [text_of(one["blocks"], workspace.name_of) for one in workspace.messages(ROOM)]
    return next(one for one in shown if "har röstat." in one)


def test_the_files_scores_give_the_files_squares(lab: Lab, workspace: Workspace, later: Later, rows: Rows) -> None:
    lab.people["mdu"][1].types("/dialog mina")
    opens(lab)
    later(seconds=5)
    card = card_in(workspace)
    for words in ("0 av 5 parter har röstat.", "Varje part har en röst", "Medianen avgör", "1. Vi mäter frånvaro",
                  "Hur viktigt är det att vi löser detta tillsammans?"):  # fmt: skip
        assert words in card
    for ballot in lab.file["prioritisation"]["sample_ballots"]:
        scores = {key: value for key, value in ballot.items() if key != "party"}
        votes(lab.people[ballot["party"]][0], answers(rows, lab, scores))
    later(seconds=5)
    asked = [said for said in lab.people["mdu"][1].inbox if said.startswith("Hur viktigt och hur möjligt?")]
    assert len(asked) == 1 and "Resultatet kommer onsdag 16 juni kl. 16.30." in asked[0]
    assert "5 av 5 parter har röstat." in card_in(workspace) and "Börja här" not in card_in(workspace)

    later(minutes=70)
    expected = lab.file["prioritisation"]["expected_squares"]
    card, titles = card_in(workspace), lab.titles()
    assert "Här hamnade utmaningarna." in card
    found, square = {}, ""
    for line in card.splitlines():
        square = line if line in SQUARES.values() else square
        for key, title in titles.items():
            if line.startswith(f"• {title} (vikt "):
                found[key] = square
    assert found == {key: SQUARES[square] for key, square in expected.items()}
    assert "• Vi mäter frånvaro på olika sätt och kan inte jämföra (vikt 4, möjlighet 4)" in card

    someone = lab.people["mdu"][0]
    someone.presses("Hämta som bild", in_=ROOM)
    assert "Bilden är på väg till dig" in someone.last
    (picture,) = workspace.uploads.files.values()
    assert picture.content is not None and picture.content.startswith(b"\x89PNG")
    assert "Börja här: " in picture.spoken and "Snabba vinster: Fritiden" in picture.spoken
    workspace.uploads.files.clear()

    lab.lead.presses("Visa hela resultatet", in_="inbox")
    lab.lead.presses("Lägg bilden i kanalen", in_="form")
    assert "Bilden är på väg in i kanalen." in lab.lead.form.text
    assert workspace.messages(ROOM)[-1]["files"][0]["name"].endswith(".png")
    workspace.uploads.files.clear()
    lab.lead.closes()

    lab.lead.presses("Visa hela resultatet", in_="inbox")
    lab.lead.presses("Hämta som fil (CSV)", in_="form")
    rows_of_file = sent(workspace).decode("utf-8-sig").splitlines()
    assert rows_of_file[:2] == [
        "Utmaning;Vikt;Möjlighet;Ruta",
        "Bra projekt tar slut innan vi vet om de fungerar;4;4;Börja här",
    ]


def test_whoever_of_a_party_votes_last_changes_its_vote(
    lab: Lab, workspace: Workspace, later: Later, rows: Rows
) -> None:
    opens(lab)
    first, second = lab.people["mdu"]
    votes(first, answers(rows, lab, {"utm-1": [5, 5]}))
    second.types("/dialog omröstning")
    assert "Din part har redan röstat. Här kan du ändra partens röst." in second.form.text
    second.fills(**answers(rows, lab, {"utm-1": [1, 2]}))
    assert second.submits() == {}
    assert "Vi mäter frånvaro på olika sätt och kan inte jämföra: vikt 1, möjlighet 2" in second.form.text
    later(seconds=5)
    assert "1 av 5 parter har röstat." in card_in(workspace)
    later(minutes=70)
    card = card_in(workspace)
    assert "Under fem röster: bara rutan visas, inga siffror." in card and "(vikt" not in card
    assert "Vänta\n• Vi mäter frånvaro" in card and "Inte besvarade\n• " in card
    assert {one.points for one in rows(PollTotal)} == {None}


def test_with_a_vote_each_a_party_of_many_has_many(lab: Lab, workspace: Workspace, later: Later, rows: Rows) -> None:
    opens(lab, whose_ballot="Alla anmälda, var sin")
    for person in lab.people["mdu"]:
        votes(person, answers(rows, lab, {"utm-1": [5, 5]}))
    later(seconds=5)
    assert "2 av 11 anmälda har röstat." in card_in(workspace)


def test_challenges_named_in_the_room_are_voted_on_and_what_cannot_be_is_refused(lab: Lab, rows: Rows) -> None:
    lab.lead.types("/dialog lista")
    lab.lead.presses("Prioritera utmaningar", near="Första förlabbet")
    lab.lead.presses("Öppna omröstningen", in_="form")
    assert "står där två gånger" in str(lab.lead.submits(words="Samma\nSamma"))
    assert "är för lång" in str(lab.lead.submits(words="x" * 301))
    assert "rymmer 60" in str(lab.lead.submits(words="\n".join(map(str, range(61)))))
    assert lab.lead.submits(words="- Första\n• <!here> & *andra*\n") == {}
    assert "Omröstningen är öppen." in lab.lead.form.text
    assert {one.words for one in rows(PollOption)} == {"Första", "<!here> & *andra*"}
    (poll,) = rows(Poll)
    assert poll.is_per_organisation


def test_only_whoever_leads_the_lab_opens_the_vote_and_only_those_registered_vote(lab: Lab) -> None:
    (person, *_) = lab.people["mdu"]
    person.types("/dialog lista")
    assert "Prioritera utmaningar" not in person.buttons
    opens(lab)
    lab.lead.presses("Rösta", in_="form")
    assert "Bara den som är anmäld till Första förlabbet kan rösta." in lab.lead.form.text


VOTED_AT = datetime.fromisoformat("2027-06-16T15:40:00+02:00")
ASKED = "Hur viktigt och hur möjligt?"


def asked(person: Person) -> list[str]:
    return [said for said in person.inbox if said.startswith(ASKED)]


def test_the_vote_opens_when_the_agenda_comes_to_it_once(
    lab: Lab, workspace: Workspace, later: Later, rows: Rows
) -> None:
    for person in lab.people["mdu"]:
        person.types("/dialog mina")
    lab.lead.types("/dialog lista")
    lab.lead.presses("Prioritera utmaningar", near="Första förlabbet")
    assert "öppnar omröstningen onsdag 16 juni kl. 15.40, av sig själv, om utmaningarna i filen." in (
        lab.lead.form.text
    )
    later(minutes=19)
    assert rows(Poll) == []
    later(minutes=1)
    (poll,) = rows(Poll)
    assert (poll.opened_at, poll.opened_by_id, poll.is_per_organisation) == (VOTED_AT, None, True)
    later(seconds=5)
    assert "0 av 5 parter har röstat." in card_in(workspace) and "skulle ha öppnat" not in card_in(workspace)
    for person in lab.people["mdu"]:
        (said,) = asked(person)
        assert "Resultatet kommer onsdag 16 juni kl. 16.30." in said and "skulle ha öppnat" not in said
    later(minutes=5)
    assert len(rows(Poll)) == 1


def test_with_the_bot_stopped_it_opens_late_and_says_so(
    lab: Lab, clock: FakeClock, workspace: Workspace, later: Later, rows: Rows
) -> None:
    lab.people["mdu"][0].types("/dialog mina")
    clock.move_to(VOTED_AT + timedelta(minutes=12))
    later()
    late = "Omröstningen skulle ha öppnat onsdag 16 juni kl. 15.40 men öppnade för sent: boten var inte igång."
    assert late in asked(lab.people["mdu"][0])[0] and late in card_in(workspace)


def test_the_day_after_nobody_is_asked_any_more(lab: Lab, clock: FakeClock, later: Later, rows: Rows) -> None:
    clock.move_to(VOTED_AT + timedelta(days=1))
    later()
    assert rows(Poll) == []


def test_whoever_leads_the_lab_opens_it_before_or_keeps_it_from_opening(
    lab: Lab, clock: FakeClock, later: Later, rows: Rows
) -> None:
    lead = lab.lead
    lead.types("/dialog lista")
    lead.presses("Prioritera utmaningar", near="Första förlabbet")
    lead.presses("Jag öppnar den själv", in_="form")
    assert "Omröstningen öppnar inte av sig själv." in lead.form.text
    later(minutes=21)
    assert rows(Poll) == []
    lead.presses("Öppna omröstningen", in_="form")
    assert lead.submits(words="Det vi namngav") == {}
    assert [row.words for row in rows(PollOption)] == ["Det vi namngav"] * 2


def test_one_that_was_opened_and_closed_by_hand_does_not_open_again(lab: Lab, later: Later, rows: Rows) -> None:
    opens(lab)
    lab.lead.presses("Stäng omröstningen nu", in_="form")
    later(minutes=25)
    assert [poll.is_open for poll in rows(Poll)] == [False]


def test_the_agenda_moves_with_the_meeting(lab: Lab, bot: Bot, clock: FakeClock, later: Later, rows: Rows) -> None:
    with bot.sessions.begin() as session:
        event = events.lock(session, 1)
        event.reschedule(event.day, time(14), time(17, 30))
        steps.plan(session, event, clock.now())
    later(minutes=79)
    assert rows(Poll) == []
    later(minutes=1)
    assert [poll.opened_at for poll in rows(Poll)] == [VOTED_AT + timedelta(hours=1)]
