"""Payloads with somebody else's ids in them: whoever has no right is told so, it is logged, and nothing changes."""

import json
import logging
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

import pytest
from slack_bolt import App, BoltRequest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot import serving
from bot.app import build_app
from bot.blocks.ids import Press, View
from bot.context import Bot
from bot.services import access
from bot.services.plan import invitations
from handlers import commands
from models import (
    Announcement,
    Audience,
    Base,
    DateOption,
    DatePoll,
    DatePollState,
    Duty,
    Event,
    Handover,
    Kind,
    Poll,
    PollOption,
    RegistrationState,
    Substitution,
    Workspace,
)
from models import Person as Row
from models.appeals import Appeal
from sandbox.workspace import Workspace as Slack
from tests.clock import NOON
from tests.factories import (
    make_area,
    make_assignment,
    make_card,
    make_delivery,
    make_event,
    make_guest,
    make_organisation,
    make_person,
    make_quota,
    make_registration,
    make_series,
    make_step,
    make_topic,
    make_workspace,
)

ONE_KIND = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

EVENT, NOTHING = "{event}", ""
DAY, TOPIC, WRITTEN, QUESTION = "d{day}", "f{topic}", "a{announcement}", "q{appeal}"
STEERED = {
    Press.ANNOUNCE: EVENT, Press.ANNOUNCEMENTS: EVENT, Press.REMIND_SILENT: EVENT, Press.OVERVIEW: EVENT,
    Press.MAIL_TEXT: EVENT, Press.PLAN: EVENT, Press.LINE: EVENT, Press.CHAIN: EVENT, Press.COVERAGE: EVENT,
    Press.EXPORT: EVENT, Press.NEEDS: EVENT, Press.NEEDS_PAGE: "page 1", Press.PROGRAMME_AS_READ: EVENT,
    Press.PROGRAMME_MAIL: EVENT, Press.PROGRAMME_MANNER: EVENT, Press.PROGRAMME_PAGE: "page 1", Press.DOUBLES: EVENT,
    Press.BEHALF: EVENT, Press.GUEST: EVENT, Press.GUESTS: EVENT, Press.MEETING: EVENT, Press.EDIT_TITLE: EVENT,
    Press.EDIT_TIME: EVENT, Press.EDIT_PLACE: EVENT, Press.EDIT_SEATS: EVENT, Press.EDIT_DAYS: EVENT,
    Press.EDIT_AGAIN: NOTHING, Press.CALL_OFF: EVENT, Press.PUBLISH: EVENT, Press.OPEN_NOW: EVENT,
    Press.CLOSE_NOW: EVENT, Press.COPY_MEETING: EVENT, Press.FOLLOW_UP: EVENT, Press.NEW_MEETING: NOTHING,
    Press.READ_FIRST: EVENT, Press.BOARD_LINE: EVENT, Press.REMIND_COORDINATOR: EVENT, Press.CHECKLIST: EVENT,
    Press.TICK: "{event} venue agency on", Press.BOARD: NOTHING, Press.BOARD_FILTER: "needy",
    Press.COVERAGE_PAGE: "page 1", Press.SEAT_REQUEST: "h{organisation} principal",
    Press.QUICK_VOTE: "poll {poll} {option}", Press.CLOSE_QUICK: "poll {poll}", Press.POLL_PICTURE: "poll {poll}",
    Press.PICTURE_TO_CHANNEL: "poll {poll}",
    Press.SERIES: NOTHING, Press.SERIES_ONE: "{series}", Press.NEW_SERIES: "season", Press.SERIES_LIKE: "{series}",
    Press.SERIES_PART: "{series} quiet", Press.REMOVE: "{series} ", Press.PARTIES: "{series}",
    Press.AREA: "{series} ", Press.COORDINATORS: "{series} ", Press.INVITED: EVENT, Press.INVITED_PAGE: "page 1",
    Press.INVITE: EVENT, Press.INVITE_FUNCTION: EVENT, Press.FILL_IN: EVENT, Press.UNINVITE: EVENT,
    Press.PRIORITISE: EVENT, Press.OPENS_ITSELF: "{event} off", Press.OPEN_PRIORITISING: EVENT,
    Press.POLL: EVENT, Press.OPEN_POLL: EVENT, Press.CLOSE_POLL: "poll {poll}", Press.CHANGE_POLL: "poll {poll}",
    Press.POLL_FILE: "poll {poll}",
    Press.BREAK_TIE: "poll {poll}", Press.VOTE_FOR: "guest {registration}", Press.VOTE: "poll {poll}",
    Press.VOTE_PAGE: "page 1", Press.POLL_RESULT: "poll {poll}",
    Press.MAKE_DATE_POLL: "{undated}", Press.MORE_DAYS: NOTHING, Press.OPEN_DATE_POLL: "{undated}",
    Press.CLOSE_DATE_POLL: "{undated}", Press.DROP_DATE_POLL: "{undated}", Press.DAYS_FOR_GUEST: "{undated}",
    Press.OTHER_DAY: "{undated}", Press.DECIDE_DAY: DAY, Press.CAN: DAY, Press.CAN_IF_NEEDED: DAY, Press.CANNOT: DAY,
    Press.ANSWER_DAYS: "{undated}", Press.HOLD_DAYS: "{undated}", Press.WHO_CAN: "{undated}", Press.DATE: "{undated}",
    Press.ANNOUNCE_AGAIN: WRITTEN, Press.WITHDRAW: WRITTEN, Press.PROGRESS: WRITTEN, Press.OUTCOME: WRITTEN,
    Press.APPEAL_YES: QUESTION, Press.APPEAL_NO: QUESTION, Press.APPEAL_REASON: QUESTION,
    Press.APPROVE_TOPIC: TOPIC, Press.TOPIC: TOPIC, Press.TOPIC_UP: TOPIC, Press.TOPIC_DOWN: TOPIC,
    Press.REWORD: TOPIC, Press.MERGE_TOPIC: TOPIC, Press.DECIDE_TOPIC: TOPIC, Press.REOPEN_TOPIC: TOPIC,
    Press.CHANGE_TOPIC: TOPIC, Press.WITHDRAW_TOPIC: TOPIC,
    Press.BIND: "area:{area}", Press.POST_AGAIN: "{card}", Press.SEND_AGAIN: "{delivery} 1",
    Press.DROP: "{delivery} 1", Press.DELIVERIES: "1", Press.LOG: "1", Press.MAIL_SENT: "{mail}",
    Press.GUEST_CALENDAR: "{mail}", Press.STEP: "step {step}", Press.STEP_TEXT: "step {step}", Press.TRIAL: EVENT,
    Press.PLAN_PAGE: "page 1", Press.CHANGE_FOR: "r{registration}", Press.COMING_FOR: "r{registration}",
    Press.CANCEL_FOR: "r{registration}", Press.DECLINE_FOR: "p{invited}", Press.SEND_FOR: "r{registration}",
    Press.PROPOSE_FOR: "r{registration}", Press.COME_INSTEAD: "q{substitution}",
    Press.NOT_INSTEAD: "q{substitution}", Press.GUEST_COMES: "q{substitution}", Press.GUEST_CANNOT: "q{substitution}",
    Press.LET_FORWARD: "w{waiting}", Press.TAKE_OFFER: "g{waiting}", Press.TURN_DOWN: "g{waiting}",
    Press.PROGRAMME_UP: "topic {topic}", Press.PROGRAMME_DOWN: "topic {topic}",
    Press.PROGRAMME_LONGER: "topic {topic}", Press.PROGRAMME_SHORTER: "topic {topic}",
    Press.PROGRAMME_SWAP: "topic {topic}", Press.PROGRAMME_FOR: "part 0", Press.PARTICIPANTS: EVENT,
    Press.PARTICIPANTS_PAGE: "page 1", Press.CHANGE: EVENT, Press.SUBSTITUTE: EVENT, Press.NAME_ANOTHER: EVENT,
    Press.CREW: EVENT, Press.DUTIES: NOTHING, Press.HAND_OVER: "area:{area}", Press.DEPUTIES: "area:{area}",
    Press.HANDOVER_BACK: "o{handover}", Press.TAKE_OVER: "o{handover}", Press.NOT_TAKE_OVER: "o{handover}",
    Press.SNOOZE_TOMORROW: EVENT, Press.SNOOZE_MONDAY: EVENT,
}  # fmt: skip
"""What each button is about: somebody else's. Whoever is no part of it is refused."""
OPEN = {
    Press.CANCEL: EVENT, Press.COMING: EVENT, Press.TAKE_BACK: EVENT,
    Press.REGISTER: EVENT, Press.SHOW: EVENT, Press.DECLINE: EVENT, Press.HEAR: EVENT, Press.PROPOSE: EVENT,
    Press.TOPICS: EVENT, Press.TOPICS_PAGE: "{event} 1", Press.SUPPORT: TOPIC, Press.UNSUPPORT: TOPIC,
    Press.LIST: "1", Press.MINE: NOTHING, Press.EDIT_PROFILE: NOTHING, Press.OPEN_LINK: NOTHING,
    Press.INERT: NOTHING, Press.HELP: NOTHING, Press.SETTINGS: NOTHING, Press.PROGRAMME: EVENT,
    Press.ASK_TO_COME: EVENT, Press.CALENDAR: EVENT, Press.WELCOME: NOTHING, Press.NO_WELCOME: NOTHING,
    Press.FEED: NOTHING, Press.FEED_RENEW: "0", Press.FEED_STOP: "0", Press.MEETINGS: NOTHING,
    Press.MEETINGS_PAGE: "page 1", "attendance": NOTHING, "title": NOTHING,
}  # fmt: skip
"""Everybody's: what they change is of whoever pressed."""
STEERED_FORMS = {
    View.ANNOUNCEMENT, View.CONFIRMATION, View.APPEAL_ANSWER, View.CALL_OFF, View.CHANGED_TOPIC, View.CHECKLIST,
    View.COMING_INSTEAD, View.DATE_POLL, View.DAYS, View.DAYS_FOR_GUEST, View.DECIDED_TOPIC, View.GUEST, View.GUESTS,
    View.LET_FORWARD, View.MEETING, View.MEETING_CONFIRMED, View.MERGE, View.MERGED_TOPIC, View.NAMED,
    View.NEW_MEETING, View.BEHALF, View.WHOM, View.OTHER_DAY, View.POLL, View.POLL_CHANGE, View.PRIORITISING,
    View.PROGRAMME, View.PROGRAMME_FOR,
    View.PROGRAMME_MANNER, View.PROGRAMME_SWAP, View.PUBLISH, View.REWORDED_TOPIC, View.STEP, View.SUBSTITUTE,
    View.NEW_SERIES, View.SERIES_PART, View.REMOVE, View.PARTIES, View.AREA, View.COORDINATORS, View.INVITE,
    View.SEAT_REQUEST, View.INVITE_FUNCTION, View.FILL_IN, View.UNINVITE,
    View.CREW, View.HAND_OVER, View.DEPUTIES,
    View.SUBSTITUTE_FOR, View.TIE, View.TOPIC_FOR, View.TURN, View.VOTE,
}  # fmt: skip
OPEN_FORMS = {View.REGISTRATION, View.TOPIC, View.SETTINGS, View.WELCOME, View.APPEAL}


@dataclass
class Town:
    """One row of everything that a button may be about, in one workspace."""

    ids: dict[str, int]
    alice: str

    def value(self, template: str) -> str:
        return template.format(**self.ids)

    def about(self) -> dict[str, Any]:
        """As much as any form carries: whatever a handler looks for, it finds."""
        ids = self.ids
        return {**ids, "event": ids["event"], "topic": f"f{ids['topic']}", "question": ids["substitution"],
                "step": f"step {ids['step']}", "announcement": ids["announcement"], "whom": f"r{ids['registration']}",
                "registration": ids["waiting"], "poll": ids["poll"], "appeal": ids["appeal"], "version": 1,
                "seen": "0", "days": [ids["day"]], "rows": 2, "page": 1, "profile": False, "read": "0",
                "like": ids["event"], "place": f"area:{ids['area']}", "turn": "close", "part": "title"}  # fmt: skip


def town(session: Session, workspace: Workspace, slack_id: str) -> Town:
    series, area = make_series(session, workspace), make_area(session, workspace)
    home = {"workspace_id": workspace.id}
    event = make_event(session, series=series, area=area, min_registrations=2)
    undated = make_event(session, series=series, area=area, starts_at=None)
    alice = session.scalar(select(Row).where(Row.slack_user_id == slack_id)) or make_person(
        session, slack_user_id=slack_id, workspace_id=workspace.id
    )
    make_assignment(session, alice, Duty.COORDINATOR, area_id=area.id)
    organisation = make_organisation(session, **home)
    guest, invited = make_guest(session, "Gunnel", **home), make_guest(session, "Ines", **home)
    make_quota(session, event, 5, taken=1)
    seat = make_registration(session, event, guest, organisation_id=organisation.id)
    waiting = make_registration(
        session, event, make_guest(session, "Vera", **home), organisation_id=organisation.id,
        state=RegistrationState.WAITLISTED,
    )  # fmt: skip
    invitations.invite(session, event, [invited.id], NOON)
    topic = make_topic(session, event, proposer_id=guest.id)
    date_poll = DatePoll(event_id=undated.id, tz=event.tz, state=DatePollState.OPEN, closes_at=NOON + timedelta(days=9))
    poll = Poll(workspace_id=workspace.id, event_id=event.id, opened_at=NOON, closes_at=NOON + timedelta(days=9))
    written = Announcement(
        workspace_id=workspace.id, event_id=event.id, author_id=alice.id, audience=Audience.INVITED, words="Hej",
    )  # fmt: skip
    appeal = Appeal(event_id=event.id, person_id=invited.id, organisation_id=organisation.id, asked_at=NOON)
    asked = Substitution(registration_id=seat.id, person_id=make_person(session, **home).id, asked_at=NOON)
    handover = Handover(
        workspace_id=workspace.id, area_id=area.id, from_id=alice.id, to_id=make_person(session, **home).id,
        asked_at=NOON,
    )  # fmt: skip
    session.add_all([date_poll, poll, written, appeal, asked, handover])
    session.flush()
    day = DateOption(poll_id=date_poll.id, day=date(2027, 5, 4), start_time=time(9), end_time=time(12))
    option = PollOption(poll_id=poll.id, place=1, topic_id=topic.id, words=topic.title)
    session.add_all([day, option])
    session.commit()
    rows = {
        "series": series, "organisation": organisation, "option": option, "event": event,
        "undated": undated, "area": area,
        "handover": handover, "registration": seat, "waiting": waiting, "topic": topic,
        "day": day, "poll": poll, "announcement": written, "appeal": appeal, "substitution": asked,
        "invited": invited, "card": make_card(session, event), "step": make_step(session, event),
        "delivery": make_delivery(session, event, alice),
        "mail": make_delivery(session, event, alice, kind=Kind.GUEST_TEXT),
    }  # fmt: skip
    return Town({name: row.id for name, row in rows.items()}, slack_id)


Stored = dict[str, list[Any]]


def stored(engine: Engine) -> Stored:
    """Every row of every table."""
    with engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table))]
            for table in Base.metadata.sorted_tables
        }


class Forger:
    """Sends what Slack never would, and looks at everything that is stored."""

    def __init__(self, app: App, slack: Slack, engine: Engine, caplog: pytest.LogCaptureFixture) -> None:
        self.app, self.slack, self.engine, self.caplog = app, slack, engine, caplog
        caplog.set_level(logging.INFO, logger="bot.app")
        self.answers: list[Any] = []
        self.watch = sqlite3.connect(str(engine.url.database))
        self.seen_at: Any = None
        self.seen: Stored = {}

    def presses(self, user: str, press: str, value: str, about: dict[str, Any]) -> None:
        action = {"type": "button", "block_id": "b", "action_ts": "1", "action_id": str(press), "value": value}
        view = {"id": "V1", "type": "modal", "hash": "1.a", "private_metadata": json.dumps(about), "blocks": [],
                "state": {"values": {}}}  # fmt: skip
        message = {"ts": "1.1", "text": "", "blocks": []}
        where = {"container": {"type": "view"}, "message": message, "response_url": "https://hooks.invalid/1"}
        self._send({"type": "block_actions", "actions": [action], "view": view, **where}, user)

    def submits(self, user: str, view: str, about: dict[str, Any], entered: dict[str, Any]) -> None:
        values = {name: {name: what} for name, what in entered.items()}
        form = {"id": "V1", "type": "modal", "hash": "1.a", "private_metadata": json.dumps(about), "blocks": [],
                "callback_id": str(view), "state": {"values": values}}  # fmt: skip
        self._send({"type": "view_submission", "view": form, "response_urls": []}, user)

    def _send(self, body: dict[str, Any], user: str) -> None:
        self.caplog.clear()
        seen = len(self.slack.calls)
        common = {"team": {"id": "T0SANDBOX"}, "user": {"id": user, "team_id": "T0SANDBOX"}, "api_app_id": "A0",
                  "token": "x", "trigger_id": "1.2.x"}  # fmt: skip
        answer = self.app.dispatch(BoltRequest(mode="socket_mode", body={**common, **body}))
        assert answer.status == 200
        broken = [record for record in self.caplog.records if record.exc_info]
        assert not broken, f"{body} broke: {broken[0].exc_info}"
        self.answers = [answer.body, *(json.dumps(args, default=str) for _, args in self.slack.calls[seen:])]

    @property
    def is_refused(self) -> bool:
        lines = [record.getMessage() for record in self.caplog.records if record.name == "bot.app"]
        assert all("mallory" not in line.casefold() for line in lines)
        return any(" was refused a " in line for line in lines)

    @property
    def is_answered(self) -> bool:
        return any(len(str(one or "")) > 40 for one in self.answers)

    def stored(self) -> Stored:
        """Everything; read again only when somebody has written."""
        version = self.watch.execute("PRAGMA data_version").fetchone()
        if version != self.seen_at:
            self.seen_at, self.seen = version, stored(self.engine)
        return self.seen


@pytest.fixture
def forger(bot: Bot, workspace: Slack, engine: Engine, caplog: pytest.LogCaptureFixture) -> Iterator[Forger]:
    for user in ("U0MALLORY", "U0ALICE"):
        workspace.person(user, name=user.removeprefix("U0").title(), email=f"{user}@example.org".casefold())
    app = build_app(bot, serving.join(bot))
    bot.respond = lambda *_: None
    found = Forger(app, workspace, engine, caplog)
    for user in ("U0MALLORY", "U0ALICE"):
        found.presses(user, Press.HELP, "", {})
    yield found
    found.watch.close()


@pytest.fixture
def ours(forger: Forger, session: Session) -> Town:
    return town(session, session.scalars(select(Workspace)).one(), "U0ALICE")


@pytest.fixture
def theirs(ours: Town, session: Session) -> Town:
    """Another workspace, with rows of its own."""
    return town(session, make_workspace(session, team_id="T0OTHER"), "U0OTHERALICE")


def differences(before: Stored, after: Stored) -> set[str]:
    return {name for name, rows in after.items() if rows != before[name]}


ENTERED: dict[str, Any] = {
    **{name: {"type": "plain_text_input", "value": "Något helt annat"}
       for name in ("title", "background", "words", "reason", "name", "points", "why")},
    "email": {"type": "email_text_input", "value": "mallory@example.org"},
    "list": {"type": "plain_text_input", "value": "Gustav Gran, gustav@example.org, Ljungby kommun"},
    **{name: {"type": "static_select", "selected_option": {"value": value}}
       for name, value in (("audience", "invited"), ("role", "principal"), ("attendance", "on_site"),
                           ("verdict", "yes"), ("fate", "saved"), ("level", "overarching"), ("method", "dots"),
                           ("publish", "now"), ("organisation", "1"), ("tie", "choice"), ("shown_to", "everyone"))},
    "day": {"type": "datepicker", "selected_date": "2027-05-05"},
    "clock": {"type": "timepicker", "selected_time": "10:00"},
}  # fmt: skip


def entered(there: Town) -> dict[str, Any]:
    chosen = {"option": f"d{there.ids['day']}", "person": f"r{there.ids['registration']}",
              "question": f"f{there.ids['topic']}", "event": str(there.ids["event"])}  # fmt: skip
    return {**ENTERED, **{name: {"type": "static_select", "selected_option": {"value": value}}
                          for name, value in chosen.items()}}  # fmt: skip


def test_every_button_and_form_says_whose_it_is() -> None:
    """A new one is not forgotten: it is somebody's, or everybody's."""
    table = commands.table()
    assert set(table.presses) == {str(one) for one in (*STEERED, *OPEN)}
    assert set(table.views) == {str(one) for one in (*STEERED_FORMS, *OPEN_FORMS)}
    assert not STEERED.keys() & OPEN.keys() and not STEERED_FORMS & OPEN_FORMS


@ONE_KIND
def test_somebody_elses_buttons_are_refused_logged_and_change_nothing(forger: Forger, ours: Town) -> None:
    before, wrong = forger.stored(), []
    for press, template in STEERED.items():
        forger.presses("U0MALLORY", press, ours.value(template), ours.about())
        changed = differences(before, forger.stored())
        if changed or not forger.is_refused or not forger.is_answered:
            wrong.append((str(press), changed, forger.is_refused, forger.is_answered))
            before = forger.stored()
    assert wrong == [], wrong


@ONE_KIND
def test_somebody_elses_forms_are_refused_logged_and_change_nothing(forger: Forger, ours: Town) -> None:
    before, wrong = forger.stored(), []
    for view in sorted(STEERED_FORMS):
        forger.submits("U0MALLORY", view, ours.about(), entered(ours))
        changed = differences(before, forger.stored())
        if changed or not forger.is_refused or not forger.is_answered:
            wrong.append((str(view), changed, forger.is_refused, forger.is_answered))
            before = forger.stored()
    assert wrong == []


@ONE_KIND
def test_rows_of_another_workspace_do_not_exist_for_anybody(forger: Forger, ours: Town, theirs: Town) -> None:
    """Not even for Alice, who coordinates here; nor do buttons that are everybody's reach them."""
    before, wrong = forger.stored(), []
    about_something = {press: value for press, value in (STEERED | OPEN).items() if "{" in value}
    for user in ("U0MALLORY", "U0ALICE"):
        for press, template in about_something.items():
            forger.presses(user, press, theirs.value(template), theirs.about())
            changed = differences(before, forger.stored())
            if changed or not forger.is_refused:
                wrong.append((user, str(press), changed, forger.is_refused))
                before = forger.stored()
        for view in sorted((STEERED_FORMS | OPEN_FORMS) - {View.SETTINGS, View.WELCOME}):
            forger.submits(user, view, theirs.about(), entered(theirs))
            changed = differences(before, forger.stored())
            if changed:
                wrong.append((user, str(view), changed, forger.is_refused))
                before = forger.stored()
    assert wrong == []


@ONE_KIND
def test_what_is_everybodys_changes_only_what_is_of_whoever_pressed(
    forger: Forger, ours: Town, session: Session
) -> None:
    mallory = session.scalars(select(Row.id).where(Row.slack_user_id == "U0MALLORY")).one()
    session.rollback()
    shared = {"cards", "events", "quotas", "overviews"}
    before = forger.stored()
    for press, template in OPEN.items():
        forger.presses("U0MALLORY", press, ours.value(template), ours.about())
        after = forger.stored()
        for name in differences(before, after) - shared:
            new = [row for row in after[name] if row not in before[name]]
            assert all(mallory in row for row in new), (press, name, new)
        before = after


@ONE_KIND
def test_alice_presses_the_same_and_is_not_refused_for_want_of_rights(forger: Forger, ours: Town) -> None:
    """The control: it is the right that is missing, not what the payload says."""
    not_hers = {Press.REMIND_COORDINATOR, Press.CHECKLIST, Press.TICK, Press.SERIES}
    for press, template in STEERED.items():
        forger.presses("U0ALICE", press, ours.value(template), ours.about())
        refused = any(
            "Det kan bara samordnaren" in str(one) or "bara samordnaren" in str(one) for one in forger.answers
        )
        assert not forger.is_refused or not refused or press in not_hers, (press, forger.answers)


@ONE_KIND
def test_what_a_coordinator_opened_is_refused_when_the_duty_is_gone(
    forger: Forger, ours: Town, session: Session
) -> None:
    """A form from yesterday, sent today."""
    mallory = session.scalars(select(Row).where(Row.slack_user_id == "U0MALLORY")).one()
    duty = make_assignment(session, mallory, Duty.COORDINATOR, area_id=ours.ids["area"])
    event = session.get_one(Event, ours.ids["event"])
    assert access.sees_needs(session, event, mallory.id)
    session.delete(duty)
    session.commit()
    before = forger.stored()
    about, typed = {"event": ours.ids["event"]}, entered(ours)
    for _ in range(2):
        forger.submits("U0MALLORY", View.CALL_OFF, about, typed)
        assert forger.is_refused and differences(before, forger.stored()) == set()
