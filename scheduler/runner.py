"""What happens because time has passed. The only module that knows APScheduler, which is an alarm clock here."""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from bot.clock import SystemClock
from bot.context import Bot
from bot.letters.cards import draw
from bot.letters.compose import compose
from bot.services import cards
from bot.services.announcing import outgoing
from bot.services.dates import due as date_polls
from bot.services.inviting import rounds
from bot.services.meetings import publishing
from bot.services.messages import claims
from bot.services.messages.claims import PRIORITIES
from bot.services.overview import overviews
from bot.services.plan import moments, steps
from bot.services.plan.moments import Due
from bot.services.polls import closing, forgetting
from bot.services.registration import keeping, substitutions, vacancies
from bot.slack import variant
from scheduler.cards import Draw, Redrawer
from scheduler.deliveries import Sender
from scheduler.election import Election
from scheduler.lessons import Lessons
from scheduler.pacing import Pacing
from scheduler.posting import Compose, Poster
from scheduler.upkeep import Upkeep

log = logging.getLogger(__name__)

TIMEOUT = 10
"""Seconds Slack may take to answer the sender."""
HEARTBEAT = 2.0
STUCK = 90.0
"""Seconds without a whole round, though there is one every half minute: something holds it, and a restart may help."""
AFTER_TROUBLE = 1.0
EAR = 0.5
"""Seconds after which whoever listens to other processes sees whether it is to stop."""
BREATH = 0.05
"""Seconds between two rounds of work: when two hundred people register at once, they come first."""
STOPPING = 12.0
PLANNED = (
    publishing.publish_due,
    closing.close_due,
    steps.carry_out_due,
    outgoing.begin_due,
    overviews.send_round,
    substitutions.end_due,
    keeping.release_due,
    vacancies.run_out,
    date_polls.carry_on,
    rounds.send_due,
)
"""What becomes deliveries when its moment has come; each does one and says so, until none is due."""


class Scheduler:
    """`tick()` does everything now due and returns. `start()` sees to it that it is called in time.

    With `workers=0` and a `wait` that moves the clock's hands, a test needs neither threads nor patience.
    """

    def __init__(
        self,
        bot: Bot,
        *,
        workers: int = 0,
        wait: Callable[[float], bool | None] | None = None,
        compose: Compose = compose,
        draw: Draw = draw,
    ) -> None:
        self._bot = bot
        self._stopping = threading.Event()
        self._bells = {"ticker": threading.Event(), "redrawer": threading.Event()}
        self._threads: dict[str, threading.Thread] = {}
        self._ticked_at = bot.ticks()
        self._alarm: BackgroundScheduler | None = None
        wait = wait or self._stopping.wait
        slack = variant(bot.slack, timeout=TIMEOUT, retry_handlers=[])
        pacing = Pacing(bot.ticks, wait, bot.settings.posts_per_second)
        self.election = Election(bot.sessions.engine, bot.ticks)
        self._lessons = Lessons(bot, pacing)
        self._sender = Sender(bot, Poster(bot, slack, pacing, compose), workers=workers, wake=self._bells["ticker"].set)
        self._redrawer = Redrawer(bot, slack, pacing, wait=wait, draw=draw)
        self.upkeep = Upkeep(bot, wait=wait, is_ours=lambda: self.election.is_elected)

    def tick(self) -> None:
        """Everything now due. Safe to run as often as you like."""
        now = self._bot.clock.now()
        if not self._threads:
            self.election.beat()
        due = self._look(now)
        if self.election.is_elected:
            while self._send_what_is_due(due):
                seen, due = due, self._look(now)
                if set(due.priorities) <= set(seen.priorities):  # else sending has caused another message
                    break
            if not self._threads:
                self._redrawer.redraw_due()
        self._set_alarm(self._announce(now, due))
        self._ticked_at = self._bot.ticks()

    def nudge(self) -> None:
        """Something may have become due. Cheap, and safe from any thread."""
        for bell in self._bells.values():
            bell.set()

    def start(self) -> None:
        """From now on everything happens by itself, in threads that are watched."""
        self._bot.sessions.on_owed = self.nudge
        if self.election.is_alone:
            self._write(claims.sending_to_doubt_at_start)
        self.election.beat()
        self.nudge()
        self._revive()
        self._begin("watchdog", self._watch)
        if not self.election.is_alone:
            self._begin("ear", self._hear)

    def stop(self) -> None:
        """Finish what is being sent; what has not begun is left for the next start."""
        self._stopping.set()
        self.nudge()
        if "ticker" in self._threads:
            self._threads["ticker"].join(STOPPING)  # so that nothing is handed out any more
        self._sender.stop()
        for thread in self._threads.values():
            thread.join(STOPPING)
        if self._alarm is not None and self._alarm.running:
            self._alarm.shutdown(wait=False)
        self.election.resign()

    @property
    def is_alive(self) -> bool:
        return not self.trouble

    @property
    def trouble(self) -> str:
        """What is wrong, in one word; nothing when messages go out in time."""
        if self._stopping.is_set():
            return "stopping"
        if not all(thread.is_alive() for thread in self._threads.values()):
            return "dead"
        is_stuck = self._bot.ticks() - max(self._ticked_at, self._sender.moved_at) > STUCK
        return "stuck" if is_stuck or self._sender.is_stuck else ""

    def _look(self, now: datetime) -> Due:
        with self._bot.sessions.reading() as session:
            return moments.due(session, now)

    def _send_what_is_due(self, due: Due) -> bool:
        """Whether there was anything to do."""
        for carry_out in PLANNED if due.plans else ():
            while self._write(carry_out):
                pass
        if due.cards:
            self._write(cards.wear_out)
        if due.plans or due.traces:
            forgetting.wipe_out_due(self._bot.sessions, self._bot.clock.now())
        if due.overdue or due.plans:
            self._write(claims.expire_overdue)
        if due.plans or due.deliveries:
            self._lessons.recall()
            self._sender.send_due(PRIORITIES if due.plans or due.leases else due.priorities)
            self._lessons.keep()
        return due.deliveries or due.plans or due.cards

    def _write(self, work: Callable[..., Any]) -> Any:
        with self._bot.sessions.begin() as session:
            return work(session, self._bot.clock.now())

    def _announce(self, now: datetime, due: Due) -> float:
        """Tell whoever moves the clock what comes next, and how many seconds it is until then.

        `now` is the moment for which it was seen what is due: what has come due since is next, not missed.
        """
        if self._bot.clock.can_be_moved:
            with self._bot.sessions.reading() as session:
                self._bot.clock.announce(moments.next_message(session, now))
        nap = self._bot.clock.longest_nap()
        return min(nap, (due.next_at - self._bot.clock.now()).total_seconds()) if due.next_at else nap

    def _set_alarm(self, seconds: float) -> None:
        if self._alarm is not None:
            rings_at = SystemClock().now() + timedelta(seconds=max(0.0, seconds))
            bell = self._bells["ticker"]
            self._alarm.add_job(bell.set, "date", run_date=rings_at, id="alarm", replace_existing=True)

    def _listen(self, name: str, work: Callable[[], None]) -> None:
        """Work whenever the bell rings; and, should the alarm clock have stopped, now and then all the same."""
        bell = self._bells[name]
        while not self._stopping.is_set():
            bell.wait(self._bot.clock.longest_nap() + 1)
            bell.clear()
            try:
                work()
            except Exception:
                log.exception("the %s stumbled", name)
                self._stopping.wait(AFTER_TROUBLE)
                bell.set()
            self._stopping.wait(BREATH)

    def _redraw(self) -> None:
        if self.election.is_elected:
            self._redrawer.redraw_due()

    def _watch(self) -> None:
        """Keep the sender's lock, and see to it that everybody lives."""
        while not self._stopping.wait(HEARTBEAT):
            was_elected = self.election.is_elected
            self.election.beat()
            if self.election.is_elected and not was_elected:
                self.nudge()
            self._revive()

    def _hear(self) -> None:
        """What another process owes may be due now: whoever is elected does not wait for the alarm."""
        ear = self._bot.sessions.ear()
        while not self._stopping.is_set():
            try:
                if ear.has_heard(EAR) and self.election.is_elected:
                    self.nudge()
            except Exception as error:
                log.warning("other processes are not heard: %s", type(error).__name__)
                self._stopping.wait(AFTER_TROUBLE)
        ear.close()

    def _revive(self) -> None:
        """APScheduler's thread ends at an exception in its loop while it still says that it runs."""
        if self._alarm is None or not self._alarm._thread.is_alive():
            self._alarm = _alarm_clock()
            self.nudge()
        for name, work in (("ticker", self.tick), ("redrawer", self._redraw)):
            if self._is_gone(name):
                self._begin(name, self._listen, name, work)
        if self._is_gone("upkeep"):
            self._begin("upkeep", self.upkeep.run)

    def _is_gone(self, name: str) -> bool:
        return name not in self._threads or not self._threads[name].is_alive()

    def _begin(self, name: str, work: Callable[..., None], *rest: Any) -> None:
        self._threads[name] = threading.Thread(target=work, args=rest, name=name, daemon=True)
        self._threads[name].start()


def _alarm_clock() -> BackgroundScheduler:
    """One job in memory, never skipped for being late."""
    defaults = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    alarm = BackgroundScheduler(executors={"default": ThreadPoolExecutor(1)}, job_defaults=defaults, timezone=UTC)
    alarm.start()
    return alarm
