"""Every message, form and Home as it looks, in both languages; and within Slack's limits however much there is."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from bot.blocks.deliveries import KINDS
from bot.i18n import LANGUAGES, read_texts
from models.deliveries import Kind
from sandbox.blockkit import faults_in_message, faults_in_view, is_too_large
from tests.gallery import LARGEST, ORDINARY, Size, gallery

SNAPSHOTS = Path(__file__).parent / "snapshots"
REWRITES = "UPDATE_SNAPSHOTS" in os.environ
TEXTS = read_texts()

TO_BE_READ = {
    "appeals.sent": "Du får svaret i ett meddelande här.",
    "polls.changed, quick": "Resultatet kommer",
    "events.fellows": "3 personer kommer.",
    "programmes.shown": "Dialogpass 1",
}
"""Forms with nothing to press, and what they tell: an answer is on its way, or this is all there is."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_looks_as_it_did_when_somebody_last_looked(language: str) -> None:
    """`UPDATE_SNAPSHOTS=1 pytest tests/blocks` writes them anew: read the difference before you commit it."""
    drawn = gallery(TEXTS.language(language, "Europe/Stockholm"))
    file = SNAPSHOTS / f"{language}.json"
    if REWRITES:
        file.write_text(json.dumps(drawn, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    kept = json.loads(file.read_text(encoding="utf-8"))
    assert sorted(drawn) == sorted(kept)
    for name, payload in drawn.items():
        assert json.loads(json.dumps(payload)) == kept[name], name


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [ORDINARY, LARGEST], ids=["ordinary", "largest"])
def test_everything_is_within_slacks_limits(language: str, size: Size) -> None:
    for name, payload in gallery(TEXTS.language(language), size).items():
        assert _faults(payload) == [], name
        assert len(str(payload.get("text", ""))) <= 4000, name


def test_every_form_leads_on_or_says_what_comes() -> None:
    """It can be submitted, or has something to press."""
    forms = {name: one for name, one in gallery(TEXTS.language("sv")).items() if one.get("type") == "modal"}
    still = {name for name, one in forms.items() if "submit" not in one and not any(map(_has_a_way, one["blocks"]))}
    assert still == TO_BE_READ.keys()
    for name, words in TO_BE_READ.items():
        assert words in json.dumps(forms[name], ensure_ascii=False), name


def test_every_kind_of_message_has_a_name_in_the_ledger() -> None:
    assert [kind for kind in Kind if kind not in KINDS] == []


def test_the_check_of_limits_sees_what_is_too_long() -> None:
    drawn = gallery(TEXTS.language("sv"))["events.card"]
    drawn["blocks"][0]["text"]["text"] = "T" * 151
    assert _faults(drawn)


def test_the_swedish_words_are_those_of_the_domain() -> None:
    said = {name: json.dumps(one, ensure_ascii=False) for name, one in gallery(TEXTS.language("sv")).items()}
    when = "tisdag 19 januari 2027 kl. 13.00–16.00"
    for name, words in {
        "registrations.receipt": f"Du är anmäld till Dialog i Kronoberg, {when}, på plats i Växjö.",
        "registrations.mine": "Får du förhinder? Lämna återbud så snart du kan, så går platsen till någon annan.",
        "registrations.receipt, waiting": "Du står på väntelistan, nummer 3.",
        "registrations.form": "Vi använder uppgifterna för att genomföra dialogen. Behov och specialkost ser bara "
        "samordnaren, och de raderas inom 7 dagar efter mötet.",
        "events.card": "Anmäl dig senast tisdag 12 januari.",
        "overviews.one": "Saknar svar: Lessebo, Markaryd. Kommuner utan förtroendevald: Tingsryd, Uppvidinge.",
        "invitations.save_the_date": f"Boka dagen: Dialog i Kronoberg. T{when[1:]} (vecka 3), Växjö. "
        "Inbjudan kommer i slutet av november. Du behöver inte anmäla dig än.",
        "invitations.invitation": "Vi byter erfarenheter, hör vad som är på gång och skickar med Skolverket det som "
        "behöver ändras.",
        "thanks": "Minnesanteckningarna kommer senast tisdag 26 januari.",
        "reminders.week": "Om en vecka ses vi.",
        "reminders.day": "I morgon kl. 13.00 är det dags.",
        "reminders.hour": "Vi börjar om en timme, kl. 13.00.",
    }.items():
        assert words in said[name]
    assert "Bob Berg har redan sina två platser." in said["registrations.receipt, waiting"]
    assert "27 anmälda av 40, 13 platser kvar." in said["events.card"]
    assert "(vecka 3)" in said["events.card"]
    assert "AM" not in " ".join(said.values()) and "13:00" not in " ".join(said.values())


def _faults(payload: dict[str, Any]) -> list[str]:
    if payload.get("type") in ("modal", "home"):
        too_large = ["too large"] if is_too_large(payload) else []
        return faults_in_view(payload, kind=payload["type"]) + too_large
    return faults_in_message(payload["blocks"])


def _has_a_way(block: dict[str, Any]) -> bool:
    return block["type"] in ("actions", "input") or "accessory" in block
