"""A poll of days of a file as rows. What people have been asked already, the file no longer changes."""

from datetime import datetime

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
            **_span(poll),
            "options": [
                {name: getattr(row, name) for name in ("key", "day", "start_time", "end_time")} for row in rows
            ],
            FIXED: () if poll.state is WAITING else ONCE_ASKED if poll.state is OPEN else EVERYTHING,
        }

    def create(self, world: World, thing: Thing) -> None:
        """Where people are being asked already, or the day is decided, one more poll comes to nothing."""
        said, event = thing.said, world.event(thing.said["event"])
        assert event is not None
        is_needless = event.day is not None or polls.live(world.session, event) is not None
        poll = polls.make(
            world.session,
            event,
            _days(said),
            opens_at=_moment(said["opens"], said["tz"]) if said["opens"] else None,
            closes_at=_moment(said["closes"], said["tz"]),
            tz=said["tz"],
            key=thing.key,
            question=said["question"],
            state=DatePollState.DROPPED if is_needless else WAITING,
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
            poll.tz = said["tz"]
            poll.opens_at = _moment(said["opens"], said["tz"]) if said["opens"] else None
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


def _span(poll: DatePoll) -> dict[str, datetime | None]:
    """As it went: somebody may have opened it or closed it before its time."""
    moments = [moment for moment in (poll.opened_at, poll.opens_at) if moment]
    opens, closes = _wall(min(moments, default=None), poll.tz), _wall(poll.closes_at, poll.tz)
    return {"opens": opens if opens and closes and opens < closes else None, "closes": closes}


def _wall(moment: datetime | None, tz: str) -> datetime | None:
    """To the minute, as files have it."""
    return local(moment, tz).replace(tzinfo=None, second=0, microsecond=0) if moment else None
