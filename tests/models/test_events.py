"""The rules of a meeting: when it takes registrations and questions, and what a wish for a seat comes to."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from models import Event, EventState, Form, Quota, Scope
from models.errors import Refusal
from tests.clock import NOON

DAY = date(2027, 1, 19)
STOCKHOLM = ZoneInfo("Europe/Stockholm")
MOMENTS = some.timedeltas(timedelta(days=-70), timedelta(days=60)).map(lambda distance: NOON + distance)


def meeting(**columns: Any) -> Event:
    event = Event(title="Listening", tz="Europe/Stockholm", form=Form.ON_SITE, state=EventState.OPEN, agenda=[],
                  has_coffee=False, has_meal=False)  # fmt: skip
    event.reschedule(columns.pop("day", DAY), time(13), time(16))
    for name, value in columns.items():
        setattr(event, name, value)
    return event


def quota(scope: Scope, capacity: int, taken: int) -> Quota:
    return Quota(scope=scope, key="", capacity=capacity, taken=taken, over=0)


def at(day: int, hour: int, minute: int = 0, month: int = 1) -> datetime:
    return datetime(2027, month, day, hour, minute, tzinfo=STOCKHOLM)


def sentence(event: Event, now: datetime) -> str | None:
    try:
        event.refuse_registration_outside_its_time(now)
    except Refusal as refusal:
        return refusal.sentence
    return None


def test_registration_opens_at_nine_on_the_invitations_day_or_when_published_if_earlier() -> None:
    assert meeting(invitation_on=date(2027, 1, 5)).opens_at == at(5, 9)
    assert meeting(invitation_on=date(2027, 1, 5), published_at=at(4, 15)).opens_at == at(4, 15)
    assert meeting(invitation_on=date(2027, 1, 5), published_at=at(6, 15)).opens_at == at(5, 9)
    assert meeting().opens_at is None


def test_registration_closes_at_the_end_of_its_day_or_at_the_start() -> None:
    assert meeting(registration_close_on=date(2027, 1, 12)).closes_at == at(12, 23, 59)
    assert meeting().closes_at == at(19, 13)
    assert meeting(registration_close_on=date(2027, 2, 1)).closes_at == at(19, 13), "never after the start"
    assert meeting(day=None).closes_at is None
    assert meeting(topics_close_on=date(2027, 1, 8)).topics_close_at == at(8, 23, 59)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at(5, 8, 59), "Registration opens {when}."),
        (at(5, 9), None),
        (at(12, 23, 58), None),
        (at(12, 23, 59), "Registration has closed. Contact the coordinator if you still want to come."),
        (at(19, 15, 59), "Registration has closed. Contact the coordinator if you still want to come."),
        (at(19, 16), "{title} is over."),
    ],
)
def test_a_new_seat_can_be_asked_for_between_the_opening_and_the_closing(now: datetime, expected: str | None) -> None:
    event = meeting(invitation_on=date(2027, 1, 5), registration_close_on=date(2027, 1, 12))
    assert sentence(event, now) == expected
    assert event.takes_registrations(now) is (expected is None)


@given(
    state=some.sampled_from(EventState),
    published=some.none() | MOMENTS,
    invitation=some.none() | some.dates(date(2026, 12, 1), date(2027, 2, 1)),
    closing=some.none() | some.dates(date(2026, 12, 1), date(2027, 2, 1)),
    day=some.none() | some.dates(date(2026, 12, 1), date(2027, 2, 1)),
    now=MOMENTS,
)
def test_what_is_shown_as_open_is_never_refused_and_the_other_way_round(
    state: EventState, published: datetime | None, invitation: date | None, closing: date | None, day: date | None,
    now: datetime,
) -> None:  # fmt: skip
    event = meeting(
        state=state, published_at=published, invitation_on=invitation, registration_close_on=closing, day=day,
        topics_close_on=closing,
    )  # fmt: skip
    assert event.takes_registrations(now) is (sentence(event, now) is None)
    assert event.takes_topics(now) is event.takes_registrations(now)
    if event.opens_later(now):
        assert not event.takes_registrations(now)
    if event.takes_registrations(now):
        assert event.is_coming(now) and event.begun_for(now) is None


def test_a_seat_can_be_changed_and_given_back_until_the_meeting_is_over() -> None:
    event = meeting(registration_close_on=date(2027, 1, 12), published_at=NOON)
    event.refuse_changes_once_over(at(19, 15, 59))
    with pytest.raises(Refusal, match="is over"):
        event.refuse_changes_once_over(at(19, 16))
    for state in (EventState.CANCELLED, EventState.DRAFT):
        with pytest.raises(Refusal):
            meeting(state=state).refuse_changes_once_over(NOON)


def test_the_refusal_knows_its_meeting_so_that_the_coordinator_can_be_named() -> None:
    event = meeting(state=EventState.CANCELLED)
    event.id = 42
    with pytest.raises(Refusal) as refused:
        event.refuse_changes_once_over(NOON)
    assert (refused.value.event_id, refused.value.facts) == (42, {"title": "Listening"})


def test_a_wish_comes_to_a_seat_or_a_place_behind_the_first_full_rule() -> None:
    event = meeting(published_at=NOON - timedelta(days=1))
    free, full_room = quota(Scope.ORGANISATION, 2, 1), quota(Scope.ALL, 40, 40)
    assert event.decide(False, [], NOON).has_seat
    assert event.decide(False, [free, quota(Scope.ALL, 40, 39)], NOON).has_seat
    verdict = event.decide(False, [free, full_room], NOON)
    assert verdict.waits_for is full_room and not verdict.has_seat


def test_who_has_a_place_keeps_it_open_or_closed() -> None:
    verdict = meeting(state=EventState.CLOSED).decide(True, [quota(Scope.ALL, 0, 0)], NOON)
    assert verdict.keeps and not verdict.has_seat
    with pytest.raises(Refusal):
        meeting(state=EventState.CLOSED).decide(False, [], NOON)


def test_the_wall_clock_decides_across_the_change_to_summer_time() -> None:
    event = meeting(day=date(2027, 3, 31), invitation_on=date(2027, 3, 27))
    assert event.opens_at == datetime(2027, 3, 27, 8, tzinfo=UTC)
    assert event.starts_at == datetime(2027, 3, 31, 11, tzinfo=UTC)


def test_food_and_parts_are_asked_about_only_where_there_are_any() -> None:
    assert meeting(has_coffee=True).has_food and meeting(has_meal=True).has_food
    assert not meeting(has_coffee=True, form=Form.DIGITAL).has_food and not meeting().has_food
    agenda = [{"level": "operational"}, {"start": "13:00"}, {"level": "overarching"}, {"level": "operational"}]
    assert meeting(agenda=agenda).parts == ["operational", "overarching"]
