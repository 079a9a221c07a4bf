"""How a coordinator's meetings stand: every week in a message, and whenever asked for."""

from bot.blocks import labels, steps
from bot.blocks.announcements import copies, nudge
from bot.blocks.events import Message, seats, sentence, signature, when, where
from bot.blocks.ids import Press, View
from bot.blocks.invitations import invitation_lines
from bot.blocks.text import (
    Block,
    Bold,
    actions,
    button,
    divider,
    form,
    heading,
    quoted,
    rich,
    safe,
    section,
    shorten,
)
from bot.i18n import Translate, long_moment
from bot.receipts import EventFacts, MailFacts, NextStep, OverviewFacts

MOST_NAMES = 12
MOST = 25
"""Meetings in one view."""


def weekly(found: list[OverviewFacts], t: Translate) -> Message:
    """One message, however many meetings."""
    spoken = " ".join(" ".join([_first(one, t), *_lines(one, t)]) for one in found)
    return {"text": safe(shorten(spoken, 3500)), "blocks": _blocks(found, t)}


def shown(found: list[OverviewFacts], t: Translate) -> Block:
    """The same, when asked for."""
    nothing = section(t("You have no meetings that take registrations now."))
    blocks = _blocks(found[:MOST], t) or [nothing, actions(button(t("The meetings I coordinate"), Press.MEETINGS))]
    return form(View.SHOWN, t("Overview"), blocks, t)


def mail(found: MailFacts, t: Translate) -> Block:
    """Ready text for those outside Slack, with their addresses as hidden copies."""
    event = found.event
    whom = signature(event.contacts, t) or ""
    blocks: list[Block] = [heading(event.title)]
    if found.silent:
        ask = t("Answer this mail to register, or to tell us that you cannot come.")
        title = t("To those invited") if found.call else t("To those who have not answered")
        words = [t("Hello!"), *invitation_lines(found.call, t)] if found.call else [nudge(event, t)]
        blocks += _mail(title, [*words, ask, whom], found.silent, t)
    if found.registered:
        blocks += _mail(t("To those registered"), [t("Hello!"), _facts(event, t), _ask(t), whom], found.registered, t)
    if not found.silent and not found.registered:
        blocks.append(section(t("Everyone is in Slack: nobody needs a mail.")))
    blocks += [*copies((), found.without_address, t), actions(button(t("To the meeting"), Press.MEETING, event.id))]
    return form(View.SHOWN, t("Mail text"), blocks, t)


def _blocks(found: list[OverviewFacts], t: Translate) -> list[Block]:
    blocks: list[Block] = []
    for one in found:
        blocks += [rich([Bold(_first(one, t))], *_lines(one, t)), _buttons(one, t), divider()]
    return blocks[:-1]


def _first(one: OverviewFacts, t: Translate) -> str:
    """Kronoberg, 12 dagar kvar."""
    name = one.event.area or one.event.title
    if one.days_left is None:
        return f"{name}, {t('date to be decided')}."
    if one.days_left <= 0:
        return f"{name}, {t('today')}."
    return f"{name}, " + t.n("{n} day left.", "{n} days left.", one.days_left)


def _lines(one: OverviewFacts, t: Translate) -> list[str]:
    lines = [
        f"{one.event.title}, {when(one.event, t)}." if one.event.area else f"{sentence(when(one.event, t))}",
        sentence(seats(one.event.seats, t)),
        t("No answer from: {names}.", names=_some(one.silent, t)) if one.silent else "",
        *(_without(one, role, label, names, t) for role, label, names in one.without),
        t.n("{n} person has been invited and has not answered.", "{n} people have been invited and have not answered.",
            one.silent_people.in_slack + one.silent_people.outside) if _has_silent(one) else "",
        t.n("{n} question waits for your answer.", "{n} questions wait for your answer.", one.appeals)
        if one.appeals else "",
        t.n("{n} proposed question waits to be read.", "{n} proposed questions wait to be read.", one.topics)
        if one.topics else "",
        t("The vote should be open by the plan, and is not.") if one.is_unopened else "",
        no_longer_fits(one.too_long, t),
        t.n("{n} person has not answered whether they are coming.",
            "{n} people have not answered whether they are coming.", one.unconfirmed) if one.unconfirmed else "",
        t("Have named a colleague, who has not answered: {names}.",
          names=_some(tuple(f"{by} → {whom}" for by, whom in one.passed_on), t)) if one.passed_on else "",
        t.n("{n} waits for a substitute.", "{n} wait for a substitute.", one.substitutes) if one.substitutes else "",
        t.n("{n} need to arrange.", "{n} needs to arrange.", one.needs) if one.needs else "",
        t.n("{n} message did not reach its recipient this week.",
            "{n} messages did not reach their recipients this week.", one.missed) if one.missed else "",
        t("Next: {steps}.", steps="; ".join(_step(step, long_moment(step.due_at, one.event.tz, t), t)
                                           for step in one.steps)) if one.steps else "",
    ]  # fmt: skip
    return [line for line in lines if line]


def no_longer_fits(minutes: int, t: Translate) -> str:
    return t.n("The published programme no longer fits: it is {n} minute longer than the meeting.",
               "The published programme no longer fits: it is {n} minutes longer than the meeting.",
               minutes) if minutes else ""  # fmt: skip


def _without(one: OverviewFacts, role: str, label: str, names: tuple[str, ...], t: Translate) -> str:
    shown = labels.role_label(role, label, one.event.language, t) or label
    return t("Municipalities without {role}: {names}.", role=shown[:1].lower() + shown[1:], names=_some(names, t))


def _step(one: NextStep, at: str, t: Translate) -> str:
    name = steps.named(one, t)
    return f"{name[:1].lower()}{name[1:]} {at}"


def _buttons(one: OverviewFacts, t: Translate) -> Block:
    event = one.event
    messages = t("Messages ({n} planned)", n=one.planned) if one.planned else t("Messages to people")
    return actions(
        button(t("Remind those who have not answered"), Press.REMIND_SILENT, event.id, style="primary")
        if _has_silent(one) and one.may_announce
        else None,
        button(t("Write to people"), Press.ANNOUNCE, event.id) if one.may_announce else None,
        button(messages, Press.ANNOUNCEMENTS, event.id) if one.may_announce else None,
        button(t("Copy mail text"), Press.MAIL_TEXT, event.id) if one.outside and one.may_announce else None,
        button(t("Get the list"), Press.PARTICIPANTS, event.id),
    )


def _has_silent(one: OverviewFacts) -> bool:
    return bool(one.silent_people.in_slack + one.silent_people.outside)


def _some(names: tuple[str, ...], t: Translate) -> str:
    left = len(names) - MOST_NAMES
    shown = ", ".join(names[:MOST_NAMES])
    return shown if left <= 0 else t.n("{names} and {n} more", "{names} and {n} more", left, names=shown)


def _mail(title: str, lines: list[str], addresses: tuple[str, ...], t: Translate) -> list[Block]:
    return [rich([Bold(title)]), quoted("\n".join(line for line in lines if line)), *copies(addresses, (), t)]


def _facts(event: EventFacts, t: Translate) -> str:
    return f"{event.title}, {when(event, t)}, {where(event, t)}."


def _ask(t: Translate) -> str:
    return t("Answer this mail if something is wrong, if you need anything to take part, or if you cannot come.")
