"""What a series' rows say now, in its file's words, beside what the file said last: an export writes the difference."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services.seasons import duties, extras
from bot.services.seasons.applying import WRITERS
from bot.services.seasons.plans import Plan, Said, Thing, What, plain
from bot.services.seasons.rows import STAFF
from bot.services.seasons.worlds import Content, World
from models import Area, AreaOrganisation, DatePoll, Event, Organisation, Series, SeriesFile, SeriesParty, Topic
from models.dates import DatePollState
from models.topics import SHOWN

SERIES_COLUMNS = (
    "title", "short_title", "purpose", "tz", "locale", "channel_name", "quiet_from", "quiet_to", "organiser",
    "role_list", "theme_list", "form_list", "reminder_list", "agenda_templates", "legal_basis", "checklist",
    *extras.NAMES,
)  # fmt: skip
EVENT_COLUMNS = (
    "title", "state", "form", "tz", "when", "place_name", "room", "city", "address", "url", "has_induction_loop",
    "is_step_free", "has_captions", "has_coffee", "has_meal", "capacity", "min_registrations", "facilitator",
    "note_taker", "save_the_date_on", "invitation_on", "topics_close_on", "poll_open_on", "poll_close_on",
    "registration_close_on", "names_frozen_on", "programme_on", "notes_draft_on", "notes_final_on", "agenda",
    "max_per_organisation", "plan",
)  # fmt: skip
TOPIC_COLUMNS = ("level", "theme", "title", "background", "proposer_role")
NO_SEATS: Said = {"kept": []}


@dataclass(frozen=True)
class Now:
    """A thing as it is. `changes` is what the file does not say of it; everything, when it knows nothing of it."""

    key: str
    is_new: bool
    changes: Said


class Standing:
    """One transaction's view of a series that is to be written out."""

    def __init__(self, session: Session, series: Series, now: datetime) -> None:
        self.session, self.series = session, series
        self.content = _content(session, series)
        things = [
            Thing(What.ORGANISATION, key, {"code": row.code, "display": row.display})
            for row in self._organisations
            for key in (row.code, row.folded)
            if key
        ]
        things += [Thing(What.ORGANISATION, key, said) for key, said in self.content.get("organisation", {}).items()]
        self.world = World(session, Plan(series.key, series.kind, series.title, tuple(things)), now)

    def header(self) -> Now:
        return self._now(What.SERIES, self.series.key, dict.fromkeys(SERIES_COLUMNS))

    def area(self, area: Area) -> Now:
        return self._now(What.AREA, area.key, dict.fromkeys(("name", "channel_name", "facts", "coordinators")))

    def staff(self) -> Said:
        """The addresses of those who have a duty for the whole series, where the file says otherwise."""
        said = self.content.get(What.STAFF, {}).get(self.series.key, {})
        here = {name: duties.holders(self.world, duty, series_id=self.series.id) for name, duty in STAFF.items()}
        return {name: emails for name, emails in here.items() if emails != said.get(name, [])}

    def party(self, key: str, organisation: str) -> Now:
        return self._now(What.PARTY, key, {"organisation": organisation, "contacts": []})

    def event(self, event: Event) -> Now:
        area = self.session.get(Area, event.area_id) if event.area_id else None
        follows = self.session.get(Event, event.follows_id) if event.follows_id else None
        parents = {"area": area.key if area else None, "follows": follows.key if follows else None, "seats": NO_SEATS}
        return self._now(What.EVENT, event.key, {**parents, **dict.fromkeys(EVENT_COLUMNS)})

    def topic(self, event: Event, topic: Topic) -> Now:
        wanted = {**dict.fromkeys(TOPIC_COLUMNS), "proposer_organisation": None}
        return self._now(What.TOPIC, f"{event.key}/{topic.key}", wanted)

    def poll(self, event: Event, poll: DatePoll) -> Now:
        return self._now(What.DATE_POLL, str(poll.key), {"event": event.key})

    def events(self) -> list[Event]:
        rows = select(Event).where(Event.series_id == self.series.id).order_by(Event.day.is_(None), Event.day, Event.id)
        return list(self.session.scalars(rows))

    def areas(self) -> list[Area]:
        """Those of its file, and those of its meetings."""
        ids = select(Event.area_id).where(Event.series_id == self.series.id, Event.area_id.is_not(None))
        known = Area.key.in_(list(self.content.get(What.AREA, {})))
        rows = select(Area).where(Area.workspace_id == self.series.workspace_id, known | Area.id.in_(ids))
        return list(self.session.scalars(rows.order_by(Area.id)))

    def members(self, area: Area) -> list[Organisation]:
        """In the order they came."""
        rows = select(Organisation).join(AreaOrganisation, AreaOrganisation.organisation_id == Organisation.id)
        return list(self.session.scalars(rows.where(AreaOrganisation.area_id == area.id).order_by(AreaOrganisation.id)))

    def parties(self) -> list[Organisation]:
        rows = select(Organisation).join(SeriesParty, SeriesParty.organisation_id == Organisation.id)
        return list(self.session.scalars(rows.where(SeriesParty.series_id == self.series.id).order_by(SeriesParty.id)))

    def topics(self, event: Event) -> list[Topic]:
        rows = select(Topic).where(Topic.event_id == event.id, Topic.state.in_(SHOWN))
        return list(self.session.scalars(rows.order_by(Topic.id)))

    def polls(self) -> Iterator[tuple[Event, DatePoll]]:
        rows = (
            select(Event, DatePoll)
            .join(DatePoll, DatePoll.event_id == Event.id)
            .where(Event.series_id == self.series.id, DatePoll.state != DatePollState.DROPPED)
            .order_by(DatePoll.id)
        )
        yield from ((event, poll) for event, poll in self.session.execute(rows))

    def naming(self, key: str) -> dict[str, str]:
        """An organisation as a file names it: by the code of a municipality it has told of, else by its name."""
        row = next((one for one in self._organisations if key in (one.code, one.folded)), None)
        if row is None:
            return {"organisation": key}
        return {"organisation_code": row.code} if row.code in self.codes else {"organisation": row.display}

    def organisation_of(self, topic: Topic) -> dict[str, str] | None:
        row = next((one for one in self._organisations if one.id == topic.proposer_organisation_id), None)
        return self.naming(row.code or row.folded) if row else None

    @cached_property
    def codes(self) -> set[str]:
        """Of the municipalities in its areas, or among its parties."""
        members = [row for area in self.areas() for row in self.members(area)]
        return {row.code for row in (*members, *self.parties()) if row.code}

    @cached_property
    def _organisations(self) -> Sequence[Organisation]:
        ours = select(Organisation).where(Organisation.workspace_id == self.series.workspace_id)
        return self.session.scalars(ours).all()

    def _now(self, what: What, key: str, wanted: dict[str, Any]) -> Now:
        """What the file said leads the look at the rows: it has its own way of naming organisations."""
        was = self.content.get(what, {}).get(key)
        here = WRITERS[what].here(self.world, Thing(what, key, {**wanted, **(was or {})})) or {}
        changes = {name: value for name, value in here.items() if was is None or plain(value) != was.get(name)}
        return Now(key, was is None, changes)


def _content(session: Session, series: Series) -> Content:
    found = session.scalar(select(SeriesFile.content).where(SeriesFile.series_id == series.id))
    return found or {}
