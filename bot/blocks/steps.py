"""A step of a plan in words: what it is, when its rule has it, to whom it goes."""

import json
from zoneinfo import ZoneInfo

from bot.i18n import Translate, clock_time, long_day, long_moment
from bot.receipts import NextStep, StepFacts
from bot.receipts.meetings import StepMove
from models.errors import N_
from models.steps import Anchor, Audience, Says

NAMES = {
    Says.REMINDER: N_("Reminder"),
    Says.SAVE_THE_DATE: N_("Save the date"),
    Says.INVITATION: N_("Invitation"),
    Says.NUDGE: N_("Reminder to those who have not answered"),
    Says.POLL_OPENING: N_("The vote opens"),
    Says.PRIORITISING: N_("The vote on challenges opens"),
    Says.VOTE: N_("Reminder to vote"),
    Says.POLL_CLOSING: N_("The result of the vote"),
    Says.PROGRAMME: N_("The programme"),
    Says.THANKS: N_("Thanks"),
    Says.EVALUATION: N_("Evaluation"),
    Says.DRAFTS: N_("The notes are due"),
}
ANCHORS = {
    Anchor.START: N_("the meeting"),
    Anchor.END: N_("the end of the meeting"),
    Anchor.SAVE_THE_DATE: N_("the day for saving the date"),
    Anchor.INVITATION: N_("the day of the invitation"),
    Anchor.TOPICS_CLOSE: N_("the last day for questions"),
    Anchor.POLL_OPEN: N_("the day the vote opens"),
    Anchor.POLL_CLOSE: N_("the day the vote closes"),
    Anchor.REGISTRATION_CLOSE: N_("the last day to register"),
    Anchor.PROGRAMME: N_("the day of the programme"),
    Anchor.NOTES_DRAFT: N_("the day of the draft notes"),
    Anchor.NOTES_FINAL: N_("the day of the final notes"),
}
OWN_DAYS = (Anchor.SAVE_THE_DATE, Anchor.INVITATION, Anchor.PROGRAMME, Anchor.NOTES_DRAFT, Anchor.NOTES_FINAL)
"""Days that a schedule has for the step itself."""
HOUR, A_WEEK = 60, 7


def name(step: StepFacts, t: Translate) -> str:
    if step.audience is Audience.CHANNEL:
        return t("A line in the channel")
    return t(NAMES[step.says])


def named(one: StepMove | NextStep, t: Translate) -> str:
    """Påminnelse en vecka före: a meeting has several."""
    days, minutes = one.days_before, one.minutes_before
    if one.says is not Says.REMINDER or days < 0 or minutes < 0 or not (days or minutes):
        return t(NAMES[one.says])
    if days:
        weeks, rest = divmod(days, A_WEEK)
        single = t("Reminder a week before") if days == A_WEEK else t("Reminder a day before") if days == 1 else None
        return single or (
            t.n("Reminder {n} day before", "Reminder {n} days before", days) if rest
            else t.n("Reminder {n} week before", "Reminder {n} weeks before", weeks)
        )  # fmt: skip
    if minutes % HOUR:
        return t.n("Reminder {n} minute before", "Reminder {n} minutes before", minutes)
    hours = minutes // HOUR
    return t("Reminder an hour before") if hours == 1 else t.n("Reminder {n} hour before", "Reminder {n} hours before",
                                                               hours)  # fmt: skip


def rule(step: StepFacts, t: Translate) -> str:
    """7 dagar före mötet kl. 09.00 · 1 timme före mötet"""
    day = distance(step, t)
    return t("{day} at {time}", day=day, time=clock_time(step.at, t.language)) if step.at else day


def distance(step: StepFacts, t: Translate) -> str:
    """7 dagar före mötet · 1 timme före mötet · enligt schemat"""
    what = t(ANCHORS[step.anchor])
    if step.at is None:
        return _minutes(step.minutes_before, what, t)
    if step.days_before == 0 and step.anchor in OWN_DAYS:
        return t("by the schedule")
    return _days(step.days_before, what, t)


def moved(step: StepFacts, tz: str, t: Translate) -> str | None:
    """Why it goes on another day or at another hour than its rule has."""
    if step.ruled_at is None or step.due_at is None or step.ruled_at == step.due_at:
        return None
    zone = ZoneInfo(tz)
    ruled, due = step.ruled_at.astimezone(zone), step.due_at.astimezone(zone)
    if ruled.date() == due.date():
        return t("Moved from {time}, which is outside office hours.", time=clock_time(ruled.time(), t.language))
    return t("Moved from {day}, when nobody is at work.", day=long_day(ruled.date(), t.language, year=False))


def undated(step: StepFacts, t: Translate) -> str:
    """Why nothing is planned, though it is not switched off."""
    if step.ruled_at is None:
        return t("No day is decided for it yet.")
    return t("It falls where nothing is sent, and is left out.")


def goes(step: StepFacts, tz: str, t: Translate) -> str:
    """What has become of a change, in a sentence or two."""
    if step.is_off:
        return t("{step}: switched off.", step=name(step, t))
    if step.due_at is None:
        return f"{name(step, t)}: {undated(step, t)}"
    said = t("{step}: goes out {when}.", step=name(step, t), when=long_moment(step.due_at, tz, t))
    return " ".join(part for part in (said, moved(step, tz, t)) if part)


def audience(step: StepFacts, t: Translate) -> str:
    """To whom, and how many they are now."""
    by_mail = t.n("{n} of them by mail, through you.", "{n} of them by mail, through you.", step.guests)
    less = t.n(
        "{n} more has chosen fewer messages, and does not get it.",
        "{n} more have chosen fewer messages, and do not get it.",
        step.muted,
    )
    return " ".join([_audience(step, t), *([by_mail] if step.guests else []), *([less] if step.muted else [])])


def value(step: StepFacts) -> str:
    """What a button about it carries: never a bare number, which would be a meeting's."""
    return f"step {step.id}"


def about(event_id: int, **more: int | str) -> str:
    """What travels with a form: ids, and what was seen when it was drawn."""
    return json.dumps({"event": event_id, **more})


def _audience(step: StepFacts, t: Translate) -> str:
    match step.audience:
        case Audience.CHANNEL:
            return t("To the channel.") if step.people else t("To the channel, once one is tied to the area.")
        case Audience.INVITED:
            return t.n("To {n} who is invited.", "To {n} who are invited.", step.people)
        case Audience.SILENT:
            return t.n("To {n} who has not answered.", "To {n} who have not answered.", step.people)
        case Audience.COORDINATORS:
            return t.n("To {n} coordinator.", "To {n} coordinators.", step.people)
        case Audience.NON_VOTERS:
            return t.n("To {n} who has not voted.", "To {n} who have not voted.", step.people)
        case _:
            return t.n("To {n} who is registered.", "To {n} who are registered.", step.people)


def _days(days: int, what: str, t: Translate) -> str:
    if days == 0:
        return t("the same day as {what}", what=what)
    if days > 0:
        return t.n("{n} day before {what}", "{n} days before {what}", days, what=what)
    return t.n("{n} day after {what}", "{n} days after {what}", -days, what=what)


def _minutes(minutes: int, what: str, t: Translate) -> str:
    n = abs(minutes)
    is_hours = n > 0 and n % HOUR == 0
    if minutes >= 0 and is_hours:
        return t.n("{n} hour before {what}", "{n} hours before {what}", n // HOUR, what=what)
    if minutes >= 0:
        return t.n("{n} minute before {what}", "{n} minutes before {what}", n, what=what)
    if is_hours:
        return t.n("{n} hour after {what}", "{n} hours after {what}", n // HOUR, what=what)
    return t.n("{n} minute after {what}", "{n} minutes after {what}", n, what=what)
