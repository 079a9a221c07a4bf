"""The card of a meeting in its channel: all that one needs to decide, and true at all times."""

from bot.blocks import labels
from bot.blocks.events import Message, about, opening, reason, seats, sentence, signature, week, when, where
from bot.blocks.ids import Press
from bot.blocks.text import Block, Bold, actions, button, heading, rich, safe, small
from bot.i18n import Translate, clock_time
from bot.receipts import EventFacts
from models.events import EventState, Form


def card(event: EventFacts, topics: int, t: Translate) -> Message:
    """What a channel needs to decide: all of it, and true at all times."""
    if event.state is EventState.CANCELLED:
        return _called_off(event, t)
    facts = [
        [Bold(when(event, t)), f" ({week(event, t)})" if event.day else ""],
        _coffee(event, t),
        where(event, t)[:1].upper() + where(event, t)[1:] + ".",
        _venue_has(event, t),
        opening(event, t),
        [Bold(sentence(seats(event.seats, t)))],
        t.n("{n} question proposed so far.", "{n} questions proposed so far.", topics) if topics else None,
        t("The programme is ready.") if event.has_programme else None,
    ]
    buttons = actions(
        _first_button(event, t),
        button(t("I cannot come"), Press.DECLINE, event.id, label=about(t("I cannot come"), event)),
        button(t("Propose a question"), Press.PROPOSE, event.id) if event.takes_topics else None,
        button(t("Read the questions"), Press.TOPICS, event.id),
        button(t("The programme"), Press.PROGRAMME, event.id, label=about(t("The programme"), event))
        if event.has_programme
        else None,
    )
    blocks = [heading(event.title), rich(*facts)]
    blocks += [] if event.is_over else [buttons]
    ask = signature(event.contacts, t)
    text = f"{event.title}. {sentence(when(event, t))} {opening(event, t)} {sentence(seats(event.seats, t))}"
    return {"text": safe(text), "blocks": [*blocks, small(ask)] if ask else blocks}


def _first_button(event: EventFacts, t: Translate) -> Block | None:
    """Register while one can; before that nothing yet, and afterwards whoever has a seat looks at it here."""
    if event.takes_registrations:
        return button(t("Register"), Press.REGISTER, event.id, style="primary", label=about(t("Register"), event))
    words = t("Show my registration")
    return None if event.opens_later else button(words, Press.SHOW, event.id, label=about(words, event))


def _called_off(event: EventFacts, t: Translate) -> Message:
    words = t("{title} is cancelled.", title=event.title)
    return {"text": safe(words), "blocks": [heading(event.title), rich([Bold(t("Cancelled."))], reason(event, t))]}


def _venue_has(event: EventFacts, t: Translate) -> str | None:
    has = [
        t("induction loop") if event.has_induction_loop else "",
        t("step-free access") if event.is_step_free else "",
        t("captions") if event.has_captions else "",
    ]
    known = ", ".join(one for one in has if one)
    return t("There is: {things}.", things=known) if known else None


def _coffee(event: EventFacts, t: Translate) -> str | None:
    if event.doors_at is None:
        return None
    clock = clock_time(event.doors_at, t.language)
    if event.form is Form.DIGITAL:
        return t("The room opens at {time}.", time=clock)
    return t("Coffee from {time}.", time=clock) if event.has_coffee else None


def lost(title: str, card_id: int, why: str, t: Translate, *, is_channel: bool, is_vote: bool = False) -> Message:
    """To the coordinator: nothing shows the meeting, or its vote, in its channel any more; and what to do about it."""
    told = labels.reason(why, t)
    if is_channel:
        first = t("I can no longer post in the channel of {title}: {reason}.", title=title, reason=told)
    elif is_vote:
        first = t("The vote's card for {title} can no longer be kept up to date: {reason}.", title=title, reason=told)
    else:
        first = t("The card of {title} can no longer be kept up to date: {reason}.", title=title, reason=told)
    then = t("Invite me to the channel again, and its cards are kept up to date again.") if is_channel else None
    words = t("Post it again")
    return {"text": safe(first), "blocks": [rich(first, then), actions(button(words, Press.POST_AGAIN, card_id))]}
