"""The texts of a plan before they go out: read side by side, or sent to the coordinator alone."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.i18n import LANGUAGES, Texts, Translate
from bot.letters.compose import example
from bot.receipts import StepTexts
from bot.services import events
from bot.services.messages import deliveries
from bot.services.plan import plans, steps
from bot.services.plan.rules import SPEAKS
from models import Event, Kind, Step

APART = timedelta(seconds=1)
"""So that they arrive in the order of the plan."""


def texts(session: Session, step: Step, event: Event, texts: Texts, *, first: Translate, now: datetime) -> StepTexts:
    """What the step will say, in the reader's own language and then in the others."""
    languages = sorted(LANGUAGES, key=lambda name: name != first.language)
    found = [(name, example(session, step, event, now, texts.language(name))) for name in languages]
    return StepTexts(
        event=events.facts(session, event, now), step=plans.facts_of(session, step, event), texts=tuple(found)
    )


def send(session: Session, event: Event, *, person_id: int, press: str, t: Translate, now: datetime) -> int:
    """Owe this person alone each text that there is. The same press twice changes nothing; no step becomes done.

    Returns how many texts that is.
    """
    planned = [step for step in steps.of(session, event) if step.says in SPEAKS and not step.is_off]
    spoken = [step for step in planned if example(session, step, event, now, t)]
    for place, step in enumerate(spoken):
        deliveries.owe(
            session,
            Kind.TRIAL,
            now=now,
            cause=f"{step.id}.{press}",
            workspace_id=event.workspace_id,
            event_id=event.id,
            person_id=person_id,
            due_at=now + place * APART,
            facts={"step": step.id},
        )
    return len(spoken)
