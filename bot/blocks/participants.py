"""Who is coming: what participants see of each other, and what the coordinator sees."""

from collections.abc import Sequence
from typing import TypeVar

from bot.blocks import labels
from bot.blocks.appeals import question_blocks
from bot.blocks.events import seats, sentence, when
from bot.blocks.ids import Press, View
from bot.blocks.steps import about
from bot.blocks.text import (
    Block,
    Bold,
    Line,
    actions,
    bullets,
    button,
    divider,
    form,
    heading,
    numbered,
    rich,
    section,
    shorten,
    small,
)
from bot.i18n import Translate
from bot.receipts import Catering, EventFacts, Fellow, FellowList, Participant, ParticipantList
from models.registrations import RegistrationState

T = TypeVar("T")
PAGE = 120
"""People a page: three blocks, and a quarter of what a form may weigh."""
CHUNK = 40

MOST_APPEALS = 5


def fellows(found: FellowList, t: Translate, *, page: int = 1) -> Block:
    """Who else comes, for those who come themselves."""
    event, total = found.event, len(found.fellows) + found.hidden
    counts = [t.n("{n} person comes.", "{n} people come.", total)]
    if found.hidden:
        counts.append(t.n("{n} of them is not shown on lists.", "{n} of them are not shown on lists.", found.hidden))
    shown, ways = _page(found.fellows, page, t)
    people = _people([_fellow(one, event, t) for one in shown])
    colleagues = [_for_colleagues(event, t)] if found.has_colleagues and not event.is_over else []
    served = _served(found.catering, t) if found.catering else None
    needed = _needed(found.with_needs, t) if found.with_needs else None
    first = rich(when(event, t), [Bold(" ".join(counts))], served, needed)
    blocks = [heading(event.title), first, *colleagues, *people, *ways]
    return form(View.SHOWN, t("Participants"), blocks, t, about=about(event.id))


def participants(found: ParticipantList, t: Translate, *, page: int = 1) -> Block:
    """The coordinator's list: who is coming, per organisation and role, with counts."""
    event = found.event
    seated = [one for one in found.participants if one.state is not RegistrationState.WAITLISTED]
    waiting = [one for one in found.participants if one.state is RegistrationState.WAITLISTED]
    per_role = {role.label: sum(1 for one in seated if one.role == role.label) for role in found.roles}
    counts = ", ".join(f"{label}: {n}" for label, n in per_role.items())
    first = rich(
        when(event, t),
        [Bold(sentence(seats(event.seats, t)))],
        counts or None,
        _served(found.catering, t) if found.catering else None,
    )
    shown, ways = _page([*seated, *waiting], page, t)
    blocks = [heading(event.title), first, numbered(actions(*_ways(event, t)))]
    blocks += [] if event.is_over else [_for_others(event, t)]
    for appeal in found.appeals[:MOST_APPEALS] if page == 1 else ():
        blocks += [*question_blocks(appeal, t), divider()]
    for title, those in ((t("Registered"), seated), (t("Waiting list"), waiting)):
        numbers = {one.number for one in those}
        lines = [_participant(one, t) for one in shown if one.number in numbers]
        blocks += [*_title(title, len(those)), *_people(lines)] if lines else []
    blocks += ways
    blocks += _unconfirmed([one.name for one in found.participants if one.is_unconfirmed], t)
    if found.empty_organisations:
        missing = shorten(", ".join(found.empty_organisations), 2000)
        blocks += [divider(), rich([Bold(t("Nobody registered from:")), " ", missing])]
    if found.with_needs:
        words = _needed(found.with_needs, t)
        blocks += [section(words, button(t("Show needs and diet"), Press.NEEDS, event.id))]
    line = button(t("The waiting list"), Press.LINE, event.id) if found.may_steer_line else None
    blocks = [*blocks[:99], actions(line, button(t("To the meeting"), Press.MEETING, event.id))]
    return form(View.SHOWN, t("Participants"), blocks, t, about=about(event.id))


def _for_others(event: EventFacts, t: Translate) -> Block:
    return actions(
        button(t("Register a guest"), Press.GUEST, event.id),
        button(t("Paste a list"), Press.GUESTS, event.id),
        button(t("Change for somebody"), Press.BEHALF, event.id),
    )


def _for_colleagues(event: EventFacts, t: Translate) -> Block:
    return actions(
        button(t("Register colleagues"), Press.GUESTS, event.id) if event.takes_registrations else None,
        button(t("Change for a colleague"), Press.BEHALF, event.id),
    )


def _unconfirmed(names: list[str], t: Translate) -> list[Block]:
    """Who has been asked whether they still come, and has not said."""
    if not names:
        return []
    title = t("Have not answered whether they are coming ({n}):", n=len(names))
    return [divider(), rich([Bold(title), " ", shorten(", ".join(names), 2000)])]


def fetched(words: str, event: EventFacts, t: Translate) -> Block:
    """What has become of the file, with the way back to the list."""
    back = actions(button(t("Back to the list"), Press.PARTICIPANTS, event.id))
    return form(View.SHOWN, t("Get the list"), [heading(event.title), section(words), back], t, about=about(event.id))


def _ways(event: EventFacts, t: Translate) -> list[Block]:
    return [
        button(t("Who covers what"), Press.COVERAGE, event.id),
        button(t("Get the list (Excel)"), Press.EXPORT, "file xlsx"),
        button(t("Get the list (CSV)"), Press.EXPORT, "file csv"),
    ]


def _served(catering: Catering, t: Translate) -> str:
    """27 på plats, 4 har skrivit om specialkost: counts without names."""
    on_site = t.n("{n} on site", "{n} on site", catering.on_site)
    diets = t.n("{n} has written about diet", "{n} have written about diet", catering.diets)
    return t("For the food: {counts}.", counts=f"{on_site}, {diets}" if catering.diets else on_site)


def _needed(with_needs: int, t: Translate) -> str:
    return t.n("{n} need to arrange.", "{n} needs to arrange.", with_needs)


def _page(people: Sequence[T], page: int, t: Translate) -> tuple[Sequence[T], list[Block]]:
    """The people of one page, and the way to the next."""
    pages = max(1, -(-len(people) // PAGE))
    page = min(max(1, page), pages)
    return people[(page - 1) * PAGE : page * PAGE], turning(Press.PARTICIPANTS_PAGE, page, pages, t)


def turning(press: Press, page: int, pages: int, t: Translate) -> list[Block]:
    """The way to the other pages, where there are any."""
    if pages == 1:
        return []
    back = button(t("Previous"), press, f"page {page - 1}") if page > 1 else None
    on = button(t("Next"), press, f"page {page + 1}") if page < pages else None
    return [small(t("Page {page} of {pages}.", page=page, pages=pages)), numbered(actions(back, on))]


def _people(lines: list[Line]) -> list[Block]:
    return [bullets(lines[first : first + CHUNK]) for first in range(0, len(lines), CHUNK)]


def _title(title: str, many: int) -> list[Block]:
    return [divider(), rich([Bold(f"{title} ({many})")])]


def _fellow(one: Fellow, event: EventFacts, t: Translate) -> Line:
    role = labels.role_label(one.role_id, one.role, event.language, t)
    return [Bold(one.organisation), f": {one.name}" + (f", {role}" if role else "")]


def _participant(one: Participant, t: Translate) -> Line:
    notes = [
        t("hidden on lists") if one.is_hidden else "",
        "" if one.has_slack else t("not in Slack"),
        t("organisation as written") if one.is_free_text else "",
        labels.chain(one.instead_of, t) or "",
        t(labels.ATTENDANCES[one.attendance]).lower(),
    ]
    return [Bold(one.organisation), f": {one.name}, {one.role} ({', '.join(note for note in notes if note)})"]
