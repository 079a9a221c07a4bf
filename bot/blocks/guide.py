"""Help: what each may do now, a word at a time with an example; and two questions to newcomers."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.blocks import inputs, labels
from bot.blocks.events import Message
from bot.blocks.ids import Field, Press, View
from bot.blocks.text import (
    Block,
    Bold,
    Line,
    actions,
    bullets,
    button,
    divider,
    form,
    numbered,
    rich,
    safe,
    section,
    shorten,
    small,
)
from bot.i18n import Translate
from bot.receipts.guide import Abilities, WelcomeForm
from models.errors import N_

MOST_NAMES = 5


@dataclass(frozen=True)
class Word:
    """A word after the command: its name in English, what it does, an example, and for whom it is of use now."""

    name: str
    does: str
    example: str
    is_for: Callable[[Abilities], bool]
    others: tuple[str, ...] = ()
    """Every other way of writing it."""


def _steers(may: Abilities) -> bool:
    return bool(may.coordinates) or may.is_admin


WORDS = (
    Word(N_("register"), N_("take a seat in a meeting"), N_("{command} register Växjö"),
         lambda may: may.registers, ("anmäl", "anmal")),
    Word(N_("list"), N_("coming meetings"), N_("{command} list Kronoberg"), lambda may: may.lists, ("lista",)),
    Word(N_("mine"), N_("my registrations"), N_("{command} mine"), lambda may: may.has_seat, ("mina",)),
    Word(N_("cancel"), N_("give a seat back"), N_("{command} cancel Växjö"), lambda may: may.has_seat,
         ("återbud", "aterbud")),
    Word(N_("topic"), N_("propose a question"), N_("{command} topic How do you reach those who left school?"),
         lambda may: may.proposes, ("fråga", "fraga")),
    Word(N_("topics"), N_("read everyone's questions"), N_("{command} topics Kronoberg"), lambda may: may.lists,
         ("frågor", "fragor")),
    Word(N_("poll"), N_("vote on what to talk about"), N_("{command} poll"),
         lambda may: may.votes or bool(may.coordinates), ("omröstning", "omrostning")),
    Word(N_("programme"), N_("read what happens when"), N_("{command} programme Kronoberg"),
         lambda may: may.reads_programme, ("program",)),
    Word(N_("settings"), N_("choose reminders and language"), N_("{command} settings"), lambda may: may.sets,
         ("inställningar", "installningar")),
    Word(N_("meetings"), N_("the meetings I coordinate: make, change, move, cancel"), N_("{command} meetings"),
         lambda may: bool(may.coordinates), ("möten", "moten")),
    Word(N_("seasons"), N_("make and change a season or a lab series"), N_("{command} seasons"),
         lambda may: may.is_national or may.is_admin, ("säsonger", "sasonger")),
    Word(N_("here"), N_("tie this channel to my area"), N_("{command} here"), _steers, ("här", "har")),
    Word(N_("deliveries"), N_("what did not get through"), N_("{command} deliveries"), _steers, ("utskick",)),
    Word(N_("log"), N_("who did what"), N_("{command} log Kronoberg"), _steers, ("logg",)),
    Word(N_("help"), N_("what a word does, with an example"), N_("{command} help register"), lambda may: True,
         ("hjälp", "hjalp", "")),
)  # fmt: skip
BY_NAME = {name: word for word in WORDS for name in (word.name, *word.others) if name}


def help_message(may: Abilities, t: Translate, *, unknown: str | None = None, meant: str | None = None) -> Message:
    """What this person can do now; with a guess when a word was not understood."""
    words = [word for word in WORDS if word.is_for(may)]
    first = t("I do not understand “{word}”.", word=unknown) if unknown else t("This is what you can do here.")
    guess = t("Did you mean {command} {word}?", command=t.command, word=meant) if meant else None
    lines: list[Line] = [[Bold(f"{t.command} {t(word.name)}"), f" – {t(word.does)}"] for word in words]
    parts = _parts(may, t)
    said = " ".join(part for part in (first, guess) if part)
    spoken = ", ".join(f"{t.command} {t(word.name)}: {t(word.does)}" for word in words)
    blocks: list[Block] = [rich([Bold(first), f" {guess}" if guess else ""]), rich(*lines)]
    blocks += [bullets(list(parts))] if parts else []
    blocks += [row for row in (_ways(may, t),) if row["elements"]]
    blocks += [divider(), *asked(t)] if may.is_new else []
    return {"text": safe(shorten(" ".join([f"{said} {spoken}", *parts]), 3500)), "blocks": blocks}


def of_word(name: str, t: Translate) -> Message | None:
    """What a word does, with an example; None when it is none of ours."""
    word = BY_NAME.get(name.casefold())
    if word is None:
        return None
    example = t("For example: {example}", example=t(word.example, command=t.command))
    first = f"{t.command} {t(word.name)}"
    return {
        "text": safe(f"{first}: {t(word.does)}. {example}"),
        "blocks": [rich([Bold(first), f" – {t(word.does)}."], example), actions(button(t("Help"), Press.HELP))],
    }


def asked(t: Translate) -> list[Block]:
    """To somebody of whom we know nothing; passed over, it never comes back."""
    words = t("Welcome! Tell me where you work and as what, and your next registration is filled in already.")
    yes = button(t("Answer two questions"), Press.WELCOME, style="primary")
    return [section(words), actions(yes, button(t("Not now"), Press.NO_WELCOME))]


def welcome_form(found: WelcomeForm, t: Translate) -> Block:
    roles = [(one.id, labels.role_label(one.id, one.label, found.language, t) or one.id) for one in found.roles]
    blocks = [
        inputs.search(Field.ORGANISATION, t("Organisation"), chosen=None, placeholder=t("Type a part of the name")),
        *([inputs.choice(Field.ROLE, t("Your role"), roles[:100], is_required=False)] if roles else []),
        small(t("It only fills in your next form. Nobody is registered by it.")),
    ]
    return form(View.WELCOME, t("Welcome"), blocks, t, submit=t("Save"))


def _parts(may: Abilities, t: Translate) -> tuple[str, ...]:
    """What comes with a duty, in a line each."""
    nothing = t("No meetings are open for you right now. I write to you when you are invited.")
    lines = [
        nothing if not may.lists else "",
        t("You coordinate {names}: Home shows where each meeting stands and what to do next.",
          names=_some(may.coordinates, t)) if may.coordinates else "",
        t("You are a deputy in {names}: you may do what the coordinator may.",
          names=_some(may.deputises, t)) if may.deputises else "",
        t("You lead the conversation in {names}: put questions in order with {command} topics, and build the "
          "programme from the meeting's Programme button. You see who comes, not what they need.",
          names=_some(may.facilitates, t), command=t.command) if may.facilitates else "",
        t("You take notes in {names}. You see who comes from the meeting in {command} list, not what they need.",
          names=_some(may.takes_notes, t), command=t.command) if may.takes_notes else "",
        t("You are the contact of {names}: register and change your colleagues from the meeting in {command} list.",
          names=_some(may.represents, t), command=t.command) if may.represents else "",
        t("You look after the bot: you see what did not get through, and the log, not what people answer.")
        if may.is_admin else "",
    ]  # fmt: skip
    return tuple(line for line in lines if line)


def _ways(may: Abilities, t: Translate) -> Block:
    return numbered(
        actions(
            button(t("Register"), Press.REGISTER, style="primary") if may.registers else None,
            button(t("Coming meetings"), Press.LIST, 1) if may.lists else None,
            button(t("My registrations"), Press.MINE) if may.has_seat else None,
            button(t("Propose a question"), Press.PROPOSE) if may.proposes else None,
            button(t("The board") if may.is_national else t("Where my meetings stand"), Press.BOARD)
            if may.coordinates
            else None,
            button(t("Who coordinates"), Press.DUTIES) if may.coordinates or may.is_admin else None,
            button(t("Seasons"), Press.SERIES) if may.is_national or may.is_admin else None,
            button(t("Reminders and language"), Press.SETTINGS) if may.sets else None,
        )
    )


def _some(names: tuple[str, ...], t: Translate) -> str:
    left = len(names) - MOST_NAMES
    shown = ", ".join(names[:MOST_NAMES])
    return shown if left <= 0 else t.n("{names} and {n} more", "{names} and {n} more", left, names=shown)
