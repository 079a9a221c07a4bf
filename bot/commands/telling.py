"""An import's report in words: what is new, what changes and for whom, what is left and why."""

from collections.abc import Iterator, Sequence
from typing import Any

from bot.i18n import Translate
from bot.services.seasons.comparing import Conflict
from bot.services.seasons.consequences import Effect
from bot.services.seasons.meetings import Change as News
from bot.services.seasons.plans import Plan, What
from bot.services.seasons.problems import Problem, quoted
from bot.services.seasons.reports import Change, Gone, Report
from models.errors import N_


def n(one: str, many: str) -> tuple[str, str]:
    """Mark a plural for the catalogues without translating it here."""
    return one, many


COUNTS = {
    What.SERIES: n("the series itself", "{n} series"),
    What.ORGANISATION: n("{n} organisation", "{n} organisations"),
    What.PERSON: n("{n} coordinator or contact", "{n} coordinators and contacts"),
    What.STAFF: n("the organisers of the series", "the organisers of {n} series"),
    What.AREA: n("{n} area", "{n} areas"),
    What.MEMBER: n("{n} organisation put in an area", "{n} organisations put in areas"),
    What.PARTY: n("{n} party", "{n} parties"),
    What.EVENT: n("{n} meeting", "{n} meetings"),
    What.DATE_POLL: n("{n} poll of days", "{n} polls of days"),
    What.TOPIC: n("{n} question", "{n} questions"),
    What.REGISTRATION: n("{n} registration", "{n} registrations"),
}
NAMES = {
    What.SERIES: N_("the series"),
    What.ORGANISATION: N_("organisation"),
    What.PERSON: N_("person"),
    What.STAFF: N_("who organises the series"),
    What.AREA: N_("area"),
    What.MEMBER: N_("organisation in area"),
    What.PARTY: N_("party"),
    What.EVENT: N_("meeting"),
    What.DATE_POLL: N_("poll of days"),
    What.TOPIC: N_("question"),
    What.REGISTRATION: N_("registration"),
}
NEWS = {
    News.DATE: N_("{title} is moved"),
    News.FORMAT: N_("{title} changes form"),
    News.STATUS: N_("{title} is cancelled"),
}
CAUSED = (
    n("{n} person is told in Slack", "{n} people are told in Slack"),
    n("{n} of them is asked whether they still come", "{n} of them are asked whether they still come"),
    n("{n} person without Slack: the coordinator gets a text to send",
      "{n} people without Slack: the coordinator gets a text to send"),
    n("{n} person in line gets a seat if there is room", "{n} people in line get seats as far as there is room"),
    n("{n} card is redrawn", "{n} cards are redrawn"),
    n("{n} planned message moves", "{n} planned messages move"),
)  # fmt: skip
IN_THE_FILE = {"when": "date", "state": "status", "form": "format", "place_name": "place.name", "room": "place.room",
               "city": "place.city", "address": "place.address", "url": "place.url", "tz": "timezone",
               "nationals": "organiser", "coordinators": "coordinator", "contacts": "contact"}  # fmt: skip
"""Our columns by the name the operator wrote them under."""


USED = {"shared_challenges", "prioritisation"}
"""Read from what is kept when a lab's challenges are voted on."""


def report_lines(plan: Plan, report: Report, notes: Sequence[Problem], t: Translate) -> list[str]:
    """The whole report, a line each."""
    new = [t.n(*COUNTS[what], count) for what, count in report.added.items()]
    return [
        f"{plan.title} ({plan.key})",
        *_part(t(N_("New:")), new),
        *_part(t(N_("Changed in the file:")), [_change(change, t) for change in report.changes]),
        *_part(t(N_("This causes:")), [line for effect in report.effects for line in _effect(effect, t)]),
        *_part(t(N_("Left as it is:")), [_conflict(conflict, t) for conflict in report.conflicts]),
        *_part(t(N_("No longer in the file, kept in the bot:")), [_named(gone, t) for gone in report.gone]),
        *_part(t(N_("Kept, not used yet:")), [name for name in plan.unused if name not in {*USED, *_names(notes)}]),
        *_part(t(N_("Worth a look:")), [note.say(t) for note in notes]),
    ]  # fmt: skip


def _part(headline: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield headline
        yield from (f"  {line}" for line in lines)


def _named(one: Gone | Change | Conflict, t: Translate) -> str:
    return f"{t(NAMES[one.what])} {one.key}"


def _change(change: Change, t: Translate) -> str:
    return f"{_named(change, t)}: {_field(change.field)}: {_value(change.was)} → {_value(change.now)}"


def _conflict(conflict: Conflict, t: Translate) -> str:
    where = _named(conflict, t)
    if not conflict.field:
        return f"{where}: {t(conflict.why)}"
    wanted, here = _value(conflict.wanted), _value(conflict.here)
    values = t(N_("the file says {wanted}, the bot has {here}"), wanted=wanted, here=here)
    return f"{where}: {_field(conflict.field)}: {t(conflict.why)} ({values})"


def _effect(effect: Effect, t: Translate) -> Iterator[str]:
    yield from (t(NEWS[news], title=effect.title) for news in effect.news)
    counts = (effect.told, effect.asked, effect.by_mail, effect.waiting, effect.cards, effect.steps)
    for count, sentences in zip(counts, CAUSED, strict=True):
        if count:
            yield f"{effect.event}: {t.n(*sentences, count)}"


def _names(notes: Sequence[Problem]) -> set[str]:
    return {note.field for note in notes}


def _field(name: str) -> str:
    return IN_THE_FILE.get(name, name)


def _value(value: Any) -> str:
    if value is None or value == []:
        return "–"
    if isinstance(value, list) and not any(isinstance(item, dict) for item in value):
        return " ".join(str(item) for item in value if item is not None)
    return quoted(value) if isinstance(value, str | list | dict) else str(value)
