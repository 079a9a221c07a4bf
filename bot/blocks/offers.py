"""A seat that is offered: the question, what becomes of it, and what the coordinator hears."""

from bot.blocks.events import Message, when, where
from bot.blocks.ids import Press
from bot.blocks.text import Bold, actions, button, rich, safe
from bot.blocks.yes_no import answers, terms
from bot.i18n import Translate
from bot.receipts import EventFacts, Receipt


def offer(found: Receipt, t: Translate) -> Message:
    """The question, with its two answers."""
    words = lines(found, t)
    blocks = [rich([Bold(words[0])], *words[1:]), actions(*answers(found.event.id, t))]
    return {"text": safe(" ".join(words)), "blocks": blocks}


def lines(found: Receipt, t: Translate) -> list[str]:
    """What it says, also by mail."""
    event, seat = found.event, found.seat
    facts = {"title": event.title, "when": when(event, t), "where": where(event, t)}
    first = t("There is a seat for you at {title}, {when}, {where}.", **facts)
    return [first, terms(seat.offer_until, event.tz, t)] if seat else [first]


def over(found: Receipt, t: Translate) -> Message:
    """It ran out, or somebody else was first: what that means for me."""
    event, waiting = found.event, found.seat.waiting if found.seat else None
    facts = {"title": event.title, "when": when(event, t)}
    if waiting:
        words = t("The seat at {title}, {when}, went to somebody who answered before you.", **facts)
        rest = t("You are still on the waiting list, number {place}.", place=waiting.place)
        buttons = actions(button(t("Show my registration"), Press.SHOW, event.id))
    else:
        words = t("The offer of a seat at {title}, {when}, has run out, and the seat goes on.", **facts)
        rest = t("You are no longer on the waiting list.")
        again = button(t("Register again"), Press.REGISTER, event.id) if event.takes_registrations else None
        buttons = actions(again)
    shown = [buttons] if buttons["elements"] else []
    return {"text": safe(f"{words} {rest}"), "blocks": [rich(words, rest), *shown]}


def seat_left(event: EventFacts, t: Translate) -> Message:
    """To the coordinator: nobody is asked so late."""
    free = (event.seats.free if event.seats else None) or 1
    waiting = event.seats.waiting if event.seats else 0
    words = t.n("{n} seat is free at {title}.", "{n} seats are free at {title}.", free, title=event.title)
    rest = t.n(
        "{n} person waits. The meeting begins so soon that nobody in line is asked: you decide.",
        "{n} people wait. The meeting begins so soon that nobody in line is asked: you decide.",
        waiting,
    )
    buttons = actions(button(t("Participants"), Press.PARTICIPANTS, event.id))
    return {"text": safe(f"{words} {rest}"), "blocks": [rich([Bold(words)], rest), buttons]}


def new_place(found: Receipt, reason: str, t: Translate, *, is_let: bool) -> Message:
    """The coordinator has let somebody go first: me, or somebody before me."""
    waiting = found.seat.waiting if found.seat else None
    first = t(
        "You are number {place} on the waiting list to {title} now.",
        place=waiting.place if waiting else 1,
        title=found.event.title,
    )
    why = (
        t("The coordinator has let you go first, since your organisation has no seat.")
        if is_let
        else t("The coordinator has let an organisation without any seat go first.")
    )
    said = t("Reason: {reason}.", reason=reason.rstrip(". "))
    shown = button(t("Show my registration"), Press.SHOW, found.event.id)
    return {"text": safe(f"{first} {why} {said}"), "blocks": [rich([Bold(first)], why, said), actions(shown)]}
