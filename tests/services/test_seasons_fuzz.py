"""Whatever happens to a season file by accident: it is accepted, or refused with lines; never an exception."""

import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.services.seasons import exporting
from bot.services.seasons.applying import apply, preview
from bot.services.seasons.files import Reading, read_file
from models import Base
from models.database import Sessions, connect

EXAMPLES = Path(__file__).parents[2] / "examples"
TEXTS = [file.read_text("utf-8") for file in sorted(EXAMPLES.glob("*.yaml"))]
NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
OTHER_VALUES = (
    "null", "true", "0", "-1", "40", "99999999999999999999", "1.5", ".nan", ".inf", "''", "text", "å ä ö", "[]", "{}",
    "[1, [2]]", "{a: {b: c}}", "2027-02-30", "2027-06-16", "0001-01-01", "9999-12-31", '"24:00"', '"09:00"', "13:00",
    "0760", '"0760"', "cancelled", "digital", "vux-2027-skane", "kronoberg", "forlabb-1", '"\\0"', '"\\uD800"',
    "*nothing", "&a x", "!!binary aGVq", "'" + "x" * 5000 + "'", "a@b.se", "reg-001", "del-01", "2026-11-24T10:00:00Z",
    '"{value}"', "'<!channel>'", "Atlantis/Capital", "# all a comment",
)  # fmt: skip


def _scalars(text: str) -> list[tuple[int, int]]:
    """Where each value and each name of the file stands."""
    found = []

    def visit(node: yaml.Node) -> None:
        if isinstance(node, yaml.ScalarNode):
            if node.start_mark.line == node.end_mark.line:
                found.append((node.start_mark.index, node.end_mark.index))
            return
        for child in node.value:
            for part in child if isinstance(child, tuple) else (child,):
                visit(part)

    visit(yaml.compose(text, Loader=yaml.CSafeLoader))
    return sorted(found)


PLACES = [_scalars(text) for text in TEXTS]


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A sample with a few values replaced, swapped or dropped, or a few lines lost."""
    which = draw(st.integers(0, 1))
    text, places = TEXTS[which], PLACES[which]
    edits: dict[tuple[int, int], str] = {}
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.sampled_from(places))
        kind = draw(st.sampled_from(("replace", "swap", "rename")))
        if kind == "swap":
            other = draw(st.sampled_from(places))
            edits[place], edits[other] = text[slice(*other)], text[slice(*place)]
        else:
            edits[place] = draw(st.sampled_from(OTHER_VALUES)) if kind == "replace" else "renamed"
    for start, end in sorted(edits, reverse=True):
        text = text[:start] + edits[start, end] + text[end:]
    lines = text.splitlines(keepends=True)
    for _ in range(draw(st.integers(0, 1))):
        del lines[draw(st.integers(0, len(lines) - 1))]
    return "".join(lines)


SHAPES = re.compile(r"[0-9]+|[^\W\d]+")


def _shape(text: str, place: tuple[int, int]) -> str:
    """Values that look alike: dates, clock times, codes, ids, sentences."""
    return SHAPES.sub(lambda found: "0" if found[0].isdigit() else "a", text[slice(*place)])[:12]


@st.composite
def edited(draw: st.DrawFn) -> str:
    """A sample as its author might change it: a value gets the look of another, a line is lost."""
    which = draw(st.integers(0, 1))
    text, places = TEXTS[which], PLACES[which]
    for _ in range(draw(st.integers(1, 2))):
        place = draw(st.sampled_from(places))
        alike = [other for other in places if _shape(text, other) == _shape(text, place)]
        new = draw(st.sampled_from([text[slice(*other)] for other in alike] or ["words"]))
        text = text[: place[0]] + new + text[place[1] :]
        places = _scalars_or_none(text)
        if not places:
            break
    return text


def _scalars_or_none(text: str) -> list[tuple[int, int]]:
    try:
        return _scalars(text)
    except yaml.YAMLError:
        return []


def read(text: str) -> Reading:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "season.yaml"
        file.write_text(text, "utf-8")
        return read_file(file)


def check(text: str) -> Reading:
    reading = read(text)
    assert (reading.plan is None) == bool(reading.problems)
    lines = text.count("\n") + 1
    for problem in (*reading.problems, *reading.notes):
        assert 1 <= problem.line <= lines
        problem.reason.format(**problem.facts)
    return reading


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(damaged())
def test_a_damaged_file_is_accepted_or_refused_with_lines(text):
    check(text)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 1), st.data())
def test_one_wrong_value_is_found_on_its_own_line(which, data):
    """A list or a group in a value's place fits almost nowhere; where it does not, that very line is named."""
    text, places = TEXTS[which], PLACES[which]
    start, end = data.draw(st.sampled_from(places))
    reading = check(text[:start] + "[[1]]" + text[end:])
    line = text.count("\n", 0, start) + 1
    parents = {line - back for back in range(6)}  # a group's own field may be missing now: its first line is named
    is_id_elsewhere = any("has no" in problem.reason or "no area" in problem.reason for problem in reading.problems)
    assert not reading.problems or is_id_elsewhere or parents & {problem.line for problem in reading.problems}


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_at_all(raw):
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "season.yaml"
        file.write_bytes(raw)
        assert read_file(file).problems


def _import_twice(text: str) -> None:
    """Over the samples, as the next version of one of them: applied without an exception, and then nothing is left."""
    plan = check(text).plan
    if plan is None:
        return
    engine = connect("sqlite://")
    Base.metadata.create_all(engine)
    sessions = Sessions(engine)
    for sample in TEXTS:
        apply(sessions, read(sample).plan, NOW, lambda done: None)
    before = _counts(engine)
    with sessions.reading() as session:
        coming = preview(session, plan, NOW)
    assert _counts(engine) == before
    done = apply(sessions, plan, NOW, lambda done: None)
    assert (done.added, done.changes, done.effects) == (coming.added, coming.changes, coming.effects)
    assert apply(sessions, plan, NOW, lambda done: None).is_nothing
    engine.dispose()


def _counts(engine) -> list[int]:
    with Session(engine) as session:
        return [session.scalar(select(func.count()).select_from(table)) for table in Base.metadata.sorted_tables]


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damaged() | edited())
def test_what_is_accepted_can_be_imported_over_what_was(text):
    _import_twice(text)


@pytest.mark.soak
@settings(max_examples=1500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damaged() | edited())
def test_what_is_accepted_can_be_imported_for_hours(text):
    _import_twice(text)


def _goes_round(text: str) -> None:
    """Whatever a file says: written out and read again, here it changes nothing, elsewhere it comes out the same."""
    plan = check(text).plan
    if plan is None:
        return
    here, there = connect("sqlite://"), connect("sqlite://")
    for engine in (here, there):
        Base.metadata.create_all(engine)
    apply(Sessions(here), plan, NOW, lambda done: None)
    written = _written(here)
    again = check(written).plan
    assert again is not None and not preview_of(here, again).conflicts
    assert apply(Sessions(here), again, NOW, lambda done: None).is_nothing
    apply(Sessions(there), again, NOW, lambda done: None)
    assert _written(there) == written
    for engine in (here, there):
        engine.dispose()


def preview_of(engine, plan):
    with Sessions(engine).reading() as session:
        return preview(session, plan, NOW)


def _written(engine) -> str:
    with Sessions(engine).begin() as session:
        return exporting.export(session, exporting.series_to_export(session, None), NOW)


@pytest.mark.soak
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damaged() | edited())
def test_what_is_accepted_can_be_written_out_and_read_again(text):
    _goes_round(text)
