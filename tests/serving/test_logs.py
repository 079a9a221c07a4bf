"""What the operator reads, in both forms: ids, and nobody's words."""

import io
import json
import logging
import threading

import pytest

from bot import logs
from bot.settings import WrongSettings, from_environment

WORDS = "Jag behöver hörslinga, och xoxb-hemligt"


def written(form: str, write) -> str:
    """What a logger of ours writes through the formatter, after another handler has had the record."""
    log = logging.getLogger(f"tests.logs.{form}")
    log.propagate = False
    log.setLevel(logging.INFO)
    loud, out = logging.StreamHandler(io.StringIO()), logging.StreamHandler(io.StringIO())
    out.setFormatter(logs.FORMATTERS[form])
    log.handlers = [loud, out]
    write(log)
    return out.stream.getvalue()


def stumble(log: logging.Logger) -> None:
    try:
        try:
            raise KeyError(WORDS)
        except KeyError as error:
            raise ValueError(WORDS) from error
    except ValueError:
        log.exception("delivery %s went wrong", 12)


@pytest.mark.parametrize("form", ["text", "json"])
def test_an_error_says_where_and_of_what_kind_and_never_what_it_said(form: str) -> None:
    line = written(form, stumble)
    assert "delivery 12 went wrong" in line
    assert "ValueError" in line and "KeyError" in line and "test_logs.py" in line
    assert "hörslinga" not in line and "xoxb" not in line


def test_json_has_one_object_a_line_with_ids_in_fields_of_their_own() -> None:
    def write(log: logging.Logger) -> None:
        log.info("step %s of event %s became %s deliveries", 3, 7, 41)
        log.warning("delivery %s (%s) refused: %s", 5, "reminder", "is_archived")
        log.info("ready")
        stumble(log)

    lines = [json.loads(line) for line in written("json", write).splitlines()]
    assert [set(line) - {"time", "level", "logger", "message"} for line in lines] == [
        {"step", "event"}, {"delivery"}, set(), {"delivery", "error"},
    ]  # fmt: skip
    assert (lines[0]["step"], lines[0]["event"], lines[0]["level"]) == (3, 7, "INFO")
    assert lines[0]["message"] == "step 3 of event 7 became 41 deliveries"
    assert lines[0]["time"].endswith("+00:00")


def test_a_thread_that_ends_in_an_error_says_so_in_the_same_way(monkeypatch, caplog) -> None:
    monkeypatch.setattr(threading, "excepthook", logs._thread_ended)

    def fall() -> None:
        raise ValueError(WORDS)

    thread = threading.Thread(target=fall)
    thread.start()
    thread.join()
    (record,) = caplog.records
    assert "hörslinga" not in logs.FORMATTERS["json"].format(record)
    assert json.loads(logs.FORMATTERS["json"].format(record))["message"] == "a thread ended"


def test_the_form_is_a_setting() -> None:
    assert from_environment({}).log == "text" and from_environment({"DIALOG_LOG": "json"}).log == "json"
    with pytest.raises(WrongSettings, match=r"DIALOG_LOG must be text or json\."):
        from_environment({"DIALOG_LOG": "xml"})
