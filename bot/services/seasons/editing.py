"""Changing a part of a series. Trying it and doing it are the same: what it will cause has no second truth."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot.receipts.series import SeriesEffects, SeriesForm, SeriesPart, SeriesSaved, Setting, Written
from bot.services import log
from bot.services.meetings.fields import stamp, stamps, unlike
from bot.services.seasons import changing, effects, inputs, looking, settings
from bot.services.seasons.effects import Snapshot
from bot.services.seasons.layout import Group
from models import LogEntry, Series

CAUSING = {SeriesPart.QUIET, SeriesPart.RETENTION, SeriesPart.REMINDERS, SeriesPart.TEMPLATES, SeriesPart.RULES}
"""What else than words: it is looked at first what saving them does."""
LOOKED_AT = 50
"""Lines of the log in which the one who changed it last is looked for."""


@dataclass(frozen=True)
class Wish:
    """What should stand in a part, what stood there when it was wished, and what of it has been seen and confirmed."""

    part: SeriesPart
    values: Mapping[str, Written]
    seen: Mapping[str, str]
    round: int = 0
    confirmed: str | None = None

    @property
    def stamp(self) -> str:
        return stamp(sorted(self.values.items()))

    @property
    def is_to_be_shown(self) -> bool:
        return self.part in CAUSING and self.confirmed != self.stamp


def wished(typed: Mapping[str, Written], seen: Mapping[str, str]) -> dict[str, Written]:
    """Of what stands in a form, what was written into it."""
    return {name: value for name, value in unlike(typed, seen).items() if name in seen}


def form(session: Session, series: Series, part: SeriesPart, now: datetime) -> SeriesForm:
    return _form(session, series, part, changing.document(session, series, now), now)


def preview(session: Session, series: Series, wish: Wish, *, person_id: int, now: datetime) -> SeriesForm | None:
    """The form again, with what saving it would cause, or with what somebody else did; None when it can be saved.

    In a transaction that is taken back.
    """
    document = changing.document(session, series, now)
    shown = _form(session, series, wish.part, document, now, wish)
    saved = save(session, series, wish, person_id=person_id, now=now, found=document)
    if isinstance(saved, SeriesForm):
        return saved
    return replace(shown, effects=saved.effects, confirms=wish.stamp) if saved.effects else None


def save(
    session: Session, series: Series, wish: Wish, *, person_id: int, now: datetime, found: Group | None = None
) -> SeriesForm | SeriesSaved:
    """Do as was wished; or, if somebody was faster, show the form again with what they did. Twice changes nothing more.

    Raises Refusal at the input for what no file may say. `found` is the document, when it has just been read.
    """
    if found is None:
        changing.hold(session, series)
        found = changing.document(session, series, now)
    here = settings.values(found, series.kind, wish.part)
    wanted = {name: value for name, value in wish.values.items() if name in here and here[name] != value}
    if not wanted:
        return SeriesSaved((), SeriesEffects())
    if dict(wish.seen) != stamps(here):
        return _overtaken(session, series, wish, found, now)
    before = Snapshot.of(session, series)
    changing.change(
        session, series, settings.editing(series.kind, wish.part, wanted), person_id=person_id, now=now, found=found,
        naming_of=settings.input_of(series.kind, wish.part), part=wish.part, fields=sorted(wanted),
    )  # fmt: skip
    return SeriesSaved(tuple(wanted), effects.since(session, series, before, now))


def _form(
    session: Session, series: Series, part: SeriesPart, found: Group, now: datetime, wish: Wish | None = None
) -> SeriesForm:
    here = settings.values(found, series.kind, part)
    shown = {**here, **({name: wish.values[name] for name in here if name in wish.values} if wish else {})}
    entries = {name: inputs.place(series.kind, part, name).manner.entry for name in here}
    labels = {f"{inputs.TEMPLATE}{key}": label for key, label in settings.labels(found).items()}
    return SeriesForm(
        line=looking.line(session, series, now),
        part=part,
        settings=tuple(Setting(name, entries[name], value, labels.get(name)) for name, value in shown.items()),
        seen=stamps(here),
        round=wish.round if wish else 0,
    )


def _overtaken(session: Session, series: Series, wish: Wish, found: Group, now: datetime) -> SeriesForm:
    here = settings.values(found, series.kind, wish.part)
    theirs = unlike(here, wish.seen)
    return replace(
        _form(session, series, wish.part, found, now, wish),
        round=wish.round + 1,
        overtaken=theirs,
        overtaken_by=log.last_hand(
            session, changing.CHANGED, theirs.keys(), LogEntry.workspace_id == series.workspace_id, within=LOOKED_AT,
            series=series.id,
        ),
        fresh=frozenset(theirs.keys() - wish.values.keys()),
    )  # fmt: skip
