"""A whole season is played and every promise holds; and the judge sees it when one does not."""

from dataclasses import replace
from datetime import timedelta

import pytest
from click.testing import CliRunner

from bot.commands.simulate import simulate
from models import Kind
from simulation import heard, promises
from simulation.heard import Heard
from simulation.story import Played, Story


@pytest.fixture(scope="module")
def season(tmp_path_factory):
    story = Story(tmp_path_factory.mktemp("season"), areas=3, people=30, seed=4)
    played = story.play(lambda _day: None)
    yield played, heard.read(played.world)
    played.world.close()


def test_a_season_with_power_cuts_outages_and_moved_meetings_keeps_every_promise(season):
    played, found = season
    assert promises.broken(played, found) == []
    assert played.world.cuts and played.changes
    kinds = {owed.kind for owed in found.owed.values()}
    assert {Kind.RECEIPT, Kind.REMINDER, Kind.MOVED, Kind.CALLED_OFF} <= kinds


def test_the_judge_sees_a_message_that_stands_twice(season):
    played, found = season
    assert "stands 2 times" in _judged(played, [*found.messages, found.messages[0]], found)


def test_the_judge_misses_a_reminder_that_did_not_come(season):
    played, found = season
    message = _reminder(played, found)
    assert "should have been reminded once" in _judged(played, _without(found, message), found)


def test_the_judge_sees_a_reminder_that_came_early_or_at_night(season):
    played, found = season
    message = _reminder(played, found)
    early = replace(message, at=message.at - timedelta(hours=8))
    judged = _judged(played, [*_without(found, message), early], found)
    assert "before" in judged and "at night" in judged


def test_the_judge_sees_a_seat_that_somebody_only_believes_in(season):
    played, found = season
    somebody = next(one for one in played.people if one.has_seat)
    seats, somebody.seats = somebody.seats, []
    try:
        assert "believes False of a seat" in "\n".join(promises.broken(played, found))
    finally:
        somebody.seats = seats


@pytest.mark.soak
def test_the_command_plays_fifteen_hundred_people_and_says_that_all_held():
    outcome = CliRunner().invoke(simulate, [])
    assert outcome.exit_code == 0, outcome.output
    assert "Every promise held." in outcome.output


def _reminder(played: Played, found: Heard) -> heard.Message:
    """One that somebody got who had the seat all along, on a day when nothing went wrong."""
    for one in played.people:
        for message, owed in found.to(one):
            is_plain = message.at.date() not in played.bad_days and len(one.seats) == 1 and one.seats[0].until is None
            if owed.kind is Kind.REMINDER and is_plain:
                return message
    raise AssertionError("nobody was reminded")


def _without(found: Heard, message: heard.Message) -> list[heard.Message]:
    return [one for one in found.messages if one is not message]


def _judged(played: Played, messages: list[heard.Message], found: Heard) -> str:
    return "\n".join(promises.broken(played, Heard(messages, found.owed)))
