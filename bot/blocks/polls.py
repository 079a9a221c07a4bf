"""A vote while it is open: the card in the channel, the word that it has begun, and the one that it closes soon."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.blocks import labels
from bot.blocks.events import Message, about, sentence, signature
from bot.blocks.ids import Press
from bot.blocks.text import Block, Bold, actions, bullets, button, heading, rich, safe, shorten, small
from bot.i18n import Translate, clock_time, long_day, number_word, zone_note
from bot.receipts import PollFacts
from models.errors import N_
from models.polls import ASKS, Method, ShownTo, TieRule

MAILED = 30_000
"""Letters of questions in a mail: a message holds no more than 40 000."""
FIRST = N_("Which questions shall we take up?")
SECRET = N_("Nobody sees how you vote.")
PARTYS = N_(
    "Each party has one vote: whoever of it votes last changes it. Those of the party see it, and nobody outside it."
)
SHOWN_TO = {
    ShownTo.EVERYONE: N_("The result is shown here and sent to those registered."),
    ShownTo.REGISTERED: N_("The result is sent to those registered."),
    ShownTo.COORDINATORS: N_("Only the coordinator sees the result."),
}
TIES = {
    TieRule.CHOICE: N_("If questions tie, the coordinator chooses and says why."),
    TieRule.SHARED: N_("Questions that tie share a place."),
}
HOW = {
    Method.SINGLE: N_("You have one vote on each list: choose one question."),
    Method.MULTIPLE: N_("Vote for as many questions as you like."),
    Method.RANKING: N_(
        "Put the questions that matter most to you in order. Those you leave out share the points left."
    ),
    Method.SCORES: N_("Give each question one to five points. A question without points gets none."),
}


def card(poll: PollFacts, t: Translate) -> Message:
    """In the channel: every rule, before anyone votes; and how many have, never for what."""
    count = voted(poll, t)
    lines = [
        [Bold(t(FIRST))],
        how(poll, t),
        " ".join((t(SECRET), t("You can change your vote until it closes."))),
        " ".join((result_comes(poll, t), _questions(poll, t))).strip(),
        [Bold(count)],
    ]
    text = f"{poll.title}. {t(FIRST)} {how(poll, t)} {result_comes(poll, t)} {count}"
    told = bullets([line for line in rules(poll, t) if line])
    blocks = [heading(poll.title), rich(*lines), _buttons(poll, t), rich([Bold(t("The rules"))]), told]
    ask = signature(poll.event.contacts, t) if poll.event else None
    return {"text": safe(text), "blocks": [*blocks, small(ask)] if ask else blocks}


def counting(poll: PollFacts, t: Translate) -> Message:
    """Its time is up, and it has not been counted yet."""
    closed = t("The vote has closed. The votes are being counted.")
    return {
        "text": safe(f"{poll.title}. {closed}"),
        "blocks": [heading(poll.title), rich([Bold(closed)], voted(poll, t))],
    }


def opening(poll: PollFacts, t: Translate) -> Message:
    """To each who may vote."""
    return _message(poll, opening_lines(poll, t), t)


def reminder(poll: PollFacts, t: Translate) -> Message:
    """To those who have not voted, once."""
    return _message(poll, reminder_lines(poll, t), t)


def changed(poll: PollFacts, closed_before: datetime, t: Translate) -> Message:
    """To those who have not voted: when it closes now, or how it works now."""
    return _message(poll, changed_lines(poll, closed_before, t), t)


def changed_lines(poll: PollFacts, closed_before: datetime, t: Translate) -> list[str]:
    now, then = moment(poll.closes_at, poll.tz, t), moment(closed_before, poll.tz, t)
    has_moved = poll.closes_at != closed_before
    first = t("The vote closes {moment}, not {before}.", moment=now, before=then) if has_moved else ""
    whose = PARTYS if poll.is_per_organisation else SECRET
    return [first or t("The vote has new rules."), poll.title, f"{how(poll, t)} {t(whose)}",
            "" if has_moved else result_comes(poll, t)]  # fmt: skip


def opening_lines(poll: PollFacts, t: Translate) -> list[str]:
    return [t(FIRST), poll.title, f"{how(poll, t)} {t(SECRET)}", result_comes(poll, t)]


def reminder_lines(poll: PollFacts, t: Translate) -> list[str]:
    closes = t("The vote closes {moment}.", moment=moment(poll.closes_at, poll.tz, t))
    return [t("You have not voted yet."), poll.title, f"{how(poll, t)} {t(SECRET)}", closes]


def mail_lines(poll: PollFacts, t: Translate, *, is_reminder: bool = False) -> list[str]:
    """For those outside Slack: the questions, and what it means to vote through the coordinator."""
    lines = (reminder_lines if is_reminder else opening_lines)(poll, t)[:2]
    return [*lines, *_to_answer(poll, t)]


def changed_mail(poll: PollFacts, closed_before: datetime, t: Translate) -> list[str]:
    """The same, when it has changed since they were asked."""
    return [*changed_lines(poll, closed_before, t)[:2], *_to_answer(poll, t)]


def _to_answer(poll: PollFacts, t: Translate) -> list[str]:
    lists = poll.lists[:1] if poll.is_about_challenges else poll.lists
    longest = min(300, MAILED // max(1, sum(len(one.options) for one in lists)))
    lines: list[str] = []
    for one in lists:
        name = labels.LEVELS.get(one.on_list)
        lines.append(f"{t(name)}:" if name else "")
        lines += [f"- {shorten(option.words, longest)}" for option in one.options]
    return [
        *(line for line in lines if line),
        how(poll, t),
        t("Answer this mail with your choice by {moment}.", moment=moment(poll.closes_at, poll.tz, t)),
        t("The coordinator registers your vote, and then knows how you vote. You may abstain."),
    ]


def how(poll: PollFacts, t: Translate) -> str:
    """Du har tre röster, högst en per fråga."""
    if poll.is_about_challenges:
        return t("Give each challenge 1 to 5 twice: {importance} {feasibility} What you leave out does not count.",
                 importance=asked(poll, t)[0], feasibility=asked(poll, t)[1])  # fmt: skip
    if poll.method is not Method.DOTS:
        return t(HOW[poll.method])
    dots = sorted({one.dots for one in poll.lists})
    if len(dots) > 1:
        return t("You have {least} to {most} votes on each list, at most one for each question.",
                 least=number_word(dots[0], t.language), most=number_word(dots[-1], t.language))  # fmt: skip
    n = dots[0] if dots else 1
    if len(poll.lists) > 1:
        return t.n("You have one vote on each list.",
                   "You have {number} votes on each list, at most one for each question.",
                   n, number=number_word(n, t.language))  # fmt: skip
    return t.n("You have one vote.", "You have {number} votes, at most one for each question.",
               n, number=number_word(n, t.language))  # fmt: skip


def asked(poll: PollFacts, t: Translate) -> list[str]:
    """Of each challenge: in whoever's words they are, or in ours."""
    return [t(ask) if ask in ASKS else ask for ask in poll.asks]


def rules(poll: PollFacts, t: Translate) -> list[str]:
    """Who votes on what, when it counts, what happens to equals, who sees the result, and what is never shown."""
    names = [labels.role_label(role, label, _language(poll), t) or label for role, label in poll.operational]
    split = len(poll.lists) > 1 and names
    return [
        t("Everyone registered votes on the overarching questions. Those close to operations are for: {roles}.",
          roles=", ".join(names)) if split else "",
        t("At least {n} must have voted for the result to count.", n=poll.quorum)
        if poll.quorum else t("It counts however many vote."),
        t(TIES[poll.tie]),
        t(SHOWN_TO[poll.shown_to]),
        t("A role is shown by itself when at least five in it have voted. Under five votes only the order is shown."),
        t("Those outside Slack vote through the coordinator, who then knows their choice.") if poll.has_guests else "",
    ]  # fmt: skip


def voted(poll: PollFacts, t: Translate) -> str:
    """19 av 27 anmälda har röstat."""
    if poll.entitled is None:
        said = t.n("{n} person has voted.", "{n} people have voted.", poll.voted)
    elif poll.is_per_organisation:
        said = t.n("{n} of {entitled} parties has voted.", "{n} of {entitled} parties have voted.", poll.voted,
                   entitled=poll.entitled)  # fmt: skip
    else:
        said = t.n("{n} of {entitled} registered has voted.", "{n} of {entitled} registered have voted.", poll.voted,
                   entitled=poll.entitled)  # fmt: skip
    if not poll.by_coordinator:
        return said
    marked = t.n("{n} vote registered by the coordinator.", "{n} votes registered by the coordinator.",
                 poll.by_coordinator)  # fmt: skip
    return f"{said} {marked}"


def result_comes(poll: PollFacts, t: Translate) -> str:
    return t("The result comes {moment}.", moment=moment(poll.closes_at, poll.tz, t))


def closing_notes(poll: PollFacts, t: Translate) -> list[str]:
    """What was unusual about how it closed."""
    if poll.is_closed_early and poll.event is None:
        return [t("Whoever asked closed the vote early.")]
    if poll.is_closed_early:
        return [t("The coordinator closed the vote early.")]
    if not poll.is_late or poll.closed_at is None:
        return []
    return [
        t("The vote closed {moment}, but was not counted until {late}: the bot was not running.",
          moment=moment(poll.closes_at, poll.tz, t), late=moment(poll.closed_at, poll.tz, t))
    ]  # fmt: skip


def moment(at: datetime, tz: str, t: Translate) -> str:
    """måndag 11 januari kl. 16.00"""
    wall = at.astimezone(ZoneInfo(tz))
    day = long_day(wall.date(), t.language, year=False)
    return t("{day} at {time}", day=day, time=clock_time(wall.time(), t.language)) + zone_note(at, tz, t)


def _questions(poll: PollFacts, t: Translate) -> str:
    counts = []
    for one in poll.lists:
        name = labels.LEVELS.get(one.on_list)
        counts.append(f"{t(name)}: {len(one.options)}" if name else "")
    return ". ".join(count for count in counts if count) + "." if any(counts) else ""


def _message(poll: PollFacts, lines: list[str], t: Translate) -> Message:
    first, *rest = [line for line in lines if line]
    ask = signature(poll.event.contacts, t) if poll.event else None
    blocks = [rich([Bold(first)], *rest), _buttons(poll, t), *([small(ask)] if ask else [])]
    return {"text": safe(" ".join([first, *(sentence(line) for line in rest)])), "blocks": blocks}


def _buttons(poll: PollFacts, t: Translate) -> Block:
    event = poll.event
    vote = t("Vote")
    return actions(
        button(vote, Press.VOTE, f"poll {poll.id}", style="primary", label=about(vote, event) if event else None),
        button(t("Read the questions"), Press.TOPICS, event.id) if event and not poll.is_about_challenges else None,
    )


def _language(poll: PollFacts) -> str:
    return poll.event.language if poll.event else ""
