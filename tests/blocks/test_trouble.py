"""What the coordinator reads of messages that did not arrive."""

from bot.blocks import trouble
from bot.i18n import read_texts

SV = read_texts().language("sv")
GONE = "account_inactive"


def test_whoever_missed_several_is_named_once() -> None:
    said = trouble.not_reached("Dialog i Kronoberg", [("Bob Berg", GONE), ("Dana Dunn", GONE), ("Bob Berg", GONE)], SV)
    words = [part["text"] for part in said["blocks"][0]["elements"][0]["elements"]]
    lines = "".join(words).splitlines()
    assert lines[1] == "3 utskick nådde inte fram."
    assert [line.partition(":")[0] for line in lines[2:]] == ["Bob Berg", "Dana Dunn"]
    assert lines[2].endswith("(2 ×)") and not lines[3].endswith(")")
