"""Whatever people do: no rule exceeded, no seat lost, the order kept, every change explained, everyone told once."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from bot.services import events
from bot.services.registration import lines, quotas, replacing, substitutions, tidings, vacancies
from models.database import Sessions
from tests.services.office import Office, Town

ONE_KIND = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
CALM: dict[str, Any] = {"deadline": None, "suppress_health_check": list(HealthCheck), "database": None}
SHORT = settings(max_examples=10, stateful_step_count=25, derandomize=True, **CALM)
LONG = settings(max_examples=350, stateful_step_count=60, print_blob=True, **CALM)
LOOKING = settings(SHORT, max_examples=300, phases=[Phase.generate], report_multiple_bugs=False)


def play(sessions: Sessions, how: settings) -> None:
    town = Town(sessions)
    run_state_machine_as_test(lambda: Office(town), settings=how)


def test_a_list_kept_by_hand_says_the_same(sessions: Sessions) -> None:
    play(sessions, SHORT)


@pytest.mark.soak
def test_a_long_list_kept_by_hand_says_the_same(sessions: Sessions) -> None:
    play(sessions, LONG)


def nothing(*_: object, **__: object) -> None:
    """What is left out."""


def twice(tell: Callable[..., None]) -> Callable[..., None]:
    def told(session: Any, event: Any, registration: Any, *rest: Any) -> None:
        tell(session, event, registration, *rest)
        registration.version += 1
        tell(session, event, registration, *rest)

    return told


def the_last_first(line: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *given: sorted(line(*given), key=lambda row: row.number, reverse=True)


FAULTS: dict[str, tuple[Any, str, Any]] = {
    "seats are not counted": (quotas, "take", nothing),
    "the last in line is asked first": (lines, "line", the_last_first(lines.line)),
    "people are told twice": (tidings, "owe", twice(tidings.owe)),
    "people are not told": (tidings, "owe", nothing),
    "nothing is written down": (tidings, "note", nothing),
}
RARE_FAULTS: dict[str, tuple[Any, str, Any]] = {
    "seats are not given back": (quotas, "give_back", nothing),
    "a number is left out": (events, "next_number", lambda session, event: _skipped(session, event)),
    "whoever comes passes those who are asked": (vacancies, "first_in_line_for", nothing),
    "an offer is never passed on": (vacancies, "fill", nothing),
    "a question outlives its seat": (substitutions, "seat_gone", nothing),
    "another form is counted as the old one": (quotas, "count_anew", nothing),
    "the old one keeps a seat too": (replacing, "swap", nothing),
}
_next_number = events.next_number


def _skipped(session: Any, event: Any) -> int:
    number = _next_number(session, event)
    return number if number < 3 else _next_number(session, event)


@ONE_KIND
@pytest.mark.parametrize("fault", [*FAULTS, *(pytest.param(one, marks=pytest.mark.soak) for one in RARE_FAULTS)])
def test_without_this_the_list_says_something_else(
    fault: str, sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: each rule that is left out is found."""
    monkeypatch.setattr(*(FAULTS | RARE_FAULTS)[fault])
    with pytest.raises(AssertionError):
        play(sessions, LOOKING)
