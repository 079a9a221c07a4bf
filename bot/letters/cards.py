"""What a card, and each person's Home, shows now."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.blocks import cards as card_blocks
from bot.blocks import dates as date_blocks
from bot.blocks import home as home_blocks
from bot.blocks import progress as progress_blocks
from bot.i18n import Texts, Translate
from bot.letters import polls
from bot.letters.case import Case, Home, Letter, Unneeded, Written
from bot.services import events, homes
from bot.services.announcing import progress
from bot.services.dates import reading
from bot.services.topics import rows
from models import Announcement, Card, CardKind, DatePoll, Event, Person


def draw(session: Session, card_id: int, now: datetime, texts: Texts) -> Letter | Home | Unneeded:
    """What a card shows now."""
    card = session.get_one(Card, card_id)
    if card.kind is CardKind.HOME:
        person = session.get_one(Person, card.person_id)
        t = texts.for_locale(person.reads, person.tz)
        view = home_blocks.home(homes.facts(session, person, now), t)
        return Home(slack_user_id=person.slack_user_id or "", view=view)
    if card.kind is CardKind.PROGRESS:
        return _progress_card(session, card, now, texts)
    if card.kind is CardKind.DATE_POLL:
        found = _days(session, card, now, texts.language(texts.default))
        return Letter(text=str(found["text"]), blocks=found["blocks"])
    if card.kind is CardKind.POLL:
        shown = polls.card(session, card.id, now, texts.language(texts.default))
        return Letter(text=str(shown["text"]), blocks=shown["blocks"])
    event = session.get_one(Event, card.event_id)
    found = _card(session, event, now, texts.language(texts.default))
    return Letter(text=str(found["text"]), blocks=found["blocks"])


def _progress_card(session: Session, card: Card, now: datetime, texts: Texts) -> Letter:
    row = session.scalars(select(Announcement).where(Announcement.card_id == card.id)).one()
    author = session.get_one(Person, row.author_id)
    t = texts.for_locale(author.reads, author.tz)
    found = progress_blocks.told(progress.facts(session, row, now), t)
    return Letter(text=str(found["text"]), blocks=found["blocks"])


def _card(session: Session, event: Event, now: datetime, t: Translate) -> dict[str, Any]:
    facts = events.facts(session, event, now, with_seats=True, with_contacts=True)
    return card_blocks.card(facts, rows.count(session, event), t)


def _days(session: Session, card: Card, now: datetime, t: Translate) -> dict[str, Any]:
    poll = session.scalars(select(DatePoll).where(DatePoll.card_id == card.id)).one()
    return date_blocks.card(reading.facts(session, poll, now, language=t.language), t)


def posted_card(case: Case) -> Written:
    card = case.session.get(Card, case.delivery.card_id)
    if card is not None and card.kind is CardKind.DATE_POLL:
        return _days(case.session, card, case.now, case.t)
    if card is not None and card.kind is CardKind.POLL:
        return polls.card(case.session, card.id, case.now, case.t)
    return _card(case.session, case.event, case.now, case.t)
