"""A coordinator takes the list home: a file that opens right, holds no needs, and runs nothing."""

import csv
import io
import re
import zipfile
from xml.etree import ElementTree

import pytest
from sqlalchemy.orm import Session

from bot.services.registration import lists
from models import Event, LogEntry, RegistrationState
from sandbox.faults import Fault
from sandbox.people import Person as Member
from sandbox.workspace import Workspace
from tests.clock import FakeClock
from tests.factories import make_guest, make_organisation, make_registration
from tests.scenarios.conftest import ONE_KIND, Rows

pytestmark = ONE_KIND
HOSTILE = ("=cmd|'/C calc'!A0", "+46 70 1", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1+1")
CELL = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ON_ITS_WAY = "Listan är på väg till dig, som ett meddelande från mig."


@pytest.fixture
def crowd(kronoberg: Event, session: Session) -> None:
    """Åsa with needs, one who hides, one who waits, and people whose names are formulas."""
    school = make_organisation(session, "Ölands folkhögskola")
    told = {"role": "director", "organisation_id": school.id}
    åsa = make_guest(session, "Åsa Öst; Ärla", email="asa@example.org")
    make_registration(session, kronoberg, åsa, access_needs="en tyst vrå", dietary="vegan", **told)
    make_registration(session, kronoberg, make_guest(session, "Hilda Hemlig"), is_hidden=True, **told)
    make_registration(
        session, kronoberg, make_guest(session, "Vera Väntar"), state=RegistrationState.WAITLISTED, **told
    )
    for name in HOSTILE:
        make_registration(session, kronoberg, make_guest(session, name), **told)


@pytest.fixture
def asking(alice: Member, crowd: None) -> Member:
    """Alice with the list in front of her."""
    alice.types("/dialog lista")
    alice.presses("Deltagare")
    return alice


def test_alice_gets_the_list_as_csv_that_swedish_excel_opens(asking: Member, workspace: Workspace) -> None:
    asking.presses("Hämta lista (CSV)", in_="form")
    assert ON_ITS_WAY in asking.form.text
    assert asking.inbox == ["Deltagarlistan för Dialog i Kronoberg. 1 person som inte vill stå på listor är inte med."]
    content = sent(workspace)
    assert content.startswith(b"\xef\xbb\xbf"), "the mark by which Excel knows å ä ö"
    read = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert read[0] == ["Nr", "Namn", "E-post", "Organisation", "Roll", "Deltar", "Anmälan"]
    assert read[1] == [
        "1", "Åsa Öst; Ärla", "asa@example.org", "Ölands folkhögskola", "Förvaltnings- eller verksamhetschef",
        "På plats", "anmäld",
    ]  # fmt: skip
    assert read[2][1] == "Vera Väntar" and read[2][6] == "på väntelistan"
    assert [row[1] for row in read[3:]] == [f"'{name}" for name in HOSTILE]
    nothing_private_in(content.decode())


def test_alice_gets_the_list_for_excel_with_words_as_words(asking: Member, workspace: Workspace) -> None:
    asking.presses("Hämta lista (Excel)", in_="form")
    [file] = asking.messages[-1]["files"]
    assert file["name"] == "deltagare-dialog-i-kronoberg-2027-01-19.xlsx"
    with zipfile.ZipFile(io.BytesIO(sent(workspace))) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
        everything = "".join(book.read(name).decode() for name in book.namelist())
    rows = [["".join(cell.itertext()) for cell in row.iter(f"{CELL}c")] for row in sheet.iter(f"{CELL}row")]
    assert rows[1][1:4] == ["Åsa Öst; Ärla", "asa@example.org", "Ölands folkhögskola"]
    written = [re.sub("_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), row[1]) for row in rows[3:]]
    assert [name.strip() for name in written] == [name.strip() for name in HOSTILE]
    assert list(sheet.iter(f"{CELL}f")) == [], "no formulas"
    assert {cell.get("t") for row in list(sheet.iter(f"{CELL}row"))[1:] for cell in list(row)[1:]} == {"inlineStr"}
    nothing_private_in(everything)


def test_each_press_is_a_file_and_a_line_in_the_log(asking: Member, workspace: Workspace, rows: Rows) -> None:
    asking.presses("Hämta lista (CSV)", in_="form")
    asking.presses("Tillbaka till listan", in_="form")
    asking.presses("Hämta lista (Excel)", in_="form")
    assert len(workspace.uploads.files) == 2
    logged = rows(LogEntry, LogEntry.action == "list_fetched")
    assert [(entry.actor_id, entry.facts["ending"]) for entry in logged] == [(1, "csv"), (1, "xlsx")]


def test_a_double_click_is_one_press(kronoberg: Event, session: Session, clock: FakeClock, rows: Rows) -> None:
    def fetch() -> bool:
        press = {"person_id": 1, "press": "1800000000.abc", "ending": "csv"}
        is_first = lists.fetch(session, kronoberg, now=clock.now(), **press)
        session.commit()
        return is_first

    assert [fetch(), fetch()] == [True, False]
    assert len(rows(LogEntry, LogEntry.action == "list_fetched")) == 1


def test_when_slack_refuses_the_file_alice_is_told_in_plain_words(asking: Member, workspace: Workspace) -> None:
    for fault, told in (
        (Fault.slack_error("missing_scope"), "Jag får inte skicka filer här än."),
        (Fault.slack_error("storage_limit_reached"), "Slack tog inte emot filen. Inget har skickats."),
        (Fault.STALL_BEFORE, "Slack svarade inte. Titta bland dina meddelanden från mig"),
    ):
        workspace.faults.next("files.getUploadURLExternal", fault)
        asking.presses("Hämta lista (CSV)", in_="form")
        assert told in asking.form.text and asking.inbox == []
        asking.presses("Tillbaka till listan", in_="form")


def sent(workspace: Workspace) -> bytes:
    [upload] = workspace.uploads.files.values()
    assert upload.content is not None
    return upload.content


def nothing_private_in(words: str) -> None:
    for secret in ("Hilda", "vrå", "vegan"):
        assert secret not in words
