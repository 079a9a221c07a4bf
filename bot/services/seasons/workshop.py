"""What a lab does between its sessions (inventory, commitments): checked and kept, not used yet."""

from bot.services.seasons.drafts import Draft
from bot.services.seasons.fields import Fields
from bot.services.seasons.nodes import Node
from bot.services.seasons.values import DAY, FLAG, KEY, MONTH, NUMBER, TEXT, Kind, Wrong, word
from models.errors import N_
from models.polls import Square


def _grade(node: Node) -> int:
    number = NUMBER.read(node)
    if not 1 <= number <= 5:
        raise Wrong(N_("{value} is not between 1 and 5"), value=number)
    return number


SQUARE = word(Square, Square.LOW_LOW)
GRADE = Kind(_grade, 1)


def without_use(file: Fields, draft: Draft) -> None:
    _keep_without_votes(file, "date_poll", "sample_answers")
    _forget_what_is_used(file, "date_poll", ("sample_answers", "expected_proposal"))
    _inventory(file, draft)
    _challenges(file, draft)
    _prioritisation(file, draft)
    _commitments(file, draft)
    for name in ("inventory", "shared_challenges", "commitments"):
        file.keep(name)


def _inventory(file: Fields, draft: Draft) -> None:
    inventory = file.group("inventory")
    for field in inventory.groups("form"):
        draft.claim(field, "inventory field")
        field.need("label", TEXT)
        field.flag("required", FLAG)
        field.all("options", TEXT)
    inventory.get("notice", TEXT)
    for entry in inventory.groups("entries"):
        draft.claim(entry, "inventory entry")
        draft.refer(entry, "party", "party")
        for name in ("title", "summary", "target_group", "phase"):
            entry.need(name, TEXT)
        for name in ("offers", "seeks", "contact_role"):
            entry.get(name, TEXT)
        draft.refer_all(entry, "themes", "theme")
        _period(entry.group("period"))


def _period(period: Fields) -> None:
    start, end = period.get("start", MONTH), period.get("end", MONTH)
    if start and end and end < start:
        period.problem("end", N_("{end} is before {start}"), start=start, end=end)


def _challenges(file: Fields, draft: Draft) -> None:
    for challenge in file.groups("shared_challenges"):
        draft.claim(challenge, "challenge")
        challenge.need("title", TEXT)
        draft.refer_all(challenge, "themes", "theme")
        draft.refer_all(challenge, "raised_by", "party")


def _prioritisation(file: Fields, draft: Draft) -> None:
    poll = file.group("prioritisation")
    challenges = sorted(draft.ids("challenge"))
    questions, squares, expected = (poll.group(name) for name in ("questions", "squares", "expected_squares"))
    for name in ("importance", "feasibility"):
        questions.get(name, TEXT)
    for square in Square:
        squares.get(square.value, TEXT)
    for ballot in poll.groups("sample_ballots", private=True):
        draft.refer(ballot, "party", "party")
        for challenge in challenges:
            if ballot.has(challenge) and len(ballot.all(challenge, GRADE)) != 2:
                ballot.problem(challenge, N_("a ballot has two grades from 1 to 5: importance and feasibility"))
    for challenge in challenges:
        expected.get(challenge, SQUARE)
    _keep_without_votes(file, "prioritisation", "sample_ballots")


def _commitments(file: Fields, draft: Draft) -> None:
    for commitment in file.groups("commitments"):
        draft.claim(commitment, "commitment")
        for name, what in (("session", "session"), ("party", "party"), ("challenge", "challenge")):
            draft.refer_if_any(commitment, name, what)
        commitment.need("title", TEXT)
        commitment.get("owner_role", TEXT)
        commitment.get("due", DAY)
        commitment.get("status", KEY)


def _keep_without_votes(file: Fields, name: str, votes: str) -> None:
    """Votes are kept in ballots alone: of sample votes only the number is remembered."""
    file.keep(name)
    kept = file.findings.unused.get(name)
    if isinstance(kept, dict) and isinstance(kept.get(votes), list):
        file.findings.unused[name] = {**kept, votes: len(kept[votes])}


def _forget_what_is_used(file: Fields, name: str, kept: tuple[str, ...]) -> None:
    whole = file.findings.unused.get(name)
    if isinstance(whole, dict):
        file.findings.unused[name] = {part: value for part, value in whole.items() if part in kept}
