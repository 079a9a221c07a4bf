"""A draft of a programme: worked out from the template, the result and what was decided by hand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from zlib import crc32

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from bot.receipts import (
    DraftFacts,
    LeftFacts,
    ProblemFacts,
    ProgrammeFacts,
    Ranked,
    RoundFacts,
    SegmentFacts,
    TalkFacts,
)
from bot.services import access, events
from bot.services.polls import results
from bot.services.programme import adjusting, reading, segments
from bot.services.programme.filling import LEAST, Candidate, Decision, Filled, Manner, Part, Talk, Why, fill
from bot.services.programme.segments import Segment
from bot.services.topics.rows import ORDER
from models import Area, Event, Fate, Level, Programme, ProgrammeChoice, Series, Topic, TopicState
from models.base import Facts
from models.errors import N_, Refusal
from models.times import wall_minutes
from models.topics import NO_ROOM

A_TURN = Fraction(3, 2)
"""Minutes of the round for each municipality (domain.md 7)."""
ROUNDS = ("rundan", "runda", "round")


@dataclass(frozen=True)
class Draft:
    """Everything a change by hand needs to know."""

    programme: Programme
    decisions: list[Decision]
    manner: Manner
    topics: dict[int, Topic]
    ranked: dict[int, Ranked]
    filled: Filled

    @property
    def stamp(self) -> str:
        """What it says, and how it came to: whoever has seen this has seen all of it."""
        said = [
            (part.segment.key, part.segment.start, part.segment.end, sorted(part.segment.audience or ()), part.talks)
            for part in self.filled.parts
        ]
        return f"{self.programme.version}.{crc32(repr(said).encode()):x}"


def of(session: Session, event: Event) -> Draft:
    """The draft as it is now. Nothing is written down."""
    series = session.get_one(Series, event.series_id)
    programme = reading.row(session, event) or first(series, event)
    manner = Manner(by_share=programme.by_share, least=programme.least)
    topics = {topic.id: topic for topic in _topics(session, event)}
    decisions = _decisions(session, programme)
    ranked = {one.topic_id: one for found in results.ranking(session, event.id).values() for one in found}
    length = wall_minutes(event.end_time) - wall_minutes(event.start_time)
    filled = fill(
        laid_out(series, event, programme),
        length,
        _candidates(topics, ranked),
        [*_saved(topics.values()), *decisions],
        manner,
    )
    return Draft(programme, decisions, manner, topics, ranked, filled)


def first(series: Series, event: Event) -> Programme:
    """As it is before anybody has decided anything: the meeting's own agenda, else the series' first template."""
    template = None if event.agenda else next(iter(series.agenda_templates), None)
    found = agenda(series, event, template)
    if not found:
        raise Refusal(N_("{title} has no agenda, and its series no template for one."), title=event.title)
    return Programme(
        event_id=event.id,
        template=template,
        origin=segments.origin(found, event.start_time, event.end_time),
        mark=segments.mark(found),
        audiences={},
        by_share=True,
        least=LEAST,
        version=0,
        edition=0,
    )


def agenda(series: Series, event: Event, template: str | None) -> list[Facts]:
    """A template that the file no longer has is the meeting's own."""
    found: Facts | None = series.agenda_templates.get(template) if template else None
    return list(found.get("items", [])) if found else list(event.agenda)


def laid_out(series: Series, event: Event, programme: Programme) -> list[Segment]:
    """The template's segments by the meeting's own time, also after either has changed."""
    found = agenda(series, event, programme.template)
    is_same = programme.mark == segments.mark(found)
    begins = programme.origin if is_same else segments.origin(found, event.start_time, event.end_time)
    return [_for_whom(one, programme) for one in segments.read(found, begins)]


def _for_whom(one: Segment, programme: Programme) -> Segment:
    """A part for questions may have been given other people than the template has."""
    if not one.is_open or one.key not in programme.audiences:
        return one
    return replace(one, audience=frozenset(programme.audiences[one.key]) or None)


def facts(session: Session, event: Event, draft: Draft, person_id: int, now: datetime) -> DraftFacts:
    """As whoever builds it sees it."""
    series = session.get_one(Series, event.series_id)
    shown = as_read(session, event, draft, now)
    public = reading.published(session, event, None, now)
    return DraftFacts(
        programme=shown,
        left=tuple(_left(draft)),
        problems=tuple(
            ProblemFacts(one.segment.title, one.trouble, one.other.title if one.other else None)
            for one in draft.filled.problems
        ),
        ties=tuple(_ties(draft)),
        round=_round(session, event, draft.filled.parts),
        template=draft.programme.template,
        templates=tuple((name, str(one.get("label", name))) for name, one in series.agenda_templates.items()),
        has_own_agenda=bool(event.agenda),
        by_share=draft.manner.by_share,
        least=draft.manner.least,
        roles=tuple((role.id, role.label) for role in series.roles),
        has_result=bool(draft.ranked),
        stamp=draft.stamp,
        is_published=public is not None,
        is_new=public is None or _said(public) != _said(shown),
        may_publish=access.may_publish_programme(session, event, person_id),
        is_told=event.programme_at is not None,
    )


def as_read(session: Session, event: Event, draft: Draft, now: datetime) -> ProgrammeFacts:
    """The draft as it would be published."""
    series = session.get_one(Series, event.series_id)
    return ProgrammeFacts(
        event=events.facts(session, event, now, with_contacts=True),
        segments=tuple(_segment(series, event, part, draft) for part in draft.filled.parts),
        is_draft=True,
    )


def _segment(series: Series, event: Event, part: Part, draft: Draft) -> SegmentFacts:
    one = part.segment
    found = reading.segment(series, event, one.title, one.start, one.length, one.audience, one.lead)
    talks = tuple(_talk(event, talk, draft) for talk in part.talks)
    return replace(found, talks=talks, level=one.level.value if one.is_open else None, key=one.key)


def _talk(event: Event, talk: Talk, draft: Draft) -> TalkFacts:
    return TalkFacts(
        topic_id=talk.topic_id,
        title=draft.topics[talk.topic_id].title,
        starts=reading.clock(event, talk.start),
        minutes=talk.minutes,
        is_decided=talk.is_placed or talk.has_own_minutes,
        acts=adjusting.possible(draft.filled, draft.decisions, talk.topic_id, draft.manner),
    )


def _left(draft: Draft) -> list[LeftFacts]:
    return [
        LeftFacts(one.topic_id, draft.topics[one.topic_id].title, draft.topics[one.topic_id].level, one.why)
        for one in draft.filled.left
    ]


def _ties(draft: Draft) -> list[tuple[str, str]]:
    """The votes did not choose between these two: a person should, and say why."""
    found = []
    chosen = [talk.topic_id for part in draft.filled.parts for talk in part.talks]
    for left in draft.filled.left:
        mine = draft.ranked.get(left.topic_id)
        if mine is None or not mine.is_tied or left.why is Why.LEFT_OUT:
            continue
        level = draft.topics[left.topic_id].level
        alike = [one for one in chosen if one in draft.ranked and draft.topics[one].level is level]
        alike = [one for one in alike if draft.ranked[one].place == mine.place]
        found += [(draft.topics[one].title, draft.topics[left.topic_id].title) for one in alike]
    return found


def _round(session: Session, event: Event, parts: Sequence[Part]) -> RoundFacts | None:
    """The round that is too short for its municipalities; None when it holds them all."""
    area = session.get(Area, event.area_id) if event.area_id else None
    n = sum(1 for one in area.organisations if one.code and one.code.isdecimal()) if area else 0
    rounds = [part.segment for part in parts if part.segment.title.casefold().startswith(ROUNDS)]
    needed = -(-n * A_TURN // 1)
    short = next((one for one in rounds if one.length < needed), None)
    return RoundFacts(short.title, short.length, int(needed), n) if short else None


def _said(found: ProgrammeFacts) -> list[object]:
    """What people read of it, apart from who they are."""
    return [
        (one.title, one.starts, one.ends, one.audience, one.lead,
         [(talk.topic_id, talk.title, talk.starts, talk.minutes) for talk in one.talks])
        for one in found.segments
    ]  # fmt: skip


def _decisions(session: Session, programme: Programme) -> list[Decision]:
    if programme.id is None:
        return []
    wanted = select(ProgrammeChoice).where(ProgrammeChoice.programme_id == programme.id).order_by(ProgrammeChoice.id)
    return [Decision(one.topic_id, one.segment, one.place, one.minutes, one.is_out) for one in session.scalars(wanted)]


def _saved(topics: Iterable[Topic]) -> list[Decision]:
    """What somebody has saved for a reason of their own comes in by hand only."""
    return [Decision(one.id, is_out=True) for one in topics if one.fate is Fate.SAVED and one.fate_reason != NO_ROOM]


def _topics(session: Session, event: Event) -> Sequence[Topic]:
    """What may be talked about: open, in the programme already, or saved for next time."""
    decided = and_(Topic.state == TopicState.DECIDED, Topic.fate.in_((Fate.ON_PROGRAMME, Fate.SAVED)))
    wanted = select(Topic).where(Topic.event_id == event.id, or_(Topic.state == TopicState.OPEN, decided))
    return session.scalars(wanted.order_by(*ORDER)).all()


def _candidates(topics: dict[int, Topic], ranked: dict[int, Ranked]) -> list[Candidate]:
    """In the order of the result; what was not voted on comes after that, in the coordinator's order."""
    in_order = [one for one in ranked if one in topics] + [one for one in topics if one not in ranked]
    return [Candidate(one, Level(topics[one].level), _points(ranked.get(one), ranked)) for one in in_order]


def _points(mine: Ranked | None, ranked: dict[int, Ranked]) -> Fraction | None:
    """None when numbers are not told; nought for what nobody could vote on."""
    if mine is not None:
        return Fraction(mine.points) if mine.points is not None else None
    return Fraction(0) if any(one.points is not None for one in ranked.values()) else None
