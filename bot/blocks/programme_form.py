"""The forms in which a coordinator fills a programme, changes it by hand, and publishes it."""

from collections.abc import Sequence

from bot.blocks import labels, programmes
from bot.blocks import steps as words
from bot.blocks.events import when
from bot.blocks.ids import Field, Press, View
from bot.blocks.inputs import choice, radio, text_input, ticks
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
    section,
    shorten,
    small,
)
from bot.i18n import Translate, long_moment
from bot.receipts import DraftFacts, LeftFacts, ProblemFacts, ProgrammeFacts, Published, SegmentFacts, TalkFacts
from models.errors import N_

PAGE = 30
"""Lines a page: a question takes two blocks, and a form has room for a hundred."""
LISTED = 25
OWN, SHARE, EQUAL, NEXT = "own", "share", "equal", "next"
TELL, SAVE = "tell", "save"
LEASTS = (5, 10, 15, 20)
ACTS = {
    "up": (Press.PROGRAMME_UP, N_("Up")),
    "down": (Press.PROGRAMME_DOWN, N_("Down")),
    "longer": (Press.PROGRAMME_LONGER, N_("5 minutes longer")),
    "shorter": (Press.PROGRAMME_SHORTER, N_("5 minutes shorter")),
    "swap": (Press.PROGRAMME_SWAP, N_("Exchange")),
}
WHY = {
    "no_slot": N_("others come before it in the result"),
    "too_short": N_("there are too few minutes"),
    "no_segment": N_("the programme has no part for its kind"),
    "left_out": N_("left out by hand"),
}
TROUBLE = {
    "clash": N_("“{title}” is left out: it clashes with “{other}”."),
    "too_late": N_("“{title}” is left out: the meeting has ended by then."),
    "cut": N_("“{title}” is cut short: the meeting ends."),
}


def draft(found: DraftFacts, t: Translate, *, page: int = 1, said: str | None = None) -> Block:
    """The draft with what can be done about it; `said` is what has just been done."""
    lines: list[tuple[SegmentFacts, TalkFacts | None]] = []
    for one in found.programme.segments:
        lines += [(one, None), *((one, talk) for talk in one.talks)]
    pages = max(1, -(-len(lines) // PAGE))
    page = min(max(1, page), pages)
    blocks: list[Block] = [section(said), divider()] if said else []
    blocks += [heading(found.programme.event.title), rich(*_state(found, t)), *_warnings(found, t), divider()]
    for one, talk in lines[(page - 1) * PAGE : page * PAGE]:
        blocks += _talk(talk, t) if talk else _segment(one, found, t)
    blocks += [divider(), *_below(found, page, pages, t), *_publishing(found, t)]
    publishes = found.may_publish and found.is_new
    about = words.about(found.programme.event.id, seen=found.stamp, page=page)
    return form(View.PROGRAMME, t("The programme"), blocks, t, submit=t("Publish") if publishes else None, about=about)


def overtaken(found: DraftFacts, t: Translate) -> str:
    first = (
        t("{name} changed this before you.", name=found.overtaken_by)
        if found.overtaken_by
        else t("This has changed since you saw it.")
    )
    rest = t("Nothing of yours is saved: this is how it is now.")
    return f"{first} {rest}"


def manner(found: DraftFacts, t: Translate) -> Block:
    """Which template, and how minutes are given."""
    own = [(OWN, t("The meeting's own agenda"))] if found.has_own_agenda else []
    templates = [*own, *found.templates][:100]
    blocks = [
        choice(Field.TEMPLATE, t("Template"), templates, chosen=found.template or OWN),
        radio(
            Field.MANNER,
            t("How is the time shared out?"),
            [(SHARE, t("By the votes")), (EQUAL, t("The same for every question"))],
            chosen=SHARE if found.by_share else EQUAL,
        ),
        choice(
            Field.LEAST,
            t("How many minutes does a question need at least?"),
            [(str(n), t.n("{n} minute", "{n} minutes", n)) for n in LEASTS],
            chosen=str(found.least),
        ),
        small(t("What you have decided about single questions is kept.")),
        _back(found.programme.event.id, t),
    ]
    about = words.about(found.programme.event.id, seen=found.stamp)
    return form(View.PROGRAMME_MANNER, t("Template and times"), blocks, t, submit=t("Build programme"), about=about)


def swap(found: DraftFacts, topic_id: int, page: int, t: Translate) -> Block:
    """What is to stand there instead."""
    segment, talk = next(
        (one, talk) for one in found.programme.segments for talk in one.talks if talk.topic_id == topic_id
    )
    others = [(str(one.topic_id), shorten(one.title, 75)) for one in found.left if one.level == segment.level]
    blocks = [
        rich([Bold(talk.title)], segment.title),
        choice(
            Field.INSTEAD,
            t("What should stand there instead?"),
            [(NEXT, t("The next in the result")), *others[:99]],
            chosen=NEXT,
        ),
        _back(found.programme.event.id, t),
    ]
    about = words.about(found.programme.event.id, seen=found.stamp, topic=topic_id, page=page)
    return form(View.PROGRAMME_SWAP, t("Exchange"), blocks, t, submit=t("Exchange"), about=about)


def for_whom(found: DraftFacts, one: SegmentFacts, page: int, t: Translate) -> Block:
    """Which roles a part is for, so that others can have another beside it."""
    event = found.programme.event
    options = [(role, labels.role_label(role, label, event.language, t) or label) for role, label in found.roles[:10]]
    blocks = [
        rich([Bold(f"{programmes.hours(one, t)} {shorten(one.title, 300)}")]),
        ticks(Field.ROLES, t("For whom is it?"), options, chosen=[role for role, _ in one.audience]),
        small(t("Nobody ticked: it is for everyone. A part that goes on beside it must be for others.")),
        _back(event.id, t),
    ]
    about = words.about(event.id, seen=found.stamp, part=one.key, page=page)
    return form(View.PROGRAMME_FOR, t("For whom"), blocks, t, submit=t("Save"), about=about)


def published(found: Published, t: Translate) -> Block:
    return as_read(found.programme, t, said=_told(found, t))


def as_read(found: ProgrammeFacts, t: Translate, *, said: str | None = None) -> Block:
    """As people read it, with the way back to the draft and on to those outside Slack."""
    event = found.event
    ways = [
        button(t("Back to the programme"), Press.PROGRAMME, event.id),
        button(t("Mail text"), Press.PROGRAMME_MAIL, event.id),
    ]
    return programmes.shown(found, t, said=said, ways=actions(*ways))


def _back(event_id: int, t: Translate) -> Block:
    return actions(button(t("Back to the programme"), Press.PROGRAMME, event_id))


def _told(found: Published, t: Translate) -> str:
    if not found.is_new:
        return t("The programme is published already. Nothing has changed.")
    first = t("The programme is published.")
    return f"{first} {_heard(found, t)}"


def _heard(found: Published, t: Translate) -> str:
    if found.is_switched_off:
        return t("The message about it is switched off in the plan: nobody is told.")
    if found.heard is None:
        return t("Nobody gets a message about the change.")
    if found.is_told_now:
        return t.n("{n} gets a message now.", "{n} get a message now.", found.heard)
    at = long_moment(found.told_at, found.programme.event.tz, t)
    return t.n("{n} gets a message {when}.", "{n} get a message {when}.", found.heard, when=at)


def _state(found: DraftFacts, t: Translate) -> list[Line | None]:
    if not found.is_published:
        state = t("A draft: only those who build it see it.")
    else:
        state = (
            t("This is a changed draft: what is published is kept until you publish again.")
            if found.is_new
            else t("This is published.")
        )
    if not any(one.level for one in found.programme.segments):
        basis = t("The agenda has no part for questions: everything stands as the template has it.")
    elif not found.has_result:
        basis = t("There is no closed vote: questions come in the order of the list, with equal minutes.")
    elif found.by_share:
        basis = t("Filled by the result; minutes follow the votes.")
    else:
        basis = t("Filled by the result; every question has equal minutes.")
    return [when(found.programme.event, t), [Bold(state)], basis]


def _warnings(found: DraftFacts, t: Translate) -> list[Block]:
    lines: list[Line] = [_problem(one, t) for one in found.problems]
    lines += [
        t("“{one}” and “{other}” got the same votes. Choose between them, and say why.", one=one, other=other)
        for one, other in found.ties[:LISTED]
    ]
    if found.round:
        lines.append(
            t(
                "“{title}” has {minutes} minutes. {n} municipalities need about {needed}: do it in groups.",
                title=found.round.title,
                minutes=found.round.minutes,
                n=found.round.municipalities,
                needed=found.round.needed,
            )
        )
    lines += [
        t("No question for “{title}” yet.", title=one.title)
        for one in found.programme.segments
        if one.level and not one.talks
    ][:LISTED]
    return [rich([Bold(t("Look at this"))]), bullets([_short(line) for line in lines])] if lines else []


def _problem(one: ProblemFacts, t: Translate) -> str:
    return t(TROUBLE[one.trouble], title=shorten(one.title, 200), other=shorten(one.other or "", 200))


def _segment(one: SegmentFacts, found: DraftFacts, t: Translate) -> list[Block]:
    names, whom = programmes.audience(one, found.programme.event, t), t("For whom")
    said = rich(
        [Bold(f"{programmes.hours(one, t)} {shorten(one.title, 300)}")],
        t("For: {names}", names=names) if names else None,
    )
    if not one.level or not found.roles:
        return [said]
    return [said, actions(button(whom, Press.PROGRAMME_FOR, f"part {one.key}", label=f"{whom}: {one.title}"))]


def _talk(one: TalkFacts, t: Translate) -> list[Block]:
    mark = t("Decided by hand.") if one.is_decided else None
    buttons = [
        button(t(text), press, f"topic {one.topic_id}", label=f"{t(text)}: {one.title}")
        for act, (press, text) in ACTS.items()
        if act in one.acts
    ]
    return [rich(programmes.talk(one, t), mark), *([actions(*buttons)] if buttons else [])]


def _below(found: DraftFacts, page: int, pages: int, t: Translate) -> list[Block]:
    event = found.programme.event
    back = button(t("Previous"), Press.PROGRAMME_PAGE, f"page {page - 1}") if page > 1 else None
    on = button(t("Next"), Press.PROGRAMME_PAGE, f"page {page + 1}") if page < pages else None
    ways = actions(
        button(t("Template and times"), Press.PROGRAMME_MANNER, event.id),
        button(t("As people read it"), Press.PROGRAMME_AS_READ, event.id),
        button(t("Mail text"), Press.PROGRAMME_MAIL, event.id),
        button(t("Back to the meeting"), Press.MEETING, event.id) if found.may_publish else None,
        back,
        on,
    )
    return [*_left(found.left, t), numbered(ways)]


def _left(left: Sequence[LeftFacts], t: Translate) -> list[Block]:
    if not left:
        return []
    lines = [f"{shorten(one.title, 200)} ({_level(one, t)}): {t(WHY[one.why])}" for one in left[:LISTED]]
    more = len(left) - LISTED
    blocks = [rich([Bold(t("Not in the programme"))]), bullets(lines)]
    return blocks if more <= 0 else [*blocks, small(t.n("{n} more question.", "{n} more questions.", more))]


def _level(one: LeftFacts, t: Translate) -> str:
    return t(labels.LEVEL_OF[one.level]).lower()


def _publishing(found: DraftFacts, t: Translate) -> list[Block]:
    if not (found.may_publish and found.is_new):
        return []
    options = [(TELL, t("Tell those who are registered that it has changed"))] if found.is_told else []
    options += [(SAVE, t("Save the questions that did not fit for next time"))] if found.left else []
    boxes = [ticks(Field.PUBLISHING, t("When it is published"), options)] if options else []
    why = t("Why did they not fit?")
    hint = t("Those who proposed them read it. Left empty: others got more votes.")
    asks = [text_input(Field.REASON, why, is_required=False, longest=300, hint=hint)] if found.left else []
    first = t("Everyone who is registered gets a message once.")
    return [divider(), *([] if found.is_told else [small(first)]), *boxes, *asks]


def _short(line: Line) -> str:
    return shorten(line if isinstance(line, str) else "".join(line), 700)
