"""Plain facts for blocks: a meeting, a seat, a list, as services would read them from the rows."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import cycle, islice
from typing import Any
from zoneinfo import ZoneInfo

from bot.blocks.logbook import WORDS
from bot.receipts import (
    AnnouncementFacts,
    AppealFacts,
    Call,
    Catering,
    Contact,
    DatePollFacts,
    DayFacts,
    DayWarning,
    DeliveryLine,
    DeliveryPage,
    DraftFacts,
    EventFacts,
    EventLine,
    EventPage,
    Fellow,
    FellowList,
    FormFacts,
    LedgerCount,
    LeftFacts,
    LineFacts,
    LineRow,
    LogLine,
    LogPage,
    MyAnswers,
    NextStep,
    Outcome,
    OverviewFacts,
    Participant,
    ParticipantList,
    PlanFacts,
    ProblemFacts,
    ProgrammeFacts,
    Progress,
    Question,
    Reach,
    Receipt,
    RoundFacts,
    Seat,
    SeatCounts,
    SegmentFacts,
    Speaks,
    StepFacts,
    TalkFacts,
    TopicFacts,
    TopicForm,
    TopicList,
    Waiting,
)
from bot.receipts.boards import BoardLine, Todo, Votes
from models.appeals import AppealState
from models.dates import Can, DatePollState
from models.events import EventState, Form
from models.quotas import Scope
from models.registrations import Attendance, RegistrationState
from models.series import Role
from models.steps import Anchor, Audience, Says
from tests.clock import NOON

ALICE = Contact("Alice Alm", "alice@example.org", "U0ALICE")
ROLES = (Role("principal", "Rektor eller skolledare"), Role("politician", "Förtroendevald"))


def make_facts(**changes: Any) -> EventFacts:
    """19 January 2027 at 13–16 in Växjö, with coffee, open for registration."""
    day, start = changes.get("day", date(2027, 1, 19)), changes.get("start_time", time(13))
    tz = changes.get("tz", "Europe/Stockholm")
    starts_at = datetime.combine(day, start, ZoneInfo(tz)) if day else None
    event = EventFacts(
        id=7, title="Dialog i Kronoberg", series_title="Vux-dialogerna 2027", language="sv", area="Kronoberg",
        state=EventState.OPEN, form=Form.ON_SITE, day=day, start_time=start, end_time=time(16), tz=tz,
        starts_at=starts_at, doors_at=time(12, 30), city="Växjö", place_name="Kommunhuset", room="Sal A",
        has_induction_loop=True, is_step_free=True, has_captions=False, has_coffee=True, has_meal=False,
        opens_at=NOON - timedelta(days=30),
        closes_at=datetime(2027, 1, 12, 22, 59, tzinfo=ZoneInfo("UTC")), topics_close_at=None, takes_registrations=True,
        opens_later=False, takes_topics=True, is_over=False, contacts=(ALICE,), seats=SeatCounts(27, 0, 40),
    )  # fmt: skip
    return replace(event, **changes)


def make_call(event: EventFacts | None = None, **changes: Any) -> Call:
    call = Call(event or make_facts(), date(2026, 11, 24), "Skolverket", None, "Växjö kommun", is_contact=True)
    return replace(call, **changes)


def make_seat(**changes: Any) -> Seat:
    seat = Seat(
        registration_id=3, number=5, state=RegistrationState.REGISTERED, organisation_id=2,
        organisation="Ljungby kommun", role_id="principal", role="Rektor eller skolledare",
        attendance=Attendance.ON_SITE, parts=(), is_hidden=False, invite_again=False, has_needs=True,
        address="Storgatan 1",
    )  # fmt: skip
    return replace(seat, **changes)


def make_receipt(outcome: Outcome = Outcome.REGISTERED, event: EventFacts | None = None, **seat: Any) -> Receipt:
    return Receipt(outcome, event or make_facts(), make_seat(**seat))


OFFERED = {
    "state": RegistrationState.OFFERED,
    "offer_until": datetime(2027, 1, 13, 12, tzinfo=ZoneInfo("Europe/Stockholm")),
    "address": None,
}


def make_line(count: int, event: EventFacts | None = None, **changes: Any) -> LineFacts:
    row = LineRow(registration_id=3, place=1, name="Bob Berg", organisation="Ljungby kommun", may_go_first=True)
    rows = [replace(row, place=number + 1, **changes) for number in range(count)]
    offered = replace(row, place=None, offer_until=NOON, may_go_first=False)
    return LineFacts(event or make_facts(), (offered, replace(row, is_asked=True, goes_first=True), *rows))


LAPSED = {"state": RegistrationState.LAPSED, "address": None}


def waiting_for(scope: Scope, **facts: Any) -> dict[str, Any]:
    """A seat's columns for somebody in line."""
    return {"state": RegistrationState.WAITLISTED, "waiting": Waiting(3, scope, **facts), "address": None}


def make_form(event: EventFacts | None = None, **changes: Any) -> FormFacts:
    facts = FormFacts(
        event=event or make_facts(), fields={}, roles=ROLES, parts=("overarching", "operational"), asks_diet=True,
        legal_basis="Uppgift av allmänt intresse.", mine=MyAnswers(name="Bob Berg", email="bob@example.org"), seat=None,
    )  # fmt: skip
    return replace(facts, **changes)


def make_question(event: EventFacts | None = None, **changes: Any) -> Question:
    asked = Question(
        id=9, event=event or make_facts(), by="Bob Berg", name="Charlie Carlsson", email="charlie@example.org",
        organisation="Ljungby kommun", role_id="principal", role="Rektor eller skolledare",
    )  # fmt: skip
    return replace(asked, **changes)


def make_page(*events: EventFacts, state: RegistrationState | None = None, page: int = 1, pages: int = 1) -> EventPage:
    lines = tuple(EventLine(event, state, may_see_participants=state is None) for event in events)
    return EventPage(lines, page=page, pages=pages, total=len(lines) * pages)


def make_topics(count: int = 2, event: EventFacts | None = None, **changes: Any) -> TopicList:
    levels = ("overarching", "operational")
    topic = TopicFacts(id=1, level="overarching", theme="Sfi och språk", title="Hur gör ni?", background="Vi är små.")
    topics = (replace(topic, id=number, level=levels[number % 2], **changes) for number in range(count))
    return TopicList(event or make_facts(), tuple(topics))


def make_topic_form(*events: EventFacts, **changes: Any) -> TopicForm:
    return TopicForm(events=events, chosen_id=events[0].id, themes=(("sfi", "Sfi och språk"),), **changes)


def make_step(**changes: Any) -> StepFacts:
    """The reminder a week before, with two guests among the registered."""
    moment = datetime(2027, 1, 12, 9, tzinfo=ZoneInfo("Europe/Stockholm"))
    step = StepFacts(
        id=4, says=Says.REMINDER, audience=Audience.REGISTERED, anchor=Anchor.START, days_before=7, minutes_before=0,
        at=time(9), is_off=False, ruled_at=moment, due_at=moment, done_at=None, people=27, guests=2, is_sent=False,
        reached=0, has_mail=False, has_unsent_mail=False, stamp="start.7.0.09:00.on",
    )  # fmt: skip
    return replace(step, **changes)


def make_plan(count: int, event: EventFacts | None = None) -> PlanFacts:
    """One step of each sort, `count` times: sent, passed, moved, in minutes, off, without a day, to the channel."""
    moment = datetime(2027, 1, 11, 9, tzinfo=ZoneInfo("Europe/Stockholm"))
    sorts = (
        make_step(done_at=moment, is_sent=True, reached=25, has_mail=True, has_unsent_mail=True),
        make_step(done_at=moment, is_sent=True, reached=1, has_mail=True),
        make_step(done_at=moment),
        make_step(days_before=9, ruled_at=moment - timedelta(days=1)),
        make_step(days_before=0, minutes_before=60, at=None),
        make_step(says=Says.THANKS, anchor=Anchor.END, days_before=0, minutes_before=-15, at=None),
        make_step(is_off=True, due_at=None),
        make_step(says=Says.SAVE_THE_DATE, anchor=Anchor.SAVE_THE_DATE, days_before=0, due_at=None, ruled_at=None),
        make_step(audience=Audience.CHANNEL, days_before=1, people=0, guests=0),
    )
    return PlanFacts(event or make_facts(), sorts * count, may_change=True)


def make_participants(count: int = 2, event: EventFacts | None = None, **changes: Any) -> ParticipantList:
    one = Participant(
        name="Bob Berg", organisation="Ljungby kommun", role="Rektor eller skolledare",
        state=RegistrationState.REGISTERED, attendance=Attendance.ON_SITE, is_hidden=False, has_slack=True,
        is_free_text=False, number=1, is_unconfirmed=True,
    )  # fmt: skip
    people = [replace(one, number=number, **changes) for number in range(count)]
    waiting = RegistrationState.WAITLISTED
    people.append(replace(one, number=count, state=waiting, is_hidden=True, has_slack=False, is_free_text=True))
    empty = ("Växjö kommun", "Älmhults kommun")
    return ParticipantList(event or make_facts(), tuple(people), ROLES, empty, 1, Catering(count, 1))


def make_fellows(count: int = 2, event: EventFacts | None = None, **changes: Any) -> FellowList:
    one = replace(Fellow("Bob Berg", "Ljungby kommun", "principal", "Rektor eller skolledare"), **changes)
    counts = {"with_needs": count, "catering": Catering(on_site=count, diets=1)}
    return FellowList(event or make_facts(), (one,) * count, hidden=1, **counts)


def make_ledger_line(**changes: Any) -> DeliveryLine:
    line = DeliveryLine(
        "reminder", "failed", NOON, "Bob Berg", "user_not_found", "Dialog i Kronoberg", "Europe/Stockholm"
    )
    return replace(line, **changes)


def make_ledger(count: int = 2, **changes: Any) -> DeliveryPage:
    """As many lines as a page holds, of so many that there are."""
    lines = [
        make_ledger_line(id=number, may_be_sent_again=True, may_be_dropped=True, **changes) for number in range(count)
    ]
    counts = LedgerCount(failed=count, sent=count * 10, planned=count // 2)
    return DeliveryPage(counts, tuple(lines[:8]), page=1, pages=max(1, -(-count // 8)))


def make_announcement(**changes: Any) -> AnnouncementFacts:
    """To the registered, seen and not yet decided."""
    one = AnnouncementFacts(
        id=5, version=2, event=make_facts(), author="Alice Alm", audience="registered",
        words="Sal A är bytt mot Sal B.", state="draft", due_at=None, is_waiting=False, reach=Reach(27, 1, 3),
        progress=Progress(),
    )  # fmt: skip
    return replace(one, **changes)


def make_progress(total: int, *, sent: int, missed: int) -> Progress:
    return Progress(total=total, sent=sent, missed=missed, left=total - sent - missed)


def make_overview(**changes: Any) -> OverviewFacts:
    one = OverviewFacts(
        event=make_facts(), days_left=12, silent=("Lessebo", "Markaryd"),
        without=(("politician", "Förtroendevald", ("Tingsryd", "Uppvidinge")),), needs=1, missed=2,
        silent_people=Reach(4, 0, 1), outside=2, planned=1, steps=(NextStep(Says.REMINDER, NOON, 7),),
        may_announce=True, too_long=30, is_unopened=True,
        unconfirmed=3, appeals=1, substitutes=2, topics=4,
        passed_on=(("Bob Berg", "Charlie Carlsson"),),
    )  # fmt: skip
    return replace(one, **changes)


def make_board_line(**changes: Any) -> BoardLine:
    one = BoardLine(
        event=make_facts(), days_left=12, invited=40, answered=31, questions=9, unread=2, votes=Votes(is_open=True),
        notes_by=date(2027, 1, 26), todos=(Todo.QUESTIONS, Todo.PROGRAMME),
        next_step=NextStep(Says.REMINDER, NOON, 0, 60), coordinators=(ALICE,), ticked=11, points=28, reminded_at=NOON,
    )  # fmt: skip
    return replace(one, **changes)


def make_appeal(**changes: Any) -> AppealFacts:
    """Bob wants to come, though registration has closed and the meeting is full."""
    one = AppealFacts(
        id=6, event=make_facts(takes_registrations=False), person="Bob Berg", organisation="Växjö kommun",
        role="Rektor eller skolledare", new_name=None, was_organisation=None, was_role=None, words="Jag var sjuk.",
        is_change=False, is_full=True, state=AppealState.ASKED,
    )  # fmt: skip
    return replace(one, **changes)


def make_date_poll(**changes: Any) -> DatePollFacts:
    """7 or 8 September at 9–12, open until 24 June at noon; six of thirteen have answered, I for the first day."""
    tz, hours = ZoneInfo("Europe/Stockholm"), (time(9), time(12))
    one = DayFacts(1, date(2027, 9, 7), *hours, parties=4, yes=5, if_needed=1, no=2, mine=Can.YES)
    two = DayFacts(2, date(2027, 9, 8), *hours, parties=5, yes=5, if_needed=1, no=2)
    poll = DatePollFacts(
        id=4, event=make_facts(
            day=None, start_time=time(9), end_time=time(12), title="Återkopplande förlabb", city="Eskilstuna",
            state=EventState.DATE_POLL,
        ),
        state=DatePollState.OPEN, tz="Europe/Stockholm", days=(one, two),
        opens_at=datetime(2027, 6, 16, 16, 20, tzinfo=tz), closes_at=datetime(2027, 6, 24, 12, tzinfo=tz),
        closed_at=None, was_late=False, counts=True, asked=13, answered=6, total=5,
        question="Vilken dag passar för det återkopplande förlabbet?", is_asked=True,
    )  # fmt: skip
    return replace(poll, **changes)


def make_decided(**changes: Any) -> DatePollFacts:
    """It is 8 September: five parties of five can come then."""
    poll = make_date_poll()
    event = replace(make_facts(day=date(2027, 9, 8), start_time=time(9)), end_time=time(12), title=poll.event.title,
                    city="Eskilstuna")  # fmt: skip
    one, two = poll.days
    decided = {"state": DatePollState.DECIDED, "event": event, "counts": False, "decided_by": "Alice Alm"}
    return replace(poll, days=(one, replace(two, is_proposed=True, is_chosen=True)), **{**decided, **changes})


WARNINGS = (
    DayWarning(Speaks.EVE, "Långfredagen"), DayWarning(Speaks.WINTER_BREAK, week=8),
    DayWarning(Speaks.CLASH, "Dialog i Skåne"),
)  # fmt: skip


DIRECTORS = (("director", "Förvaltnings- eller verksamhetschef"), ("principal", "Rektor eller skolledare"))
ACTS = ("up", "down", "longer", "shorter", "swap")


def make_talk(title: str = "Yrkesutbildningar tillsammans", **changes: Any) -> TalkFacts:
    return replace(TalkFacts(topic_id=4, title=title, starts=time(14), minutes=25, acts=ACTS), **changes)


def make_programme(event: EventFacts | None = None, **changes: Any) -> ProgrammeFacts:
    """An afternoon with two segments beside each other."""
    segments = (
        SegmentFacts("Välkommen och syftet med dagen", time(13), time(13, 10), lead=("coordinator", "coordinator")),
        SegmentFacts("Rundan: läget i varje kommun", time(13, 35), time(14)),
        SegmentFacts("Dialogpass 1: övergripande frågor", time(14), time(14, 40), lead=("agency", "Skolverket"),
                     talks=(make_talk(), make_talk("Vem betalar?", starts=time(14, 25), minutes=15, is_decided=True)),
                     level="overarching"),
        SegmentFacts("Dialogpass 2: verksamhetsnära frågor", time(15), time(15, 35), DIRECTORS, level="operational"),
        SegmentFacts("Parallellt pass: politik", time(15), time(15, 35), (("politician", "Förtroendevald"),),
                     talks=(make_talk("Statsbidragen", starts=time(15), minutes=35, acts=("swap",)),),
                     level="overarching"),
    )  # fmt: skip
    return replace(ProgrammeFacts(event or make_facts(has_programme=True), segments, "principal"), **changes)


def make_draft(programme: ProgrammeFacts | None = None, **changes: Any) -> DraftFacts:
    draft = DraftFacts(
        programme=replace(programme or make_programme(), role=None, is_draft=True),
        left=(LeftFacts(9, "Betygen", "overarching", "no_slot"), LeftFacts(10, "Scheman", "operational", "left_out")),
        problems=(), ties=(), round=None, template=None, templates=(("halvdag-em", "Halvdag, eftermiddag på plats"),),
        has_own_agenda=True, by_share=True, least=10, roles=DIRECTORS, has_result=True,
        stamp="1.abc", is_published=False, is_new=True,
        may_publish=True, is_told=False,
    )  # fmt: skip
    return replace(draft, **changes)


TROUBLED = {
    "problems": (ProblemFacts("Fika", "clash", "Dialogpass 1"), ProblemFacts("Slutord", "too_late"),
                 ProblemFacts("Dialogpass 2", "cut")),
    "ties": (("Yrkesutbildningar tillsammans", "Betygen"),),
    "round": RoundFacts("Rundan: läget i varje kommun", 25, 50, 33),
    "has_result": False, "is_published": True, "is_told": True, "is_overtaken": True, "overtaken_by": "Anna Ask",
}  # fmt: skip


def make_log(many: int, *, person: str = "Bob Berg", event_title: str = "Dialog i Kronoberg") -> LogPage:
    """A page of what has been done, as long as a page gets."""
    lines = tuple(
        LogLine(
            action=action, at=NOON, tz="Europe/Stockholm", actor=person, person=person, event_title=event_title,
            reason="Ingen från kommunen har en plats.",
        )
        for action in islice(cycle(WORDS), min(many, 20))
    )  # fmt: skip
    return LogPage(lines=lines, page=2, pages=3, total=3 * many, words="kronoberg")
