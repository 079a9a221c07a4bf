"""Sending one message: looked for when in doubt, rendered now, written down before and after."""

import logging
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from slack_sdk import WebClient
from sqlalchemy.exc import InterfaceError, OperationalError

from bot.context import Bot
from bot.letters.case import Letter, Unneeded
from bot.services.messages import outcomes
from bot.services.messages.claims import Claim
from models.errors import Busy
from scheduler import doubts
from scheduler.answers import Answer, Meaning, understand
from scheduler.pacing import HISTORY, POST, Pacing

log = logging.getLogger(__name__)

Compose = Callable[..., Letter | Unneeded]

PATIENCE = 10.0
"""Seconds to wait for a turn; longer pauses are slept through without holding a lease."""
FRESH = 15.0
"""Seconds within which the post must follow the lease: a process that was frozen in between must not post."""
LOOK_AFTER = (timedelta(seconds=10), timedelta(seconds=30))
CLOSED_FOR = 300.0
TRIES = 5
NOT_IN_SLACK = "not in Slack"
WRONG_BLOCKS = {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"}
"""Slack's words for blocks it cannot show. Nothing has been posted then."""


class Poster:
    def __init__(self, bot: Bot, slack: WebClient, pacing: Pacing, compose: Compose) -> None:
        self._bot, self._slack, self._pacing, self._compose = bot, slack, pacing, compose

    def send_one(self, claim: Claim) -> None:
        """Nothing that goes wrong with one message stops the others."""
        try:
            if claim.address is None:
                self._write(outcomes.fail, claim, reason=NOT_IN_SLACK, now=self._now())
            elif not claim.is_in_doubt or self._was_not_posted(claim):
                self._post(claim)
        except (OperationalError, InterfaceError, Busy) as error:
            log.warning("delivery %s: the database is in trouble: %s", claim.id, type(error).__name__)
            self._set_aside(claim, is_counted=False)
        except Exception:
            log.exception("delivery %s went wrong", claim.id)
            self._set_aside(claim)

    def give_back(self, claim: Claim) -> None:
        """Not begun: whoever sends next has it at once."""
        self._write(outcomes.set_aside, claim, at=self._now(), reason=None, is_counted=False)

    def _post(self, claim: Claim) -> None:
        if not self._has_turn(claim):
            return
        now = self._now()
        if claim.is_useless(now):
            self._write(outcomes.expire, claim, now)
        elif letter := self._still_needed(claim, now):
            self._bot.meters.lateness.add(claim.kind, max(0.0, (now - claim.due_at).total_seconds()))
            self._post_letter(claim, letter)

    def _has_turn(self, claim: Claim) -> bool:
        left = self._pacing.turn(
            claim.workspace_id, POST, channel=claim.address, is_urgent=claim.is_urgent, patience=PATIENCE
        )
        if left:
            at = self._now() + timedelta(seconds=left)
            self._write(outcomes.retry_later, claim, at=at, reason=None, is_counted=False)
        return left == 0

    def _still_needed(self, claim: Claim, now: datetime) -> Letter | None:
        """The message as it is now, from the rows as they are now; None when there is nothing to say any more."""
        with self._bot.sessions.reading() as session:
            letter = self._compose(session, claim.id, now, self._bot.texts)
        if isinstance(letter, Unneeded):
            self._write(outcomes.settle, claim, state=letter.state, reason=letter.reason, now=now)
            return None
        return letter

    def _post_letter(self, claim: Claim, letter: Letter) -> None:
        began = self._bot.ticks()
        if not self._hold(claim, is_posting=True) or self._bot.ticks() - began >= FRESH:
            return
        answer = understand(lambda: self._say(claim, letter))
        if answer.reason in WRONG_BLOCKS and letter.blocks:
            # A mistake of ours, not of its reader: the words alone, rather than nothing.
            log.error("delivery %s (%s) without its blocks: %s %s", claim.id, claim.kind, answer.reason, answer.data)
            if self._has_turn(claim):
                self._post_letter(claim, Letter(letter.text, []))
        else:
            self._record(claim, answer)

    def _say(self, claim: Claim, letter: Letter) -> Any:
        return self._slack.chat_postMessage(
            channel=claim.address or "",
            text=letter.text,
            blocks=letter.blocks or None,
            metadata={"event_type": "dialog_delivery", "event_payload": {"token": claim.token}},
            unfurl_links=False,
            unfurl_media=False,
        )

    def _record(self, claim: Claim, answer: Answer) -> None:
        now = self._now()
        match answer.meaning:
            case Meaning.DONE:
                self._write(outcomes.sent, claim, channel=answer.data["channel"], ts=answer.data["ts"], now=now)
                log.info("delivery %s (%s) sent", claim.id, claim.kind)
            case Meaning.PERHAPS:
                self._write(outcomes.put_in_doubt, claim, at=now + LOOK_AFTER[0], reason=answer.reason)
            case Meaning.NEVER:
                log.warning("delivery %s (%s) refused: %s %s", claim.id, claim.kind, answer.reason, answer.data)
                self._write(outcomes.fail, claim, reason=answer.reason, now=now)
            case Meaning.NOT_DONE:
                self._write(outcomes.retry_later, claim, at=now + back_off(claim.attempts), reason=answer.reason)
            case Meaning.TOO_MANY | Meaning.CLOSED:
                pause = self._pause(claim, POST, answer)
                at = now + timedelta(seconds=pause)
                self._write(outcomes.retry_later, claim, at=at, reason=answer.reason, is_counted=False)

    def _was_not_posted(self, claim: Claim) -> bool:
        """Look before posting again. True when it may be posted (once more)."""

        def turn(method: str) -> bool:
            is_ours = self._pacing.turn(claim.workspace_id, method, patience=PATIENCE) == 0
            return is_ours and self._hold(claim, is_posting=False)

        now = self._now()
        match doubts.look(self._slack, claim, turn):
            case doubts.Found(channel, ts):
                self._write(outcomes.sent, claim, channel=channel, ts=ts, now=now)
            case doubts.Nowhere() if claim.looks + 1 < len(LOOK_AFTER):
                again = now + LOOK_AFTER[claim.looks + 1]
                self._write(outcomes.put_in_doubt, claim, at=again, reason=None, looks=claim.looks + 1)
            case doubts.Unreadable(reason) if not claim.is_direct:
                self._write(outcomes.fail, claim, reason=f"perhaps posted; {reason}", now=now)
            case doubts.NotNow(answer):
                at = now + self._look_again(claim, answer)
                self._write(outcomes.put_in_doubt, claim, at=at, reason=None, looks=claim.looks)
            case look:
                log.warning("delivery %s was not found (%s): posting once more", claim.id, look)
                return bool(self._write(outcomes.was_not_posted, claim))
        return False

    def _look_again(self, claim: Claim, answer: Answer | None) -> timedelta:
        if answer and answer.meaning in (Meaning.TOO_MANY, Meaning.CLOSED):
            return timedelta(seconds=self._pause(claim, HISTORY, answer))
        return back_off(claim.attempts)

    def _pause(self, claim: Claim, method: str, answer: Answer) -> float:
        """Everybody who calls this method for this workspace waits."""
        if answer.meaning is Meaning.TOO_MANY:
            self._bot.meters.too_many.add(method)
        else:
            log.error("workspace %s is closed to the bot: %s %s", claim.workspace_id, answer.reason, answer.data)
        pause = answer.pause or CLOSED_FOR
        self._pacing.refused(claim.workspace_id, method, pause)
        return pause

    def _set_aside(self, claim: Claim, *, is_counted: bool = True) -> None:
        """When even this fails, the lease ends by itself. What is not the message's own fault is not counted."""
        try:
            if is_counted and claim.attempts + 1 >= TRIES:
                self._write(outcomes.fail, claim, reason="could not be sent", now=self._now())
            else:
                at = self._now() + back_off(claim.attempts)
                self._write(outcomes.set_aside, claim, at=at, reason="went wrong", is_counted=is_counted)
        except Exception:
            log.exception("delivery %s could not be set aside", claim.id)

    def _hold(self, claim: Claim, *, is_posting: bool) -> bool:
        return bool(self._write(outcomes.hold, claim, self._now(), is_posting=is_posting))

    def _write(self, outcome: Callable[..., Any], claim: Claim, *rest: Any, **named: Any) -> Any:
        with self._bot.sessions.begin() as session:
            return outcome(session, claim, *rest, **named)

    def _now(self) -> datetime:
        return self._bot.clock.now()


def back_off(attempts: int) -> timedelta:
    """5 s, 10 s, 20 s … at most ten minutes, anywhere up to it: those that failed together do not return together."""
    return timedelta(seconds=random.uniform(1, min(600, 5 * 2 ** min(attempts, 10))))
