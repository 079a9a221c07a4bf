"""The sample season in a size that fits a test: three of its areas, and the municipalities somebody comes from."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

EXAMPLES = Path(__file__).parent.parent / "examples"
KEPT = ("kronoberg", "skane", "dalarna")


@cache
def short_season() -> str:
    """Most of a test's time would go to the other areas' municipalities."""
    text = (EXAMPLES / "regional-dialogues-2027.yaml").read_text("utf-8")
    for area in set(re.findall(r"^  - id: (\w+)$", text, re.M)) - set(KEPT):
        text = re.sub(rf"^  - id: {area}\n(    .*\n)+", "", text, flags=re.M)
        text = re.sub(rf"^  - id: vux-2027-{area}\n(    .*\n|\n)+", "", text, flags=re.M)
        text = re.sub(rf"^.*dialogue: vux-2027-{area},.*\n?", "", text, flags=re.M)
    for code in re.findall(r'^      - {code: "(\d{4})"', text, re.M):
        if text.count(f'"{code}"') == 1:
            text = re.sub(rf'^      - {{code: "{code}".*\n', "", text, flags=re.M)
    return re.sub(r"^  #.*\n", "", text, flags=re.M)


@cache
def templates() -> dict[str, Any]:
    """The season's agendas as its series keeps them."""
    text = (EXAMPLES / "regional-dialogues-2027.yaml").read_text("utf-8")
    part = re.search(r"^  agenda_templates:\n(    .*\n)+", text, re.M)
    assert part
    found: dict[str, Any] = yaml.safe_load(part.group())["agenda_templates"]
    return found


@cache
def lab_agenda() -> list[dict[str, str]]:
    """The first session's, as the lab's file has it."""
    text = (EXAMPLES / "forlabb-skolnarvaro-2027.yaml").read_text("utf-8")
    part = re.search(r"^    agenda:\n(      - .*\n)+", text, re.M)
    assert part
    found: list[dict[str, str]] = yaml.safe_load(part.group())["agenda"]
    return found
