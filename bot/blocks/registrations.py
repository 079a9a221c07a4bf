"""My seat, and what I am told about it."""

from bot.blocks import calendars, labels, offers, yes_no
from bot.blocks.events import Message, signature, venue, way_in, when, where
from bot.blocks.ids import Press, View
from bot.blocks.labels import chain
from bot.blocks.text import Block, Bold, Line, actions, button, form, heading, rich, safe, small, sure
from bot.i18n import Translate, long_day, number_word
from bot.receipts import EventFacts, KeptSeats, Outcome, Receipt, Seat, Waiting
from models.errors import N_
from models.events import Form
from models.quotas import Scope
from models.registrations import RegistrationState

HEADLINES = {
    Outcome.REGISTERED: N_("You are registered."),
    Outcome.CHANGED: N_("Your registration is changed."),
    Outcome.CANCELLED: N_("You have cancelled."),
    Outcome.DECLINED: N_("Thank you for telling us that you cannot come."),
}

DONE_BY = {
    "registered": N_("{name} has registered you."),
    "changed": N_("{name} has changed your registration."),
    "confirmed_coming": N_("{name} has said that you are coming."),
    "asked_instead": N_("{name} has asked somebody to come instead of you. You keep your seat until there is a yes."),
}


SEATED = (RegistrationState.REGISTERED, RegistrationState.OFFERED)


def my_seat(receipt: Receipt, t: Translate) -> Block:
    """The form that shows how I stand with a meeting, and what I can do."""
    event, seat = receipt.event, receipt.seat
    headline, lines = _standing(receipt, t)
    ask = signature(event.contacts, t)
    blocks = [
        heading(headline),
        rich(*lines),
        *(
            [rich([Bold(t("The coordinator is asked about the change. You hear the answer in a message here."))])]
            if receipt.has_asked
            else []
        ),
        *_present(_buttons(event, seat, t, is_shown=True)),
        *([small(ask)] if ask else []),
    ]
    return form(View.SHOWN, t("My registration"), blocks, t)


def receipt(found: Receipt, t: Translate, *, by: str | None = None, did: str = "registered") -> Message:
    """The message that lasts: what became of my wish, or of what `by` did for me."""
    headline, lines = _standing(found, t)
    done = t(DONE_BY.get(did, DONE_BY["registered"]), name=by) if by else None
    spoken = " ".join(part for part in (done, _spoken(found, t)) if part)
    return {
        "text": safe(spoken),
        "blocks": [rich([Bold(headline)], done, *lines), *_present(_buttons(found.event, found.seat, t))],
    }


def got_seat(found: Receipt, t: Translate) -> Message:
    """From the waiting list to a seat."""
    headline = t("You have got a seat.")
    _, lines = _standing(found, t)
    text = f"{headline} {found.event.title}, {when(found.event, t)}."
    first = t("A seat has become free, and it is yours.")
    blocks = [rich([Bold(headline)], first, *lines), *_present(_buttons(found.event, found.seat, t))]
    return {"text": safe(text), "blocks": blocks}


def gave_up(found: Receipt, t: Translate, *, by: str | None = None) -> Message:
    """I have cancelled, or said no; or somebody did it for me; or there was nothing to give up."""
    event = found.event
    title = {"title": event.title, "when": when(event, t)}
    if by and found.outcome is Outcome.DECLINED:
        text = t("{name} has said no to {title}, {when}, for you.", name=by, **title)
    elif by:
        text = t("{name} has cancelled {title}, {when}, for you.", name=by, **title)
    elif found.outcome is Outcome.CANCELLED:
        text = t("You have cancelled {title}, {when}. Your seat goes to somebody else.", **title)
    elif found.outcome is Outcome.DECLINED:
        text = t("You have said no to {title}, {when}. You get no reminders.", **title)
    else:
        text = t("You are not registered for {title}.", **title)
    again = way_in(event, t("Register after all"), t)
    hears = _hears(found, t)
    strike = calendars.update(event, t) if found.outcome is Outcome.CANCELLED else None
    return {"text": safe(text), "blocks": [rich(text), *_present(actions(again, hears, strike))]}


def hears_changes(found: Receipt, t: Translate) -> Message:
    """I have said no, and asked to hear if the meeting is moved or cancelled."""
    event = found.event
    if found.seat and found.seat.is_active:
        return receipt(found, t)
    text = t("We tell you if {title} is moved or cancelled, and nothing else.", title=event.title)
    again = way_in(event, t("Register after all"), t)
    return {"text": safe(text), "blocks": [rich(text), *_present(actions(again))]}


def answered(found: Receipt, t: Translate) -> Message:
    """I have said that I am coming: to what, as it is now. Or there is no seat to say it of."""
    event, seat = found.event, found.seat
    if seat is None or not seat.is_active:
        return gave_up(found, t)
    if seat.state is not RegistrationState.REGISTERED:
        return receipt(found, t)
    thanks, what = t("Thank you, we look forward to seeing you."), f"{event.title}, {when(event, t)}."
    return {"text": safe(f"{thanks} {what}"), "blocks": [rich(thanks, what)]}


def _hears(found: Receipt, t: Translate) -> Block | None:
    """Who has said no may still want to know of another day."""
    if found.outcome is not Outcome.DECLINED or found.event.is_over or (found.seat and found.seat.hears_changes):
        return None
    return button(t("Tell me if it is moved"), Press.HEAR, found.event.id)


def said(words: str) -> Message:
    """One sentence to one person."""
    return {"text": safe(words), "blocks": [rich(words)]}


def waiting_reason(waiting: Waiting, t: Translate, files_language: str | None = None) -> str:
    """The rule that is full: Malmö kommun har redan sina två platser."""
    many = number_word(waiting.capacity or 0, t.language)
    if waiting.scope is Scope.ROLE and waiting.capacity and waiting.name:
        role = labels.role_label(waiting.role_id, waiting.name, files_language or t.language, t)
        return t.n(
            "The only seat for this role is taken: {role}.",
            "All {many} seats for this role are taken: {role}.",
            waiting.capacity,
            role=role,
            many=many,
        )
    if waiting.scope is Scope.ATTENDANCE and waiting.capacity and waiting.attendance:
        how = t(labels.ATTENDANCES[waiting.attendance]).lower()
        return t.n(
            "The only seat {how} is taken.", "All {many} seats {how} are taken.", waiting.capacity, how=how, many=many
        )
    if waiting.scope in (Scope.OPEN, Scope.KEPT) and waiting.kept:
        return " ".join(_kept(one, files_language or t.language, t) for one in waiting.kept)
    if waiting.scope is Scope.ORGANISATION and waiting.capacity and waiting.name:
        return t.n(
            "{name} already has its seat.",
            "{name} already has its {many} seats.",
            waiting.capacity,
            name=waiting.name,
            many=many,
        )
    return t(labels.FULL[waiting.scope]) if waiting.scope else t("Those in line are being asked about the seats left.")


def _kept(one: KeptSeats, files_language: str, t: Translate) -> str:
    name = labels.role_label(one.role_id, one.name, files_language, t) or one.name
    return t(
        "The seats that are left are kept until {day} for: {name}.",
        day=long_day(one.until, t.language, year=False),
        name=name,
    )


def _standing(found: Receipt, t: Translate) -> tuple[str, list[Line | None]]:
    event, seat = found.event, found.seat
    if seat is None or not seat.is_active:
        state = t(labels.MY_STATES[seat.state]) + "." if seat else t("You are not registered.")
        follower = t("{name} comes instead of you.", name=seat.followed_by) if seat and seat.followed_by else None
        return t(HEADLINES.get(found.outcome, state)) if seat else state, [event.title, when(event, t), follower]
    headline = _headline(found, seat, t)
    place = venue(event) if seat.state is RegistrationState.REGISTERED else where(event, t)
    return headline, [
        [Bold(event.title)],
        when(event, t),
        place if event.form is not Form.DIGITAL else where(event, t),
        seat.address,
        seat.url,
        _represents(event, seat, t),
        _takes_part(event, seat, t),
        _instead(seat, t),
        t("You have asked {name} to come instead. You keep your seat until you have a yes.", name=seat.asked)
        if seat.asked
        else None,
        waiting_reason(seat.waiting, t, event.language) if seat.waiting else None,
        t("We will tell you at once when a seat becomes free.") if seat.waiting else None,
        yes_no.terms(seat.offer_until, event.tz, t) if _is_offered(seat) else None,
        t("Cannot come after all? Cancel as soon as you can, so that somebody else gets it.")
        if seat.state is RegistrationState.REGISTERED
        else None,
    ]


def _headline(found: Receipt, seat: Seat, t: Translate) -> str:
    if seat.waiting:
        return t("You are on the waiting list, number {place}.", place=seat.waiting.place)
    if seat.offer_until:
        return t(labels.MY_STATES[seat.state]) + "."
    if found.outcome is Outcome.CHANGED:
        return t(HEADLINES[Outcome.CHANGED])
    return t(HEADLINES[Outcome.REGISTERED])


def _spoken(found: Receipt, t: Translate) -> str:
    event, seat = found.event, found.seat
    facts = {"title": event.title, "when": when(event, t), "where": where(event, t)}
    if seat and seat.waiting:
        first = t(
            "You are on the waiting list for {title}, number {place}.", title=event.title, place=seat.waiting.place
        )
        return f"{first} {waiting_reason(seat.waiting, t, event.language)}"
    if seat and seat.offer_until:
        return " ".join(offers.lines(found, t))
    if found.outcome is Outcome.CHANGED:
        return t("Your registration for {title}, {when}, is changed.", **facts)
    first = t("You are registered for {title}, {when}, {where}.", **facts)
    represents = _represents(event, seat, t) if seat else None
    return " ".join(part for part in (first, represents) if part)


def _represents(event: EventFacts, seat: Seat, t: Translate) -> str | None:
    if seat.organisation is None:
        return None
    role = labels.role_label(seat.role_id, seat.role, event.language, t)
    if role:
        return t("You represent {organisation} ({role}).", organisation=seat.organisation, role=role)
    return t("You represent {organisation}.", organisation=seat.organisation)


def _instead(seat: Seat, t: Translate) -> str | None:
    whom = chain(seat.instead_of, t)
    return t("You come {instead}.", instead=whom) if whom else None


def _takes_part(event: EventFacts, seat: Seat, t: Translate) -> str | None:
    how = t(labels.ATTENDANCES[seat.attendance]) if event.form is Form.HYBRID else None
    parts = ", ".join(t(labels.LEVELS.get(part, part)).lower() for part in seat.parts)
    both = ": ".join(part for part in (how, parts) if part)
    return t("You take part in: {parts}.", parts=both) if both else None


def _buttons(event: EventFacts, seat: Seat | None, t: Translate, *, is_shown: bool = False) -> Block:
    if seat is None or not seat.is_active:
        return actions(way_in(event, t("Register"), t))
    has_seat = seat.state is RegistrationState.REGISTERED
    cancel = t("Cancel my registration")
    ask = sure(cancel, t("Your seat goes to somebody else at once."), cancel[:30], t("Keep it"))
    leave = button(cancel, Press.CANCEL, event.id, style="danger", confirm=ask)
    return actions(
        *(yes_no.answers(event.id, t) if _is_offered(seat) else ()),
        None if is_shown else button(t("Show my registration"), Press.SHOW, event.id),
        button(t("Ask for a change") if has_seat and event.asks_for_changes else t("Change"), Press.CHANGE, event.id),
        calendars.add(event, t) if has_seat and not event.is_over else None,
        button(t("Participants"), Press.PARTICIPANTS, event.id)
        if is_shown and seat.state is RegistrationState.REGISTERED
        else None,
        button(t("Show the programme"), Press.PROGRAMME, event.id) if event.has_programme else None,
        button(t("Send somebody else"), Press.SUBSTITUTE, event.id) if has_seat and not event.is_over else None,
        button(t("Take the question back"), Press.TAKE_BACK, event.id) if seat.asked else None,
        button(t("Propose a question"), Press.PROPOSE, event.id) if event.takes_topics else None,
        button(t("Go to the meeting"), Press.OPEN_LINK, event.id, url=seat.url) if seat.url else None,
        yes_no.leave_line(event.id, t) if seat.waiting else None if seat.offer_until else leave,
    )


def _present(block: Block) -> list[Block]:
    return [block] if block["elements"] else []


def _is_offered(seat: Seat) -> bool:
    return seat.offer_until is not None or seat.is_asked
