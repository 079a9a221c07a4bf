"""A step's text before it goes out: in both languages side by side, or as a trial among one's own messages."""

from bot.blocks import steps as words
from bot.blocks.events import Message
from bot.blocks.ids import Press, View
from bot.blocks.text import Block, Bold, actions, button, divider, form, heading, numbered, rich, safe, section, small
from bot.i18n import Translate, long_moment
from bot.receipts import StepFacts, StepTexts
from models.errors import N_

LANGUAGES = {"sv": N_("In Swedish"), "en": N_("In English")}
MOST = 40
"""Blocks of each language: a form has room for a hundred."""


def texts(found: StepTexts, t: Translate) -> Block:
    """Exactly what people will read, for somebody who does not exist; and the way back."""
    step, event = found.step, found.event
    blocks = [heading(words.name(step, t)), rich(event.title, _when(step, event.tz, t), words.audience(step, t))]
    for language, message in found.texts:
        blocks += [divider(), rich([Bold(t(LANGUAGES[language]))])]
        blocks += inert(message["blocks"][:MOST]) if message else [section(t("As things are, nothing would be sent."))]
    back = button(t("Back to the plan"), Press.PLAN, event.id)
    note = t("Shown for an example person. The buttons do nothing here.")
    return form(View.SHOWN, t("The text"), [*blocks, divider(), small(note), actions(back)], t,
                about=words.about(event.id))  # fmt: skip


def trial(message: Message, step: StepFacts, tz: str, t: Translate) -> Message:
    """The text as it will be, plainly marked: nobody shall take it for the real one."""
    mark = t("A trial, for you alone: {step}.", step=words.name(step, t))
    first = rich([Bold(mark)], _when(step, tz, t), t("The buttons do nothing here."))
    return {"text": safe(mark) + " " + str(message["text"]), "blocks": [first, divider(), *inert(message["blocks"])]}


def inert(blocks: list[Block]) -> list[Block]:
    """The same blocks with buttons that look as they will and do nothing."""
    return [_inert(block) if block["type"] == "actions" else block for block in blocks]


def _inert(block: Block) -> Block:
    kept = ("type", "text", "style", "accessibility_label")
    buttons = [{name: one[name] for name in kept if name in one} for one in block["elements"]]
    return numbered({**block, "elements": [one | {"action_id": Press.INERT.value} for one in buttons]})


def _when(step: StepFacts, tz: str, t: Translate) -> str:
    moment = step.due_at or (step.ruled_at if step.is_off else None)
    rule = words.rule(step, t)
    return f"{long_moment(moment, tz, t)} ({rule})" if moment else f"{words.undated(step, t)} ({rule})"
