"""A lab's challenges: opening the vote on them, and its card in the channel while it goes on."""

import json

from bot.blocks import polls
from bot.blocks.events import Message
from bot.blocks.ids import Field, Press, View
from bot.blocks.inputs import radio, text_input
from bot.blocks.poll_desk import change, close, closing
from bot.blocks.text import Block, Bold, actions, button, form, heading, rich, safe, shorten, small
from bot.i18n import Translate
from bot.receipts import PollFacts, Prioritising
from models.errors import N_
from models.polls import Square

FIRST = N_("How important, and how feasible?")
PARTY, PERSON = "party", "person"
SQUARES = {
    Square.HIGH_HIGH: N_("Start here"),
    Square.HIGH_LOW: N_("Needs a decision higher up"),
    Square.LOW_HIGH: N_("Quick wins"),
    Square.LOW_LOW: N_("Wait"),
}
LONGEST = 3000
SHOWN = 60


def desk(found: Prioritising, t: Translate, *, said: str = "") -> Block:
    """Before, or while it goes on."""
    event, poll = found.event, found.poll
    blocks: list[Block] = [rich([Bold(said)])] if said else []
    if poll is None or not poll.is_open:
        known = t.n("{n} challenge in the series' file.", "{n} challenges in the series' file.", len(found.challenges))
        counted = t("The vote has closed. The votes are being counted.")
        result = button(t("Show the whole result"), Press.POLL_RESULT, f"poll {poll.id}") if poll else None
        opens = button(t("Open the vote"), Press.OPEN_PRIORITISING, event.id, style="primary")
        is_counted = poll is None or poll.closed_at is not None
        blocks += [
            rich([Bold(event.title)], known if is_counted else counted, _by_agenda(found, t)),
            *([actions(opens, result, _switch(found, t))] if is_counted else []),
        ]
        return form(View.SHOWN, t("Prioritise challenges"), blocks, t)
    away = "" if found.has_channel else t("The series has no channel. Ask people to write {command} poll.",
                                          command=t.command)  # fmt: skip
    blocks += [
        rich([Bold(event.title)], [Bold(polls.voted(poll, t))], *_rules(poll, t), away),
        actions(
            button(t("Vote"), Press.VOTE, f"poll {poll.id}"),
            change(poll.id, t),
            close(poll.id, t),
        ),
    ]  # fmt: skip
    return form(View.SHOWN, t("Prioritise challenges"), blocks, t)


def _by_agenda(found: Prioritising, t: Translate) -> str:
    if found.is_off:
        return t("The vote does not open by itself.")
    if found.opens_at is None:
        return ""
    at = polls.moment(found.opens_at, found.event.tz, t)
    return t("By the agenda the vote opens {moment}, by itself, on the challenges in the file. "
             "If others have been named in the room, open it yourself.", moment=at)  # fmt: skip


def _switch(found: Prioritising, t: Translate) -> Block | None:
    if found.is_off:
        return button(t("Let it open by itself"), Press.OPENS_ITSELF, f"{found.event.id} on")
    if found.opens_at is None:
        return None
    return button(t("I open it myself"), Press.OPENS_ITSELF, f"{found.event.id} off")


def opening_form(found: Prioritising, t: Translate) -> Block:
    """What is voted on, and how; everyone reads it before they vote."""
    event = found.event
    asks = [t(ask) for ask in found.asks]
    challenges = shorten("\n".join(found.challenges), LONGEST)
    blocks = [
        rich([Bold(event.title)]),
        text_input(Field.WORDS, t("The challenges, one on each line"), value=challenges, is_long=True, longest=LONGEST),
        text_input(Field.IMPORTANCE, t("Asked of importance"), value=asks[0], longest=150),
        text_input(Field.FEASIBILITY, t("Asked of feasibility"), value=asks[1], longest=150),
        radio(Field.WHOSE, t("Who has a vote?"),
              [(PARTY, t("Each party one, so that a large one does not outvote a small one")),
               (PERSON, t("Each who is registered"))], chosen=PARTY),
        *closing(found.closes_at, event.tz, t),
        small(t("Once it is open the rules stay as they are: people have read them when they vote.")),
    ]  # fmt: skip
    about = json.dumps({"event": event.id})
    return form(View.PRIORITISING, t("Prioritise challenges"), blocks, t, submit=t("Open the vote"), about=about)


def card(poll: PollFacts, t: Translate) -> Message:
    """In the channel: every rule, before anyone votes; and how many have, never for what."""
    count, rules = polls.voted(poll, t), _rules(poll, t)
    options = poll.lists[0].options if poll.lists else ()
    challenges = [f"{place}. {shorten(one.words, 300)}" for place, one in enumerate(options[:SHOWN], start=1)]
    vote = t("Vote")
    blocks = [
        heading(poll.title),
        rich([Bold(t(FIRST))], *rules, _late(poll, t)),
        rich(*challenges),
        rich([Bold(count)]),
        actions(button(vote, Press.VOTE, f"poll {poll.id}", style="primary", label=f"{vote}: {poll.title}")),
    ]
    return {"text": safe(f"{poll.title}. {t(FIRST)} {' '.join(rules)} {count}"), "blocks": blocks}


def asked(poll: PollFacts, t: Translate) -> Message:
    """To each who may vote."""
    vote, rules = t("Vote"), _rules(poll, t)[:-1]
    blocks = [
        rich([Bold(t(FIRST))], poll.title, *rules, _late(poll, t)),
        actions(button(vote, Press.VOTE, f"poll {poll.id}", style="primary", label=f"{vote}: {poll.title}")),
    ]
    return {"text": safe(f"{t(FIRST)} {poll.title}. {' '.join(rules)} {_late(poll, t)}".strip()), "blocks": blocks}


def _late(poll: PollFacts, t: Translate) -> str:
    if poll.should_have_opened_at is None:
        return ""
    at = polls.moment(poll.should_have_opened_at, poll.tz, t)
    return t("The vote was to open {moment}, and opened late: the bot was not running.", moment=at)


def _rules(poll: PollFacts, t: Translate) -> list[str]:
    whose = t(polls.PARTYS) if poll.is_per_organisation else t(polls.SECRET)
    return [
        polls.how(poll, t),
        " ".join((whose, t("You can change your vote until it closes."))),
        polls.result_comes(poll, t),
        t("The median decides: 3.5 and above counts as high. Under five votes only the square is shown, no numbers."),
    ]
