"""The checklist that agency and coordinator share: two ticks at each point."""

from bot.blocks.ids import Field, Press, View
from bot.blocks.inputs import text_input
from bot.blocks.text import Block, actions, button, form, heading, numbered, section, small
from bot.i18n import Translate, long_moment
from bot.receipts.boards import BoardDetails, ChecklistForm, PointFacts, Tick
from models.checklists import Side
from models.errors import N_

SIDES = {Side.AGENCY: N_("Agency"), Side.COORDINATOR: N_("Coordinator")}
LONGEST = 3000


def points(found: BoardDetails, t: Translate) -> list[Block]:
    blocks: list[Block] = [
        heading(t("Checklist")),
        small(t("The agency and the coordinator tick off each for themselves.")),
    ]
    for point in found.points:
        ticks = [_button(found, point, side, t) for side in found.sides]
        words = section(f"{words_of(point, t)}\n{_ticks(found, point, t)}", ticks[0] if len(ticks) == 1 else None)
        blocks += [words, numbered(actions(*ticks))] if len(ticks) > 1 else [words]
    return blocks


def changing(found: ChecklistForm, t: Translate, about: str) -> Block:
    """The points of the whole series, one a line."""
    words = "\n".join(words_of(point, t) for point in found.points)
    hint = t("One point a line. A line that stays as it is keeps its ticks. It holds for every meeting of {series}.",
             series=found.event.series_title)  # fmt: skip
    field = text_input(Field.POINTS, t("Points"), value=words, is_long=True, longest=LONGEST, hint=hint)
    return form(View.CHECKLIST, t("The checklist"), [field], t, submit=t("Save"), about=about)


def words_of(point: PointFacts, t: Translate) -> str:
    return t(point.words) if point.is_ours else point.words


def _ticks(found: BoardDetails, point: PointFacts, t: Translate) -> str:
    """Myndigheten: ✓ Nina Nord tisdag 1 december. Samordnaren: inte klart."""
    tz = found.line.event.tz
    sides = ((Side.AGENCY, point.agency), (Side.COORDINATOR, point.coordinator))
    return ". ".join(f"{t(SIDES[side])}: {_tick(tick, tz, t)}" for side, tick in sides) + "."


def _tick(tick: Tick | None, tz: str, t: Translate) -> str:
    return f"✓ {tick.by}, {long_moment(tick.at, tz, t)}" if tick else t("not yet")


def _button(found: BoardDetails, point: PointFacts, side: Side, t: Translate) -> Block:
    is_on = (point.agency if side is Side.AGENCY else point.coordinator) is not None
    words = t("Take the tick back") if is_on else t("Tick off")
    if len(found.sides) > 1:
        words = f"{words} ({t(SIDES[side])})"
    value = f"{found.line.event.id} {point.key} {side} {'off' if is_on else 'on'}"
    return button(words, Press.TICK, value, label=f"{words}: {words_of(point, t)}")
