"""What a calendar says of a meeting, in its reader's language."""

import re
from collections.abc import Sequence
from uuid import UUID, uuid5

from bot.blocks import labels, programmes
from bot.blocks.events import reason, signature, venue
from bot.blocks.text import seen
from bot.i18n import Translate
from bot.receipts import CalendarFacts, Contact, Entry, EventFacts, Hold, Standing
from models.errors import N_
from models.events import EventState, Form
from models.registrations import ACTIVE, Attendance, RegistrationState

EMAIL = re.compile(r"[^\s@<>:;,\"]+@[^\s@<>:;,\"]+")
TITLES = {
    "called_off": N_("Cancelled: {title}"),
    "given_back": N_("Not coming: {title}"),
    "not_chosen": N_("Not this day: {title}"),
    Standing.TENTATIVE: N_("Preliminary: {title}"),
}


def entry(found: CalendarFacts, t: Translate) -> Entry | None:
    """One meeting as its reader's calendar has it; None while it has no day."""
    event = found.event
    if event.day is None:
        return None
    standing = standing_of(found)
    return Entry(
        uid=found.uid,
        sequence=found.sequence,
        made_at=found.made_at,
        day=event.day,
        start_time=event.start_time,
        end_time=event.end_time,
        tz=event.tz,
        standing=standing,
        title=_title(found, standing, t),
        lines=_lines(found, standing, t),
        place=_place(found, t),
        url=_link(found),
        organiser=_organiser(event),
    )


def holds(found: CalendarFacts, options: Sequence[Hold], t: Translate) -> list[Entry]:
    """The days that people keep free while one of them is chosen; once it is, the meeting, and no other day.

    The first has the meeting's own UID and becomes the meeting, whichever day that will be, so that every later file
    is about the same entry. The others have UIDs of their own, and are struck out in the end.
    """
    meeting = entry(found, t)
    if meeting and not options:
        return [meeting]
    made = []
    for option in options:
        is_first = option is options[0]
        if meeting and is_first:
            made.append(meeting)
            continue
        uid = found.uid if is_first else str(uuid5(UUID(found.uid), option.key))
        made.append(_hold(found, option, uid, option.is_off or meeting is not None, t))
    return made


def standing_of(found: CalendarFacts) -> Standing:
    """Firm for who comes, tentative for who may; off when the meeting is, or one's part in it."""
    if found.event.state is EventState.CANCELLED or not found.may_come:
        return Standing.OFF
    return Standing.FIRM if found.state is RegistrationState.REGISTERED else Standing.TENTATIVE


def _title(found: CalendarFacts, standing: Standing, t: Translate) -> str:
    event = found.event
    if event.state is EventState.CANCELLED:
        return _named(event, TITLES["called_off"], t)
    if standing is Standing.OFF:
        return _named(event, TITLES["given_back"], t)
    return _named(event, TITLES[standing], t) if standing is Standing.TENTATIVE else _one_line(event.title)


def _organiser(event: EventFacts) -> Contact | None:
    """Whom a calendar names as the one who calls; it takes only an address for an answer."""
    for one in event.contacts:
        if one.email and EMAIL.fullmatch(one.email):
            return Contact(_one_line(one.name).replace('"', "'"), one.email)
    return None


def _hold(found: CalendarFacts, option: Hold, uid: str, is_off: bool, t: Translate) -> Entry:
    wait = t("The day is not decided yet. Keep it free until you hear.")
    return Entry(
        uid=uid,
        sequence=found.sequence + option.version,
        made_at=found.made_at,
        day=option.day,
        start_time=option.start_time,
        end_time=option.end_time,
        tz=option.tz,
        standing=Standing.OFF if is_off else Standing.TENTATIVE,
        title=_named(found.event, TITLES["not_chosen" if is_off else Standing.TENTATIVE], t),
        lines=_flat(None if is_off else wait, *_ask(found, t)),
        place=_place(found, t),
    )


def _named(event: EventFacts, sentence: str, t: Translate) -> str:
    return _one_line(t(sentence, title=event.title))


def _lines(found: CalendarFacts, standing: Standing, t: Translate) -> tuple[str, ...]:
    event = found.event
    if standing is Standing.OFF:
        why = reason(event, t) if event.state is EventState.CANCELLED else None
        return _flat(why, *_ask(found, t))
    if standing is Standing.FIRM:
        link = t("Go to the meeting: {url}", url=_link(found)) if _link(found) else None
        programme = programmes.glance(found.programme, t) if found.programme else []
        return _flat(_how(found, t), link, *programme, _if_not(found, t), *_ask(found, t))
    is_kept = found.state is RegistrationState.OFFERED
    first = t("A seat is kept for you. Answer in Slack.") if is_kept else _not_in(found, t)
    return _flat(first, *_ask(found, t))


def _not_in(found: CalendarFacts, t: Translate) -> str:
    return t(labels.MY_STATES[found.state]) + "." if found.state in ACTIVE else t("You are not registered yet.")


def _how(found: CalendarFacts, t: Translate) -> str | None:
    if found.event.form is not Form.HYBRID or found.attendance is None:
        return None
    return t("You take part in: {parts}.", parts=t(labels.ATTENDANCES[found.attendance]).lower())


def _if_not(found: CalendarFacts, t: Translate) -> str:
    if found.is_mail:
        return t("Cannot come after all? Answer the mail.")
    word = f"{t.command} {t('cancel')}"
    return t("Cannot come after all? Write {word} in Slack, so that somebody else gets the seat.", word=word)


def _ask(found: CalendarFacts, t: Translate) -> tuple[str | None, ...]:
    return (signature(found.event.contacts, t),)


def _place(found: CalendarFacts, t: Translate) -> str | None:
    """Where this person will be: the room, or the link."""
    event = found.event
    if event.form is Form.DIGITAL or found.attendance is Attendance.DIGITAL:
        return _link(found) or t("Digitally")
    parts = [venue(event), found.address] if found.state is RegistrationState.REGISTERED else [event.city]
    return _one_line(", ".join(part for part in parts if part)) or None


def _link(found: CalendarFacts) -> str | None:
    """Where one clicks in; not for those who will be in the room."""
    is_in_room = found.event.form is Form.ON_SITE or found.attendance is Attendance.ON_SITE
    return _one_line(found.url) if found.url and not is_in_room else None


def _flat(*lines: str | None) -> tuple[str, ...]:
    return tuple(_one_line(line) for line in lines if line)


def _one_line(words: str) -> str:
    """Whatever people have written, on one line: some calendars begin a new one wherever a line may end."""
    return " ".join(seen(words).split())
