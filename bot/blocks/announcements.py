"""What a coordinator writes: the form, how it will look, and the message itself."""

import json
from collections.abc import Mapping
from datetime import datetime

from bot.blocks.events import Message, signature, when, where
from bot.blocks.ids import Field, Press, View
from bot.blocks.inputs import clock, day, radio, text_input
from bot.blocks.text import Block, Bold, actions, button, divider, form, quoted, rich, safe, section, small
from bot.i18n import Translate, long_moment
from bot.receipts import AnnouncementFacts, EventFacts, Reach
from models.errors import N_

LONGEST = 3000
AUDIENCES = {
    "registered": N_("Registered"),
    "invited": N_("Everyone invited, except those who have said no"),
    "silent": N_("Those who have not answered"),
}
AGAIN = {
    "changed": N_("What is written has changed since you saw it. Read it once more."),
    "another": N_("{name} has just written to the same people. Read it once more before you send yours too."),
    "past": N_("The time you chose has passed. Go back and choose another."),
    "nobody": N_("There is nobody to write to now. Go back and choose others, or a later time."),
}
WARNINGS = {
    "hours": N_("It goes out outside office hours."),
    "free": N_("It goes out on a day that is not a working day."),
    "quiet": N_("It goes out in the quiet weeks, when people are to hear nothing."),
    "late": N_("By then the meeting has begun."),
    "cancelled": N_("The meeting is cancelled."),
}


def announcement_form(
    event: EventFacts,
    reaches: Mapping[str, Reach],
    t: Translate,
    *,
    audience: str = "registered",
    words: str = "",
    moment: datetime | None = None,
    replaces_id: int | None = None,
) -> Block:
    """To whom, what, and when. A later moment is by the meeting's own clock."""
    options = [(key, f"{t(AUDIENCES[key])} ({_many(reach)})") for key, reach in reaches.items()]
    zone = event.tz.rpartition("/")[2].replace("_", " ")
    hint = t("Leave day and time empty to send it now. The time is by the clock in {city}.", city=zone)
    blocks = [
        section(f"{event.title}, {when(event, t)}"),
        radio(Field.AUDIENCE, t("To whom?"), options, chosen=audience),
        text_input(Field.WORDS, t("What do you want to say?"), value=words, is_long=True, longest=LONGEST),
        day(Field.DAY, t("Day"), value=moment.date() if moment else None),
        clock(Field.CLOCK, t("Time"), value=moment.time() if moment else None, hint=hint),
    ]
    about = json.dumps({"event": event.id} | ({"replaces": replaces_id} if replaces_id else {}))
    return form(View.ANNOUNCEMENT, t("Write to people"), blocks, t, submit=t("Show how it looks"), about=about)


def preview(facts: AnnouncementFacts, t: Translate) -> Block:
    """How it will look, whom it reaches now, and what to think of first."""
    at = long_moment(facts.due_at, facts.event.tz, t) if facts.due_at else t("now")
    notes = [t(AGAIN[facts.says], name=facts.rival)] if facts.says in AGAIN else []
    notes += [t(WARNINGS[warning]) for warning in facts.warnings]
    blocks = [
        *([rich([Bold(note)]) for note in notes]),
        rich(
            [Bold(t("To:")), f" {t(AUDIENCES[facts.audience])}"],
            *reached(facts.reach, t),
            [Bold(t("Goes out:")), f" {at}"],
        ),
        divider(),
        section(t("This is how it looks:")),
        *_said(facts, t),
        divider(),
        actions(button(t("Change"), Press.ANNOUNCE_AGAIN, f"a{facts.id}")),
    ]
    submit = t("Send at that time") if facts.due_at else t("Send now")
    about = json.dumps({"event": facts.event.id, "announcement": facts.id, "version": facts.version})
    return form(View.CONFIRMATION, t("Read before you send"), blocks, t, submit=submit, about=about)


def reached(reach: Reach, t: Translate) -> list[str]:
    """How many hear it, and how."""
    lines = [t.n("{n} person in Slack", "{n} people in Slack", reach.in_slack)]
    if reach.outside:
        lines.append(t.n("{n} person outside Slack: you get a mail text to send",
                         "{n} people outside Slack: you get a mail text to send", reach.outside))  # fmt: skip
    if reach.left:
        lines.append(t.n("{n} person has left Slack and is not reached",
                         "{n} people have left Slack and are not reached", reach.left))  # fmt: skip
    return lines


def message(facts: AnnouncementFacts, t: Translate, *, has_seat: bool) -> Message:
    """To each recipient."""
    event = facts.event
    buttons = actions(
        button(t("Show my registration"), Press.SHOW, event.id)
        if has_seat
        else button(t("Register"), Press.REGISTER, event.id, style="primary"),
        None if has_seat else button(t("I cannot come"), Press.DECLINE, event.id),
    )
    shows = has_seat or event.takes_registrations
    text = f"{_first(facts, t)} {facts.words}"
    return {"text": safe(text), "blocks": [*_said(facts, t), *([buttons] if shows else [])]}


def mail_text(facts: AnnouncementFacts, addresses: tuple[str, ...], nameless: tuple[str, ...], t: Translate) -> Message:
    """To the author: what those outside Slack are to get by mail, ready to copy."""
    event = facts.event
    n = len(addresses) + len(nameless)
    intro = t.n("{n} person who is not in Slack should hear this by mail.",
                "{n} people who are not in Slack should hear this by mail.", n)  # fmt: skip
    blocks = [
        rich([Bold(event.title)], intro),
        quoted(f"{facts.words}\n\n{facts.author}\n{event.title}, {when(event, t)}"),
    ]
    return {"text": safe(f"{event.title}: {intro}"), "blocks": [*blocks, *copies(addresses, nameless, t)]}


def copies(addresses: tuple[str, ...], nameless: tuple[str, ...], t: Translate) -> list[Block]:
    """The addresses, as hidden copies; and who has none."""
    lines = [
        [Bold(t("Hidden copies:")), " ", ", ".join(addresses)] if addresses else None,
        [Bold(t("Without an e-mail address:")), " ", ", ".join(nameless)] if nameless else None,
    ]
    return [rich(*lines)] if any(lines) else []


def nudge(event: EventFacts, t: Translate) -> str:
    """What those who have not answered may be told: to change as one likes."""
    return t(
        "Hello! We have not heard from you yet. Will you come to {title}, {when}, {where}? "
        "Register, or tell us that you cannot come.",
        title=event.title, when=when(event, t), where=where(event, t),
    )  # fmt: skip


def _said(facts: AnnouncementFacts, t: Translate) -> list[Block]:
    whom = signature(facts.event.contacts, t)
    return [rich([Bold(_first(facts, t))]), rich(facts.words), *([small(whom)] if whom else [])]


def _first(facts: AnnouncementFacts, t: Translate) -> str:
    return t("{name} writes about {title}:", name=facts.author, title=facts.event.title)


def _many(reach: Reach) -> int:
    return reach.in_slack + reach.outside
