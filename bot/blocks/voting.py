"""A ballot to fill in. What does not fit in one form is turned page by page; what is marked travels with it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from bot.blocks import labels, polls
from bot.blocks.ids import Field, Press, View
from bot.blocks.inputs import Option, choice, option, radio, ticks
from bot.blocks.text import (
    Block,
    Bold,
    Line,
    actions,
    button,
    form,
    heading,
    numbered,
    plain,
    rich,
    section,
    shorten,
    small,
)
from bot.i18n import Translate, number_word
from bot.receipts import Ballot, ListFacts, OptionFacts
from models.errors import N_
from models.polls import IMPORTANCE, Method

Marks = Mapping[int, int]
GROUP = 10
"""Boxes in one input, as Slack has it."""
GROUPS = 3
"""Inputs of boxes on a page; more would tire people."""
SCORED = 20
"""Questions with points on a page."""
FITS = 75
"""Characters of an option; longer ones stand in full above."""
LONGEST = 1500
PLACES = 10
"""So many can be put in order."""
HIGHEST = 5
MENUS = 600
"""Options in all menus of a page: a form holds 250 000 characters."""
FULL = 100
"""Options of one menu, as Slack has it."""
RANKS = N_("Place {n}")
NONE = "none"


@dataclass(frozen=True)
class Part:
    """An input of the form and the options it is for; `rank` when it asks what comes in that place."""

    field: str
    on_list: str
    options: tuple[OptionFacts, ...]
    rank: int | None = None
    is_scored: bool = False


def pages(ballot: Ballot) -> list[list[Part]]:
    """The inputs, page by page; the same each time, since the order is the voter's own."""
    method = ballot.poll.method
    if ballot.poll.is_about_challenges:
        return _cut([part for pair in _pairs(ballot) for part in pair], SCORED)
    if method is Method.SCORES:
        parts = [
            Part(f"{Field.OPTION}_{one.id}", each.on_list, (one,), is_scored=True)
            for each in ballot.lists
            for one in each.options
        ]
        return _cut(parts, SCORED)
    if method is Method.RANKING:
        longest = max((len(each.options) for each in ballot.lists), default=1)
        return _cut([part for each in ballot.lists for part in _places(each)], max(1, min(SCORED, MENUS // longest)))
    if method is Method.SINGLE:
        return [[Part(each.on_list, each.on_list, each.options) for each in ballot.lists]]
    return _cut([part for each in ballot.lists for part in _boxes(each)], GROUPS)


def ballot_form(ballot: Ballot, t: Translate, *, page: int = 1, marks: Marks | None = None, note: str = "") -> Block:
    found = pages(ballot)
    page, marks = min(max(1, page), len(found)), ballot.marks if marks is None else marks
    blocks: list[Block] = [rich([Bold(note)])] if note else []
    blocks.append(rich([Bold(ballot.poll.title)], polls.how(ballot.poll, t), *_terms(ballot, t)))
    before = ""
    for part in found[page - 1]:
        if part.on_list != before and part.on_list in labels.LEVELS:
            blocks.append(heading(t(labels.LEVELS[part.on_list])))
        before = part.on_list
        if part.on_list == IMPORTANCE:
            blocks.append(rich([Bold(shorten(part.options[0].words, LONGEST))]))
        blocks += _part(ballot, part, marks, t)
    if len(found) > 1:
        blocks += _turning(ballot, page, len(found), marks, t)
    about: dict[str, object] = {"poll": ballot.poll.id, "page": page, "marks": {str(key): marks[key] for key in marks}}
    about |= {"for": ballot.registration_id} if ballot.registration_id else {}
    written = json.dumps(about, separators=(",", ":"))
    return form(View.VOTE, t("Vote"), blocks, t, submit=t("Save my vote"), about=written)


def thanks(ballot: Ballot, marks: Marks, t: Translate) -> Block:
    """What has been saved, for the voter's eyes alone."""
    if not marks:
        said = t("Your vote is taken back. You can vote again until the vote closes.")
        return form(View.SHOWN, t("Vote"), [section(said), actions(_onwards(ballot, t))], t)
    first = t("The guest's vote is saved.") if ballot.guest else t("Thank you, your vote is saved.")
    if ballot.poll.is_about_challenges:
        chosen: list[Line] = [line for pair in _pairs(ballot) if (line := _answered(pair, marks, t))]
    else:
        chosen = [line for each in ballot.lists for line in _chosen(ballot, each, marks, t)]
    blocks = [rich([Bold(first)], *chosen), small(_until(ballot, t)), actions(_onwards(ballot, t))]
    return form(View.SHOWN, t("Vote"), blocks, t)


def _part(ballot: Ballot, part: Part, marks: Marks, t: Translate) -> list[Block]:
    mine = [one.id for one in part.options if one.id in marks]
    is_long = any(len(one.words) > FITS for one in part.options)
    told = _in_full(part) if is_long and part.rank in (None, 1) and ballot.poll.method is not Method.SCORES else []
    options = [(str(one.id), _label(place, one, is_long)) for place, one in enumerate(part.options, start=1)]
    match ballot.poll.method:
        case Method.SCORES:
            scores = [(str(n), str(n)) for n in range(HIGHEST, 0, -1)]
            (one,) = part.options
            given = str(marks[one.id]) if one.id in marks else None
            asks = dict(zip((each.on_list for each in ballot.lists), polls.asked(ballot.poll, t), strict=False))
            label = asks.get(part.on_list) or shorten(one.words, LONGEST)
            asked = choice(part.field, label, _or_none(scores, t), chosen=given, is_required=False)
        case Method.RANKING:
            at = next((str(one) for one in mine if marks[one] == part.rank), None)
            asked = _select(part.field, _label_of(ballot, part, t(RANKS, n=part.rank), t), options, at, t)
        case Method.SINGLE if len(part.options) <= GROUP:
            label = _label_of(ballot, part, t("Choose one"), t)
            asked = radio(part.field, label, options, chosen=str(mine[0]) if mine else None)
            asked["optional"] = True
        case Method.SINGLE:
            label = _label_of(ballot, part, t("Choose one"), t)
            asked = _select(part.field, label, options, str(mine[0]) if mine else None, t)
        case _:
            label = _label_of(ballot, part, _how_many(ballot, part, t), t)
            asked = ticks(part.field, label, options, chosen=[str(one) for one in mine])
    return [*told, asked]


def _label_of(ballot: Ballot, part: Part, words: str, t: Translate) -> str:
    """With the list's name when there are several: who hears the form hears no heading in between."""
    name = labels.LEVEL_OF.get(part.on_list) if len(ballot.lists) > 1 else None
    return f"{t(name)}: {words[:1].lower()}{words[1:]}" if name else words


def _how_many(ballot: Ballot, part: Part, t: Translate) -> str:
    dots = next(each.dots for each in ballot.lists if each.on_list == part.on_list)
    if ballot.poll.method is not Method.DOTS:
        return t("Vote for")
    number = number_word(dots, t.language)
    return t.n("Vote for one", "Vote for at most {number}", dots, number=number)


def _in_full(part: Part) -> list[Block]:
    return [
        rich(f"{place}. {shorten(one.words, LONGEST)}")
        for place, one in enumerate(part.options, start=1)
        if len(one.words) > FITS
    ][:GROUP]


def _label(place: int, one: OptionFacts, is_long: bool) -> str:
    return f"{place}. {one.words}" if is_long else one.words


def _select(field: str, label: str, options: list[Option], chosen: str | None, t: Translate) -> Block:
    """A menu; beyond a hundred options in groups of a hundred."""
    made = choice(field, label, _or_none(options[: FULL - 1], t), chosen=chosen, is_required=False)
    if len(options) < FULL:
        return made
    element = made["element"]
    del element["options"]
    element["option_groups"] = [
        {"label": plain(f"{start + 1}–"), "options": [option(one) for one in group]}
        for start, group in ((start, options[start : start + FULL]) for start in range(0, len(options), FULL))
    ]
    if (initial := next((one for one in options if one[0] == chosen), None)) is not None:
        element["initial_option"] = option(initial)
    return made


def _or_none(options: list[Option], t: Translate) -> list[Option]:
    """A menu cannot be emptied by hand."""
    return [(NONE, t("No choice")), *options]


def _turning(ballot: Ballot, page: int, n: int, marks: Marks, t: Translate) -> list[Block]:
    back = button(t("Previous"), Press.VOTE_PAGE, f"page {page - 1}") if page > 1 else None
    on = button(t("Next"), Press.VOTE_PAGE, f"page {page + 1}") if page < n else None
    marked = t.n("{n} question marked so far.", "{n} questions marked so far.", len(marks))
    where = t("Page {page} of {pages}.", page=page, pages=n)
    keeps = t("What you mark is kept when you turn the page; it is saved when you press Save my vote.")
    return [small(f"{where} {marked} {keeps}"), numbered(actions(back, on))]


def _terms(ballot: Ballot, t: Translate) -> list[str]:
    if ballot.guest:
        return [
            t("You vote for {name}, and then know how they vote.", name=ballot.guest),
            t("What you save takes the place of what has been registered before.") if ballot.has_voted else "",
        ]
    closes = t("The vote closes {moment}.", moment=polls.moment(ballot.poll.closes_at, ballot.poll.tz, t))
    again = t("You have voted already; you can change your vote here.") if ballot.has_voted else ""
    if ballot.poll.is_per_organisation:
        again = t("Your party has voted already; you can change its vote here.") if ballot.has_voted else ""
        return [f"{t(polls.PARTYS)} {closes}", again]
    return [f"{t(polls.SECRET)} {closes}", again]


def _chosen(ballot: Ballot, each: ListFacts, marks: Marks, t: Translate) -> list[Line]:
    """What is marked on one list, under its name when there are several."""
    is_ranked = ballot.poll.method is Method.RANKING
    marked = [one for one in each.options if one.id in marks]
    order = sorted(marked, key=lambda one: marks[one.id] * (1 if is_ranked else -1))
    lines: list[Line] = [_mark(ballot, one.words, marks[one.id], t) for one in order]
    name = labels.LEVELS.get(each.on_list) if len(ballot.lists) > 1 else None
    return [[Bold(t(name))], *lines] if name and lines else lines


def _mark(ballot: Ballot, words: str, mark: int, t: Translate) -> str:
    match ballot.poll.method:
        case Method.RANKING:
            return f"{mark}. {shorten(words, LONGEST)}"
        case Method.SCORES:
            return f"{shorten(words, LONGEST)}: " + t.n("{n} point", "{n} points", mark)
        case _:
            return f"✓ {shorten(words, LONGEST)}"


def _until(ballot: Ballot, t: Translate) -> str:
    closes = polls.moment(ballot.poll.closes_at, ballot.poll.tz, t)
    if ballot.guest:
        return t("The vote can be changed until it closes, {moment}.", moment=closes)
    return t("You can change your vote until it closes, {moment}.", moment=closes)


def _onwards(ballot: Ballot, t: Translate) -> Block:
    """Back to all the votes for whoever has voted for a guest; to one's own for everyone else."""
    if ballot.event_id is not None:
        return button(t("Back to the vote"), Press.POLL, ballot.event_id)
    return button(t("Change my vote"), Press.VOTE, f"poll {ballot.poll.id}")


def _answered(pair: tuple[Part, ...], marks: Marks, t: Translate) -> str:
    """One challenge: what was answered of it, if anything."""
    given = [marks.get(part.options[0].id) for part in pair]
    if not any(given):
        return ""
    important, feasible = [str(mark) if mark else "–" for mark in given]
    words = shorten(pair[0].options[0].words, 300)
    return t("{challenge}: importance {important}, feasibility {feasible}",
             challenge=words, important=important, feasible=feasible)  # fmt: skip


def _boxes(each: ListFacts) -> list[Part]:
    return [
        Part(f"{each.on_list}_{start}", each.on_list, each.options[start : start + GROUP])
        for start in range(0, len(each.options), GROUP)
    ]


def _places(each: ListFacts) -> list[Part]:
    ranks = range(1, min(PLACES, len(each.options)) + 1)
    return [Part(f"{each.on_list}_{rank}", each.on_list, each.options, rank) for rank in ranks]


def _pairs(ballot: Ballot) -> list[tuple[Part, ...]]:
    """What is asked of a challenge, beside each other; in the voter's own order of the first."""
    return [
        tuple(
            Part(f"{Field.OPTION}_{one.id}", each.on_list, (one,), is_scored=True)
            for each in ballot.lists
            for one in each.options
            if one.place == first.place
        )
        for first in ballot.lists[0].options
    ]


def _cut(parts: list[Part], most: int) -> list[list[Part]]:
    return [parts[start : start + most] for start in range(0, len(parts), most)] or [[]]
