"""Who is coming, for the coordinator: per organisation and role, with counts; needs and diet apart."""

from bot.blocks import labels
from bot.blocks.events import seats, sentence, when
from bot.blocks.ids import Press, View
from bot.blocks.text import Block, Bold, actions, bullets, button, divider, form, heading, rich, section, shorten, small
from bot.i18n import Translate
from bot.receipts import EventFacts, Participant, ParticipantList
from models.registrations import RegistrationState


def participants(found: ParticipantList, t: Translate) -> Block:
    """The coordinator's list: who is coming, per organisation and role, with counts."""
    event = found.event
    seated = [one for one in found.participants if one.state is not RegistrationState.WAITLISTED]
    waiting = [one for one in found.participants if one.state is RegistrationState.WAITLISTED]
    per_role = {role.label: sum(1 for one in seated if one.role == role.label) for role in found.roles}
    counts = ", ".join(f"{label}: {n}" for label, n in per_role.items())
    blocks = [heading(event.title), rich(when(event, t), [Bold(sentence(seats(event.seats, t)))], counts or None)]
    blocks += [] if event.is_over else [_for_others(event, t)]
    blocks += _people(t("Registered"), [_participant(one, t) for one in seated])
    blocks += _people(t("Waiting list"), [_participant(one, t) for one in waiting])
    blocks += _unconfirmed([one.name for one in found.participants if one.is_unconfirmed], t)
    if found.empty_organisations:
        missing = shorten(", ".join(found.empty_organisations), 2000)
        blocks += [divider(), rich([Bold(t("Nobody registered from:")), " ", missing])]
    if found.with_needs:
        words = t.n("{n} need to arrange.", "{n} needs to arrange.", found.with_needs)
        blocks += [section(words, button(t("Show needs and diet"), Press.NEEDS, event.id))]
    return form(View.SHOWN, t("Participants"), blocks[:100], t)


def needs(event: EventFacts, rows: list[tuple[str, str | None, str | None]], t: Translate) -> Block:
    """Needs and diet, for the coordinator's own eyes: (name, needs, diet)."""
    lines = [[Bold(name), ": ", "; ".join(part for part in (need, diet) if part)] for name, need, diet in rows]
    blocks = [heading(event.title), small(t("Only you see this. It is deleted 7 days after the meeting."))]
    return form(View.SHOWN, t("Needs and diet"), [*blocks, *_people("", lines)], t)


def _for_others(event: EventFacts, t: Translate) -> Block:
    return actions(
        button(t("Register a guest"), Press.GUEST, event.id), button(t("Paste a list"), Press.GUESTS, event.id)
    )


def _unconfirmed(names: list[str], t: Translate) -> list[Block]:
    """Who has been asked whether they still come, and has not said."""
    if not names:
        return []
    title = t("Have not answered whether they are coming ({n}):", n=len(names))
    return [divider(), rich([Bold(title), " ", shorten(", ".join(names), 2000)])]


def _people(title: str, lines: list[list[str]]) -> list[Block]:
    if not lines:
        return []
    chunks = [bullets(lines[first : first + 40]) for first in range(0, len(lines), 40)]
    return [*([divider(), rich([Bold(f"{title} ({len(lines)})")])] if title else []), *chunks]


def _participant(one: Participant, t: Translate) -> list[str]:
    notes = [
        t("hidden on lists") if one.is_hidden else "",
        "" if one.has_slack else t("not in Slack"),
        t("organisation as written") if one.is_free_text else "",
        t(labels.ATTENDANCES[one.attendance]).lower(),
    ]
    return [Bold(one.organisation), f": {one.name}, {one.role} ({', '.join(note for note in notes if note)})"]
