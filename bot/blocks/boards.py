"""The board: a line for each meeting, in Home and in a form, and all about one of them."""

from collections.abc import Sequence

from bot.blocks import checklists, steps
from bot.blocks.crews import CREW
from bot.blocks.events import Message, about, sentence, when, where
from bot.blocks.ids import Press, View
from bot.blocks.inputs import option
from bot.blocks.meeting_forms import NAMES, STATES
from bot.blocks.text import (
    Block,
    Bold,
    Line,
    actions,
    button,
    divider,
    form,
    heading,
    numbered,
    rich,
    safe,
    section,
    shorten,
    small,
)
from bot.i18n import Translate, long_day, long_moment
from bot.receipts import EventFacts, NextStep
from bot.receipts.boards import Board, BoardDetails, BoardLine, Show, Todo
from models.errors import N_
from models.events import EventState
from models.steps import Says

TODOS = {
    Todo.COORDINATOR: N_("find a coordinator"),
    Todo.DATE: N_("decide the day"),
    Todo.PUBLISH: N_("publish the meeting"),
    Todo.VENUE: N_("book a venue"),
    Todo.INVITE: N_("invite people"),
    Todo.REMIND_SILENT: N_("remind those who have not answered"),
    Todo.FEW: N_("few have registered: decide what to do"),
    Todo.QUESTIONS: N_("read the questions that wait"),
    Todo.VOTE: N_("open the vote, which should be open by the plan"),
    Todo.MISFIT: N_("make the programme fit: the meeting has become shorter"),
    Todo.PROGRAMME: N_("publish the programme"),
    Todo.NOTES: N_("send the notes"),
}
WAYS = {
    Todo.DATE: (N_("Choose the day"), Press.EDIT_TIME),
    Todo.PUBLISH: (N_("To the meeting"), Press.MEETING),
    Todo.VENUE: (N_("Place and form"), Press.EDIT_PLACE),
    Todo.INVITE: (N_("To the meeting"), Press.MEETING),
    Todo.REMIND_SILENT: (N_("Remind those who have not answered"), Press.REMIND_SILENT),
    Todo.FEW: (N_("Overview"), Press.OVERVIEW),
    Todo.QUESTIONS: (N_("Read the questions"), Press.TOPICS),
    Todo.VOTE: (N_("The vote"), Press.POLL),
    Todo.MISFIT: (N_("The programme"), Press.PROGRAMME),
    Todo.PROGRAMME: (N_("The programme"), Press.PROGRAMME),
}
"""Where the coordinator does it."""


def in_home(board: Board, t: Translate, *, coordinates: bool = False) -> list[Block]:
    """The first page as it is; the rest, and the filter, a press away. Here a coordinator's work begins."""
    blocks: list[Block] = [heading(_title(board, t)), small(_counts(board, t))]
    ways = actions(
        button(t("New meeting"), Press.NEW_MEETING) if coordinates else None,
        button(t("The meetings I coordinate"), Press.MEETINGS) if coordinates else None,
        button(t("Overview of my meetings"), Press.OVERVIEW) if coordinates else None,
        button(t("Filter and page"), Press.BOARD) if board.total else None,
    )
    blocks += [ways] if ways["elements"] else []
    for line in board.lines:
        blocks += _line(line, t, with_step=not board.is_national)
    return blocks if board.total else [*blocks, section(_nothing(t))]


def shown(board: Board, t: Translate, *, said: str | None = None) -> Block:
    blocks: list[Block] = [section(said), divider()] if said else []
    blocks += [section(_counts(board, t), _filter(board, t))]
    for line in board.lines:
        blocks += _line(line, t, with_step=not board.is_national)
    nothing = [] if board.lines else [section(_nothing(t))]
    return form(View.SHOWN, _title(board, t), [*blocks, *nothing, *_pages(board, t)], t)


def details(found: BoardDetails, t: Translate, *, said: str | None = None) -> Block:
    """`said` is what has just been done."""
    line, event = found.line, found.line.event
    blocks: list[Block] = [section(said), divider()] if said else []
    blocks += [heading(event.title), rich(*_facts(line, t, with_step=True), *_people_of(found, t))]
    blocks += [row for row in (_todo_ways(line, t), _ways(found, t)) if row["elements"]]
    blocks += [divider(), *checklists.points(found, t)]
    return form(View.SHOWN, t("The meeting"), [*blocks, actions(button(t("To the board"), Press.BOARD))], t)


def reminded(line: BoardLine, by: str, t: Translate) -> Message:
    """To the coordinator, in the organiser's name."""
    event = line.event
    first = t("{name} asks you to look at {title}.", name=by, title=event.title)
    facts = _facts(line, t, with_step=True)
    ways = (_todo_ways(line, t), actions(_press(t("Details"), Press.BOARD_LINE, event)))
    return {
        "text": safe(shorten(" ".join([first, *facts]), 3500)),
        "blocks": [rich([Bold(first)], *facts), *(row for row in ways if row["elements"])],
    }


def _title(board: Board, t: Translate) -> str:
    return t("The board") if board.is_national else t("Where my meetings stand")


def _nothing(t: Translate) -> str:
    return t("There are no such meetings.")


def _counts(board: Board, t: Translate) -> str:
    total = t.n("{n} meeting in all", "{n} meetings in all", board.total)
    return total + ", " + t.n("{n} needs attention.", "{n} need attention.", board.needy)


def state(event: EventFacts, next_step: NextStep | None, t: Translate) -> str:
    """A published meeting whose invitation lies ahead has no invitation out."""
    waits = event.state is EventState.OPEN and next_step is not None and next_step.says is Says.INVITATION
    return sentence(t("published") if waits else t(STATES[event.state]))


def to_do(todos: Sequence[Todo], t: Translate) -> str:
    return Bold(t("To do: {todos}.", todos="; ".join(t(TODOS[todo]) for todo in todos))) if todos else ""


def comes_next(event: EventFacts, step: NextStep | None, t: Translate) -> str:
    if step is None:
        return ""
    name = steps.named(step, t)
    at = long_moment(step.due_at, event.tz, t)
    return t("Next: {steps}.", steps=f"{name[:1].lower()}{name[1:]} {at}")


def _line(line: BoardLine, t: Translate, *, with_step: bool) -> list[Block]:
    event = line.event
    name = f"{event.area}: {event.title}" if event.area else event.title
    facts = rich([Bold(name)], *_facts(line, t, with_step=with_step))
    return [facts, actions(_press(t("Details"), Press.BOARD_LINE, event))]


def _facts(line: BoardLine, t: Translate, *, with_step: bool) -> list[str]:
    event = line.event
    lines = [
        f"{sentence(f'{when(event, t)}, {where(event, t)}')} {state(event, line.next_step, t)}",
        _people(line, t),
        _contents(line, t),
        to_do(line.todos, t),
        comes_next(event, line.next_step, t) if with_step else "",
        t("The coordinator was reminded {when}.", when=long_moment(line.reminded_at, event.tz, t))
        if line.reminded_at
        else "",
    ]
    return [one for one in lines if one]


def _people(line: BoardLine, t: Translate) -> str:
    """40 inbjudna, 31 har svarat, 27 anmälda, 13 tomma platser."""
    seats = line.event.seats
    parts = [
        t.n("{n} invited", "{n} invited", line.invited),
        t.n("{n} has answered", "{n} have answered", line.answered),
        t.n("{n} registered", "{n} registered", seats.registered if seats else 0),
    ]
    if seats and seats.free is not None:
        parts.append(t.n("{n} empty seat", "{n} empty seats", seats.free))
    return sentence(", ".join(parts))


def _contents(line: BoardLine, t: Translate) -> str:
    """9 frågor, omröstningen pågår, inget program än, anteckningar senast 26 januari."""
    votes = (
        t("the vote is on") if line.votes.is_open else t("the vote is over") if line.votes.is_over else t("no vote yet")
    )
    parts = [
        t.n("{n} question", "{n} questions", line.questions),
        votes,
        t("the programme is published") if line.event.has_programme else t("no programme yet"),
        t("notes by {day}", day=long_day(line.notes_by, t.language)) if line.notes_by else None,
        t("{n} of {all} ticks in the checklist", n=line.ticked, all=line.points),
    ]
    return sentence(", ".join(part for part in parts if part))


def _people_of(found: BoardDetails, t: Translate) -> list[Line | None]:
    named = [
        (t("Coordinator"), tuple(one.name for one in found.line.coordinators)),
        *((t(NAMES[duty]), found.crew.get(field, ())) for duty, field in CREW.items()),
    ]
    return [[Bold(what), ": " + ", ".join(names)] if names else None for what, names in named]


def _todo_ways(line: BoardLine, t: Translate) -> Block:
    ways = dict.fromkeys(WAYS[todo] for todo in line.todos if todo in WAYS)
    return numbered(actions(*(_press(t(words), press, line.event) for words, press in ways)))


def _ways(found: BoardDetails, t: Translate) -> Block:
    event = found.line.event
    offered = {WAYS[todo][1] for todo in found.line.todos if todo in WAYS}
    return numbered(
        actions(
            _press(t("Remind the coordinator"), Press.REMIND_COORDINATOR, event) if found.may_remind else None,
            _press(t("Overview"), Press.OVERVIEW, event) if Press.OVERVIEW not in offered else None,
            _press(t("The meeting"), Press.MEETING, event) if Press.MEETING not in offered else None,
            _press(t("Facilitators and note-takers"), Press.CREW, event),
            _press(t("Change the checklist"), Press.CHECKLIST, event) if found.may_change_points else None,
        )
    )


def _filter(board: Board, t: Translate) -> Block:
    names = {Show.ALL: t("All"), Show.NEEDY: t("Needs attention")}
    offered = [(str(show), name) for show, name in names.items()]
    offered += [(str(state), sentence(t(STATES[state])).rstrip(".")) for state in _states(board)]
    options = [option(one) for one in offered]
    chosen = next((one for one in options if one["value"] == board.show), options[0])
    return {"type": "static_select", "action_id": Press.BOARD_FILTER, "options": options, "initial_option": chosen}


def _states(board: Board) -> list[EventState]:
    """Also the one that is asked for, when its last meeting has just left it."""
    wanted = {*board.states, *([board.show] if isinstance(board.show, EventState) else [])}
    return [state for state in EventState if state in wanted]


def _pages(board: Board, t: Translate) -> list[Block]:
    if board.pages == 1:
        return []
    back = button(t("Previous"), Press.BOARD, f"{board.show} {board.page - 1}") if board.page > 1 else None
    on = button(t("Next"), Press.BOARD, f"{board.show} {board.page + 1}") if board.page < board.pages else None
    return [small(t("Page {page} of {pages}.", page=board.page, pages=board.pages)), numbered(actions(back, on))]


def _press(label: str, press: Press, event: EventFacts) -> Block:
    return button(label, press, event.id, label=about(label, event))
