"""A meeting's plan for whoever coordinates it: what goes out, when, to how many now, and what has been sent."""

from collections.abc import Sequence

from bot.blocks import steps as words
from bot.blocks.events import when as event_when
from bot.blocks.ids import Press, View
from bot.blocks.text import Block, Bold, Line, actions, button, divider, form, heading, numbered, rich, section, small
from bot.i18n import Translate, long_moment
from bot.receipts import PlanFacts, StepFacts
from models.events import EventState

PAGE = 30
"""Steps a page: two blocks each, within the hundred that a form may have."""


def plan(found: PlanFacts, t: Translate, *, page: int = 1, said: str | None = None) -> Block:
    """The whole plan in the order of time; `said` is what has just been done."""
    pages = max(1, -(-len(found.steps) // PAGE))
    page = min(max(1, page), pages)
    event = found.event
    blocks: list[Block] = [section(said), divider()] if said else []
    blocks += [heading(event.title), rich(event_when(event, t), _nothing_planned(found, t))]
    for step in found.steps[(page - 1) * PAGE : page * PAGE]:
        blocks += [rich(*_step(step, found, t)), _buttons(step, found, t)]
    blocks += [divider(), *_below(found, page, pages, t)]
    return form(View.SHOWN, t("The plan"), blocks, t, about=words.about(event.id))


def trial_said(n: int, t: Translate) -> str:
    if n == 0:
        return t("There is no text to send yet.")
    return t.n("{n} text is on its way to you.", "{n} texts are on their way to you.", n)


def _step(step: StepFacts, found: PlanFacts, t: Translate) -> list[Line | None]:
    tz = found.event.tz
    name = [Bold(words.name(step, t)), f", {words.distance(step, t)}"]
    if step.is_off:
        return [name, t("Switched off: it is not sent.")]
    if step.done_at:
        return [name, *_done(step, tz, t)]
    if step.due_at is None:
        return [name, words.undated(step, t)]
    return [name, long_moment(step.due_at, tz, t), words.moved(step, tz, t), words.audience(step, t)]


def _done(step: StepFacts, tz: str, t: Translate) -> list[Line | None]:
    assert step.done_at
    when = long_moment(step.done_at, tz, t)
    if not step.is_sent:
        return [t("Passed {when}. Nobody was sent anything.", when=long_moment(step.due_at or step.done_at, tz, t))]
    reached = t.n("Sent {when}, to {n} recipient.", "Sent {when}, to {n} recipients.", step.reached, when=when)
    if not step.has_mail:
        return [reached]
    if step.has_unsent_mail:
        return [reached, [Bold(t("The text for those by mail is not marked as sent: it is in your messages."))]]
    return [reached, t("The text for those by mail is marked as sent.")]


def _buttons(step: StepFacts, found: PlanFacts, t: Translate) -> Block:
    text, change, name = t("Show the text"), t("Change"), words.name(step, t)
    return actions(
        button(text, Press.STEP_TEXT, words.value(step), label=f"{text}: {name}"),
        button(change, Press.STEP, words.value(step), label=f"{change}: {name}")
        if found.may_change and not step.is_sent
        else None,
    )


def _nothing_planned(found: PlanFacts, t: Translate) -> str | None:
    if found.event.state is EventState.CANCELLED:
        return t("The meeting is cancelled: nothing more goes out.")
    if found.event.starts_at is None:
        return t("Nothing is planned while the meeting has no date.")
    return None if found.steps else t("There is no plan for this meeting.")


def _below(found: PlanFacts, page: int, pages: int, t: Translate) -> Sequence[Block]:
    trial = t("Send all texts to me")
    back = button(t("Previous"), Press.PLAN_PAGE, f"page {page - 1}") if page > 1 else None
    on = button(t("Next"), Press.PLAN_PAGE, f"page {page + 1}") if page < pages else None
    ways = actions(button(trial, Press.TRIAL) if found.steps else None, back, on)
    note = t("A trial goes to you alone. It counts for nobody, and nothing in the plan becomes done.")
    return [numbered(ways), small(note)] if ways["elements"] else []
