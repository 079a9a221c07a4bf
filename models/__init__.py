"""What the bot remembers, and the rules. Importing the package gives the metadata every table."""

from models.announcements import Announcement, AnnouncementState
from models.appeals import Appeal, AppealState
from models.areas import Area, AreaOrganisation
from models.base import Base
from models.calendars import Feed
from models.cards import Card, CardKind
from models.checklists import ChecklistTick, Side
from models.choices import Rhythm
from models.copies import Copy
from models.crews import CREW, CrewMember
from models.dates import Can, DateAnswer, DateOption, DatePoll, DatePollState
from models.deliveries import Delivery, DeliveryState, Kind
from models.events import Event, EventState, Form
from models.handovers import Handover, HandoverState
from models.invitations import Invitation, InvitationRound, InvitedFunction
from models.log import LogEntry
from models.organisations import Organisation
from models.overviews import Overview
from models.people import ANSWERING, COORDINATING, Assignment, Duty, Person
from models.polls import Method, Poll, PollKind, PollOption, PollState, PollTotal, PollTurnout, ShownTo, TieRule
from models.programmes import Programme, ProgrammeChoice, ProgrammeItem
from models.quotas import Quota, Scope
from models.registrations import Attendance, Registration, RegistrationState
from models.requests import SeatRequest
from models.series import Series, SeriesFile, SeriesKind, SeriesParty
from models.steps import Anchor, Audience, Says, Step
from models.substitutions import Substitution, SubstitutionState
from models.topics import Fate, Level, Topic, TopicState, TopicSupport
from models.workspaces import Workspace

__all__ = [
    "ANSWERING",
    "COORDINATING",
    "CREW",
    "Anchor",
    "Announcement",
    "AnnouncementState",
    "Appeal",
    "AppealState",
    "Area",
    "AreaOrganisation",
    "Assignment",
    "Attendance",
    "Audience",
    "Base",
    "Can",
    "Card",
    "CardKind",
    "ChecklistTick",
    "Copy",
    "CrewMember",
    "DateAnswer",
    "DateOption",
    "DatePoll",
    "DatePollState",
    "Delivery",
    "DeliveryState",
    "Duty",
    "Event",
    "EventState",
    "Fate",
    "Feed",
    "Form",
    "Handover",
    "HandoverState",
    "Invitation",
    "InvitationRound",
    "InvitedFunction",
    "Kind",
    "Level",
    "LogEntry",
    "Method",
    "Organisation",
    "Overview",
    "Person",
    "Poll",
    "PollKind",
    "PollOption",
    "PollState",
    "PollTotal",
    "PollTurnout",
    "Programme",
    "ProgrammeChoice",
    "ProgrammeItem",
    "Quota",
    "Registration",
    "RegistrationState",
    "Rhythm",
    "Says",
    "Scope",
    "SeatRequest",
    "Series",
    "SeriesFile",
    "SeriesKind",
    "SeriesParty",
    "ShownTo",
    "Side",
    "Step",
    "Substitution",
    "SubstitutionState",
    "TieRule",
    "Topic",
    "TopicState",
    "TopicSupport",
    "Workspace",
]
