"""Keeping cards and Homes true: redrawn soon after a change, and not more often than Slack takes."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_sdk import WebClient

from bot.context import Bot
from bot.letters.case import Home, Letter, Unneeded
from bot.services import cards
from bot.services.cards import CardClaim
from scheduler.answers import Answer, Meaning, understand
from scheduler.pacing import PUBLISH, UPDATE, Pacing

log = logging.getLogger(__name__)

Draw = Callable[..., Letter | Home | Unneeded]

APART = 3.0
"""Seconds between two redraws of one card: a storm of changes becomes its last picture."""
SHORTEST = 0.01
AFTER_TROUBLE = 10.0
AFTER_A_BUG = 300.0
METHODS = {"home": PUBLISH, "announcement": UPDATE, "date_poll": UPDATE, "poll": UPDATE, "progress": UPDATE}


class Redrawer:
    def __init__(self, bot: Bot, slack: WebClient, pacing: Pacing, *, wait: Callable[[float], Any], draw: Draw) -> None:
        self._bot, self._slack, self._pacing = bot, slack, pacing
        self._wait, self._draw = wait, draw
        self._resting: dict[int, float] = {}
        """Until when a card that was just drawn is left alone."""
        self._troubled: dict[int, float] = {}
        """Until when a card that could not be drawn is left alone."""

    def redraw_due(self) -> None:
        """Redraw what is stale, until nothing is that can be. Safe to run as often as you like."""
        while self._is_any_stale():
            pauses = [pause for kind in cards.HOMES_FIRST if (pause := self._redraw_next(kind)) is not None]
            if not pauses:
                return
            if min(pauses) > 0 and self._wait(min(pauses)):
                return

    def _is_any_stale(self) -> bool:
        with self._bot.sessions.reading() as session:
            return cards.is_any_stale(session)

    def _redraw_next(self, kind: str) -> float | None:
        """0: one was redrawn. Else the seconds until one may be; None when there is none."""
        claim = self._next(kind, without=self._left_alone())
        if claim is None:
            resting = self._next(kind, without=self._still(self._troubled)) if self._resting else None
            return max(SHORTEST, self._resting.get(resting.card_id, 0) - self._bot.ticks()) if resting else None
        left = self._pacing.turn(claim.workspace_id, METHODS[kind], patience=0)
        if left > 0:
            return left
        self._redraw(claim)
        return 0.0

    def _next(self, kind: str, *, without: list[int]) -> CardClaim | None:
        with self._bot.sessions.reading() as session:
            return next(iter(cards.claim_stale(session, kind, limit=1, without=without)), None)

    def _redraw(self, claim: CardClaim) -> None:
        now = self._bot.clock.now()
        try:
            with self._bot.sessions.reading() as session:
                drawing = self._draw(session, claim.card_id, now, self._bot.texts)
            answer = Answer(Meaning.DONE) if isinstance(drawing, Unneeded) else self._show(claim, drawing)
            self._record(claim, answer, now)
        except Exception:
            log.exception("card %s could not be drawn", claim.card_id)
            self._troubled[claim.card_id] = self._bot.ticks() + AFTER_A_BUG

    def _show(self, claim: CardClaim, drawing: Letter | Home) -> Answer:
        if isinstance(drawing, Home):
            return understand(lambda: self._slack.views_publish(user_id=drawing.slack_user_id, view=drawing.view))
        return understand(
            lambda: self._slack.chat_update(
                channel=claim.channel_id or "", ts=claim.ts or "", text=drawing.text, blocks=drawing.blocks
            )
        )

    def _record(self, claim: CardClaim, answer: Answer, now: datetime) -> None:
        ticks = self._bot.ticks()
        if answer.meaning is Meaning.DONE:
            self._resting[claim.card_id] = ticks + APART
            self._bot.meters.redraws.add(claim.kind)
            with self._bot.sessions.begin() as session:
                cards.drawn(session, claim.card_id, seen_stale_since=claim.stale_since, now=now)
        elif answer.meaning is Meaning.NEVER and answer.reason in cards.GONE:
            with self._bot.sessions.begin() as session:
                cards.gone(session, claim.card_id, reason=answer.reason, now=now)
        else:
            log.warning("card %s was not drawn: %s %s", claim.card_id, answer.reason, answer.data)
            is_bug = answer.meaning in (Meaning.NEVER, Meaning.CLOSED)
            self._troubled[claim.card_id] = ticks + max(answer.pause, AFTER_A_BUG if is_bug else AFTER_TROUBLE)
            if answer.meaning is Meaning.TOO_MANY:
                self._bot.meters.too_many.add(METHODS[claim.kind])
                self._pacing.refused(claim.workspace_id, METHODS[claim.kind], answer.pause)

    def _left_alone(self) -> list[int]:
        return self._still(self._resting) + self._still(self._troubled)

    def _still(self, until: dict[int, float]) -> list[int]:
        now = self._bot.ticks()
        for card_id in [card_id for card_id, end in until.items() if end <= now]:
            del until[card_id]
        return list(until)
