"""A bad season file names line, field and reason; a good one becomes a plan."""

import os
from datetime import date, time
from pathlib import Path

import pytest

from bot.services.seasons import composing
from bot.services.seasons.files import Reading, read_file
from bot.services.seasons.plans import What
from bot.services.seasons.problems import Problem
from models import EventState, Form

EXAMPLES = Path(__file__).parents[2] / "examples"
SEASON = EXAMPLES / "regional-dialogues-2027.yaml"
LAB = EXAMPLES / "forlabb-skolnarvaro-2027.yaml"


def changed(tmp_path: Path, *edits: tuple[str, str], file: Path = SEASON) -> tuple[Reading, str]:
    """The sample with the first occurrence of each text replaced."""
    text = file.read_text("utf-8")
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    copy = tmp_path / "season.yaml"
    copy.write_text(text, "utf-8")
    return read_file(copy), text


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def only(reading: Reading) -> Problem:
    assert reading.plan is None
    (problem,) = reading.problems
    return problem


@pytest.mark.parametrize("file", [SEASON, LAB], ids=["season", "lab"])
def test_the_samples_are_read_without_a_word(file):
    reading = read_file(file)
    assert reading.problems == () and reading.notes == ()


def test_a_dialogue_is_read_whole():
    plan = read_file(SEASON).plan
    kronoberg = next(thing for thing in plan.things if thing.key == "vux-2027-kronoberg").said
    assert kronoberg["when"] == (date(2027, 1, 19), time(13), time(16))
    assert (kronoberg["form"], kronoberg["state"], kronoberg["area"]) == (Form.ON_SITE, EventState.PLANNED, "kronoberg")
    assert (kronoberg["city"], kronoberg["room"], kronoberg["has_induction_loop"]) == ("Växjö", "Sal A", True)
    assert kronoberg["invitation_on"] == date(2026, 11, 24)
    assert kronoberg["agenda"][0]["title"] == "Registrering och kaffe"


def test_an_exception_to_the_template_changes_that_item_alone():
    plan = read_file(SEASON).plan
    skane = next(thing for thing in plan.things if thing.key == "vux-2027-skane").said["agenda"]
    template = next(thing for thing in plan.things if thing.what is What.SERIES).said["agenda_templates"]["halvdag-em"]
    titles = [item["title"] for item in skane]
    assert "Rundan i grupper: läget i varje kommun" in titles
    assert len(skane) == len(template["items"])
    assert [item["title"] for item in template["items"]][3] == "Rundan: läget i varje kommun"


def test_gotland_is_one_organisation_whatever_it_is_called():
    keys = [thing.key for thing in read_file(SEASON).plan.things if thing.what is What.ORGANISATION]
    assert "0980" in keys and "region gotland" not in keys


def test_what_has_no_table_is_kept():
    plan = read_file(LAB).plan
    assert {"inventory", "date_poll", "commitments"} <= plan.unused.keys()
    assert plan.unused["date_poll"]["sample_answers"] == 8, "votes are counted, not kept"


def test_no_answers_and_no_people_of_registrations_are_kept():
    for file in (SEASON, LAB):
        plan = read_file(file).plan
        remembered = repr([seat.thing for seat in plan.seats]) + repr(plan.unused) + repr(plan.seats)
        for secret in ("Hörslinga", "Glutenfritt", "rektor.vaxjo", "forskare.skola@", "Textning"):
            assert secret not in remembered


BAD = {
    "unknown role of seats": (
        "capacity: 40\n", "capacity: 40\n    seats: {roles: {principle: 3}}\n",
        "dialogues[vux-2027-kronoberg].seats.roles.principle", "did you mean",
    ),
    "kept for nobody": (
        "capacity: 40\n", "capacity: 40\n    seats: {kept: [{seats: 3, until: 2027-01-12}]}\n",
        "dialogues[vux-2027-kronoberg].seats.kept[1].role", "name one of them",
    ),
    "more kept than there are": (
        "capacity: 40\n",
        "capacity: 40\n    seats: {kept: [{role: politician, seats: 41, until: 2027-01-12}]}\n",
        "dialogues[vux-2027-kronoberg].seats.kept", "seats are kept, but there are",
    ),
    "kept of no number": (
        "capacity: 40\n", "seats: {kept: [{role: politician, seats: 4, until: 2027-01-12}]}\n",
        "dialogues[vux-2027-kronoberg].seats.kept", "write capacity too",
    ),
    "kept twice": (
        "capacity: 40\n",
        "capacity: 40\n    seats: {kept: [{role: politician, seats: 1, until: 2027-01-12}, "
        "{role: politician, seats: 2, until: 2027-01-13}]}\n",
        "dialogues[vux-2027-kronoberg].seats.kept", "twice",
    ),
    "kept until no day": (
        "capacity: 40\n", "capacity: 40\n    seats: {kept: [{role: politician, seats: 4}]}\n",
        "dialogues[vux-2027-kronoberg].seats.kept[1].until", "is missing",
    ),
    "wrong type": ("capacity: 40\n", "capacity: forty\n", "dialogues[vux-2027-kronoberg].capacity", "whole number"),
    "a quoted number": ("capacity: 40\n", 'capacity: "40"\n', "dialogues[vux-2027-kronoberg].capacity", "whole number"),
    "a list for a text": ("title: Regional dialog om vuxenutbildning i Kronoberg\n", "title: [a, b]\n",
                          "dialogues[vux-2027-kronoberg].title", "should be {wanted}"),
    "a number for a text": ("title: Regional dialog om vuxenutbildning i Kronoberg\n", "title: 2027\n",
                            "dialogues[vux-2027-kronoberg].title", "quotes"),
    "a text for a group": ("catering: {coffee: true, meal: false}\n", "catering: kaffe\n",
                           "dialogues[vux-2027-kronoberg].catering", "should be {wanted}"),
    "a text for a list": ("county_codes: [\"07\"]\n", "county_codes: \"07\"\n", "areas[kronoberg].county_codes",
                          "should be {wanted}"),
    "unknown area": ("    area: skane\n", "    area: skaane\n", "dialogues[vux-2027-skane].area", "did you mean"),
    "another weekday": ("weekday: tisdag\n", "weekday: onsdag\n", "dialogues[vux-2027-kronoberg].weekday", "{stated}"),
    "another week": ("iso_week: 3\n", "iso_week: 4\n", "dialogues[vux-2027-kronoberg].iso_week", "week"),
    "no such day": ("date: 2027-01-19\n    weekday", "date: 2027-02-30\n    weekday",
                    "dialogues[vux-2027-kronoberg].date", "calendar"),
    "not a date": ("date: 2027-01-19\n    weekday", "date: 19 januari\n    weekday",
                   "dialogues[vux-2027-kronoberg].date", "not a date"),
    "another millennium": ("date: 2027-01-19\n    weekday", "date: 0027-01-19\n    weekday",
                           "dialogues[vux-2027-kronoberg].date", "years"),
    "not a clock time": ('    start: "13:00"\n', '    start: "25:00"\n', "dialogues[vux-2027-kronoberg].start",
                         "clock"),
    "end before start": ('    end: "16:00"\n', '    end: "12:00"\n', "dialogues[vux-2027-kronoberg].end", "before"),
    "poll closed before it opens": ("poll_close: 2027-01-11", "poll_close: 2027-01-01",
                                    "dialogues[vux-2027-kronoberg].schedule.poll_close", "before"),
    "registration closes too late": ("registration_close: 2027-01-12", "registration_close: 2027-02-12",
                                     "dialogues[vux-2027-kronoberg].schedule.registration_close", "after the meeting"),
    "duplicate dialogue": ("id: vux-2027-dalarna\n", "id: vux-2027-kronoberg\n", "dialogues[vux-2027-kronoberg].id",
                           "already used"),
    "duplicate topic": ("id: kro-2\n", "id: kro-1\n", "dialogues[vux-2027-kronoberg].topics[kro-1].id", "already used"),
    "duplicate registration": ("{id: reg-002", "{id: reg-001", "sample_registrations[reg-001].id", "already used"),
    "two names for a code": ('{code: "1401", name: Härryda}', '{code: "0760", name: Härryda}',
                             "areas[goteborgsregionen].municipalities[2].code", "is called"),
    "unknown municipality": ('director, organisation_code: "0780"}', 'director, organisation_code: "9999"}',
                             "dialogues[vux-2027-kronoberg].topics[kro-1].proposed_by.organisation_code",
                             "municipality"),
    "unknown role": ("{role: director, organ", "{role: chef, organ",
                     "dialogues[vux-2027-kronoberg].topics[kro-1].proposed_by.role", "the file has no"),
    "unknown theme": ("theme: dimensionering\n", "theme: dimension\n",
                      "dialogues[vux-2027-kronoberg].topics[kro-1].theme", "did you mean"),
    "unknown template": ("agenda_template: halvdag-em\n", "agenda_template: heldag\n",
                         "dialogues[vux-2027-kronoberg].agenda_template", "the file has no"),
    "an exception to nothing": ('- {start: "13:35", title: "Rundan i', '- {start: "13:36", title: "Rundan i',
                                "dialogues[vux-2027-skane].agenda_overrides[1].start", "items of the template"),
    "an exception to two": ('- {start: "13:35", title: "Rundan i', '- {start: "15:00", title: "Rundan i',
                            "dialogues[vux-2027-skane].agenda_overrides[1].start", "items of the template"),
    "an unknown form": ("format: physical\n", "format: fysisk\n", "dialogues[vux-2027-kronoberg].format", "not one of"),
    "an unknown state": ("status: planned\n", "status: planerad\n", "dialogues[vux-2027-kronoberg].status",
                         "not one of"),
    "no such zone": ("timezone: Europe/Stockholm", "timezone: Europe/Växjö", "season.timezone", "time zone"),
    "not an address": ("email: samordnare.kronoberg@example.org", "email: samordnare.kronoberg",
                       "areas[kronoberg].coordinator.email", "e-mail"),
    "a missing title": ("    title: Regional dialog om vuxenutbildning i Kronoberg\n", "",
                        "dialogues[vux-2027-kronoberg].title", "missing"),
    "an empty title": ("title: Regional dialog om vuxenutbildning i Kronoberg\n", "title:\n",
                       "dialogues[vux-2027-kronoberg].title", "empty"),
    "a substitute for nobody": ("substitute_for: reg-004", "substitute_for: reg-999",
                                "sample_registrations[reg-005].substitute_for", "the file has no"),
    "a substitute in another meeting": ("substitute_for: reg-004", "substitute_for: reg-101",
                                        "sample_registrations[reg-005].substitute_for", "another meeting"),
    "a substitute for oneself": ("substitute_for: reg-004", "substitute_for: reg-005",
                                 "sample_registrations[reg-005].substitute_for", "each other"),
    "one person twice": ("email: chef.vaxjo@example.org", "email: rektor.vaxjo@example.org",
                         "sample_registrations[reg-002].email", "same person"),
    "an offer": ("status: waitlisted", "status: offered", "sample_registrations[reg-103].status", "offered by the bot"),
    "a later format": ("schema_version: 1", "schema_version: 2", "schema_version", "version"),
    "an unknown kind": ("kind: season\n", "kind: seasons\n", "kind", "not one of"),
    "a step's name too long": ("{id: one_week,", "{id: one_week_before_the_meeting,",
                               "season.reminders[one_week_before_the_meeting].id", "longer"),
    "a link that is none": ("{name: Kommunhuset (fiktiv lokal),", "{url: javascript:alert, name: Kommunhuset,",
                            "dialogues[vux-2027-kronoberg].place.url", "link"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD.values(), ids=BAD.keys())
def test_a_bad_file_names_line_field_and_reason(tmp_path, case):
    old, new, field, reason = case
    reading, _ = changed(tmp_path, (old, new))
    problem = only(reading)
    assert problem.field == field and reason in problem.reason
    assert problem.file == "season.yaml"


@pytest.mark.parametrize(
    "name",
    ["wrong type", "unknown area", "another weekday", "end before start", "duplicate dialogue", "one person twice"],
)
def test_the_line_is_the_one_with_the_mistake(tmp_path, name):
    old, new, *_ = BAD[name]
    original = SEASON.read_text("utf-8")
    reading, _ = changed(tmp_path, (old, new))
    at = original.index(old) + len(old.rstrip("\n")) - 1
    assert only(reading).line == original[:at].count("\n") + 1


def test_every_problem_is_named_in_one_run_in_the_order_of_the_file(tmp_path):
    names = ("unknown form", "another week", "no such zone")
    edits = [BAD[f"an {name}" if name == "unknown form" else name][:2] for name in names]
    reading, _ = changed(tmp_path, *edits)
    lines = [problem.line for problem in reading.problems]
    assert len(lines) == 3 and lines == sorted(lines)


def test_an_unknown_field_is_told_and_kept_not_refused(tmp_path):
    reading, text = changed(tmp_path, ("min_registrations: 12\n", "min_registratons: 12\n"))
    (note,) = reading.notes
    assert note.line == line_of(text, "min_registratons") and "did you mean" in note.reason
    assert reading.plan.unused["dialogues[vux-2027-kronoberg].min_registratons"] == 12


def test_a_misspelled_answer_is_told_but_not_kept(tmp_path):
    reading, _ = changed(tmp_path, ("access_needs: Hörslinga", "acess_needs: Hörslinga"))
    assert reading.notes[0].field == "sample_registrations[reg-002].acess_needs"
    assert "Hörslinga" not in repr(reading.plan.unused) + repr(reading.notes)


def test_two_ids_on_one_line_are_seen(tmp_path):
    one = '      - {code: "0760", name: Uppvidinge}\n'
    both = '      - {code: "0760", name: Uppvidinge}\n'
    reading, _ = changed(tmp_path, (f"municipalities:\n{one}", f"municipalities:\n{one}{both}"))
    assert "already used" in only(reading).reason
    themes = "[{id: a, label: A}, {id: a, label: A}]"
    reading, text = changed(tmp_path, ("focus_area: Skolresultat", f"target_roles: {themes}"), file=LAB)
    assert "already used" in only(reading).reason and only(reading).line == line_of(text, themes)


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("follows_up: forlabb-1", "follows_up: forlabb-9", "sessions[forlabb-2].follows_up"),
        ("{id: del-01, party: mdu", "{id: del-01, party: kth", "participants[del-01].party"),
        ("sessions: [forlabb-1, forlabb-2]", "sessions: [forlabb-1, forlabb-3]", "participants[del-01].sessions"),
        ("replaced_by: del-12", "replaced_by: del-13", "participants[del-11].replaced_by"),
        ("date: 2027-09-07, weekday: tisdag", "date: 2027-09-07, weekday: onsdag", "date_poll.options[d1].weekday"),
        ("utm-1: [5, 4]", "utm-1: [5, 6]", "prioritisation.sample_ballots[1].utm-1"),
        ("themes: [tidigt, hem]", "themes: [tidigt, hemma]", "inventory.entries[inv-01].themes"),
        ("quiet_period: {start: 2027-06-28, end: 2027-08-08", "quiet_period: {start: 2027-06-28, end: 2027-06-08",
         "series.quiet_period.end"),
        ("expected_proposal: d2", "expected_proposal: d3", "date_poll.expected_proposal"),
    ],
)  # fmt: skip
def test_a_bad_lab_file_names_the_field(tmp_path, old, new, field):
    reading, _ = changed(tmp_path, (old, new), file=LAB)
    assert reading.plan is None
    assert any(problem.field.startswith(field) for problem in reading.problems)


def bytes_read(tmp_path: Path, raw: bytes) -> Problem:
    file = tmp_path / "bad.yaml"
    file.write_bytes(raw)
    return only(read_file(file))


def test_not_yaml(tmp_path):
    problem = bytes_read(tmp_path, b"kind: season\ntitle: [a, b\nfoo: bar\n")
    assert problem.line in (2, 3) and "not YAML" in problem.reason


def test_not_utf8(tmp_path):
    problem = bytes_read(tmp_path, "kind: season\ntitle: Växjö\n".encode("latin-1"))
    assert problem.line == 2 and "UTF-8" in problem.reason


def test_a_byte_order_mark_is_no_problem(tmp_path):
    file = tmp_path / "bom.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + SEASON.read_bytes())
    assert read_file(file).plan is not None


def test_aliases_that_explode(tmp_path):
    bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
    for one, two in zip("abcdefgh", "bcdefghi", strict=True):
        bomb += f"{two}: &{two} [" + ", ".join([f"*{one}"] * 10) + "]\n"
    assert "aliases" in bytes_read(tmp_path, bomb.encode()).reason


def test_an_alias_inside_itself(tmp_path):
    assert "points to nothing" in bytes_read(tmp_path, b"a: &a [*a]\n").reason


def test_an_alias_used_with_care_is_no_problem(tmp_path):
    reading, _ = changed(
        tmp_path,
        ("catering: {coffee: true, meal: false}", "catering: &fika {coffee: true, meal: false}"),
        ("catering: {coffee: true, meal: true}", "catering: *fika"),
    )
    assert reading.problems == ()


def test_fifty_megabytes_of_nonsense_are_refused_unread(tmp_path):
    file = tmp_path / "big.yaml"
    with file.open("wb") as big:
        big.truncate(50_000_000)
    assert "larger" in only(read_file(file)).reason


@pytest.mark.parametrize("raw", [b"[" * 1_000_000, b"{a: " * 400_000, b"- " * 900_000, b"? " * 500_000])
def test_nested_without_end(tmp_path, raw):
    assert bytes_read(tmp_path, raw).line == 1


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "empty"),
        (b"# only a comment\n", "empty"),
        (b"just words", "should be {wanted}"),
        (b"- a\n- b\n", "should be {wanted}"),
        (b"kind: season\n---\nkind: season\n", "second document"),
        (b"kind: season\nkind: lab_series\n", "already used"),
        (b"kind: !!python/object/apply:os.system [ls]\n", "tag"),
        (b"kind: !ours season\n", "tag"),
        (b'kind: "\\0"\n', "not text"),
        (b'kind: "\\uD800"\n', ""),
        (b"kind: \x00\n", "not text"),
        (b"<<: {kind: season}\n", "merging"),
        (b"? [a, b]\n: c\n", "needs a name"),
        (b"kind: *season\n", "points to nothing"),
        (b"\t- kind", "not YAML"),
        (os.urandom(2000) + b"\xff", "UTF-8"),
    ],
)
def test_what_is_no_season_at_all(tmp_path, raw, reason):
    assert reason in bytes_read(tmp_path, raw).reason


def test_no_file_a_folder_and_a_forbidden_file(tmp_path):
    assert "no such file" in only(read_file(tmp_path / "none.yaml")).reason
    assert "no such file" in only(read_file(tmp_path)).reason
    assert only(read_file(Path("a\0b"))).line == 1


def test_the_plain_parser_reads_the_same(monkeypatch):
    """Where PyYAML was built without libyaml."""
    fast = read_file(LAB).plan
    monkeypatch.setattr(composing, "LOADER", composing.yaml.SafeLoader)
    assert read_file(LAB).plan == fast
