"""Where a plan meets the rows: finding what the file means, and remembering what it said."""

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services.seasons.plans import Plan, Said, Thing, What, plain
from models import Area, AreaOrganisation, Event, Organisation, Person, Series, SeriesFile, Workspace
from models.organisations import fold

Row = TypeVar("Row")
SHARED = frozenset({What.AREA})
"""What another file's last word counts for, when this one has not spoken of it before."""
Content = dict[str, dict[str, Any]]


class World:
    """One transaction's view. Before the first import there is neither workspace nor series."""

    def __init__(self, session: Session, plan: Plan, now: datetime) -> None:
        self.session = session
        self.plan = plan
        self.now = now
        self.workspace_id = session.scalar(select(Workspace.id).order_by(Workspace.id).limit(1))
        self.series = session.scalar(
            select(Series).where(Series.workspace_id == self.workspace_id, Series.key == plan.key)
        )
        self.file = self._file()
        self.content: Content = self.file.content if self.file else {}
        self._areas: dict[str | None, Area] = {}
        self._events: dict[str | None, Event] = {}
        self._organisations: dict[str | None, Organisation] = {}
        says = {thing.key: thing.said for thing in plan.things if thing.what is What.ORGANISATION}
        self._said: dict[str, Said] = self.content.get(What.ORGANISATION, {}) | says

    @property
    def series_id(self) -> int | None:
        return self.series.id if self.series else None

    def said_before(self, thing: Thing) -> Said | None:
        """What the file said of it last time; for what files share, what any of them said last."""
        contents: list[Content] = [self.content]
        if thing.what in SHARED:
            contents += self._others()
        said = (content.get(thing.what, {}).get(thing.key) for content in contents)
        return next((found for found in said if found is not None), None)

    def remember(self, things: Iterable[Thing]) -> None:
        """This is what the file says now: the next import compares with it."""
        content = {what: dict(said) for what, said in self.content.items()}
        for thing in things:
            content.setdefault(thing.what.value, {})[thing.key] = plain(thing.said)
        if self.file is None:
            assert self.series_id is not None
            self.file = SeriesFile(series_id=self.series_id, content=content, unused={}, read_at=self.now)
            self.session.add(self.file)
        self.file.content = self.content = content

    @cached_property
    def members(self) -> set[tuple[int, int]]:
        """Which organisation is in which area, by their ids."""
        places = select(AreaOrganisation.area_id, AreaOrganisation.organisation_id)
        rows = self.session.execute(places.join(Area).where(Area.workspace_id == self.workspace_id))
        return {(area_id, organisation_id) for area_id, organisation_id in rows}

    def new_organisation(self, row: Organisation) -> None:
        self.session.add(row)
        self._ours.append(row)

    def area(self, key: str | None) -> Area | None:
        if key is not None and key not in self._areas:
            wanted = select(Area).where(Area.workspace_id == self.workspace_id, Area.key == key)
            _keep(self._areas, key, self.session.scalar(wanted))
        return self._areas.get(key)

    def event(self, key: str | None) -> Event | None:
        if key is not None and key not in self._events:
            wanted = select(Event).where(Event.series_id == self.series_id, Event.key == key)
            _keep(self._events, key, self.session.scalar(wanted))
        return self._events.get(key)

    def organisation(self, key: str | None) -> Organisation | None:
        """By its code, else by its name, with or without a code of its own (Region Gotland)."""
        said = self._said.get(key or "")
        if said is not None and key not in self._organisations:
            _keep(self._organisations, key, self._organisation(said))
        return self._organisations.get(key)

    def organisation_key(self, organisation_id: int | None, likely: str | None) -> str | None:
        """The file's key for a row: the one it uses, when that means this row."""
        if organisation_id is None:
            return None
        meant = self.organisation(likely)
        if meant and meant.id == organisation_id:
            return likely
        row = self.session.get_one(Organisation, organisation_id)
        return row.code or row.folded

    def person(self, email: str) -> Person | None:
        """The one with the address; a member rather than a guest."""
        return self.session.scalar(
            select(Person)
            .where(Person.workspace_id == self.workspace_id, Person.email == email)
            .order_by(Person.slack_user_id.is_(None), Person.id)
            .limit(1)
        )

    def person_for(self, email: str, name: str) -> Person:
        """The person with the address, made when there is none; Slack is linked by the address later."""
        person = self.person(email)
        if person is None:
            person = Person(workspace_id=self.workspace_id, name=name, email=email)
            self.session.add(person)
            self.session.flush()
        return person

    def _organisation(self, said: Said) -> Organisation | None:
        code, folded = said["code"], fold(said["display"])
        by_code = next((row for row in self._ours if code and row.code == code), None)
        same_name = (row for row in self._ours if row.folded == folded and not (code and row.code))
        return by_code or next(same_name, None)

    @cached_property
    def _ours(self) -> list[Organisation]:
        """All of them at once: one by one, they would be most of what an import asks the database."""
        ours = select(Organisation).where(Organisation.workspace_id == self.workspace_id)
        return list(self.session.scalars(ours.order_by(Organisation.id)))

    def _file(self) -> SeriesFile | None:
        return self.session.scalar(select(SeriesFile).where(SeriesFile.series_id == self.series_id))

    def _others(self) -> list[Content]:
        rows = self.session.scalars(
            select(SeriesFile.content)
            .join(Series, Series.id == SeriesFile.series_id)
            .where(Series.workspace_id == self.workspace_id, Series.id != (self.series_id or 0))
            .order_by(SeriesFile.read_at.desc())
        )
        return list(rows)


def _keep(found: dict[str | None, Row], key: str | None, row: Row | None) -> None:
    """Within one transaction a row that was found stays the same; one that was not may still be made."""
    if row is not None:
        found[key] = row
