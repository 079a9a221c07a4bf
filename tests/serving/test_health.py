"""What whoever runs the bot is told: whether it is well, and how much it does."""

import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.health import Health
from bot.metrics import Metrics
from bot.services.plan import moments
from bot.serving import Running
from models import DeliveryState, Kind
from sandbox.faults import Fault
from scheduler import deliveries, runner
from scheduler.runner import Scheduler
from tests.clock import NOON
from tests.factories import make_delivery, make_event, make_home, make_person
from tests.scheduler.conftest import compose, draw

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


class Hands:
    """Ticks that a test can move, on top of those that really pass."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self.ahead


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def threaded(bot, hands) -> Iterator[Scheduler]:
    """In threads of its own, as when serving."""
    bot.ticks = hands
    scheduler = Scheduler(bot, workers=1, compose=compose, draw=draw)
    yield scheduler
    scheduler.stop()


def asked(bot, scheduler, path: str, listens: bool = True) -> tuple[str, str]:
    said: list[Any] = []
    body = Health(Running(bot, None, scheduler), lambda: listens)({"PATH_INFO": path}, lambda *head: said.append(head))
    return said[0][0].split()[0], b"".join(body).decode()


def test_a_scheduler_that_turns_is_well_and_one_that_is_stopped_is_not(bot, threaded) -> None:
    threaded.start()
    assert asked(bot, threaded, "/healthz") == asked(bot, threaded, "/readyz") == ("200", "ok")
    assert asked(bot, threaded, "/readyz", listens=False) == ("503", "deaf")
    assert asked(bot, threaded, "/else") == ("404", "not found")
    threaded.stop()
    assert asked(bot, threaded, "/healthz") == ("503", "stopping")


def test_a_scheduler_that_is_stuck_is_not_well_until_it_goes_on(bot, threaded, hands, monkeypatch) -> None:
    freed, real = threading.Event(), moments.due

    def hang(*given):
        freed.wait(30)
        return real(*given)

    monkeypatch.setattr(moments, "due", hang)
    threaded.start()
    hands.ahead = runner.STUCK - 5
    assert asked(bot, threaded, "/healthz") == ("200", "ok")
    hands.ahead = runner.STUCK + 5
    assert asked(bot, threaded, "/healthz") == asked(bot, threaded, "/readyz") == ("503", "stuck")
    freed.set()
    until(lambda: asked(bot, threaded, "/healthz") == ("200", "ok"))


def test_senders_that_never_come_back_are_noticed_though_the_clock_ticks(
    bot, threaded, hands, session, workspace, monkeypatch
) -> None:
    freed = threading.Event()
    monkeypatch.setattr(threaded._sender._poster, "send_one", lambda _claim: freed.wait(30))
    make_delivery(session, make_event(session))
    threaded.start()
    until(lambda: threaded._sender._busy == 1)
    hands.ahead = deliveries.STUCK + 5
    threaded.tick()
    assert asked(bot, threaded, "/healthz") == ("503", "stuck")
    freed.set()
    until(lambda: asked(bot, threaded, "/healthz") == ("200", "ok"))


def test_a_thread_that_died_is_noticed_until_it_is_replaced(bot, threaded) -> None:
    threaded.start()
    threaded._threads["redrawer"] = threading.Thread()
    assert asked(bot, threaded, "/healthz") == ("503", "dead")
    threaded._revive()
    assert asked(bot, threaded, "/healthz") == ("200", "ok")


def measured(bot, scheduler) -> dict[str, float]:
    status, page = asked(bot, scheduler, "/metrics")
    assert status == "200"
    return {
        " ".join([sample.name, *(sample.labels[name] for name in sorted(sample.labels, key="le".__eq__))]): sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
    }


def test_what_is_owed_sent_late_refused_and_redrawn_can_be_measured(bot, scheduler, session, workspace, ticks) -> None:
    event, bob = make_event(session), make_person(session, slack_user_id="U0BOB")
    workspace.person("U0BOB")
    make_delivery(session, event, bob, kind=Kind.NOT_REACHED, due_at=NOON - timedelta(seconds=45))
    make_delivery(session, event, bob, state=DeliveryState.FAILED)
    make_delivery(session, event, bob, due_at=NOON + timedelta(hours=1))
    make_home(session, bob, stale_since=NOON)
    before = measured(bot, scheduler)
    assert (before["dialog_oldest_overdue_seconds"], before["dialog_stale_cards"]) == (45, 1)
    workspace.faults.next("chat.postMessage", Fault.RATE_LIMITED(1))
    scheduler.tick()
    ticks.advance(5)
    bot.clock.advance(seconds=5)
    scheduler.tick()
    ticks.advance(5)
    after = measured(bot, scheduler)
    assert {name: after[f"dialog_deliveries {name}"] for name in ("pending", "sent", "failed", "doubt")} == {
        "pending": 1, "sent": 1, "failed": 1, "doubt": 0,
    }  # fmt: skip
    assert (after["dialog_oldest_overdue_seconds"], after["dialog_stale_cards"]) == (0, 0)
    assert after["dialog_slack_too_many_total chat.postMessage"] == after["dialog_card_redraws_total home"] == 1
    late = {limit: after[f"dialog_delivery_lateness_seconds_bucket not_reached {limit}"] for limit in ("15.0", "60.0")}
    assert late == {"15.0": 0, "60.0": 2}, "refused once, sent once"
    assert after["process_resident_memory_bytes"] > 0


def test_the_rows_are_not_counted_again_for_everyone_who_asks(bot, session, ticks) -> None:
    metrics, event = Metrics(bot), make_event(session)
    first = metrics.page()
    make_delivery(session, event)
    assert b'dialog_deliveries{state="pending"} 0.0' in first and b'{state="pending"} 0.0' in metrics.page()
    ticks.advance(5)
    assert b'{state="pending"} 1.0' in metrics.page()


def test_answers_are_measured_by_what_was_asked_and_name_nobody(bot, scheduler, workspace) -> None:
    workspace.channel("C0LOBBY", members=[workspace.person("U0BOB", name="Bob Berg")])
    workspace.person("U0BOB").types("/dialog hjälp", channel="C0LOBBY")
    after = measured(bot, scheduler)
    assert after["dialog_ack_seconds_count command"] == 1
    assert after["dialog_ack_seconds_bucket command +Inf"] == 1
    assert not any("U0BOB" in name or "Bob" in name for name in after)


def until(is_so) -> None:
    end = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < end, "it never happened"
        threading.Event().wait(0.02)
