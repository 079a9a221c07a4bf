"""A newcomer's first minutes: the demo as anyone starts it, the real bot in it, a real browser in front."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sandbox.seed import user_id
from tests.browser.looks import assert_looks_right
from tests.browser.shots import keep
from tests.browser.visitor import Visitor

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 15_000
SOON, EVENTS = 2500, 30
"""Milliseconds: the clock waits until everybody has been told what was due before."""
LJUNGBY = user_id("rektor.ljungby@example.org")
OFFICER = user_id("adult.education@example.org")
ALICE = user_id("samordnare.kronoberg@example.org")


@pytest.fixture
def demo_url(tmp_path: Path) -> Iterator[str]:
    """`make demo`, from nothing."""
    command = [sys.executable, "-m", "sandbox.demo", "--dir", str(tmp_path / "demo"), "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as demo:
        assert demo.stdout
        try:
            line = demo.stdout.readline()
            assert "http://" in line, line
            yield next(word for word in line.split() if word.startswith("http://"))
        finally:
            demo.send_signal(signal.SIGINT)
            assert demo.wait(timeout=30) == 0


@pytest.mark.browser
def test_rektor_ljungby_registers_votes_and_is_reminded_once_each_time(page: Page, demo_url: str) -> None:
    rektor = Visitor(page, demo_url).visits(LJUNGBY)
    rektor.opens_place("dialog-kronoberg")
    expect(rektor.last).to_contain_text("6 anmälda av 40")
    _looks(page, "channel")

    rektor.types("/dialog register")
    expect(rektor.form).to_contain_text("tisdag 19 januari 2027 kl. 13.00–16.00")
    _looks(page, "form")
    rektor.chooses("Organisation", "Ljungby kommun")
    rektor.chooses("Din roll", "Rektor eller skolledare")
    rektor.presses("Anmäl mig")
    expect(rektor.form).to_contain_text("Du är anmäld.")
    expect(rektor.form).to_contain_text("tisdag 19 januari 2027 kl. 13.00–16.00")
    _looks(page, "receipt")
    page.keyboard.press("Escape")

    expect(rektor.messages.first).to_contain_text("7 anmälda av 40")
    rektor.opens_place("Dialog")
    expect(rektor.last).to_contain_text("Du är anmäld.")

    _goes_on_until(page, rektor, "Vilka frågor ska vi ta upp?")
    rektor.presses("Rösta: Kronoberg")
    for words in ("Hur planerar vi yrkesutbildningar", "Hur får vi övergången från sfi"):
        rektor.form.get_by_role("checkbox", name=words).check()
    _looks(page, "voting")
    rektor.presses("Spara min röst")
    expect(rektor.form).to_contain_text("Tack, din röst är sparad.")
    page.keyboard.press("Escape")

    for words in (
        "Så röstade ni.", "Om en vecka ses vi.", "I morgon kl. 13.00 är det dags.",
        "Vi börjar om en timme, kl. 13.00.",
    ):  # fmt: skip
        _goes_on_until(page, rektor, words)
    expect(rektor.messages).to_have_count(6)
    _looks(page, "reminders")

    rektor.opens_place("dialog-kronoberg")
    expect(rektor.last).to_contain_text("I morgon kl. 13.00 är det dags.")
    rektor.opens_place("Hem")
    expect(page.get_by_role("main")).to_contain_text("Du är anmäld")
    _looks(page, "home")


@pytest.mark.browser
def test_the_adult_education_officer_does_the_same_in_english(page: Page, demo_url: str) -> None:
    officer = Visitor(page, demo_url).visits(OFFICER)
    officer.types("/dialog register kronoberg")
    expect(officer.form).to_contain_text("Tuesday 19 January 2027 at 13:00–16:00")
    officer.chooses("Organisation", "Region Kronoberg")
    officer.chooses("Your role", "Regional representative or developer")
    officer.presses("Register me")
    expect(officer.form).to_contain_text("You are registered.")
    assert_looks_right(page)
    page.keyboard.press("Escape")
    expect(officer.last).to_contain_text("You represent Region Kronoberg")
    _goes_on_until(page, officer, "In a week we meet.")


@pytest.mark.browser
def test_the_coordinator_sees_who_comes_and_what_they_need(page: Page, demo_url: str) -> None:
    alice = Visitor(page, demo_url).visits(ALICE)
    alice.types("/dialog lista kronoberg")
    alice.presses("Deltagare: Kronoberg")
    expect(alice.form).to_contain_text("Växjö kommun: Rektor komvux Växjö")
    expect(alice.form).to_contain_text("Ingen anmäld från:")
    expect(alice.form).not_to_contain_text("Hörslinga")
    _looks(page, "participants")
    alice.presses("Visa behov och specialkost")
    expect(alice.form).to_contain_text("Hörslinga")
    assert_looks_right(page)


def _goes_on_until(page: Page, visitor: Visitor, words: str) -> None:
    """From event to event: on Mondays it is the coordinators who hear something."""
    for _ in range(EVENTS):
        page.get_by_role("button", name="Till nästa händelse").click()
        with suppress(AssertionError):
            expect(visitor.last).to_contain_text(words, timeout=SOON)
            return
    expect(visitor.last).to_contain_text(words, timeout=PATIENCE)


def _looks(page: Page, name: str) -> None:
    assert_looks_right(page)
    keep(page, name)
