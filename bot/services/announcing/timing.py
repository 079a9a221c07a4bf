"""When people may be written to because a coordinator says so: each "no" stands at the field it is about."""

from datetime import datetime, timedelta

from bot.services.plan import steps, workdays
from bot.services.plan.rules import Rule
from models import Event, Says, Series, Step
from models.errors import N_, Refusal
from models.times import local

FARTHEST = timedelta(days=366)
AFTERWARDS = (Says.THANKS, Says.EVALUATION, Says.DRAFTS)
"""What speaks of a meeting that has been; everything else of one to come."""
NUMBER, CLOCK = "number", "clock"
"""The fields of the form (`bot.blocks.ids.Field`)."""


def refuse_unless_fitting(rule: Rule, event: Event, series: Series, now: datetime) -> None:
    """Raise the Refusal that fits. What only falls on a day off is moved, not refused."""
    if timedelta(days=abs(rule.days_before), minutes=abs(rule.minutes_before)) > FARTHEST:
        raise Refusal(N_("That is more than a year."), field=NUMBER, event_id=event.id)
    ruled = Step(event_id=event.id, **rule.columns).moment_for(event)
    if ruled is None:
        return
    if ruled <= now:
        raise _refusal(N_("{when} has already passed. Choose a later time."), NUMBER, event, ruled)
    _refuse_on_the_wrong_side(rule, event, ruled)
    if steps.is_urgent(ruled, event):
        return
    if not workdays.OPENS <= local(ruled, event.tz).time() <= workdays.CLOSES:
        field = NUMBER if rule.at is None else CLOCK
        raise _refusal(N_("{when} is outside office hours. Choose a time between 8 and 17."), field, event, ruled)
    if workdays.is_quiet(local(ruled, event.tz).date(), steps.quiet_weeks(series, event)):
        raise _refusal(
            N_("{when} is in the quiet weeks, when nothing is sent. Choose another day."), NUMBER, event, ruled
        )


def _refuse_on_the_wrong_side(rule: Rule, event: Event, ruled: datetime) -> None:
    if rule.says in AFTERWARDS:
        if event.ends_at and ruled < event.ends_at:
            raise _refusal(N_("{when} the meeting is not over yet. Choose a later time."), NUMBER, event, ruled)
    elif event.starts_at and ruled >= event.starts_at:
        raise _refusal(N_("{when} the meeting has begun. Choose an earlier time."), NUMBER, event, ruled)


def _refusal(sentence: str, field: str, event: Event, when: datetime) -> Refusal:
    return Refusal(sentence, field=field, event_id=event.id, when=when, tz=event.tz)
