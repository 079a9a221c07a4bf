"""What a coordinator has changed in a meeting's plan, as its file tells it.

plan:
  - {id: one_week, days_before: 5, at: "09:00"}
  - {id: nudge, of: registration_close, days_before: 10, at: "09:00"}
  - {id: last_nudge, off: true}
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services.plan import steps
from bot.services.seasons.fields import Fields
from bot.services.seasons.plans import Said, plain
from bot.services.seasons.values import CLOCK, FLAG, KEY, NUMBER, word
from models import Anchor, Event, Step
from models.errors import N_

ANCHOR = word(Anchor, Anchor.START)
DISTANCES = {"days_before": ("days_before", 1), "days_after": ("days_before", -1),
             "minutes_before": ("minutes_before", 1), "minutes_after": ("minutes_before", -1)}  # fmt: skip


def read(fields: Fields) -> list[Said]:
    """The steps that are not as usual, by their names."""
    found = {}
    for one in fields.groups("plan"):
        key = one.need("id", KEY)
        if key in found:
            one.problem("id", N_("the plan has {value} already"), value=key)
        found[key] = _step(one, key)
    return [found[key] for key in sorted(found)]


def here(session: Session, event: Event) -> list[Said]:
    wanted = select(Step).where(Step.event_id == event.id, Step.is_own | Step.is_off).order_by(Step.kind)
    return [_said(step) for step in session.scalars(wanted)]


def put(session: Session, event: Event, said: Sequence[Said], now: datetime) -> None:
    """Those that the plan knows. What is no longer told of is as usual again."""
    rows = {step.kind: step for step in steps.of(session, event)}
    told = {one["id"]: one for one in said}
    for kind, step in rows.items():
        one = told.get(kind)
        step.is_own, step.is_off = bool(one and one["rule"]), bool(one and one["off"])
        if one and one["rule"]:
            rule = one["rule"]
            step.anchor, step.days_before = Anchor(rule["of"]), rule["days_before"]
            step.minutes_before = rule["minutes_before"]
            step.at = time.fromisoformat(rule["at"]) if rule["at"] else None
    steps.plan(session, event, now)


def written(said: Sequence[Said]) -> list[dict[str, Any]]:
    return [_written(one) for one in said]


def _step(one: Fields, key: str) -> Said:
    rule = {"of": Anchor.START.value, "days_before": 0, "minutes_before": 0, "at": None}
    has_rule = False
    for name, (column, sign) in DISTANCES.items():
        if one.has(name):
            has_rule, rule[column] = True, sign * one.need(name, NUMBER)
    if has_rule:
        rule["of"] = (one.get("of", ANCHOR) or Anchor.START).value
        at = one.get("at", CLOCK)
        rule["at"] = f"{at:%H:%M}" if at is not None else None
    is_off = one.flag("off", FLAG)
    if not has_rule and not is_off:
        one.problem("id", N_("say how the step is unusual: a distance, or off"))
    return {"id": key, "off": is_off, "rule": rule if has_rule else None}


def _said(step: Step) -> Said:
    rule = {"of": Anchor(step.anchor).value, "days_before": step.days_before, "minutes_before": step.minutes_before,
            "at": plain(step.at)}  # fmt: skip
    return {"id": step.kind, "off": step.is_off, "rule": rule if step.is_own else None}


def _written(one: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {"id": one["id"]}
    rule = one["rule"]
    if rule:
        if rule["of"] != Anchor.START:
            found["of"] = rule["of"]
        unit = "days" if rule["at"] else "minutes"
        distance = rule[f"{unit}_before"]
        found[f"{unit}_{'before' if distance >= 0 else 'after'}"] = abs(distance)
        if rule["at"]:
            found["at"] = rule["at"]
    if one["off"]:
        found["off"] = True
    return found
