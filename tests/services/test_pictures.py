"""Pictures are drawn in a process of their own: the bot's memory stays as it was, and only a picture can be lost."""

import subprocess
import sys
from typing import Any

import pytest

from bot import pictures

SAID = "Vårdnadshavare får olika besked: $x_1$ & <!here> 😀"


def bars(title: str = "Övergripande") -> dict[str, Any]:
    return {
        "kind": "bars",
        "title": title,
        "lists": [{"name": "Å, ä och ö", "rows": [(SAID * 9, 7, "7 röster"), ("", 0, "")]}],
    }


def squares(n: int = 60, **numbers: float | None) -> dict[str, Any]:
    numbers = {"x": 3.5, "y": 5, **numbers}
    there = [{"words": f"{SAID} {one}", "square": "high_high", **numbers} for one in range(n)]
    names = {"high_high": "Börja här", "high_low": "Behöver beslut högre upp", "low_high": "Snabba vinster",
             "low_low": "Vänta"}  # fmt: skip
    nobodys = {"words": "Inte besvarad", "square": None, "x": None, "y": None}
    return {"kind": "squares", "title": "Förlabb", "x": "Möjlighet", "y": "Vikt", "names": names,
            "challenges": [*there, nobodys]}  # fmt: skip


def resident() -> int:
    """Kilobytes."""
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))


@pytest.mark.parametrize("told", [bars(), squares(), squares(3, x=None, y=None)], ids=["bars", "squares", "few"])
def test_whatever_people_wrote_becomes_a_picture(told: dict[str, Any]) -> None:
    made = pictures.drawn(told)
    assert made is not None and made.startswith(b"\x89PNG")
    assert "matplotlib" not in sys.modules


def test_what_fails_or_takes_too_long_costs_the_picture_alone(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert pictures.drawn({"kind": "bars", "title": SAID}) is None
    monkeypatch.setattr(pictures, "LONGEST", 0.01)
    assert pictures.drawn(bars("Another")) is None
    assert [record.message for record in caplog.records] == [
        "a picture was not drawn: CalledProcessError",
        "a picture was not drawn: TimeoutExpired",
    ]
    assert SAID not in caplog.text


@pytest.mark.soak
def test_five_pictures_leave_the_memory_as_it_was() -> None:
    pictures.drawn(bars("the first"))
    before = resident()
    assert all(pictures.drawn(bars(f"picture {n}")) for n in range(5))
    assert resident() - before < 2_000


@pytest.mark.soak
def test_drawn_in_the_bot_itself_a_picture_would_cost_much_more() -> None:
    """The control."""
    told = "import resource, bot.pictures.drawing; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, check=True, text=True)
    assert int(done.stdout) > 50_000
