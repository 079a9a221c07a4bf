"""Who may do what (domain.md 8), decided in one place."""

from enum import StrEnum

from models.people import Duty


class Action(StrEnum):
    SEE_PARTICIPANTS = "see_participants"
    SEE_FELLOWS = "see_fellows"
    """What those who come see of each other, without coming oneself."""
    SEE_HIDDEN = "see_hidden"
    SEE_NEEDS = "see_needs"
    COUNT_NEEDS = "count_needs"
    """How many need something, and how many eat: never who, nor what."""
    SEE_PROPOSERS = "see_proposers"
    SEE_DELIVERIES = "see_deliveries"
    STEER_DELIVERIES = "steer_deliveries"
    BIND_CHANNEL = "bind_channel"
    PUBLISH = "publish"
    SEE_PLAN = "see_plan"
    CHANGE_PLAN = "change_plan"
    """When messages go out, and that they have: the coordinator's, or a stand-in's."""
    SEE_OVERVIEW = "see_overview"
    ANNOUNCE = "announce"
    REGISTER_OTHERS = "register_others"
    """Anyone, from any organisation; and over a limit, with a reason."""
    INVITE = "invite"
    """Whom the meeting is for: people, functions; and asking an organisation to fill a seat."""
    MERGE = "merge"
    """Two rows of one person into one."""
    REGISTER_COLLEAGUES = "register_colleagues"
    """People of the organisation one is the contact of, within its seats; and change or cancel for them."""
    EXPORT = "export"
    READ_LOG = "read_log"
    ANSWER_APPEALS = "answer_appeals"
    STEER_TOPICS = "steer_topics"
    """Read questions first, merge them, correct their words, put them in order."""
    DECIDE_TOPICS = "decide_topics"
    """Say what becomes of a question, and who is asked to answer it instead."""
    EDIT_MEETING = "edit_meeting"
    """Make a meeting, change its day, form and seats, move it, cancel it."""
    BUILD_PROGRAMME = "build_programme"
    """Fill it, move questions, give them time."""
    PUBLISH_PROGRAMME = "publish_programme"
    STEER_POLLS = "steer_polls"
    """Open and close votes, vote for guests, choose between equals."""
    STEER_LINE = "steer_line"
    """Answer an offer for a guest, let an organisation without a seat go first, read what has happened."""

    NAME_CREW = "name_crew"
    """Who leads the conversation and who takes notes at a meeting."""
    NAME_DEPUTIES = "name_deputies"
    """Who may do everything in the coordinator's place."""
    STEER_SERIES = "steer_series"
    """Make a season or a lab series, its areas and parties, and say who coordinates."""
    CHOOSE_DATE = "choose_date"
    """Ask which day suits, and decide."""
    REMIND_COORDINATOR = "remind_coordinator"
    TICK_FOR_AGENCY = "tick_for_agency"
    TICK_FOR_COORDINATOR = "tick_for_coordinator"
    CHANGE_CHECKLIST = "change_checklist"
    """Which points a series has."""


COORDINATOR, NATIONAL, CONTACT, ADMIN = Duty.COORDINATOR, Duty.NATIONAL, Duty.CONTACT, "admin"
FACILITATOR, NOTE_TAKER = Duty.FACILITATOR, Duty.NOTE_TAKER
LEAD = "lead"
"""Who coordinates a whole series: a lab's process lead, its agency and its coordinator in one."""

ALLOWED: dict[Action, frozenset[str]] = {
    Action.SEE_PARTICIPANTS: frozenset({COORDINATOR, NATIONAL}),
    Action.SEE_FELLOWS: frozenset({COORDINATOR, NATIONAL, FACILITATOR, NOTE_TAKER, CONTACT}),
    Action.SEE_HIDDEN: frozenset({COORDINATOR}),
    Action.SEE_NEEDS: frozenset({COORDINATOR}),
    Action.COUNT_NEEDS: frozenset({COORDINATOR, FACILITATOR, NOTE_TAKER}),
    Action.SEE_PROPOSERS: frozenset({COORDINATOR}),
    Action.SEE_DELIVERIES: frozenset({COORDINATOR, NATIONAL, ADMIN}),
    Action.STEER_DELIVERIES: frozenset({COORDINATOR, NATIONAL, ADMIN}),
    Action.BIND_CHANNEL: frozenset({COORDINATOR, NATIONAL, ADMIN}),
    Action.PUBLISH: frozenset({COORDINATOR, NATIONAL}),
    Action.SEE_PLAN: frozenset({COORDINATOR, NATIONAL}),
    Action.CHANGE_PLAN: frozenset({COORDINATOR}),
    Action.SEE_OVERVIEW: frozenset({COORDINATOR, NATIONAL}),
    Action.ANNOUNCE: frozenset({COORDINATOR}),
    Action.REGISTER_OTHERS: frozenset({COORDINATOR, NATIONAL}),
    Action.INVITE: frozenset({COORDINATOR}),
    Action.MERGE: frozenset({COORDINATOR}),
    Action.REGISTER_COLLEAGUES: frozenset({COORDINATOR, NATIONAL, CONTACT}),
    Action.EXPORT: frozenset({COORDINATOR, NATIONAL, ADMIN}),
    Action.READ_LOG: frozenset({COORDINATOR, NATIONAL, ADMIN}),
    Action.ANSWER_APPEALS: frozenset({COORDINATOR, NATIONAL}),
    Action.EDIT_MEETING: frozenset({COORDINATOR, NATIONAL}),
    Action.STEER_LINE: frozenset({COORDINATOR}),
    Action.BUILD_PROGRAMME: frozenset({COORDINATOR, FACILITATOR}),
    Action.PUBLISH_PROGRAMME: frozenset({COORDINATOR}),
    Action.STEER_POLLS: frozenset({COORDINATOR}),
    Action.STEER_TOPICS: frozenset({COORDINATOR, FACILITATOR}),
    Action.DECIDE_TOPICS: frozenset({COORDINATOR}),
    Action.CHOOSE_DATE: frozenset({COORDINATOR, NATIONAL}),
    Action.NAME_CREW: frozenset({COORDINATOR, NATIONAL}),
    Action.NAME_DEPUTIES: frozenset({COORDINATOR, NATIONAL, ADMIN}),
    Action.STEER_SERIES: frozenset({NATIONAL, ADMIN}),
    Action.REMIND_COORDINATOR: frozenset({NATIONAL}),
    Action.TICK_FOR_AGENCY: frozenset({NATIONAL, LEAD}),
    Action.TICK_FOR_COORDINATOR: frozenset({COORDINATOR}),
    Action.CHANGE_CHECKLIST: frozenset({NATIONAL, LEAD}),
}
"""A duty counts where it was given: a coordinator in the own area, a process lead in the own series."""
NOT_FOR_DEPUTIES = frozenset({Action.NAME_DEPUTIES})
"""Everything else a coordinator may, a deputy of theirs may."""


def may(duties: frozenset[str], action: Action) -> bool:
    if Duty.DEPUTY in duties and action not in NOT_FOR_DEPUTIES:
        duties |= {COORDINATOR}
    return not duties.isdisjoint(ALLOWED[action])
