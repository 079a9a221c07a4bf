"""How results look as pictures. Only the process that draws them imports this.

Dark on light, more than 7:1; what a colour says is also said in words or numbers. Words are never read as formulas.
"""

import textwrap
from collections import Counter
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

WIDTH, DPI = 10, 120
INK, PAPER = "#1a1a1a", "#ffffff"
BAR, TRACK = "#1f4e79", "#e6e6e6"
TINTS = {"high_high": "#dcefe0", "high_low": "#f6e7d3", "low_high": "#dde9f6", "low_low": "#eeeeee"}
SIZE, LARGE = 13, 17
LINE = 0.32
"""Inches of a line of words."""
WRAP, LONGEST = 88, 180
BORDER = 3.25
"""Between the highest median that is low and the lowest that is high."""
PLACES = {"high_high": (4.2, 4.6), "high_low": (2.1, 4.6), "low_high": (4.2, 1.4), "low_low": (2.1, 1.4)}


def bars(told: dict[str, Any]) -> Figure:
    """For each list its options, the first first: the words above the bar, the number after it."""
    rows: list[tuple[str, float | None, str]] = []
    for one in told["lists"]:
        rows.append((one["name"], None, ""))
        rows += [(_cut(words), value, said) for words, value, said in one["rows"]]
    wrapped = [textwrap.wrap(words, WRAP) or [""] for words, _, _ in rows]
    lines = sum(len(words) + 1.3 for words in wrapped)
    figure, axes = _page(told["title"], lines * LINE)
    axes.set_xlim(0, 1.25)
    axes.set_ylim(lines, 0)
    highest = max((value or 0 for _, value, _ in rows), default=0) or 1
    at = 0.0
    for words, (_, value, said) in zip(wrapped, rows, strict=True):
        weight = "bold" if value is None else "normal"
        _say(axes, 0, at + 0.1, "\n".join(words), va="top", weight=weight)
        at += len(words)
        if value is not None:
            axes.barh(at + 0.45, 1, height=0.6, color=TRACK)
            axes.barh(at + 0.45, value / highest, height=0.6, color=BAR)
            _say(axes, 1.02, at + 0.45, said, va="center", weight="bold")
        at += 1.3 if value is not None else 0.5
    axes.axis("off")
    return figure


def squares(told: dict[str, Any]) -> Figure:
    """Importance upwards, feasibility to the right; a number for each challenge, with its words below."""
    words = [textwrap.wrap(f"{n}. {_cut(one['words'])}", WRAP) for n, one in enumerate(told["challenges"], start=1)]
    lines = sum(len(one) for one in words) + 1
    figure, axes = _page(told["title"], 6.2, below=lines * LINE)
    _fields(axes, told)
    crowd: Counter[tuple[float, float]] = Counter()
    for n, one in enumerate(told["challenges"], start=1):
        if one["square"] is None:
            continue
        spot = (one["x"], one["y"]) if one["x"] is not None else PLACES[one["square"]]
        beside, crowd[spot] = crowd[spot], crowd[spot] + 1
        axes.annotate(
            str(n), spot, xytext=(26 * (beside % 6), -26 * (beside // 6)), textcoords="offset points", ha="center",
            va="center", color=PAPER, fontsize=SIZE, weight="bold", parse_math=False,
            bbox={"boxstyle": "circle", "facecolor": BAR, "edgecolor": PAPER},
        )  # fmt: skip
    height = figure.get_figheight()
    figure.text(
        0.04, lines * LINE / height, "\n".join(line for one in words for line in one), va="top", color=INK,
        fontsize=SIZE, parse_math=False, linespacing=1.5,
    )  # fmt: skip
    return figure


def _fields(axes: Axes, told: dict[str, Any]) -> None:
    low, high = 0.6, 5.4
    for name, (left, bottom) in {
        "low_low": (low, low), "low_high": (BORDER, low), "high_low": (low, BORDER), "high_high": (BORDER, BORDER)
    }.items():  # fmt: skip
        right, top = (BORDER if left == low else high), (BORDER if bottom == low else high)
        axes.fill_between([left, right], bottom, top, color=TINTS[name], linewidth=0)
        at, va = (top - 0.06, "top") if top == high else (bottom + 0.06, "bottom")
        _say(axes, left + 0.06, at, told["names"][name], va=va, weight="bold")
    axes.axhline(BORDER, color=INK, linewidth=1.5)
    axes.axvline(BORDER, color=INK, linewidth=1.5)
    axes.set_xlim(low, high)
    axes.set_ylim(low, high)
    has_numbers = any(one["x"] is not None for one in told["challenges"])
    axes.set_xticks(range(1, 6) if has_numbers else [])
    axes.set_yticks(range(1, 6) if has_numbers else [])
    axes.tick_params(labelsize=SIZE, colors=INK)
    axes.set_xlabel(f"{told['x']} →", fontsize=SIZE, color=INK, parse_math=False)
    axes.set_ylabel(f"{told['y']} →", fontsize=SIZE, color=INK, parse_math=False)


def _page(title: str, height: float, *, below: float = 0) -> tuple[Figure, Axes]:
    """Inches; `below` is kept for words under the drawing."""
    head = textwrap.wrap(_cut(title), 66)
    top = 0.3 + len(head) * 0.36
    foot = below + 0.9 if below else 0.3
    whole = top + height + foot
    figure = Figure(figsize=(WIDTH, whole), dpi=DPI, facecolor=PAPER)
    left = 0.1 if below else 0.04
    axes = figure.add_axes((left, foot / whole, 0.96 - left, height / whole))
    figure.text(0.04, 1 - 0.2 / whole, "\n".join(head), va="top", color=INK, fontsize=LARGE, weight="bold",
                parse_math=False)  # fmt: skip
    return figure, axes


def _say(axes: Axes, x: float, y: float, words: str, *, va: str, weight: str) -> None:
    axes.text(x, y, words, va=va, color=INK, fontsize=SIZE, weight=weight, parse_math=False)


def _cut(words: str) -> str:
    """On one line, without what no letter can be drawn for in a sentence."""
    words = " ".join(words.split())
    return words if len(words) <= LONGEST else words[: LONGEST - 1].rstrip() + "…"
