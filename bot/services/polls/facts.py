"""A vote as it may be shown: rules and numbers of voters, each person's own ballot, and the result afterwards."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.receipts import Ballot, GroupResult, ListFacts, ListResult, OptionFacts, PollFacts, PollResult, PollRow
from bot.receipts.polls import PROMPT
from bot.services import events
from bot.services.polls import ballots, counting, electorate, keys, opening, results, squares
from bot.services.polls.electorate import Voter
from models import Card, Event, Level, Poll, PollKind, PollOption, PollTurnout, Says, Series, Step
from models.polls import EVERYONE

UNKNOWN = 0


def of(session: Session, poll: Poll, now: datetime) -> PollFacts:
    """What anyone may know of it."""
    event = session.get(Event, poll.event_id) if poll.event_id else None
    card = session.get(Card, poll.card_id) if poll.card_id else None
    voters = electorate.voters(session, poll, event) if event else []
    turnout = results.turnout(session, poll)
    if turnout is not None:
        voted, entitled = turnout.ballots, turnout.entitled
    else:
        voted, entitled = ballots.voted(session, poll.id), len({one.key for one in voters}) if event else None
    return replace(
        rules(session, poll, now),
        event=events.facts(session, event, now, with_contacts=True) if event else None,
        voted=voted,
        entitled=entitled,
        by_coordinator=ballots.voted(session, poll.id, by_coordinator=True),
        channel_id=card.channel_id if card and card.ts and not card.gone else None,
        should_have_opened_at=_missed(session, poll),
        has_guests=any(not one.has_slack for one in voters),
        operational=_operational(session, event) if event and poll.kind is PollKind.TOPICS else (),
    )


def rules(session: Session, poll: Poll, now: datetime) -> PollFacts:
    """As much of it as a ballot shows. Nothing is counted: many open and save theirs at once."""
    event = session.get(Event, poll.event_id) if poll.event_id else None
    return PollFacts(
        id=poll.id,
        title=event.title if event else poll.question or "",
        kind=poll.kind,
        method=poll.method,
        lists=_lists(session, poll),
        quorum=poll.quorum,
        tie=poll.tie,
        shown_to=poll.shown_to,
        is_open=poll.takes_votes(now),
        closes_at=poll.closes_at,
        tz=poll.tz,
        closed_at=poll.closed_at,
        is_closed_early=poll.closed_by_id is not None,
        is_per_organisation=poll.is_per_organisation,
        asks=tuple((poll.question or "").splitlines()) if poll.kind is PollKind.IMPORTANCE else (),
    )


def planned(session: Session, event: Event, now: datetime) -> PollFacts:
    """As it will be when the plan opens it, with the questions there are now."""
    asked = opening.questions(session, event)
    lists = [[OptionFacts(one.id, one.title) for one in asked if one.level is level] for level in Level]
    usual = opening.USUAL
    return PollFacts(
        id=UNKNOWN,
        title=event.title,
        kind=PollKind.TOPICS,
        method=usual.method,
        lists=tuple(
            ListFacts(level.value, tuple(options), counting.dots(usual.dots, len(options)))
            for level, options in zip(Level, lists, strict=True)
            if options
        ),
        quorum=usual.quorum,
        tie=usual.tie,
        shown_to=usual.shown_to,
        is_open=True,
        closes_at=opening.usual_closing(event, now),
        tz=event.tz,
        event=events.facts(session, event, now, with_contacts=True),
        operational=_operational(session, event),
    )


def ballot(session: Session, poll: Poll, voter: Voter, now: datetime) -> Ballot:
    """The voter's own, with what they have voted. Raises Refusal when it takes no votes."""
    ballots.refuse_unless_open(session, poll, now)
    found, secret = rules(session, poll, now), keys.of(session, poll.id)
    marks = ballots.marks_of(session, secret, voter) if secret else {}
    return Ballot(
        poll=found,
        lists=tuple(_shuffled(one, secret or b"", voter) for one in found.lists if one.on_list in voter.lists),
        marks=marks,
        has_voted=bool(marks) if secret else ballots.has_voted(session, poll, voter),
    )


def result(session: Session, poll: Poll, now: datetime) -> PollResult:
    """What it came to, with everyone and with each group that may be shown."""
    found = of(session, poll, now)
    return PollResult(
        poll=found,
        lists=tuple(_result(session, poll, one.on_list) for one in found.lists),
        has_quorum=results.has_quorum(session, poll),
        challenges=squares.placed(session, poll) if poll.kind is PollKind.IMPORTANCE else (),
    )


def _missed(session: Session, poll: Poll) -> datetime | None:
    """When the agenda came to a lab's vote, if nobody was there to open it then."""
    if poll.kind is not PollKind.IMPORTANCE or poll.opened_by_id is not None:
        return None
    step = select(Step.due_at).where(Step.event_id == poll.event_id, Step.says == Says.PRIORITISING)
    due_at = session.scalar(step)
    return due_at if due_at and poll.opened_at - due_at > PROMPT else None


def _lists(session: Session, poll: Poll) -> tuple[ListFacts, ...]:
    rows = session.scalars(select(PollOption).where(PollOption.poll_id == poll.id).order_by(PollOption.place)).all()
    found = []
    for name in electorate.in_order({row.on_list for row in rows}):
        options = tuple(OptionFacts(row.id, row.words, row.place) for row in rows if row.on_list == name)
        found.append(ListFacts(name, options, counting.dots(poll.dots, len(options))))
    return tuple(found)


def _shuffled(one: ListFacts, secret: bytes, voter: Voter) -> ListFacts:
    options = {option.id: option for option in one.options}
    order = keys.shuffled(secret, voter.key, options)
    return ListFacts(one.on_list, tuple(options[option_id] for option_id in order), one.dots)


def _result(session: Session, poll: Poll, on_list: str) -> ListResult:
    turnouts = session.scalars(
        select(PollTurnout)
        .where(PollTurnout.poll_id == poll.id, PollTurnout.on_list == on_list)
        .order_by(PollTurnout.ballots.desc(), PollTurnout.role)
    ).all()
    event = session.get(Event, poll.event_id) if poll.event_id else None
    series = session.get(Series, event.series_id) if event else None
    return ListResult(
        on_list=on_list,
        ballots=next((one.ballots for one in turnouts if one.role == EVERYONE), 0),
        rows=_rows(session, poll, on_list, EVERYONE),
        groups=tuple(
            GroupResult(
                role=one.role,
                label=series.role_label(one.role) if series else None,
                ballots=one.ballots,
                rows=_rows(session, poll, on_list, one.role),
            )
            for one in turnouts
            if one.role != EVERYONE
        ),
    )


def _rows(session: Session, poll: Poll, on_list: str, role: str) -> tuple[PollRow, ...]:
    found = results.of_list(session, poll, on_list, role)
    return tuple(
        PollRow(
            option_id=option.id,
            words=option.words,
            place=results.place_of(total, found),
            points=total.points,
            median=total.median,
            is_tied=results.is_tied(total, found),
            reason=total.reason,
        )
        for total, option in found
    )


def _operational(session: Session, event: Event) -> tuple[tuple[str, str], ...]:
    roles = session.get_one(Series, event.series_id).roles
    return tuple((role.id, role.label) for role in roles if Level.OPERATIONAL in role.levels)
