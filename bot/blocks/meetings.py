"""My meetings, for whoever coordinates them: the list, and all that can be done about one."""

from datetime import datetime

from bot.blocks import boards
from bot.blocks import meeting_forms as words
from bot.blocks.consequences import warned
from bot.blocks.crews import CREW, crew_line
from bot.blocks.events import Message, about, reason, seats, sentence, venue, when, where
from bot.blocks.ids import Press, View
from bot.blocks.text import (
    Block,
    Bold,
    Line,
    actions,
    bullets,
    button,
    divider,
    form,
    heading,
    numbered,
    rich,
    safe,
    section,
    small,
)
from bot.i18n import Translate, long_day, long_moment
from bot.receipts import EventFacts, NextStep
from bot.receipts.meetings import Meeting, MeetingPage
from models.events import EventState, Form
from models.quotas import Scope


def listed(page: MeetingPage, t: Translate) -> Block:
    blocks: list[Block] = []
    for line in page.lines:
        event = line.event
        blocks += [
            rich(
                [Bold(event.title)],
                f"{when(event, t)}, {where(event, t)}",
                _standing(event, t, line.next_step),
                _published(event, line.publish_at, t),
            ),
            actions(
                _press(t("Open"), Press.MEETING, event),
                _press(t("Move"), Press.EDIT_TIME, event) if _is_ahead(event) else None,
                _press(t("Cancel the meeting"), Press.CALL_OFF, event) if _is_ahead(event) else None,
            ),
            divider(),
        ]
    if not page.lines:
        blocks.append(section(t("You have no meetings here yet.")))
    if page.may_create:
        blocks.append(actions(button(t("New meeting"), Press.NEW_MEETING, style="primary")))
    blocks += _pages(page, t)
    blocks.append(actions(button(t("Who coordinates"), Press.DUTIES)))
    return form(View.SHOWN, t("My meetings"), blocks, t)


def shown(found: Meeting, t: Translate, *, said: str | None = None) -> Block:
    """`said` is what has just been done."""
    event = found.event
    blocks: list[Block] = [section(said), divider()] if said else []
    blocks += [heading(event.title), rich(*_facts(found, t))]
    blocks += warned(found.warnings, t)
    first = _next_steps(found, t)
    blocks += [first] if first["elements"] else []
    if found.days:
        days: list[Line] = [
            [Bold(t(words.NAMES[name])), f": {long_day(day, t.language)}"] for name, day in found.days.items()
        ]
        blocks += [rich([Bold(t("Days in the plan"))]), bullets(days)]
    blocks += [row for row in (_edits(found, t), _looks(event, t), _fates(found, t)) if row["elements"]]
    blocks.append(actions(button(t("To my meetings"), Press.MEETINGS)))
    return form(View.SHOWN, t("The meeting"), blocks, t, about=words.about(event))


def news(event: EventFacts, by: str, t: Translate) -> Message:
    """To a colleague: what somebody else has done with the meeting, and the way to it."""
    if event.state is EventState.CANCELLED:
        lines = [t("{name} has cancelled {title}.", name=by, title=event.title)]
    else:
        lines = [
            t("{name} has changed {title}.", name=by, title=event.title),
            t("Now: {when}, {where}.", when=when(event, t), where=where(event, t)),
        ]
    lines += [line for line in (reason(event, t), t("Everyone who is registered or waits has been told.")) if line]
    blocks = [rich([Bold(lines[0])], *lines[1:]), actions(_press(t("Open"), Press.MEETING, event))]
    return {"text": safe(" ".join(lines)), "blocks": blocks}


def _facts(found: Meeting, t: Translate) -> list[Line | None]:
    event = found.event
    limits = [f"{_limit(scope, label, t)}: {n}" for scope, label, n in found.limits]
    if found.max_per_organisation is not None:
        limits.append(": ".join((t("Seats per organisation"), str(found.max_per_organisation))))
    return [
        sentence(f"{when(event, t)}, {where(event, t)}"),
        venue(event) if event.form is not Form.DIGITAL else None,
        found.address if event.form is not Form.DIGITAL else None,
        found.url,
        _standing(event, t, found.next_step),
        _published(event, found.publish_at, t),
        boards.to_do(found.todos, t),
        boards.comes_next(event, found.next_step, t),
        ", ".join(limits) or None,
        *(crew_line(t(words.NAMES[duty]), getattr(found, duty), found.crew.get(CREW[duty], ())) for duty in CREW),
        t("It follows up {title}.", title=found.follows) if found.follows else None,
    ]


def _standing(event: EventFacts, t: Translate, next_step: NextStep | None) -> str:
    """Utkast. 27 anmälda av 40, 13 platser kvar."""
    return f"{boards.state(event, next_step, t)} {sentence(seats(event.seats, t))}".strip()


def _published(event: EventFacts, at: datetime | None, t: Translate) -> str | None:
    return t("Published by itself {when}.", when=long_moment(at, event.tz, t)) if at else None


def _limit(scope: Scope, label: str, t: Translate) -> str:
    if scope is Scope.ATTENDANCE:
        return t(words.NAMES[f"attendance:{label}"])
    return t("Seats for {role}", role=label)


def _next_steps(found: Meeting, t: Translate) -> Block:
    """What a meeting waits for, before all else that can be done."""
    event = found.event
    if event.state is EventState.CANCELLED or found.has_begun or event.has_closed:
        return actions()
    is_draft = event.state is EventState.DRAFT
    return actions(
        _press(t("Publish"), Press.PUBLISH, event, style="primary") if is_draft else None,
        _press(t("Invite"), Press.INVITE, event, style=None if is_draft else "primary"),
    )


def _edits(found: Meeting, t: Translate) -> Block:
    event = found.event
    if event.state is EventState.CANCELLED or event.is_over:
        return actions()
    return actions(
        None if found.has_begun else _press(t("Move"), Press.EDIT_TIME, event),
        _press(t("Place and form"), Press.EDIT_PLACE, event),
        _press(t("Seats"), Press.EDIT_SEATS, event),
        _press(t("Days in the plan"), Press.EDIT_DAYS, event),
        _press(t("Title"), Press.EDIT_TITLE, event),
    )


def _looks(event: EventFacts, t: Translate) -> Block:
    return actions(
        _press(t("The plan"), Press.PLAN, event),
        _press(t("Questions"), Press.TOPICS, event),
        _press(t("The vote"), Press.POLL, event),
        _press(t("The programme"), Press.PROGRAMME, event),
        _press(t("Ask about days"), Press.DATE, event) if event.day is None else None,
        _press(t("Those invited"), Press.INVITED, event),
        _press(t("Participants"), Press.PARTICIPANTS, event),
        _press(t("Facilitators and note-takers"), Press.CREW, event),
        _press(t("Overview"), Press.OVERVIEW, event),
    )


def _fates(found: Meeting, t: Translate) -> Block:
    event = found.event
    is_open = event.state is not EventState.CANCELLED and not event.is_over
    is_draft = event.state is EventState.DRAFT
    may_open = is_open and (
        event.state is EventState.CLOSED or (event.state is EventState.PLANNED and event.opens_later)
    )
    return actions(
        _press(t("Open registration"), Press.OPEN_NOW, event) if may_open else None,
        _press(t("Close registration"), Press.CLOSE_NOW, event) if event.takes_registrations else None,
        _press(t("Make one like it"), Press.COPY_MEETING, event),
        None if is_draft else _press(t("Make a follow-up"), Press.FOLLOW_UP, event),
        _press(t("Cancel the meeting"), Press.CALL_OFF, event, style="danger") if is_open else None,
    )


def _is_ahead(event: EventFacts) -> bool:
    return not event.is_over and event.state is not EventState.CANCELLED


def _press(label: str, press: Press, event: EventFacts, *, style: str | None = None) -> Block:
    return button(label, press, event.id, style=style, label=about(label, event))


def _pages(page: MeetingPage, t: Translate) -> list[Block]:
    if page.pages == 1:
        return []
    back = button(t("Previous"), Press.MEETINGS_PAGE, f"page {page.page - 1}") if page.page > 1 else None
    on = button(t("Next"), Press.MEETINGS_PAGE, f"page {page.page + 1}") if page.page < page.pages else None
    return [small(t("Page {page} of {pages}.", page=page.page, pages=page.pages)), numbered(actions(back, on))]
