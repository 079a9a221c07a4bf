"""Before somebody has answered: save the date, the invitation, and a word to the silent."""

from bot.blocks import calendars, labels
from bot.blocks.events import Message, about, opening, sentence, signature, week, when, where
from bot.blocks.ids import Press
from bot.blocks.text import Block, Bold, actions, button, rich, safe, small
from bot.i18n import Translate, clock_time, long_day, part_of_month
from bot.receipts import Call, EventFacts, Recap
from models.events import Form

Lines = list[str]


def save_the_date(found: Call, t: Translate) -> Message:
    lines = save_the_date_lines(found, t)
    add = calendars.add(found.event, t)
    return _message(found.event, lines, actions(add) if add else None, t)


def invitation(found: Call, t: Translate) -> Message:
    return _message(found.event, [*invitation_lines(found, t), _regards(found.event, t)], _answers(found.event, t), t)


def nudge(found: Call, t: Translate) -> Message:
    lines = [*nudge_lines(found, t), t("Can you not come? Say so, and you get no more reminders.")]
    return _message(found.event, lines, _answers(found.event, t, asks_for_questions=False), t)


def save_the_date_lines(found: Call, t: Translate) -> Lines:
    """Boka dagen. Nothing has to be done yet."""
    event = found.event
    comes = t("The invitation comes {when}.", when=part_of_month(found.invitation_on, t)) if found.invitation_on else ""
    wait = "" if event.takes_registrations else t("You need not register yet.")
    place = where(event, t) if event.form is Form.DIGITAL else event.city or where(event, t)
    return _told(t("Save the date: {title}.", title=event.title), f"{_when(event, t)}, {place}.", f"{comes} {wait}")


def invitation_lines(found: Call, t: Translate) -> Lines:
    event = found.event
    return _told(
        t("{name} asks you to come in their place.", name=found.by) if found.by else "",
        t("Welcome to {title}.", title=event.title),
        f"{_when(event, t)}, {where(event, t)}. {_coffee(event, t)}",
        f"{_why_you(found, t)} {_what_for(found, t)}",
        *(_recap(found.recap, t) if found.recap else ()),
        t("You choose the questions.") if event.takes_topics else "",
        t("You need no previous knowledge."),
        opening(event, t),
    )


def nudge_lines(found: Call, t: Translate) -> Lines:
    event = found.event
    return _told(
        t("You have not answered yet."), event.title, f"{_when(event, t)}, {where(event, t)}.", opening(event, t)
    )


def _message(event: EventFacts, lines: Lines, buttons: Block | None, t: Translate) -> Message:
    ask = signature(event.contacts, t)
    first, *rest = [line for line in lines if line]
    blocks = [rich([Bold(first)], *rest), *([buttons] if buttons else []), *([small(ask)] if ask else [])]
    return {"text": safe(" ".join([first, *(sentence(line) for line in rest)])), "blocks": blocks}


def _answers(event: EventFacts, t: Translate, *, asks_for_questions: bool = True) -> Block:
    propose = button(t("Propose a question"), Press.PROPOSE, event.id)
    return actions(
        button(t("Register"), Press.REGISTER, event.id, style="primary", label=about(t("Register"), event)),
        button(t("I cannot come"), Press.DECLINE, event.id, label=about(t("I cannot come"), event)),
        button(t("Send somebody else"), Press.NAME_ANOTHER, event.id, label=about(t("Send somebody else"), event)),
        propose if asks_for_questions and event.takes_topics else None,
    )


def _when(event: EventFacts, t: Translate) -> str:
    """Tisdag 19 januari 2027 kl. 13.00–16.00 (vecka 3)"""
    moment = when(event, t)
    return moment[:1].upper() + moment[1:] + (f" ({week(event, t)})" if event.day else "")


def _coffee(event: EventFacts, t: Translate) -> str:
    if event.doors_at is None or not event.has_coffee or event.form is Form.DIGITAL:
        return ""
    return t("Coffee from {time}.", time=clock_time(event.doors_at, t.language))


def _why_you(found: Call, t: Translate) -> str:
    if found.organisation is None:
        return ""
    if found.is_contact:
        return t("You get the invitation as the contact of {organisation}.", organisation=found.organisation)
    role = labels.role_label(found.role_id, found.role, found.event.language, t)
    if role:
        return t("You get the invitation as {role}, {organisation}.", role=role, organisation=found.organisation)
    return t("You get the invitation for {organisation}.", organisation=found.organisation)


def _what_for(found: Call, t: Translate) -> str:
    """In the series' own words where it has no national organiser to send things along with."""
    if found.organiser is None:
        return found.purpose or ""
    return t("We exchange experience, hear what is going on and send along with {organiser} what needs to change.",
             organiser=found.organiser)  # fmt: skip


def _recap(found: Recap, t: Translate) -> Lines:
    """Two lines, for those who were not there."""
    day = long_day(found.day, t.language) if found.day else ""
    organisations = t.n("{n} organisation", "{n} organisations", found.organisations)
    return [
        t("This follows up {title}.", title=f"{found.title}, {day}" if day else found.title),
        t.n("{n} person from {organisations} took part, and now they go on from there.",
            "{n} people from {organisations} took part, and now they go on from there.",
            found.people, organisations=organisations),
    ]  # fmt: skip


def _regards(event: EventFacts, t: Translate) -> str:
    names = t(" and ").join(one.name for one in event.contacts)
    return t("Kind regards, {names}", names=names) if names else ""


def _told(*lines: str) -> Lines:
    return [" ".join(line.split()) for line in lines if line.strip()]
