"""Which cards are stale, and what clears them."""

from datetime import date, timedelta

from sqlalchemy import select

from bot.services import cards
from models import Card, CardKind, Delivery, Kind
from models.database import OWED
from tests.clock import NOON
from tests.factories import make_card, make_coordinator, make_event, make_home, make_person, make_registration

SOON = NOON + timedelta(seconds=1)


def stale_ones(session, kind=CardKind.ANNOUNCEMENT, **rest):
    return [claim.card_id for claim in cards.claim_stale(session, kind, limit=10, **rest)]


def test_a_change_makes_the_meetings_cards_and_its_peoples_homes_stale(session):
    event, other = make_event(session), make_event(session)
    bob, eve = make_person(session), make_person(session)
    make_registration(session, event, bob)
    card, his = make_card(session, event), make_home(session, bob)
    make_card(session, other), make_home(session, eve)
    cards.stale(session, event.id, NOON)
    assert session.info[OWED]
    assert stale_ones(session) == [card.id]
    assert stale_ones(session, CardKind.HOME) == [his.id]


def test_a_card_not_yet_posted_or_gone_is_not_redrawn(session):
    event = make_event(session)
    make_card(session, event, ts=None)
    make_card(session, event, gone="is_archived")
    cards.stale(session, event.id, NOON)
    assert not stale_ones(session)


def test_a_redraw_clears_only_the_change_it_saw(session):
    event = make_event(session)
    card = make_card(session, event)
    cards.stale(session, event.id, NOON)
    (claim,) = cards.claim_stale(session, CardKind.ANNOUNCEMENT, limit=1)
    cards.stale(session, event.id, SOON)
    cards.drawn(session, card.id, seen_stale_since=claim.stale_since, now=SOON)
    (again,) = cards.claim_stale(session, CardKind.ANNOUNCEMENT, limit=1)
    cards.drawn(session, card.id, seen_stale_since=again.stale_since, now=SOON)
    assert not stale_ones(session)


def test_whichever_was_drawn_longest_ago_comes_first_so_that_a_busy_card_starves_nobody(session):
    event = make_event(session)
    busy = make_card(session, event, drawn_at=NOON)
    quiet = make_card(session, event, drawn_at=NOON - timedelta(hours=1))
    new = make_card(session, event)
    cards.stale(session, event.id, SOON)
    assert stale_ones(session) == [new.id, quiet.id, busy.id]
    assert stale_ones(session, without=[new.id, busy.id]) == [quiet.id]


def test_a_home_comes_into_being_when_first_asked_for_and_comes_back_when_opened_again(session):
    bob = make_person(session)
    cards.stale_home(session, bob.id, NOON)
    cards.stale_home(session, bob.id, NOON)
    (home,) = stale_ones(session, CardKind.HOME)
    cards.gone(session, home, reason="user_not_found", now=NOON)
    session.commit()
    assert not stale_ones(session, CardKind.HOME)
    cards.stale_home(session, bob.id, NOON)
    assert stale_ones(session, CardKind.HOME) == [home]


def test_a_card_that_is_gone_is_told_to_the_coordinator_once(session):
    event = make_event(session)
    make_coordinator(session, event)
    card = make_card(session, event)
    for _ in range(2):
        cards.gone(session, card.id, reason="message_not_found", now=NOON)
    (notice,) = session.scalars(select(Delivery).where(Delivery.kind == Kind.NOT_REACHED))
    assert notice.facts == {"card": card.id, "reason": "message_not_found"}


def test_a_posted_card_is_redrawn_where_it_stands(session):
    event = make_event(session)
    card = make_card(session, event, ts=None)
    cards.stale(session, event.id, NOON)
    cards.posted(session, card.id, "C_NEW", "1.2", NOON)
    session.commit()
    (claim,) = cards.claim_stale(session, CardKind.ANNOUNCEMENT, limit=1)
    assert (claim.channel_id, claim.ts) == ("C_NEW", "1.2")
    assert session.get_one(Card, card.id).gone is None


def test_what_a_card_shows_wears_out_when_registration_opens_or_closes_and_when_the_meeting_begins_and_ends(session):
    event = make_event(session, invitation_on=date(2027, 1, 18), published_at=None)
    card = make_card(session, event)
    seen = []
    moment = NOON
    for _ in range(4):
        cards.stale(session, event.id, moment)
        cards.drawn(session, card.id, seen_stale_since=moment, now=moment)
        session.commit()
        assert not stale_ones(session)
        moment = session.get_one(Card, card.id).true_until
        if moment is None:
            break
        cards.wear_out(session, moment - timedelta(seconds=1))
        assert not stale_ones(session)
        cards.wear_out(session, moment)
        session.expire_all()
        assert stale_ones(session) == [card.id]
        seen.append(moment)
    assert seen == [event.opens_at, event.starts_at, event.ends_at]
