"""A quick poll: its card in the channel while it is open, and what it came to."""

from bot.blocks import poll_results, polls
from bot.blocks.events import Message
from bot.blocks.ids import Press
from bot.blocks.poll_desk import change
from bot.blocks.text import Bold, actions, button, heading, numbered, rich, safe, shorten, small, sure
from bot.i18n import Translate
from bot.receipts import PollFacts, PollResult

FITS = 70
"""Characters of an answer on its button; longer ones stand in full above."""


def card(poll: PollFacts, t: Translate) -> Message:
    """A button for each answer; how many have voted, never for what."""
    options = poll.lists[0].options
    count = polls.voted(poll, t)
    rules = " ".join((t(polls.SECRET), t("You have one vote, and can change it until it closes."),
                      polls.result_comes(poll, t)))  # fmt: skip
    ways = [
        button(f"{place}. {one.words}", Press.QUICK_VOTE, f"poll {poll.id} {one.id}")
        for place, one in enumerate(options, start=1)
    ]
    close = button(t("Close the vote now"), Press.CLOSE_QUICK, f"poll {poll.id}", confirm=sure(
        t("Close the vote?"), t("Only whoever asked can close it. Nobody can vote after that."),
        t("Close the vote"), t("Never mind")))  # fmt: skip
    is_long = any(len(one.words) > FITS for one in options)
    in_full = [rich(*(f"{place}. {one.words}" for place, one in enumerate(options, start=1)))] if is_long else []
    blocks = [
        heading(poll.title),
        *in_full,
        numbered(actions(*ways)),
        rich([Bold(count)]),
        small(rules),
        small(t("Under five votes only the order is shown.")),
        actions(change(poll.id, t), close),
    ]
    answers = "; ".join(one.words for one in options)
    return {"text": safe(shorten(f"{poll.title} {answers}. {rules} {count}", 3500)), "blocks": blocks}


def closed(result: PollResult, t: Translate) -> Message:
    """In its place when the time is up."""
    poll = result.poll
    (one,) = result.lists
    notes = [polls.voted(poll, t), *polls.closing_notes(poll, t)]
    spoken = "; ".join(f"{row.place}. {row.words}" for row in one.rows) if poll.voted else t("Nobody voted.")
    blocks = [
        heading(poll.title),
        rich([Bold(t("This is how you voted."))], *notes),
        rich(*poll_results.rows(result, one.rows, len(one.rows), t)),
        actions(poll_results.as_picture(poll.id, t)),
    ]
    return {"text": safe(shorten(f"{poll.title} {' '.join(notes)} {spoken}", 3500)), "blocks": blocks}
