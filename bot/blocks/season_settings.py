"""A part of a season or a lab series in a form: what stands in it, what saving it causes, what somebody else did."""

import json
from collections.abc import Callable, Sequence
from datetime import date

from bot.blocks.consequences import moved
from bot.blocks.ids import Press, View
from bot.blocks.inputs import anew, number, text_input
from bot.blocks.inputs import day as day_input
from bot.blocks.text import Block, Bold, Line, actions, bullets, button, divider, form, heading, rich, section
from bot.i18n import Translate, long_day
from bot.receipts.series import Entry, Removal, SeriesEffects, SeriesForm, SeriesMove, SeriesPart, Setting, Written
from models.errors import N_
from models.series import SeriesKind

MOST = 30
"""Lines of one kind: the rest is counted."""
MOST_DAYS = 3650
LONGEST = {Entry.WORDS: 150, Entry.TEXT: 3000, Entry.LINES: 3000}
REQUIRED = {"title"}
PARTS = {
    SeriesPart.TITLE: N_("Title and purpose"),
    SeriesPart.THEMES: N_("Themes"),
    SeriesPart.TIME: N_("Period and milestones"),
    SeriesPart.QUIET: N_("Quiet weeks"),
    SeriesPart.RETENTION: N_("How long data is kept"),
    SeriesPart.REMINDERS: N_("Reminders"),
    SeriesPart.AVOIDED: N_("Days to avoid"),
    SeriesPart.ROLES: N_("Roles"),
    SeriesPart.TEMPLATES: N_("Programme templates"),
    SeriesPart.RULES: N_("Rules"),
}
OF = {
    SeriesKind.SEASON: tuple(part for part in SeriesPart if part is not SeriesPart.RULES),
    SeriesKind.LAB: tuple(part for part in SeriesPart if part not in (SeriesPart.AVOIDED, SeriesPart.TEMPLATES)),
}
NAMES = {
    "title": N_("Title"),
    "short_title": N_("Short title"),
    "purpose": N_("Purpose"),
    "organiser": N_("Organising authority"),
    "channel": N_("Channel"),
    "focus_area": N_("Focus area"),
    "theme": N_("Theme"),
    "note_taker": N_("Note-taker, unless a meeting says otherwise"),
    "themes": N_("Themes"),
    "period_start": N_("First day of the season"),
    "period_end": N_("Last day of the season"),
    "political_term": N_("New political term from"),
    "milestones": N_("Milestones"),
    "quiet_start": N_("First quiet day"),
    "quiet_end": N_("Last quiet day"),
    "quiet_label": N_("Why, in a few words"),
    "sensitive_days": N_("Needs and food: days after the meeting"),
    "ballot_days": N_("Ballots: days after the vote closes"),
    "evaluation_days": N_("Evaluations: days after the meeting"),
    "people_until": N_("Registrations: until"),
    "kept": N_("What is kept"),
    "legal_basis": N_("Legal basis, as people read it when they register"),
    "reminders": N_("Reminders"),
    "roles": N_("Roles"),
    "new_template": N_("A new template"),
    "new_items": N_("Its parts"),
    "public_holidays": N_("Public holidays"),
    "avoid_days": N_("Days to keep clear of"),
    "summer_time": N_("Summer time begins"),
    "break_note": N_("About school breaks"),
    "seats_per_party": N_("Seats per party"),
    "min_parties": N_("Fewest parties for a session"),
}
HINTS = {
    "roles": N_(
        "One on each line: director: Head of administration | overarching, operational | slack. The levels are the "
        "parts of the programme meant for it; guest in place of slack means without Slack."
    ),
    "new_items": N_("One on each line, as above."),
    "themes": N_("One on each line. A short name may stand before a colon: it is what files call the theme."),
    "milestones": N_("One on each line, the day first: 2027-01-19 First dialogue."),
    "kept": N_("One on each line."),
    "reminders": N_("One on each line: one_week: 7 d 09:00, or one_hour: 1 h."),
    "public_holidays": N_("One day on each line: 2027-01-06."),
    "avoid_days": N_("One day on each line: 2027-01-06."),
}
NOTES = {
    SeriesPart.QUIET: N_("Nothing unprompted is sent in them, except around a meeting that is held then."),
    SeriesPart.RETENTION: N_(
        "The bot deletes needs, food and ballots by itself, at night. The other days are the plan: whoever answers for "
        "the data sees to them."
    ),
    SeriesPart.REMINDERS: N_("Before each meeting. A meeting whose plan has been changed by hand keeps its own."),
    SeriesPart.TEMPLATES: N_(
        "One part on each line: 14:00–14:40 Dialogue | all | facilitator | overarching 2. After the title: for whom, "
        "who leads it, and how many questions of which level it has room for. A template without lines is removed."
    ),
    SeriesPart.RULES: N_("Nobody loses a seat when a number shrinks."),
}
WHAT = {"needs": N_("Answers about needs and food"), "ballots": N_("Ballots of votes")}


def opening(line_id: int, kind: SeriesKind, t: Translate) -> list[Block]:
    """A button for each part."""
    return [button(t(PARTS[part]), Press.SERIES_PART, f"{line_id} {part}") for part in OF[kind]]


def part_form(found: SeriesForm, t: Translate) -> Block:
    """What is so stands in the inputs; above them what saving causes, or what somebody else changed meanwhile."""
    blocks = [*_overtaken(found, t), *(_caused(found.effects, t) if found.effects else [])]
    blocks += [section(t(NOTES[found.part]))] if found.part in NOTES else []
    blocks += [_fresh(_input(one, t), one, found) for one in found.settings]
    blocks.append(actions(button(t("Back to the season"), Press.SERIES_ONE, found.line.id)))
    travels = {"series": found.line.id, "part": found.part, "seen": dict(found.seen), "round": found.round,
               "confirms": found.confirms}  # fmt: skip
    submit = t("Save all the same") if found.effects else t("Save")
    return form(View.SERIES_PART, t(PARTS[found.part]), blocks, t, submit=submit, about=json.dumps(travels))


def _input(one: Setting, t: Translate) -> Block:
    label, hint = one.label or t(NAMES[one.name]), t(HINTS[one.name]) if one.name in HINTS else None
    if one.entry is Entry.DAY:
        return day_input(one.name, label, value=date.fromisoformat(str(one.value)) if one.value else None, hint=hint)
    if one.entry is Entry.NUMBER:
        value = one.value if isinstance(one.value, int) else None
        return number(one.name, label, value=value, largest=MOST_DAYS, is_required=False, hint=hint)
    return text_input(
        one.name, label, value=str(one.value) if one.value else None, longest=LONGEST[one.entry],
        is_long=one.entry is not Entry.WORDS, is_required=one.name in REQUIRED, hint=hint,
    )  # fmt: skip


def _fresh(block: Block, one: Setting, found: SeriesForm) -> Block:
    return anew(block, found.round) if one.name in found.fresh else block


def _overtaken(found: SeriesForm, t: Translate) -> list[Block]:
    if not found.overtaken:
        return []
    first = (
        t("{name} changed this before you.", name=found.overtaken_by)
        if found.overtaken_by
        else t("This was changed before you saved.")
    )
    rest = t("Nothing of yours is saved: it still stands below. Save again if yours should apply.")
    theirs: list[Line] = [
        t(
            "{field}: {value} now.",
            field=one.label or t(NAMES[one.name]),
            value=_said(found.overtaken[one.name], one.entry, t),
        )
        for one in found.settings
        if one.name in found.overtaken
    ]
    return [rich(f"{first} {rest}", *theirs), divider()]


def _said(value: Written, entry: Entry, t: Translate) -> str:
    if value and entry is Entry.DAY:
        return long_day(date.fromisoformat(str(value)), t.language)
    return t("nothing") if value in (None, "") else str(value).replace("\n", "; ")


def _caused(effects: SeriesEffects, t: Translate) -> list[Block]:
    lines: list[Line] = [_removal(one, t) for one in effects.removals]
    lines += [_limit(*one, t) for one in effects.limits]
    if effects.agendas:
        lines.append(t("Another programme to build on: {titles}.", titles=", ".join(effects.agendas)))
    if effects.published:
        lines.append(
            t.n("{n} of them is published, and stays as it is until it is published again.",
                "{n} of them are published, and stay as they are until they are published again.", effects.published)
        )  # fmt: skip
    if effects.has_new_basis:
        lines.append(t("Whoever registers from now on reads the new legal basis."))
    blocks: list[Block] = [heading(t("What this causes")), *([bullets(lines[:MOST])] if lines else [])]
    if effects.moves:
        blocks += [rich([Bold(_counted(effects.moves, t))]), bullets([_move(one, t) for one in effects.moves[:MOST]])]
    return [*blocks, divider()]


def _counted(moves: Sequence[SeriesMove], t: Translate) -> str:
    def of(is_ours: Callable[[SeriesMove], bool]) -> int:
        return sum(is_ours(one) for one in moves)

    dropped, new = of(lambda one: not one.step.now), of(lambda one: not one.step.was)
    parts = [
        (t.n("{n} planned message moves", "{n} planned messages move", len(moves) - dropped - new),
         len(moves) - dropped - new),
        (t.n("{n} is not sent", "{n} are not sent", dropped), dropped),
        (t.n("{n} is new", "{n} are new", new), new),
    ]  # fmt: skip
    return ", ".join(said for said, number_of in parts if number_of) + "."


def _move(one: SeriesMove, t: Translate) -> Line:
    return [f"{one.meeting}, ", *moved(one.step, one.tz, t)]


def _removal(one: Removal, t: Translate) -> Line:
    parts = []
    if one.tonight:
        parts.append(t.n("{n} is deleted the coming night", "{n} are deleted the coming night", one.tonight))
    if one.later and one.until:
        day = long_day(one.until, t.language)
        parts.append(t.n("{n} later, by {day}", "{n} later, the last by {day}", one.later, day=day))
    return [Bold(f"{t(WHAT[one.what])}: "), ", ".join(parts) + "."]


def _limit(meeting: str, limit: int | None, over: int, t: Translate) -> Line:
    seats = t("no limit per party") if limit is None else t.n("{n} seat per party", "{n} seats per party", limit)
    more = t.n("{n} party has more already, and keeps them.", "{n} parties have more already, and keep them.", over)
    return [Bold(f"{meeting}: "), f"{seats}. {more}" if over else f"{seats}."]
