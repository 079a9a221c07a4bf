"""What becomes of questions, as rows: nothing is lost, everyone is told once, and all of it can be undone."""

import threading
from datetime import timedelta
from time import perf_counter

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services import events
from bot.services.topics import copies, fates, merging, ordering, proposing, reading, rows, supporting
from models import (
    Delivery,
    Event,
    Fate,
    Kind,
    Level,
    LogEntry,
    Person,
    Poll,
    PollState,
    Topic,
    TopicState,
    TopicSupport,
)
from models.database import Sessions
from models.errors import Refusal
from models.topics import NO_ROOM, VOTED_IN
from tests.clock import NOON
from tests.factories import make_area, make_coordinator, make_event, make_person, make_topic

ONE_KIND = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def event(session: Session) -> Event:
    return make_event(session)


@pytest.fixture
def alice(session: Session, event: Event) -> Person:
    return make_coordinator(session, event)


def told(session: Session) -> list[tuple[int | None, int, int]]:
    """Who is told of which question, and of which change."""
    wanted = select(Delivery).where(Delivery.kind == Kind.TOPIC_FATE).order_by(Delivery.id)
    return [(row.person_id, row.facts["topic"], row.facts["number"]) for row in session.scalars(wanted)]


def supporters(session: Session, event: Event, topic: Topic) -> int:
    return len(rows.of_event(session, event).supporters(topic))


def test_a_merge_keeps_proposers_and_supporters_and_gives_them_back_when_undone(
    session: Session, event: Event, alice: Person
) -> None:
    bob, charlie, dana = (make_person(session, name) for name in ("Bob", "Charlie", "Dana"))
    stays = make_topic(session, event, "Hur gör ni?", proposer_id=bob.id)
    goes = make_topic(session, event, "Hur gör andra?", proposer_id=charlie.id)
    events.lock(session, event.id)
    for topic in (stays, goes):
        supporting.support(session, event, topic, person_id=dana.id, now=NOON)
        supporting.support(session, event, topic, person_id=dana.id, now=NOON)
    supporting.support(session, event, stays, person_id=charlie.id, now=NOON)
    merging.merge(session, event, goes, stays, reason=None, by_id=alice.id, now=NOON)
    found = rows.of_event(session, event)
    assert found.proposers(stays) == {bob.id, charlie.id}
    assert found.supporters(stays) == {dana.id}, "once, and whoever proposed it is no supporter"
    assert (goes.state, goes.fate, goes.merged_into_id) == (TopicState.DECIDED, Fate.MERGED, stays.id)
    assert sorted(told(session)) == sorted([(charlie.id, goes.id, 1), (bob.id, goes.id, 1)])

    fates.decide(session, event, stays, Fate.ON_PROGRAMME, VOTED_IN, None, LATER)
    assert sorted(told(session)[2:]) == sorted([(bob.id, stays.id, 1), (charlie.id, stays.id, 1)])
    fates.decide(session, event, stays, Fate.ON_PROGRAMME, VOTED_IN, None, LATER)
    assert len(told(session)) == 4, "the same again is no news"

    fates.reopen(session, event, goes, alice.id, LATER)
    assert (goes.state, goes.fate, goes.merged_into_id) == (TopicState.OPEN, None, None)
    assert (supporters(session, event, stays), supporters(session, event, goes)) == (2, 1)
    assert [entry.action for entry in session.scalars(select(LogEntry).order_by(LogEntry.id))] == [
        "topic_merged", "topic_on_programme", "topic_reopened",
    ]  # fmt: skip


def test_support_is_taken_back_also_where_it_was_given_before_a_merge(session: Session, event: Event) -> None:
    dana, stays, goes = make_person(session), make_topic(session, event), make_topic(session, event, "Hur då?")
    supporting.support(session, event, goes, person_id=dana.id, now=NOON)
    merging.merge(session, event, goes, stays, reason=None, by_id=dana.id, now=NOON)
    assert supporters(session, event, stays) == 1
    supporting.take_back(session, event, stays, person_id=dana.id, now=NOON)
    supporting.take_back(session, event, stays, person_id=dana.id, now=NOON)
    assert supporters(session, event, stays) == 0 and session.scalars(select(TopicSupport)).all() == []


def test_ten_who_support_at_once_are_ten_and_a_double_click_is_one(
    sessions: Sessions, session: Session, event: Event
) -> None:
    topic, people = make_topic(session, event), [make_person(session) for _ in range(10)]

    def press(person_id: int) -> None:
        with sessions.begin() as mine:
            held = events.lock(mine, event.id)
            row = mine.get_one(Topic, topic.id)
            supporting.support(mine, held, row, person_id=person_id, now=NOON)

    presses = [threading.Thread(target=press, args=(person.id,)) for person in people for _ in range(2)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    assert supporters(session, event, topic) == 10


@pytest.mark.parametrize("unique", [True, False])
@ONE_KIND
def test_without_the_unique_row_a_double_click_would_be_kept_twice(
    unique: bool, session: Session, event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not unique:
        session.connection().exec_driver_sql("CREATE TABLE plain AS SELECT * FROM topic_supports")
        session.connection().exec_driver_sql("DROP TABLE topic_supports")
        session.connection().exec_driver_sql("ALTER TABLE plain RENAME TO topic_supports")
    topic, dana = make_topic(session, event), make_person(session)
    for _ in range(2):
        supporting.support(session, event, topic, person_id=dana.id, now=NOON)
    assert len(session.connection().exec_driver_sql("SELECT * FROM topic_supports").all()) == (1 if unique else 2)


def test_two_coordinators_who_merge_each_into_the_other_make_no_circle(
    sessions: Sessions, session: Session, event: Event, alice: Person
) -> None:
    one, other = make_topic(session, event, "En?"), make_topic(session, event, "Två?")
    refused = []

    def press(topic_id: int, into_id: int) -> None:
        with sessions.begin() as mine:
            held = events.lock(mine, event.id)
            rows_ = mine.get_one(Topic, topic_id), mine.get_one(Topic, into_id)
            try:
                merging.merge(mine, held, *rows_, reason=None, by_id=alice.id, now=NOON)
            except Refusal as refusal:
                refused.append(refusal.sentence)

    both = [threading.Thread(target=press, args=pair) for pair in ((one.id, other.id), (other.id, one.id))]
    for press_ in both:
        press_.start()
    for press_ in both:
        press_.join()
    session.expire_all()
    assert len(refused) == 1 and "decided already" in refused[0]
    assert sorted([one.state, other.state]) == [TopicState.DECIDED, TopicState.OPEN]


def test_what_is_saved_opens_the_next_meetings_list_and_comes_back_when_it_is_not(
    session: Session, event: Event, alice: Person
) -> None:
    following = make_event(session, starts_at=NOON + timedelta(days=365))
    make_event(session, starts_at=NOON + timedelta(days=700))
    make_event(session, starts_at=NOON + timedelta(days=30), area=make_area(session, name="Skåne"))
    bob = make_person(session)
    new = make_topic(session, following, "Något nytt?")
    saved = make_topic(session, event, "Hur gör ni?", proposer_id=bob.id, theme="gone")
    fates.decide(session, event, saved, Fate.SAVED, "Tiden tog slut.", alice.id, NOON)
    first, last = rows.open_ones(session, following)
    assert (first.title, first.origin_id, first.proposer_id, first.theme) == ("Hur gör ni?", saved.id, bob.id, None)
    assert last.id == new.id
    found = reading.listed(session, following, person_id=bob.id, sees_proposers=False, now=NOON)
    assert [(one.is_from_last_time, one.is_mine) for one in found.topics] == [(True, True), (False, False)]

    fates.decide(session, event, saved, Fate.ANSWERED, "Svar: ja.", alice.id, LATER)
    assert [row.id for row in rows.open_ones(session, following)] == [new.id]
    fates.decide(session, event, saved, Fate.SAVED, "Ändå.", alice.id, LATER)
    assert [row.id for row in rows.open_ones(session, following)] == [first.id, new.id], "the same row again"

    fates.decide(session, following, first, Fate.ON_PROGRAMME, None, None, LATER)
    assert told(session)[-1] == (bob.id, first.id, 1), "whoever asked last year hears of it this year"


def test_a_meeting_that_comes_later_begins_with_what_was_saved(session: Session, event: Event) -> None:
    saved = make_topic(session, event)
    fates.decide(session, event, saved, Fate.SAVED, "Tiden tog slut.", None, NOON)
    elsewhere = make_event(session, starts_at=NOON + timedelta(days=300), area=make_area(session, name="Skåne"))
    follow_up = make_event(session, starts_at=None, follows_id=event.id)
    for new in (elsewhere, follow_up, follow_up):
        copies.open_with_saved(session, new, NOON)
    assert [row.origin_id for row in session.scalars(select(Topic).where(Topic.id != saved.id))] == [saved.id]
    assert [row.title for row in rows.open_ones(session, follow_up)] == [saved.title]


def test_a_question_sent_on_is_proposed_in_the_other_area_and_taken_back_with_its_fate(
    session: Session, event: Event, alice: Person
) -> None:
    area = session.get_one(Event, event.id).area_id
    skane = make_event(session, area=make_area(session, name="Skåne"), approves_topics=True)
    bob, topic = make_person(session), make_topic(session, event)
    topic.proposer_id = bob.id
    fates.send_on(session, event, topic, skane, "Det är er fråga.", alice.id, NOON)
    copy = session.scalars(select(Topic).where(Topic.event_id == skane.id)).one()
    assert (copy.state, copy.proposer_id, area) == (TopicState.PENDING, bob.id, event.area_id)
    seen = reading.listed(session, skane, person_id=bob.id, sees_proposers=False, now=NOON).topics
    assert [one.from_area for one in seen] == ["Kronoberg"]
    here = reading.listed(session, event, person_id=alice.id, sees_proposers=True, now=NOON).topics
    assert [(one.fate, one.sent_to) for one in here] == [(Fate.SENT_ON, "Skåne")]
    fates.reopen(session, event, topic, alice.id, LATER)
    assert copy.state is TopicState.WITHDRAWN and topic.is_open
    with pytest.raises(Refusal, match="takes no questions"):
        fates.send_on(session, event, topic, event, "Hit?", alice.id, LATER)


def test_questions_are_put_in_order_within_their_level_and_new_ones_come_last(
    session: Session, event: Event, alice: Person
) -> None:
    a, b, c = (make_topic(session, event, title) for title in "abc")
    other = make_topic(session, event, "d", level=Level.OPERATIONAL)
    for topic, by in ((c, -1), (a, 1), (a, 1), (b, -1), (b, -1)):
        ordering.move(session, event, topic, by=by, actor_id=alice.id, now=NOON)
    new = make_topic(session, event, "e")
    assert [row.title for row in rows.open_ones(session, event, Level.OVERARCHING)] == ["b", "c", "a", "e"]
    assert [row.id for row in rows.open_ones(session, event)] == [b.id, c.id, a.id, new.id, other.id]
    assert other.position is None


def test_what_nobody_has_approved_stays_out_of_sight_whatever_becomes_of_it(
    session: Session, event: Event, alice: Person
) -> None:
    event.approves_topics = True
    bob, charlie = make_person(session), make_person(session)
    asked = {"level": "overarching", "theme": None, "background": None, "now": NOON}
    mine = proposing.propose(session, event_id=event.id, person_id=bob.id, title="Får jag fråga?", **asked)
    assert [one.is_pending for one in mine.topics] == [True]
    own = proposing.propose(session, event_id=event.id, person_id=alice.id, title="Får jag?", **asked)
    assert [one.title for one in own.topics] == ["Får jag?"], "the coordinator need not ask herself"
    [pending] = session.scalars(select(Topic).where(Topic.state == TopicState.PENDING))
    fates.decide(session, event, pending, Fate.ANSWERED, "Ja.", alice.id, NOON)

    def titles(person: Person, *, steers: bool = False) -> list[str]:
        found = reading.listed(session, event, person_id=person.id, sees_proposers=False, steers=steers, now=NOON)
        return [one.title for one in found.topics]

    assert titles(charlie) == ["Får jag?"] and rows.count(session, event) == 1
    assert titles(bob) == titles(alice, steers=True) == ["Får jag fråga?", "Får jag?"]
    fates.reopen(session, event, pending, alice.id, NOON)
    ordering.approve(session, event, pending, actor_id=alice.id, now=NOON)
    assert titles(charlie) == ["Får jag fråga?", "Får jag?"]


def test_what_others_have_asked_too_is_not_withdrawn_by_one_of_them(
    session: Session, event: Event, alice: Person
) -> None:
    bob = make_person(session)
    mine, others = make_topic(session, event, proposer_id=bob.id), make_topic(session, event, "Hur gör andra?")
    merging.merge(session, event, others, mine, reason=None, by_id=alice.id, now=NOON)
    with pytest.raises(Refusal, match="Others have asked the same"):
        proposing.withdraw(session, event, mine, NOON)
    fates.reopen(session, event, others, alice.id, NOON)
    proposing.withdraw(session, event, mine, NOON)
    proposing.withdraw(session, event, mine, NOON)
    assert mine.state is TopicState.WITHDRAWN


def test_a_coordinators_wording_keeps_the_first_one(session: Session, event: Event, alice: Person) -> None:
    topic = make_topic(session, event, "hur går ni")
    new = {"level": "operational", "theme": None, "background": "", "actor_id": alice.id, "now": NOON}
    for title in ("Hur gör ni?", "Hur gör ni i dag?"):
        ordering.reword(session, event, topic, title=title, **new)
    assert (topic.title, topic.proposed_title, topic.level) == ("Hur gör ni i dag?", "hur går ni", Level.OPERATIONAL)


@ONE_KIND
def test_a_question_that_changes_lists_comes_last_in_the_other(session: Session, event: Event, alice: Person) -> None:
    goes, stays = make_topic(session, event, "a"), make_topic(session, event, "b", level=Level.OPERATIONAL)
    for topic in (goes, stays):
        ordering.move(session, event, topic, by=-1, actor_id=alice.id, now=NOON)
    new = {"theme": None, "background": None, "actor_id": alice.id, "now": NOON}
    ordering.reword(session, event, goes, title="a", level="operational", **new)
    assert [row.id for row in rows.open_ones(session, event)] == [stays.id, goes.id]


@ONE_KIND
def test_a_poll_that_decides_a_hundred_and_twenty_questions_is_done_in_a_moment(
    session: Session, event: Event, alice: Person
) -> None:
    people = [make_person(session) for _ in range(10)]
    make_event(session, starts_at=NOON + timedelta(days=365))
    topics = [Topic(event_id=event.id, title=f"Fråga {n}?", level=Level.OPERATIONAL, created_at=NOON,
                    proposer_id=people[n % 10].id) for n in range(120)]  # fmt: skip
    session.add_all(topics)
    session.commit()
    began = perf_counter()
    held = events.lock(session, event.id)
    for number, topic in enumerate(topics):
        fate, reason = (Fate.ON_PROGRAMME, VOTED_IN) if number < 5 else (Fate.SAVED, NO_ROOM)
        fates.decide(session, held, topic, fate, reason, None, NOON)
    session.commit()
    assert perf_counter() - began < 10
    assert len(told(session)) == 120 and len(session.scalars(select(Topic)).all()) == 120 + 115


def test_once_people_vote_nothing_is_merged(session: Session, event: Event, alice: Person) -> None:
    one, other = make_topic(session, event, "En?"), make_topic(session, event, "Två?")
    poll = Poll(workspace_id=event.workspace_id, event_id=event.id, opened_at=NOON, closes_at=LATER)
    session.add(poll)
    session.flush()
    with pytest.raises(Refusal, match="voting on the questions now"):
        merging.merge(session, event, one, other, reason=None, by_id=alice.id, now=NOON)
    poll.state, poll.closed_at = PollState.CLOSED, LATER
    merging.merge(session, event, one, other, reason=None, by_id=alice.id, now=LATER)
    assert one.merged_into_id == other.id
    session.rollback()
