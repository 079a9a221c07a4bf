"""A poll of days of a file as rows. What people have been asked already, the file no longer changes."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from bot.services import events
from bot.services.dates import polls, telling
from bot.services.dates.polls import Day
from bot.services.seasons.plans import Said, Thing
from bot.services.seasons.worlds import World
from models import DateOption, DatePoll, DatePollState, Event
from models.database import OWED
from models.times import instant, local

WAITING, OPEN = DatePollState.WAITING, DatePollState.OPEN
FIXED = "fixed"
"""What of it can no longer be changed, beside the file's own words."""
ONCE_ASKED = ("event", "opens", "options", "tz")
EVERYTHING = (*ONCE_ASKED, "closes", "question")


class DatePollRows:
    def here(self, world: World, thing: Thing) -> Said | None:
        event = world.event(thing.said["event"])
        poll = self._find(world, thing, event)
        if event is None or poll is None:
            return None
        rows = world.session.scalars(select(DateOption).where(DateOption.poll_id == poll.id).order_by(DateOption.id))
        return {
            "event": event.key,
            "question": poll.question,
            "tz": poll.tz,
            "opens": _wall(poll.opens_at, poll.tz),
            "closes": _wall(poll.closes_at, poll.tz),
            "options": [
                {name: getattr(row, name) for name in ("key", "day", "start_time", "end_time")} for row in rows
            ],
            FIXED: () if poll.state is WAITING else ONCE_ASKED if poll.state is OPEN else EVERYTHING,
        }

    def create(self, world: World, thing: Thing) -> None:
        """Where people are being asked already, one more poll comes to nothing."""
        said, event = thing.said, world.event(thing.said["event"])
        assert event is not None
        is_second = polls.live(world.session, event) is not None
        poll = polls.make(
            world.session,
            event,
            _days(said),
            opens_at=_moment(said["opens"], said["tz"]),
            closes_at=_moment(said["closes"], said["tz"]),
            tz=said["tz"],
            key=thing.key,
            question=said["question"],
            state=DatePollState.DROPPED if is_second else WAITING,
        )
        poll.look_ahead()
        world.session.info[OWED] = True

    def change(self, world: World, thing: Thing, changes: Said) -> None:
        found = world.event(thing.said["event"])
        assert found is not None
        event = events.lock(world.session, found.id)
        poll = self._find(world, thing, event)
        assert poll is not None
        world.session.refresh(poll)
        said = thing.said
        poll.question = said["question"]
        poll.closes_at = _moment(said["closes"], said["tz"])
        if poll.state is WAITING:
            poll.tz, poll.opens_at = said["tz"], _moment(said["opens"], said["tz"])
            polls.put_days(world.session, poll, _days(said))
        else:
            poll.remind_at = polls.reminding(world.session, event, poll, world.now)
        poll.look_ahead()
        telling.redraw(world.session, event, poll, world.now)
        world.session.info[OWED] = True

    def _find(self, world: World, thing: Thing, event: Event | None) -> DatePoll | None:
        wanted = select(DatePoll).where(DatePoll.event_id == (event.id if event else None), DatePoll.key == thing.key)
        return world.session.scalar(wanted)


def _days(said: Said) -> list[Day]:
    return [Day(**option) for option in said["options"]]


def _moment(wall: datetime, tz: str) -> datetime:
    return instant(wall.date(), wall.time(), tz)


def _wall(moment: datetime | None, tz: str) -> Any:
    return local(moment, tz).replace(tzinfo=None) if moment else None
