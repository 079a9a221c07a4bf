"""Mail for those outside Slack, ready for a coordinator to copy and send."""

from collections.abc import Sequence
from datetime import datetime

from bot.blocks.events import Message, venue, when, where
from bot.blocks.registration_form import PRIVACY
from bot.blocks.reminders import distance
from bot.blocks.text import Bold, quoted, rich, safe
from bot.i18n import Translate
from bot.receipts import EventFacts
from models.errors import N_

SEAT_NEWS = {
    "registered": N_("You are registered."),
    "waitlisted": N_("You are on the waiting list."),
    "changed": N_("Your registration is changed."),
    "seat_from_line": N_("You have got a seat."),
    "substituted": N_("You are registered."),
    "confirmed_coming": N_("I have noted that you are coming."),
    "offer_accepted": N_("You have got a seat."),
    "offer_ran_out": N_("The offer of a seat has run out, and the seat goes on."),
    "seat_went": N_("The seat went to somebody who answered before you. You are still on the waiting list."),
    "let_forward": N_("You are first on the waiting list now."),
    "let_others_go_first": N_("Your place on the waiting list has changed."),
    "asked_instead": N_("Somebody has been asked to come instead of you. You keep your seat until there is a yes."),
    "replaced": N_("Somebody else comes instead of you."),
    "keeps_seat": N_("Nobody comes instead of you: you keep your seat."),
    "cancelled": N_("You have cancelled."),
    "declined": N_("Thank you for telling us that you cannot come."),
}
"""What became of a guest's seat, for the mail the coordinator sends."""


def guest_text(
    event: EventFacts,
    about: str,
    addresses: list[str],
    now: datetime,
    t: Translate,
    *,
    way_in: tuple[str | None, ...] = (),
) -> Message:
    """Mail about a seat, a change or the coming meeting.

    `way_in` are the address and the link, which only those with a seat may see.
    """
    first = distance(event, now, t) if about == "reminder" and event.starts_at else _news(event, about, t)
    mail = f"{first} {event.title}, {when(event, t)}, {', '.join(filter(None, (where(event, t), venue(event))))}."
    ask = t("Answer this mail if something is wrong, if you need anything to take part, or if you cannot come.")
    return mail_to(event, [mail, *way_in, ask], addresses, t)


def registered_for(
    event: EventFacts, outcome: str, addresses: list[str], legal_basis: str | None, t: Translate
) -> Message:
    """Mail from whoever has registered them, to people outside Slack."""
    is_in = outcome != "waitlisted"
    facts = {"title": event.title, "when": when(event, t)}
    first = (
        t("I have registered you for {title} {when}.", **facts)
        if is_in
        else t("I have put you on the waiting list for {title} {when}.", **facts)
    )
    ask = t("Answer this mail if something is wrong, if you need anything to take part, or if you cannot come.")
    privacy = " ".join(part for part in (t(PRIVACY), legal_basis) if part)
    lines = [
        f"{first} {ask}",
        None if is_in else t("I will write to you if a seat becomes free."),
        ", ".join(dict.fromkeys(part for part in (where(event, t), venue(event)) if part)) if is_in else None,
        t("How we handle your details: {words}", words=privacy),
    ]
    return mail_to(event, lines, addresses, t)


def mail_to(event: EventFacts, lines: Sequence[str | None], addresses: list[str], t: Translate) -> Message:
    """To the coordinator: mail for those outside Slack, ready to copy, with everyone as a hidden copy."""
    intro = t.n("{n} person who is not in Slack should hear this by mail.",
                "{n} people who are not in Slack should hear this by mail.", len(addresses))  # fmt: skip
    copies = t("Hidden copies:")
    return {
        "text": safe(f"{event.title}: {intro}"),
        "blocks": [
            rich([Bold(event.title)], intro),
            quoted("\n".join(line for line in (t("Hello!"), *lines) if line)),
            rich([Bold(copies), " ", ", ".join(addresses)]),
        ],
    }


def _news(event: EventFacts, about: str, t: Translate) -> str:
    if about in SEAT_NEWS:
        return t(SEAT_NEWS[about])
    if about == "called_off":
        return t("{title} is cancelled.", title=event.title)
    if about == "form_changed":
        return t("{title} is now held {where}.", title=event.title, where=where(event, t))
    return t("New time for {title}.", title=event.title)
