"""Who leads the conversation and who takes notes: the coordinator's form, and what those named are told."""

import json
from collections.abc import Sequence

from bot.blocks.events import Message, about, duties_in, reason, when, where
from bot.blocks.ids import Field, Press, View
from bot.blocks.inputs import people
from bot.blocks.text import Block, Bold, Line, actions, button, form, rich, safe, small
from bot.i18n import Translate
from bot.receipts import EventFacts
from bot.receipts.duties import Crew, CrewNews, Trusted
from models.events import EventState

MOST = 10
CREW = {"facilitator": Field.LEADING.value, "note_taker": Field.NOTING.value}
"""What each is called, and the input that names them."""


def crew_line(label: str, written: str | None, names: Sequence[str]) -> str | None:
    """Those named in Slack, after what is written of them."""
    found = ", ".join([*([written] if written else []), *names])
    return f"{label}: {found}" if found else None


def crew_form(found: Crew, t: Translate) -> Block:
    event = found.event
    hint = t("Somebody in Slack")
    blocks = [
        rich([Bold(event.title)], when(event, t)),
        people(Field.LEADING, t("Facilitators"), placeholder=hint, chosen=_ids(found.leading), most=MOST),
        small(t("They put the questions in order and build the programme. They see who comes, not what they need.")),
        people(Field.NOTING, t("Note-takers"), placeholder=hint, chosen=_ids(found.noting), most=MOST),
        small(t("They see who comes. Each person is told once. Somebody outside Slack is written under Title.")),
        actions(button(t("Back to the meeting"), Press.MEETING, event.id)),
    ]
    seen = {Field.LEADING.value: _people(found.leading), Field.NOTING.value: _people(found.noting)}
    title, carried = t("Facilitators and note-takers"), json.dumps({"event": event.id, **seen})
    return form(View.CREW, title, blocks, t, submit=t("Save"), about=carried)


def told(found: CrewNews, t: Translate) -> Message:
    """To somebody who has been named, or is not any more."""
    event = found.event
    first = _first(found, t)
    lines: list[Line] = [
        f"{when(event, t)}, {where(event, t)}",
        *duties_in(t, leads=found.leads, notes=found.notes),
        *([t("You see who comes, not what they need.")] if found.leads or found.notes else []),
        *([t("The meeting is not published yet.")] if event.state is EventState.DRAFT else []),
        t("{name} has arranged it.", name=found.by),
    ]
    ways = actions(
        _press(t("Questions"), Press.TOPICS, event) if found.leads else None,
        _press(t("The programme"), Press.PROGRAMME, event) if found.leads else None,
        _press(t("Participants"), Press.PARTICIPANTS, event) if found.leads or found.notes else None,
    )
    text = " ".join([first, *(line for line in lines if isinstance(line, str))])
    return {"text": safe(text), "blocks": [rich([Bold(first)], *lines), *([ways] if ways["elements"] else [])]}


def changed(event: EventFacts, t: Translate) -> Message:
    """To those who lead or take notes without being registered: what has become of the meeting."""
    if event.state is EventState.CANCELLED:
        lines = [t("{title} is cancelled.", title=event.title)]
    else:
        now = t("Now: {when}, {where}.", when=when(event, t), where=where(event, t))
        lines = [t("{title} has been changed.", title=event.title), now]
    lines += [line for line in (reason(event, t),) if line]
    return {"text": safe(" ".join(lines)), "blocks": [rich([Bold(lines[0])], *lines[1:])]}


def _first(found: CrewNews, t: Translate) -> str:
    title = found.event.title
    if found.leads and found.notes:
        return t("You lead the conversation and take notes at {title}.", title=title)
    if found.leads:
        return t("You lead the conversation at {title}.", title=title)
    if found.notes:
        return t("You take notes at {title}.", title=title)
    if found.led:
        return t("You no longer lead the conversation at {title}.", title=title)
    return t("You no longer take notes at {title}.", title=title)


def _ids(those: Sequence[Trusted]) -> list[str]:
    return [one.slack_user_id for one in those if one.slack_user_id]


def _people(those: Sequence[Trusted]) -> list[int]:
    """Those the form shows: whoever it cannot show, it cannot take away."""
    return [one.person_id for one in those if one.slack_user_id]


def _press(label: str, press: Press, event: EventFacts) -> Block:
    return button(label, press, event.id, label=about(label, event))
