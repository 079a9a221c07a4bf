"""What I want to hear: the row under every planned message, the form behind it, and several messages as one."""

from collections.abc import Sequence

from bot.blocks import feeds
from bot.blocks.events import Message
from bot.blocks.ids import Field, Press, View
from bot.blocks.inputs import Option, choice, radio
from bot.blocks.text import Block, Bold, actions, button, divider, form, heading, rich, safe, shorten, small
from bot.i18n import Translate, long_moment
from bot.receipts import Choices, Snoozed
from models.choices import Level, Rhythm
from models.errors import N_

AUTOMATIC = "auto"
LANGUAGES = {"sv": "Svenska", "en": "English"}
"""Each in its own words, so that who reads only that one finds it."""
LEVELS = {
    Level.ALL: N_("All of it: invitations, reminders and thanks"),
    Level.DAY_BEFORE: N_("Invitations, and reminders only the day before and an hour before"),
    Level.CHANGES: N_("No invitations and no reminders, only changes"),
}
RHYTHMS = {
    Rhythm.EACH: N_("Each when it is time"),
    Rhythm.DAILY: N_("Together, at 08:00 on working days"),
    Rhythm.WEEKLY: N_("Together, at 08:00 on Mondays"),
}
SNOOZES = {
    "tomorrow": (N_("Remind me tomorrow"), Press.SNOOZE_TOMORROW),
    "monday": (N_("Remind me on Monday"), Press.SNOOZE_MONDAY),
}
MOST_BLOCKS = 48
LONGEST = 3500
TITLE = N_("Reminders and language")
ALWAYS = N_(
    "You always hear when a meeting is moved, cancelled or changes form, when you get a seat, and what comes of "
    "what you do yourself."
)
BY_ITSELF = N_(
    "What cannot wait until then comes by itself: the day before and an hour before. When Monday is a holiday, "
    "the weekly message comes on the next working day."
)


def fewer(event_id: int | None, snoozes: Sequence[str], t: Translate) -> Block:
    """Under everything that comes unasked."""
    offered = [button(t(SNOOZES[name][0]), SNOOZES[name][1], event_id) for name in snoozes]
    return actions(*offered, button(t("Fewer reminders"), Press.SETTINGS))


def digest(messages: Sequence[Message], t: Translate) -> Message:
    """Several planned messages as one, each with its own buttons."""
    first = t.n("{n} reminder", "{n} reminders", len(messages))
    blocks = [heading(first)]
    for message in messages:
        if len(blocks) + len(message["blocks"]) < MOST_BLOCKS:
            blocks += [*message["blocks"], divider()]
    spoken = "\n".join([f"{first}:", *(message["text"] for message in messages)])
    return {"text": shorten(spoken, LONGEST), "blocks": [*blocks, fewer(None, (), t)]}


def message(found: Choices, t: Translate, *, has_feeds: bool = False) -> Message:
    """How it is now, to the one who asks; `has_feeds` where calendars can reach the bot."""
    lines = _standing(found, t)
    spoken = " ".join([f"{t(TITLE)}:", *("".join(line) + "." for line in lines)])
    change = actions(button(t("Change"), Press.SETTINGS), feeds.way_in(t) if has_feeds else None)
    return {"text": safe(spoken), "blocks": [heading(t(TITLE)), rich(*lines), small(t(ALWAYS)), change]}


def choices_form(found: Choices, t: Translate, *, has_feeds: bool = False) -> Block:
    """What I can choose, with what I have chosen."""
    languages: list[Option] = [(AUTOMATIC, t("Automatic, as in Slack")), *LANGUAGES.items()]
    levels = [(level.value, t(words)) for level, words in LEVELS.items()]
    rhythms = [(rhythm.value, t(words)) for rhythm, words in RHYTHMS.items()]
    return form(
        View.SETTINGS,
        t(TITLE),
        [
            radio(Field.REMINDERS, t("What do you want to hear about meetings?"), levels, chosen=found.level),
            small(t(ALWAYS)),
            radio(Field.RHYTHM, t("When do you want them?"), rhythms, chosen=found.rhythm),
            small(t(BY_ITSELF)),
            choice(Field.LANGUAGE, t("Language"), languages, chosen=found.language or AUTOMATIC),
            *([actions(feeds.way_in(t))] if has_feeds else []),
        ],
        t,
        submit=t("Save"),
    )


def kept(found: Choices, t: Translate) -> Block:
    """In place of the form that was submitted."""
    change = actions(button(t("Change"), Press.SETTINGS))
    return form(View.SHOWN, t(TITLE), [heading(t("Saved.")), rich(*_standing(found, t)), small(t(ALWAYS)), change], t)


def snoozed(found: Snoozed, t: Translate) -> str:
    when = long_moment(found.at, found.tz, t)
    return t("You are reminded of {title} {when}.", title=found.title, when=when)


def _standing(found: Choices, t: Translate) -> list[Sequence[str]]:
    lines: list[Sequence[str]] = [[Bold(t(LEVELS[found.level]))]]
    if found.level is not Level.CHANGES:
        lines.append([t(RHYTHMS[found.rhythm])])
    language = LANGUAGES[found.language] if found.language in LANGUAGES else t("Automatic, as in Slack")
    return [*lines, [t("Language"), ": ", language]]
