"""Who takes part, what each of them does, and what each has been told: written down as they see it themselves."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sandbox.controls import NotThereError
from sandbox.people import Person
from sandbox.workspace import Workspace
from simulation.season import ROLES, Meeting

FORM, IN, WAITING = "Anmäl dig", "Du är anmäld.", "väntelistan"
AN_OFFER, A_SEAT = "Det finns en plats till dig", ("Du har fått en plats", "Du är anmäld till")


@dataclass
class Seat:
    """From when until when somebody counted on a seat; `until` is None while they do."""

    since: datetime
    until: datetime | None = None


@dataclass
class Participant:
    """One of those in Slack. What they believe about their seat comes from what they have read."""

    person: Person
    meeting: Meeting
    number: int
    seats: list[Seat] = field(default_factory=list)
    is_waiting: bool = False
    _read_until: str = ""

    @property
    def workspace(self) -> Workspace:
        return self.person.workspace

    def registers(self) -> None:
        """Types the command and sends the form, as far as the bot offers one."""
        self.reads_messages()
        self.person.types(f"/dialog anmäl {self.meeting.area}")
        form = self.person.form
        if form and form.title == FORM:
            organisation, role = self.meeting.municipality(self.number), ROLES[self.number % len(ROLES)]
            wrong = self.person.submits(organisation=organisation, role=role)
            assert not wrong, wrong
            self._reads_the_answer()
        if self.person.form:
            self.person.closes()

    def reads_messages(self) -> None:
        """Those that have come since last time: one of them may offer a seat, or say that there is one."""
        messages = self.person.dm.messages
        since, self._read_until = self._read_until, next(reversed(messages), "")
        for message in list(messages.values()):
            if self.is_waiting and message.ts > since and not message.only_for:
                if message.text.startswith(AN_OFFER):
                    self._answers_the_offer()
                if message.text.startswith(A_SEAT):
                    self.is_waiting = False
                    self._has_a_seat(datetime.fromtimestamp(message.posted_at, UTC))

    def cancels(self) -> None:
        self.reads_messages()
        if self.has_seat or self.is_waiting:
            self.person.types(f"/dialog återbud {self.meeting.area}")
            self._has_none()

    def presses_cancel(self) -> None:
        """In whatever message offers it: the receipt, or a reminder."""
        self.reads_messages()
        if self.has_seat:
            with suppress(NotThereError):
                self.person.presses("Lämna återbud", in_="inbox")
                self._has_none()

    @property
    def has_seat(self) -> bool:
        return bool(self.seats) and self.seats[-1].until is None

    def had_a_seat_from_to(self, first: datetime, last: datetime) -> bool:
        return any(seat.since <= first and (seat.until is None or seat.until > last) for seat in self.seats)

    def had_a_seat_at(self, moment: datetime) -> bool:
        return any(seat.since <= moment and (seat.until is None or seat.until >= moment) for seat in self.seats)

    def _has_a_seat(self, since: datetime) -> None:
        if not self.has_seat:
            self.seats.append(Seat(since))

    def _has_none(self) -> None:
        self.is_waiting = False
        if self.has_seat:
            self.seats[-1].until = self.workspace.now()

    def _answers_the_offer(self) -> None:
        """Three of four want the seat."""
        wants = self.number % 4 > 0
        with suppress(NotThereError):
            self.person.presses("Ja, jag kommer" if wants else "Nej tack", in_="inbox")
            self.is_waiting = wants

    def _reads_the_answer(self) -> None:
        form = self.person.form
        if form and IN in form.text:
            self._has_a_seat(self.workspace.now())
        self.is_waiting = bool(form and WAITING in form.text)
