"""Filling in a ballot: by every method, page by page, with whatever people have written; and who is turned away."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.context import Bot
from bot.services import access, events
from bot.services.polls import starting
from bot.services.polls.opening import Wish
from models import Area, Duty, Event, Method, PollOption, Topic
from models import Person as Row
from models.errors import Refusal
from models.polls import BALLOTS, ROLL
from sandbox.people import Person
from sandbox.workspace import Workspace
from tests.clock import NOON
from tests.electing import CLOSES, make_questions
from tests.factories import make_area, make_assignment, make_guest, make_person, make_registration
from tests.scenarios.conftest import ONE_KIND, Later

ROOM = "C0KRO"


@pytest.fixture
def bobs_seat(bob: Person, kronoberg: Event, session: Session) -> Row:
    row = make_person(session, "Bob Berg", slack_user_id="U0BOB", locale="sv-SE")
    make_registration(session, kronoberg, row)
    return row


def begins(bot: Bot, event: Event, method: Method = Method.DOTS) -> None:
    with bot.sessions.begin() as session:
        held = events.lock(session, event.id)
        starting.start(session, held, wish=Wish(method=method), closes_at=CLOSES, by_id=1, now=NOON)


def voted(bot: Bot) -> list[dict[str, int]]:
    """What stands on the ballots, by the words of the questions."""
    with bot.sessions.reading() as session:
        words = {str(one.id): one.words for one in session.scalars(select(PollOption))}
        return [{words[key]: mark for key, mark in marks.items()} for marks in session.scalars(select(BALLOTS.c.marks))]


@ONE_KIND
@pytest.mark.parametrize(
    ("method", "given", "becomes"),
    [
        (Method.SINGLE, {"overarching": "overarching 2"}, {"overarching 2": 1}),
        (Method.MULTIPLE, {"overarching_0": ["overarching 0", "overarching 3"]},
         {"overarching 0": 1, "overarching 3": 1}),
        (Method.RANKING, {"overarching_1": "overarching 3", "overarching_3": "overarching 0"},
         {"overarching 3": 1, "overarching 0": 2}),
    ],
)  # fmt: skip
def test_bob_fills_in_a_ballot_of_each_kind_and_finds_it_again(
    method: Method, given: dict[str, Any], becomes: dict[str, int], bob: Person, bobs_seat: Row, kronoberg: Event,
    session: Session, bot: Bot,
) -> None:  # fmt: skip
    make_questions(session, kronoberg, 4)
    begins(bot, kronoberg, method)
    bob.types("/dialog poll")
    assert bob.submits(**given) == {}
    assert voted(bot) == [becomes]
    bob.types("/dialog poll")
    assert bob.submits() == {}, "as it was"
    assert voted(bot) == [becomes]


@ONE_KIND
def test_points_are_given_to_each_question_and_can_be_taken_away(
    bob: Person, bobs_seat: Row, kronoberg: Event, session: Session, bot: Bot
) -> None:
    make_questions(session, kronoberg, 3)
    begins(bot, kronoberg, Method.SCORES)
    bob.types("/dialog poll")
    assert bob.submits(**{"overarching 0": "5", "overarching 2": "1"}) == {}
    assert voted(bot) == [{"overarching 0": 5, "overarching 2": 1}]
    bob.types("/dialog poll")
    assert bob.submits(**{"overarching 0": "Inget val"}) == {}
    assert voted(bot) == [{"overarching 2": 1}]


@ONE_KIND
def test_what_is_marked_is_kept_while_the_pages_of_a_hundred_and_twenty_questions_are_turned(
    bob: Person, bobs_seat: Row, kronoberg: Event, session: Session, bot: Bot
) -> None:
    make_questions(session, kronoberg, 120)
    begins(bot, kronoberg)
    bob.types("/dialog poll")
    assert "Sida 1 av 4." in bob.form.text
    marked = []
    for page in (1, 2, 3):
        name = f"overarching_{(page - 1) * 30}"
        first = bob.form.options(name)[0]
        bob.fills(**{name: [first]})
        marked.append(first)
        bob.presses("Nästa", in_="form")
    assert "3 frågor markerade hittills." in bob.form.text
    bob.presses("Föregående", in_="form")
    assert bob.form.values["overarching_60"], "still marked"
    bob.presses("Nästa", in_="form")
    more = bob.form.options("overarching_90")[0]
    wrong = bob.submits(overarching_90=[more])
    assert "Du har markerat 4, men har tre röster här." in str(wrong) or "men har 3 röster här" in str(wrong)
    assert bob.submits(overarching_90=[]) == {}
    assert sorted(next(iter(voted(bot)))) == sorted(str(one) for one in marked)


@ONE_KIND
@pytest.mark.parametrize(
    "titles",
    [["En enda fråga?"], ["Samma?"] * 5, ["x" * 3000, "y" * 3000], ["<!here> <@U0ALICE> *fet* 🎉", "<https://x.se|här>"]],
)  # fmt: skip
def test_whatever_the_questions_are_they_can_be_voted_on_and_ping_nobody(
    titles: list[str], alice: Person, bob: Person, bobs_seat: Row, kronoberg: Event, session: Session, bot: Bot,
    later: Later, workspace: Workspace,
) -> None:  # fmt: skip
    make_questions(session, kronoberg, len(titles))
    for row, title in zip(session.scalars(select(Topic).order_by(Topic.id)).all(), titles, strict=True):
        row.title = title
    session.commit()
    begins(bot, kronoberg)
    later()
    bob.types("/dialog poll")
    first = bob.form.options("overarching_0")[0]
    assert bob.submits(overarching_0=[first]) == {}
    later(days=7, hours=3)
    assert any(said.startswith("Så röstade ni.") for said in bob.inbox)
    said = [message["text"] for message in bob.messages]
    assert not [words for words in said if "<!here>" in words or "<@U0ALICE>" in words]


def test_who_may_not_vote_is_told_why(
    alice: Person, bob: Person, charlie: Person, kronoberg: Event, session: Session, bot: Bot, workspace: Workspace,
    bobs_seat: Row, later: Later,
) -> None:  # fmt: skip
    """From the card, which everyone in the channel sees; and a member of another workspace sees it too."""
    workspace.channel(ROOM, name="dialog-kronoberg", members=[alice, bob, charlie])
    session.get_one(Area, kronoberg.area_id).channel_id = ROOM
    session.commit()
    make_questions(session, kronoberg, 4)
    begins(bot, kronoberg)
    later()
    for person in (alice, charlie):
        person.presses("Rösta", in_=ROOM)
        assert "Bara den som är anmäld till Dialog i Kronoberg kan rösta." in person.last
    bob.presses("Rösta", in_=ROOM)
    assert bob.form and "Ingen ser hur du röstar." in bob.form.text
    charlie.types("/dialog omröstning")
    assert "Det pågår ingen omröstning som du kan delta i." in charlie.last


def test_a_guests_vote_is_registered_by_the_coordinator_and_marked_and_nobody_reads_it_again(
    alice: Person, bob: Person, kronoberg: Event, session: Session, bot: Bot, later: Later
) -> None:
    make_registration(session, kronoberg, make_guest(session, "Gunnel Gran", email="gunnel@example.org"))
    make_questions(session, kronoberg, 4)
    begins(bot, kronoberg)
    later()
    mail = str(alice.messages)
    assert "Samordnaren registrerar din röst och vet då hur du röstar. Du får avstå." in mail
    assert "- overarching 3" in mail and "gunnel@example.org" in mail

    def opens_gunnels() -> None:
        alice.types("/dialog lista")
        alice.presses("Omröstningen")
        alice.picks("Gunnel Gran", in_="form")

    opens_gunnels()
    assert "Du röstar för Gunnel Gran och vet då hur hen röstar." in alice.form.text
    assert alice.submits(overarching_0=["overarching 1"]) == {}
    assert "Gästens röst är sparad." in alice.form.text
    opens_gunnels()
    assert "Det du sparar ersätter det som har registrerats förut." in alice.form.text
    assert not alice.form.values.get("overarching_0"), "what it was is not shown again"
    alice.closes()
    alice.types("/dialog lista")
    alice.presses("Omröstningen")
    assert "1 av 1 anmälda har röstat. 1 röst registrerad av samordnaren." in alice.form.text
    with bot.sessions.reading() as reading:
        assert reading.execute(select(ROLL.c.by_coordinator)).scalars().all() == [True]


def test_the_desk_is_for_the_coordinator_of_the_area_alone(
    bob: Person, charlie: Person, kronoberg: Event, session: Session, bot: Bot, bobs_seat: Row
) -> None:
    skane = make_area(session, name="Skåne", channel_id=None)
    elsewhere = make_person(session, "Charlie Carlsson", slack_user_id="U0CHARLIE", locale="sv-SE")
    make_assignment(session, elsewhere, Duty.COORDINATOR, area_id=skane.id)
    make_questions(session, kronoberg, 4)
    begins(bot, kronoberg)
    for person in (bob, charlie):
        person.types("/dialog lista")
        assert "Omröstningen" not in person.buttons
        with bot.sessions.reading() as reading, pytest.raises(Refusal, match="Only the coordinator"):
            row = reading.scalars(select(Row).where(Row.slack_user_id == person.id)).one()
            access.event_to_poll(reading, kronoberg.workspace_id, kronoberg.id, person_id=row.id)
    bob.types("/dialog lista")
    assert "Rösta" in bob.buttons
