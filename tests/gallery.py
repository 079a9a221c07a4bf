"""Everything the bot can show, drawn from facts: once as it is in an ordinary week, once as large as it gets."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from bot.blocks import (
    announcements,
    appeals,
    behalf,
    boards,
    cards,
    changes,
    channels,
    checklists,
    choices,
    date_choosing,
    dates,
    delegations,
    deliveries,
    events,
    feeds,
    guests,
    guide,
    home,
    invitations,
    lines,
    logbook,
    mails,
    merging,
    needs,
    offers,
    overviews,
    participants,
    plans,
    previews,
    programme_form,
    programmes,
    progress,
    registration_form,
    registrations,
    reminders,
    step_form,
    steps,
    substitutions,
    thanks,
    topic_form,
    topic_news,
    topic_steering,
    topics,
    trouble,
    yes_no,
)
from bot.blocks.ids import Press
from bot.i18n import Translate
from bot.receipts import (
    AnnouncementList,
    Bound,
    Chain,
    ChainLine,
    Choices,
    Contact,
    DatePollForm,
    DateVoice,
    DateVoices,
    DayWarning,
    Delegate,
    Delegation,
    Double,
    EventFacts,
    EventLine,
    FeedFacts,
    HomeFacts,
    KeptSeats,
    LeftFacts,
    MailFacts,
    MailSent,
    MyAnswers,
    Outcome,
    Outcomes,
    Pending,
    Published,
    Reach,
    Reached,
    SeatCounts,
    Snoozed,
    SomebodysSeat,
    Speaks,
    StepChange,
    StepTexts,
    Thanks,
    TopicDraft,
    TopicNews,
)
from bot.receipts.boards import Board, BoardDetails, ChecklistForm, PointFacts, Show, Tick, Todo
from bot.receipts.guide import Abilities, WelcomeForm
from models.appeals import AppealState
from models.checklists import POINTS, Side
from models.choices import Level, Rhythm
from models.dates import Can, DatePollState
from models.events import EventState, Form
from models.quotas import Scope
from models.registrations import Attendance, RegistrationState
from models.series import Role
from models.steps import Audience, Says
from models.topics import VOTED_IN, Fate
from tests import facts as make
from tests import gallery_of_duties, gallery_of_polls, gallery_of_seasons, inviting_facts, meeting_facts
from tests.clock import NOON

Drawn = dict[str, dict[str, Any]]
ADDRESS = f"https://dialog.example.org/calendar/{'x' * 43}.ics"
Draw = Callable[[Translate], Drawn]


@dataclass(frozen=True)
class Size:
    """What varies between an ordinary week and the worst one."""

    title: str = "Dialog i Kronoberg"
    name: str = "Bob Berg"
    words: str = "Vi är små."
    many: int = 2

    @property
    def event(self) -> EventFacts:
        return make.make_facts(title=self.title)


ORDINARY = Size()
LARGEST = Size(title="T" * 300, name="Ö" * 120, words="Å" * 1000, many=250)


def gallery(t: Translate, size: Size = ORDINARY) -> Drawn:
    drawings = (
        _registrations,
        _delegations,
        _substitutions,
        _behalf,
        _events,
        _topics,
        _reminders,
        _plans,
        _choices,
        _announcements,
        _overviews,
        _boards,
        _calls,
        _appeals,
        _dates,
        _meetings,
        _inviting,
        _programmes,
        _polls,
        _seasons,
        _others,
    )
    return {name: drawn for draw in drawings for name, drawn in draw(t, size).items()}


def _registrations(t: Translate, size: Size) -> Drawn:
    event = size.event
    hybrid = make.make_facts(title=size.title, form=Form.HYBRID)
    mine = MyAnswers(2, size.name, "principal", Attendance.DIGITAL, ("operational",), size.words[:500],
                     None, True, True, size.name, "bob@example.org")  # fmt: skip
    roles = tuple(Role(f"r{number}", size.name) for number in range(min(size.many, 20)))
    full = make.waiting_for(Scope.ORGANISATION, capacity=2, name=size.name)
    role = make.waiting_for(Scope.ROLE, capacity=10, name=size.name, role_id="principal")
    digital_is_full = make.waiting_for(Scope.ATTENDANCE, capacity=1, attendance=Attendance.DIGITAL)
    for_others = make.waiting_for(Scope.OPEN, kept=(KeptSeats(size.name, "politician", date(2027, 1, 12)),) * 2)
    seat = make.make_seat()
    line = make.make_line(size.many, event, name=size.name, organisation=size.name)
    happened = tuple(
        ChainLine(NOON, action, size.name, size.name, size.words[:300] if action == "let_forward" else None)
        for action in lines.HAPPENED
    ) * min(size.many, 5)  # fmt: skip
    form, show = registration_form.registration_form, registrations
    digital = make.make_facts(title=size.title, form=Form.DIGITAL)
    link = {"url": "https://video.example.org/42", "attendance": Attendance.DIGITAL, "address": None}
    return {
        "registrations.form": form(make.make_form(event), t, attendance=None, edits_profile=False),
        "registrations.form, hybrid": form(make.make_form(hybrid), t, attendance=None, edits_profile=True),
        "registrations.form, filled": form(
            make.make_form(hybrid, mine=mine, seat=seat, roles=roles), t, attendance=None, edits_profile=False
        ),
        "registrations.mine": show.my_seat(make.make_receipt(event=event, organisation=size.name), t),
        "registrations.receipt": show.receipt(make.make_receipt(event=event, organisation=size.name), t),
        "registrations.receipt, digital": show.receipt(make.make_receipt(event=digital, **link), t),
        "registrations.receipt, waiting": show.receipt(make.make_receipt(Outcome.WAITLISTED, event, **full), t),
        "registrations.receipt, role is full": show.receipt(make.make_receipt(Outcome.WAITLISTED, event, **role), t),
        "registrations.receipt, screens are full": show.receipt(
            make.make_receipt(Outcome.WAITLISTED, event, **digital_is_full), t
        ),
        "registrations.receipt, kept for others": show.receipt(
            make.make_receipt(Outcome.WAITLISTED, event, **for_others), t
        ),
        "registrations.receipt, changed": show.receipt(make.make_receipt(Outcome.CHANGED, event), t),
        "registrations.got_seat": show.got_seat(make.make_receipt(event=event), t),
        "registrations.mine, offered": show.my_seat(make.make_receipt(Outcome.KEPT, event, **make.OFFERED), t),
        "offers.offer": offers.offer(make.make_receipt(Outcome.KEPT, event, **make.OFFERED), t),
        "offers.offer, several asked": offers.offer(make.make_receipt(Outcome.KEPT, event, **full, is_asked=True), t),
        "offers.over, ran out": offers.over(make.make_receipt(Outcome.KEPT, event, **make.LAPSED), t),
        "offers.over, went": offers.over(make.make_receipt(Outcome.KEPT, event, **full), t),
        "offers.seat_left": offers.seat_left(make.make_facts(title=size.title, seats=SeatCounts(39, 3, 40)), t),
        "offers.guest": {"text": "", "blocks": [yes_no.answers_of_guest(3, t)]},
        "offers.place, let": offers.new_place(make.make_receipt(event=event, **full), size.words[:300], t, is_let=True),
        "offers.place": offers.new_place(make.make_receipt(event=event, **full), size.words[:300], t, is_let=False),
        "lines.list": lines.waiting_list(line, t),
        "lines.empty": lines.waiting_list(replace(line, rows=()), t),
        "lines.forward": lines.forward_form(line, line.rows[-1], t),
        "lines.chain": lines.chain(Chain(event, happened, earlier=True), t),
        "lines.chain, empty": lines.chain(Chain(event, ()), t),
        "registrations.cancelled": show.gave_up(make.make_receipt(Outcome.CANCELLED, event), t),
        "registrations.answered": show.answered(make.make_receipt(Outcome.KEPT, event), t),
        "registrations.hears_changes": show.hears_changes(
            make.make_receipt(Outcome.DECLINED, event, state=RegistrationState.DECLINED), t
        ),
        "registrations.declined": show.gave_up(make.make_receipt(Outcome.DECLINED, event), t),
    }


def _substitutions(t: Translate, size: Size) -> Drawn:
    event = size.event
    asked = make.make_question(event, by=size.name, name=size.name, organisation=size.name)
    unseen = make.make_question(event, by=None, is_guest=True)
    seat = {"instead_of": (size.name, None), "asked": size.name}
    replaced = {"state": RegistrationState.REPLACED, "followed_by": size.name, "address": None}
    mine = MyAnswers(2, size.name, "principal", name=size.name, email="charlie@example.org")
    yes = make.make_form(event, mine=mine, question=asked)
    show = registrations
    return {
        "substitutions.ask": substitutions.ask_form(make.make_receipt(event=event), t),
        "substitutions.ask, again": substitutions.ask_form(
            make.make_receipt(event=event, asked=size.name, is_hidden=True), t
        ),
        "substitutions.question": substitutions.question(asked, t),
        "substitutions.question, hidden": substitutions.question(unseen, t),
        "substitutions.question, guest": substitutions.guest_question(asked, t),
        "substitutions.form": registration_form.registration_form(yes, t, attendance=None, edits_profile=False),
        "substitutions.accepted": substitutions.accepted(asked, t, is_shown=True),
        "substitutions.accepted, hidden": substitutions.accepted(asked, t, is_shown=False),
        "substitutions.declined": substitutions.kept(asked, substitutions.DECLINED, t),
        "substitutions.expired": substitutions.kept(asked, substitutions.EXPIRED, t),
        "substitutions.name": substitutions.name_form(event, t),
        "substitutions.named": substitutions.named(event, size.name, t),
        "invitations.named": invitations.invitation(make.make_call(event, by=size.name), t),
        "substitutions.taken_back": substitutions.taken_back(asked, t),
        "substitutions.mine": show.my_seat(make.make_receipt(Outcome.KEPT, event, **seat), t),
        "substitutions.replaced": show.my_seat(make.make_receipt(Outcome.KEPT, event, **replaced), t),
    }


def _events(t: Translate, size: Size) -> Drawn:
    event = size.event
    full = make.make_facts(title=size.title, seats=SeatCounts(40, 3, 40))
    called_off = make.make_facts(title=size.title, state=EventState.CANCELLED, reason=size.words)
    undated = make.make_facts(title=size.title, day=None, seats=SeatCounts(27, 0, None), closes_at=None)
    closed = make.make_facts(title=size.title, takes_registrations=False, takes_topics=False, has_closed=True)
    page = make.make_page(*[event] * 6, page=2, pages=3)
    mine = make.make_page(full, state=RegistrationState.WAITLISTED)
    mine = replace(mine, lines=tuple(replace(line, place=3, is_asked=True) for line in mine.lines))
    lines = tuple(
        EventLine(one, state) for one in (event, undated) for state in (RegistrationState.REGISTERED, None)
    ) * min(size.many, 12)  # fmt: skip
    waiting = make.make_page(event, replace(event, id=8), replace(event, id=9), page=2, pages=3)
    pending = (
        Pending(has_asked=True), Pending(question_id=4, by=size.name), Pending(question_id=5, whom=size.name),
    )  # fmt: skip
    waiting = replace(
        waiting, lines=tuple(replace(line, pending=one) for line, one in zip(waiting.lines, pending, strict=True))
    )
    eaters = [(size.name, size.words[:500], f"{number} {size.words[:490]}") for number in range(size.many)]
    people = make.make_participants(
        size.many, event, name=size.name, organisation=size.name, role="Rektor eller skolledare"
    )
    return {
        "events.card": cards.card(event, 3, t),
        "events.card, full": cards.card(full, 0, t),
        "events.card, undated": cards.card(undated, 0, t),
        "events.card, closed": cards.card(closed, 0, t),
        "registrations.mine, closed": registrations.my_seat(
            make.make_receipt(Outcome.KEPT, closed, state=RegistrationState.CANCELLED), t
        ),
        "events.card, called off": cards.card(called_off, 0, t),
        "events.list": events.choices(page, t, title=t("Coming meetings"), words="kronoberg"),
        "events.mine": events.choices(mine, t, title=t("My dialogues")),
        "events.participants": participants.participants(people, t),
        "events.fellows": participants.fellows(make.make_fellows(size.many, event, name=size.name), t),
        "events.fetched": participants.fetched(t("The list is on its way to you, as a message from me."), event, t),
        "events.needs": needs.needs(event, eaters, t),
        "events.needs, last page": needs.needs(event, eaters, t, page=99),
        "home": home.home(HomeFacts(lines, size.name, coordinates=True), t),
        "events.mine, pending": events.choices(waiting, t, title=t("My dialogues"), turns=Press.MINE),
    }


def _delegations(t: Translate, size: Size) -> Drawn:
    event = size.event
    facts = make.make_form(make.make_facts(title=size.title, form=Form.HYBRID))
    row = Delegate(7, size.name, "bob@example.org", None, size.name, "principal", size.name, is_free_text=True)
    wrong = replace(row, number=8, problem="the role is missing")
    rows = (row, wrong, *[replace(row, has_left=True, has_slack=True)] * min(size.many, 98))
    done = tuple(replace(one, outcome=None if one.problem else Outcome.WAITLISTED) for one in rows)
    mail = mails.registered_for
    return {
        "delegations.guest": delegations.guest_form(facts, t, may_exceed=True),
        "delegations.list": delegations.list_form(facts, t, may_exceed=False),
        "delegations.preview": delegations.preview(facts, Delegation(event, rows), "mark", t, may_exceed=True),
        "delegations.done": delegations.registered_list(Delegation(event, done, is_done=True), t),
        "delegations.one": delegations.registered(size.name, make.make_receipt(event=event), t),
        "delegations.mail": mail(event, "registered", ["a@example.org"], size.words, t),
        "delegations.mail, waiting": mail(event, "waitlisted", ["a@example.org"], None, t),
        "delegations.told": registrations.receipt(make.make_receipt(event=event), t, by=size.name),
        "delegations.gave up": registrations.gave_up(make.make_receipt(Outcome.CANCELLED, event), t, by=size.name),
    }


def _behalf(t: Translate, size: Size) -> Drawn:
    facts = make.make_form(make.make_facts(title=size.title, form=Form.HYBRID))
    pairs = [
        Double(1, number, (size.name, size.name), ("a@example.org", None), True) for number in range(min(size.many, 40))
    ]
    pair = Double(1, 2, (size.name, size.name), ("a@example.org", None), True)
    seated = SomebodysSeat(size.name, True, 7, size.event, make.make_seat(organisation=size.name))
    offered = replace(seated, seat=make.make_seat(**make.OFFERED))
    silent = replace(seated, seat=None)
    waiting = make.make_seat(organisation=size.name, **make.waiting_for(Scope.ORGANISATION, capacity=2, name=size.name))
    return {
        "behalf.whom": behalf.whom_form(size.event, t, may_merge=True),
        "merging.doubles": merging.doubles(size.event, pairs, t),
        "merging.nobody": merging.doubles(size.event, [], t),
        "merging.merged": merging.merged(pair, t),
        "behalf.seat": behalf.seat(seated, t),
        "behalf.seat, guest in line": behalf.seat(replace(seated, has_slack=False, seat=waiting), t),
        "behalf.form": behalf.change_form(seated, facts, t, has_needs=True),
        "behalf.seat, offered": behalf.seat(offered, t),
        "behalf.seat, silent": behalf.seat(silent, t),
        "behalf.seat, colleague": behalf.seat(replace(seated, may_all=False), t),
        "behalf.send": behalf.send_form(seated, t),
        "behalf.topic": behalf.topic_form(seated, [("sfi", "Sfi och språk")], t),
        "behalf.topic told": behalf.proposed_for(size.event, size.words[:300], "Alice Alm", t),
        "behalf.topic mail": mails.mail_to(
            size.event, behalf.topic_mail(size.event, size.words[:300], t), ["gunnel@example.org"], t
        ),
        "behalf.sent": registrations.receipt(make.make_receipt(event=size.event), t, by="Alice", did="asked_instead"),
        "behalf.no": registrations.gave_up(make.make_receipt(Outcome.DECLINED, size.event), t, by="Alice Alm"),
        "events.fellows, contact": participants.fellows(
            replace(make.make_fellows(size.many, size.event, name=size.name), has_colleagues=True), t
        ),
        "behalf.done": behalf.done(seated, t("The registration is changed.")),
    }


def _topics(t: Translate, size: Size) -> Drawn:
    event = size.event
    found = make.make_topics(size.many, event, title=size.words[:300], background=size.words, proposer=size.name)
    taking = [replace(event, id=number) for number in range(size.many)]
    steered = replace(found, may_steer=True, may_decide=True, approves=True)
    one = replace(found.topics[0], may_support=True, supporters=3, merged=(size.words[:300],) * 2, was=size.words[:300])
    fated = replace(one, is_open=False, fate=Fate.SENT_ON, reason=size.words[:500], sent_to=size.name)
    waits = replace(one, is_open=False, is_pending=True, is_mine=True, may_change=True, is_from_last_time=True)
    mixed = replace(
        found, topics=(one, replace(one, id=7, is_supported=True), replace(waits, id=8), replace(fated, id=9))
    )
    form = make.make_topic_form(*taking, alike=(one, replace(one, id=2, supporters=1), replace(one, id=3)))
    own = TopicNews(event, size.words[:300], Fate.ON_PROGRAMME, VOTED_IN)
    news = {
        "voted in": own,
        "merged": replace(own, fate=Fate.MERGED, reason=None, into=size.words[:300]),
        "merged with mine": replace(own, fate=Fate.MERGED, reason=size.words, into=size.words[:300], is_mine=False),
        "sent on": replace(own, fate=Fate.SENT_ON, reason=size.words, sent_to=size.name),
        "answered": replace(own, fate=Fate.ANSWERED, reason=size.words),
        "saved": replace(own, fate=Fate.SAVED, reason=size.words),
        "open again": replace(own, fate=None, reason=None),
    }
    return {
        "topics.form": topic_form.topic_form(make.make_topic_form(*taking), t, draft=TopicDraft(size.words)),
        "topics.shown": topics.shown(found, t),
        "topics.message": topics.message(found, t),
        "topics.form, alike": topic_form.topic_form(form, t, draft=TopicDraft(size.words[:300], "overarching")),
        "topics.change": topic_form.change_form(waits, form, t),
        "topics.shown, of all sorts": topics.shown(mixed, t, said=t("Your question is changed.")),
        "topics.shown, steered": topics.shown(replace(mixed, may_steer=True), t, page=2),
        "topics.message, steered": topics.message(steered, t),
        "topics.panel": topic_steering.panel(steered, one, t, said=t("The question is saved.")),
        "topics.panel, pending": topic_steering.panel(steered, waits, t),
        "topics.panel, decided": topic_steering.panel(steered, fated, t),
        "topics.reword": topic_steering.reword_form(one, form, t),
        "topics.merge": topic_steering.merge_form(steered, one, t),
        "topics.decide": topic_steering.decide_form(steered, one, tuple(taking), t),
        "topics.thanks": topics.thanks(make.make_topics(0, event), t),
        **{f"topics.news, {fate}": topic_news.news(one, t) for fate, one in news.items()},
    }


def _reminders(t: Translate, size: Size) -> Drawn:
    event = size.event
    start = event.starts_at or NOON
    before = {"day": "2027-01-12", "start": "13:00", "end": "16:00"}
    with_reason = make.make_facts(title=size.title, reason=size.words)
    digital = make.make_facts(title=size.title, form=Form.DIGITAL, reason=size.words)
    kept, changed = make.make_receipt(Outcome.KEPT, event), make.make_receipt(Outcome.KEPT, with_reason)
    addresses = ["gunnel@example.org"] * size.many
    to_mark = guests.to_mark(mails.guest_text(event, "reminder", addresses[:1], NOON, t), 4, t, has_file=True)
    line, said_no = make.waiting_for(Scope.ALL), {"state": RegistrationState.DECLINED}
    late = [(f"{number} {size.name}", "no longer useful") for number in range(size.many)]
    return {
        "reminders.week": reminders.reminder(kept, start - timedelta(days=7), t),
        "reminders.day": reminders.reminder(kept, start - timedelta(days=1), t),
        "reminders.hour": reminders.reminder(kept, start - timedelta(hours=1), t),
        "reminders.channel": reminders.channel_reminder(event, start - timedelta(days=1), t),
        "changes.moved": changes.moved(changed, before, t),
        "changes.moved, waiting": changes.moved(make.make_receipt(Outcome.KEPT, event, **line), before, t),
        "changes.moved, said no": changes.moved(make.make_receipt(Outcome.KEPT, event, **said_no), before, t),
        "changes.form_changed": changes.form_changed(make.make_receipt(Outcome.KEPT, digital), t),
        "changes.called_off": changes.called_off(changed, t),
        "mails.guests": mails.guest_text(event, "reminder", addresses, start - timedelta(days=7), t),
        "mails.guests, to mark": to_mark,
        "mails.guests, sent": guests.marked(to_mark, MailSent(size.name, NOON, event.tz), t),
        "mails.guests, seat": mails.guest_text(event, "seat_from_line", addresses[:1], NOON, t),
        "trouble.miscount": trouble.miscount(size.title, 41, 40, t),
        "trouble.not_reached": trouble.not_reached(size.title, late, t),
    }


def _plans(t: Translate, size: Size) -> Drawn:
    event = size.event
    found = make.make_plan(size.many, event)
    guests_too = make.make_step(audience=Audience.INVITED, says=Says.INVITATION, people=size.many, guests=size.many)
    changed = StepChange(event, guests_too, is_overtaken=True, overtaken_by=size.name)
    week = make.make_step()
    message = reminders.reminder(make.make_receipt(Outcome.KEPT, event), NOON, t)
    shown = StepTexts(event, week, (("sv", message), ("en", None)))
    return {
        "plans.plan": plans.plan(found, t, said=steps.goes(week, event.tz, t)),
        "plans.plan, last page": plans.plan(found, t, page=99),
        "plans.plan, to read": plans.plan(replace(found, may_change=False), t),
        "plans.step": step_form.step_form(StepChange(event, week), t),
        "plans.step, overtaken": step_form.step_form(changed, t),
        "plans.texts": previews.texts(shown, t),
        "plans.trial": previews.trial(message, week, event.tz, t),
    }


def _meetings(t: Translate, size: Size) -> Drawn:
    return meeting_facts.drawn(t, size.event, name=size.name, many=size.many)


def _inviting(t: Translate, size: Size) -> Drawn:
    return inviting_facts.drawn(t, size.event, name=size.name, many=size.many)


def _choices(t: Translate, size: Size) -> Drawn:
    untouched = Choices(level=Level.ALL, rhythm=Rhythm.EACH, language=None, locale="sv-SE")
    chosen = Choices(level=Level.DAY_BEFORE, rhythm=Rhythm.WEEKLY, language="en", locale="en")
    start = size.event.starts_at or NOON
    week = reminders.reminder(make.make_receipt(Outcome.KEPT, size.event), start - timedelta(days=7), t)
    made = FeedFacts(1, NOON)
    row = choices.fewer(size.event.id, ("tomorrow", "monday"), t)
    again = registrations.said(choices.snoozed(Snoozed(size.title, start, size.event.tz), t))
    return {
        "choices": choices.message(untouched, t),
        "choices.form": choices.choices_form(chosen, t),
        "choices.kept": choices.kept(chosen, t),
        "choices.under a reminder": {"text": "", "blocks": [row]},
        "choices.snoozed": again,
        "choices.digest": choices.digest([week] * size.many, t),
        "choices.form, over HTTP": choices.choices_form(untouched, t, has_feeds=True),
        "feeds.none": feeds.address_form(FeedFacts(), t, tz=size.event.tz),
        "feeds.made": feeds.address_form(made, t, tz=size.event.tz, address=ADDRESS),
        "feeds.kept": feeds.address_form(made, t, tz=size.event.tz),
    }


def _announcements(t: Translate, size: Size) -> Drawn:
    words = (size.words * 3)[:3000]
    one = make.make_announcement(event=size.event, author=size.name, words=words)
    planned = replace(one, state="planned", due_at=NOON, is_waiting=True)
    noted = replace(one, due_at=NOON, warnings=tuple(announcements.WARNINGS), says="another", rival=size.name)
    begun = replace(one, state="begun", progress=make.make_progress(40, sent=27, missed=1))
    addresses = ("gunnel@example.org",) * size.many
    lines = tuple(Reached(size.name, state, "has left Slack") for state in ("failed", "sent")) * min(size.many, 12)
    reaches = {audience: Reach(size.many) for audience in announcements.AUDIENCES}
    return {
        "announcements.form": announcements.announcement_form(size.event, reaches, t),
        "announcements.form, filled": announcements.announcement_form(
            size.event, reaches, t, audience="silent", words=words, moment=NOON, replaces_id=3
        ),
        "announcements.preview": announcements.preview(one, t),
        "announcements.preview, noted": announcements.preview(noted, t),
        "announcements.message": announcements.message(one, t, has_seat=True),
        "announcements.message, silent": announcements.message(one, t, has_seat=False),
        "announcements.mail": announcements.mail_text(one, addresses, (size.name,), t),
        "announcements.told": progress.told(begun, t),
        "announcements.shown": progress.shown(planned, t),
        "announcements.listed": progress.listed(AnnouncementList(size.event, (planned, begun) * min(size.many, 10)), t),
        "announcements.outcome": progress.outcome(Outcomes(begun, lines, page=2, pages=3), t),
    }


def _overviews(t: Translate, size: Size) -> Drawn:
    names = (size.name,) * size.many
    one = make.make_overview(event=size.event, silent=names, without=(("politician", "Förtroendevald", names),))
    quiet = make.make_overview(
        event=make.make_facts(title=size.title, day=None, seats=SeatCounts(27, 0, None), area=None),
        days_left=None, needs=0, missed=0, silent_people=Reach(), outside=0, planned=0, steps=(), may_announce=False,
    )  # fmt: skip
    addresses = ("gunnel@example.org",) * size.many
    return {
        "overviews.one": overviews.weekly([make.make_overview()], t),
        "overviews.weekly": overviews.weekly([one, quiet] * min(size.many, 6), t),
        "overviews.shown": overviews.shown([one] * min(size.many, 40), t),
        "overviews.none": overviews.shown([], t),
        "overviews.mail": overviews.mail(MailFacts(size.event, addresses, addresses, names), t),
        "overviews.mail, before the invitation": overviews.mail(
            MailFacts(size.event, addresses, (), (), make.make_call(size.event)), t
        ),
        "overviews.mail, nobody": overviews.mail(MailFacts(size.event, (), (), ()), t),
    }


def _boards(t: Translate, size: Size) -> Drawn:
    event = make.make_facts(title=size.title, area=size.name)
    line = make.make_board_line(event=event, todos=tuple(Todo), coordinators=(Contact(size.name),) * min(size.many, 9))
    many = min(size.many, 25)
    board = Board((line,) * many, Show.ALL, tuple(EventState), total=many, needy=many, found=many, page=2, pages=3,
                  is_national=True)  # fmt: skip
    mine = replace(board, lines=(make.make_board_line(todos=(), reminded_at=None),), is_national=False, pages=1)
    tick = Tick(size.name, NOON)
    points = tuple(PointFacts(key, words, is_ours=True, agency=tick) for key, words in POINTS.items())
    own = (PointFacts("a1", size.words[:200], is_ours=False, coordinator=tick),) * min(size.many, 20)
    crew = {"leading": (size.name,), "noting": (size.name,) * 2}
    details = BoardDetails(line, points, (Side.AGENCY,), crew, may_remind=True, may_change_points=True)
    lines = tuple(EventLine(event, state) for state in (RegistrationState.OFFERED, None)) * min(size.many, 20)
    return {
        "boards.shown": boards.shown(board, t),
        "boards.shown, nothing": boards.shown(replace(board, lines=(), pages=1, show=EventState.HELD), t),
        "boards.shown, mine": boards.shown(mine, t),
        "boards.details": boards.details(details, t),
        "boards.details, both sides": boards.details(replace(details, points=own, sides=tuple(Side)), t, said="✓"),
        "boards.reminded": boards.reminded(line, size.name, t),
        "boards.checklist": checklists.changing(ChecklistForm(event, points, "abc"), t, "{}"),
        "boards.home": home.home(HomeFacts(lines, size.name, coordinates=True, board=board), t),
        "boards.home, coordinator": home.home(HomeFacts(lines, size.name, coordinates=True, board=mine), t),
    }


def _calls(t: Translate, size: Size) -> Drawn:
    call = make.make_call(size.event, organisation=size.name, purpose=size.words)
    early = make.make_facts(title=size.title, takes_registrations=False, opens_later=True)
    lab = replace(call, organiser=None, is_contact=False, role_id="principal", role="Rektor eller skolledare")
    notes = Thanks(size.event, date(2027, 1, 26))
    addresses = ["gunnel@example.org"] * size.many
    mail = invitations.invitation_lines(call, t)
    return {
        "invitations.save_the_date": invitations.save_the_date(replace(call, event=early), t),
        "invitations.invitation": invitations.invitation(call, t),
        "invitations.invitation, lab": invitations.invitation(lab, t),
        "invitations.nudge": invitations.nudge(call, t),
        "invitations.guests": mails.mail_to(size.event, mail, addresses, t),
        "thanks": thanks.thanks(notes, (size.event.starts_at or NOON) + timedelta(hours=3), t),
        "thanks, days later": thanks.thanks(notes, (size.event.starts_at or NOON) + timedelta(days=3), t),
    }


def _appeals(t: Translate, size: Size) -> Drawn:
    wish = make.make_appeal(event=size.event, person=size.name, words=size.words[:500])
    change = replace(
        wish,
        is_change=True,
        is_full=False,
        new_name=size.name[:60],
        was_organisation="Ljungby kommun",
        was_role="Rektor",
        attendance=Attendance.DIGITAL,
        was_attendance=Attendance.ON_SITE,
    )
    refused = replace(wish, state=AppealState.REFUSED, reason=size.words[:500], answered_by="Alice Alm")
    granted = replace(change, state=AppealState.GRANTED, answered_by="Alice Alm")
    seat = make.make_seat()
    closed = make.make_facts(title=size.title, takes_registrations=False, has_closed=True, names_are_set=True)
    sending = replace(wish, substitute=size.name)
    return {
        "appeals.form": appeals.ask_form(make.make_form(size.event), t),
        "appeals.change": registration_form.registration_form(
            make.make_form(size.event, seat=seat, is_frozen=True), t, attendance=None, edits_profile=False
        ),
        "appeals.change, closed": registration_form.registration_form(
            make.make_form(closed, seat=seat, is_frozen=True), t, attendance=None, edits_profile=False
        ),
        "appeals.mine": registrations.my_seat(make.make_receipt(Outcome.KEPT, closed), t),
        "appeals.send": substitutions.ask_form(make.make_receipt(event=closed), t),
        "appeals.come instead": appeals.ask_form(make.make_form(closed, question=make.make_question(closed)), t),
        "appeals.question, send": appeals.question(sending, t),
        "appeals.question, instead": appeals.question(
            replace(sending, is_by_substitute=True, holder=size.name, attendance=Attendance.DIGITAL), t
        ),
        "appeals.granted, send": appeals.answer(
            replace(sending, state=AppealState.GRANTED, answered_by="Alice Alm"), t
        ),
        "appeals.sent": appeals.sent(wish, t),
        "appeals.question": appeals.question(wish, t),
        "appeals.question, change": appeals.question(change, t),
        "appeals.answer form": appeals.answer_form(wish, t),
        "appeals.answered": appeals.answered(granted, t),
        "appeals.refused": appeals.answer(refused, t),
        "appeals.refused, change": appeals.answer(replace(refused, is_change=True), t),
        "appeals.granted": appeals.answer(granted, t),
    }


def _seasons(t: Translate, size: Size) -> Drawn:
    found = gallery_of_seasons.drawn(t, name=size.name, words=size.words, many=size.many)
    return found | gallery_of_duties.drawn(make.make_facts(title=size.title), t, name=size.name, many=size.many)


def _polls(t: Translate, size: Size) -> Drawn:
    return gallery_of_polls.drawn(t, size.event, name=size.name, words=size.words, many=size.many)


def _dates(t: Translate, size: Size) -> Drawn:
    event = replace(make.make_date_poll().event, title=size.title)
    usual = make.make_date_poll(event=event)
    days = tuple(
        replace(day, id=number, day=day.day + timedelta(days=number), warnings=make.WARNINGS)
        for number, day in enumerate(usual.days * min(size.many, 5))
    )
    large = replace(usual, days=days, question=size.words) if size.many > 2 else usual
    late = replace(large, counts=False, days=tuple(replace(day, is_mine_late=True) for day in large.days))
    best = tuple(replace(day, is_proposed=number == 1, warnings=make.WARNINGS) for number, day in enumerate(large.days))
    closed = replace(late, state=DatePollState.CLOSED, days=best, closed_at=usual.closes_at)
    forgotten = replace(closed, was_late=True, closed_at=usual.closes_at + timedelta(minutes=40))
    nobody = replace(usual, state=DatePollState.CLOSED, counts=False, answered=0, question=None)
    decided = make.make_decided(event=replace(make.make_decided().event, title=size.title))
    own = make.make_decided(registration_id=3, reason=size.words[:500])
    waiting = replace(large, state=DatePollState.WAITING, opens_at=None, days=best)
    names = (size.name,) * size.many
    said = tuple(DateVoice(size.name, size.name, (Can.IF_NEEDED,) * len(large.days)) for _ in names)
    guests = tuple((number, size.name) for number in range(size.many))
    voices = DateVoices(large, (*said, replace(said[0], is_late=True, by=size.name)), names, guests)
    rows = tuple((day.day, day.start_time, day.end_time) for day in large.days)
    asked = DatePollForm(usual.event, 4, rows, usual.closes_at, size.words[:400], usual.closes_at)
    everything = tuple(DayWarning(one, name="Långfredagen", week=8) for one in Speaks)
    return {
        "dates.question": dates.question(large, t),
        "dates.question, again": dates.question(large, t, is_again=True),
        "dates.question, late": dates.question(late, t),
        "dates.form": dates.answer_form(large, t),
        "dates.form, guest": dates.answer_form(large, t, guests=guests),
        "dates.noted": dates.noted(large, t),
        "dates.noted, late": dates.noted(late, t),
        "dates.card": dates.card(large, t),
        "dates.card, closed": dates.card(closed, t),
        "dates.card, decided": dates.card(decided, t),
        "dates.card, dropped": dates.card(replace(late, state=DatePollState.DROPPED), t),
        "dates.card, cancelled": dates.card(replace(late, event=replace(event, state=EventState.CANCELLED)), t),
        "dates.voices": dates.voices(voices, t),
        "dates.voices, none": dates.voices(DateVoices(usual, (), (), ()), t),
        "dates.decided": dates.decided(decided, t),
        "dates.decided, registered": dates.decided(own, t),
        "dates.decided, digital": dates.decided(replace(own, event=replace(own.event, form=Form.DIGITAL)), t),
        "dates.mail": mails.mail_to(event, dates.mail_lines(large, "asked", t), ["gunnel@example.org"], t),
        "dates.mail, released": mails.mail_to(
            event, dates.mail_lines(large, "released", t), ["gunnel@example.org"], t
        ),
        "dates.released": dates.released(large, t, has_taken=True),
        "dates.mail, decided": mails.mail_to(event, dates.mail_lines(decided, "set", t), ["gunnel@example.org"], t),
        "date_choosing.form": date_choosing.poll_form(replace(asked, days=(), closes_at=None), t),
        "date_choosing.form, again": date_choosing.poll_form(asked, t),
        "date_choosing.waiting": date_choosing.lead(DateVoices(waiting, (), (), ()), t),
        "date_choosing.planned": date_choosing.lead(DateVoices(replace(waiting, opens_at=NOON), (), (), ()), t),
        "date_choosing.open": date_choosing.lead(voices, t),
        "date_choosing.closed": date_choosing.lead(replace(voices, poll=closed), t),
        "date_choosing.decided": date_choosing.lead(replace(voices, poll=decided), t, said=t("The poll is closed.")),
        "date_choosing.proposal": date_choosing.proposal(closed, t),
        "date_choosing.proposal, late": date_choosing.proposal(forgotten, t),
        "date_choosing.proposal, none": date_choosing.proposal(nobody, t),
        "date_choosing.everyone": date_choosing.all_answered(large, t),
        "date_choosing.other day": date_choosing.other_day_form(closed, t),
        "date_choosing.done": date_choosing.done(own, t),
        "date_choosing.warned": {"text": "", "blocks": date_choosing.warned(
            replace(usual, days=(replace(usual.days[0], warnings=everything),)), t)},
    }  # fmt: skip


def _programmes(t: Translate, size: Size) -> Drawn:
    event = make.make_facts(title=size.title, has_programme=True)
    usual = make.make_programme(event)
    wide = replace(usual.segments[3], title=size.title, audience=((size.name, size.name),) * 20)
    talks = (make.make_talk(size.words[:300]),) * size.many
    long = replace(usual, segments=(*usual.segments, wide, replace(usual.segments[2], talks=talks)) * 3)
    found = usual if size.many < 10 else long
    left = (LeftFacts(9, size.words[:300], "operational", "too_short"),) * size.many
    draft = make.make_draft(found, left=left)
    said = Published(found, True, 27, NOON)
    registered, place = make.make_receipt(event=event), Contact(size.name, "a@example.org")
    return {
        "programmes.shown": programmes.shown(found, t),
        "programmes.ready": programmes.ready(found, t),
        "programmes.ready, changed": programmes.ready(replace(found, has_changed=True, role=None), t),
        "programmes.mail": programmes.mail(found, t),
        "programmes.missing": programmes.missing(event, t),
        "programmes.card": cards.card(replace(event, contacts=(place,)), 7, t),
        "programmes.reminder": reminders.reminder(registered, NOON, t),
        "programme_form.draft": programme_form.draft(draft, t),
        "programme_form.draft, last page": programme_form.draft(draft, t, page=99),
        "programme_form.draft, troubled": programme_form.draft(
            replace(draft, **make.TROUBLED), t, said=programme_form.overtaken(replace(draft, **make.TROUBLED), t)
        ),
        "programme_form.draft, published": programme_form.draft(
            replace(draft, is_published=True, is_new=False, left=(), by_share=False), t
        ),
        "programme_form.manner": programme_form.manner(draft, t),
        "programme_form.swap": programme_form.swap(draft, 4, 1, t),
        "programme_form.for whom": programme_form.for_whom(draft, draft.programme.segments[3], 1, t),
        "programme_form.published": programme_form.published(said, t),
        "programme_form.published, quietly": programme_form.published(replace(said, heard=None), t),
        "programme_form.published, again": programme_form.published(replace(said, is_new=False), t),
        "programme_form.published, off": programme_form.published(replace(said, is_switched_off=True), t),
    }


def _others(t: Translate, size: Size) -> Drawn:
    areas = [(f"area:{number}", size.name) for number in range(size.many)]
    ledger = make.make_ledger(size.many, recipient=size.name, event_title=size.title)
    many = make.make_facts(title=size.title, contacts=(Contact(size.name, "a@example.org"),) * 2)
    names = (size.name,) * min(size.many, 30)
    everything = Abilities(
        lists=True, registers=True, has_seat=True, proposes=True, votes=True, sets=True, coordinates=names,
        deputises=names, facilitates=names, takes_notes=names, represents=names, is_national=True, is_admin=True,
        is_new=True, reads_programme=True,
    )  # fmt: skip
    return {
        "channels.choose": channels.choose_place(areas, t),
        "channels.bound": channels.bound(Bound(size.name, size.many), t),
        "deliveries": deliveries.deliveries(ledger, t),
        "deliveries, one sent again": deliveries.deliveries(ledger, t, done=t("It is being sent again.")),
        "deliveries, to mail": deliveries.deliveries(replace(ledger, mails=ledger.lines[:3]), t),
        "cards.lost": cards.lost(size.title, 7, "message_not_found", t, is_channel=False),
        "cards.lost, a vote's": cards.lost(size.title, 7, "message_not_found", t, is_channel=False, is_vote=True),
        "cards.lost, channel": cards.lost(size.title, 7, "is_archived", t, is_channel=True),
        "deliveries, none": deliveries.deliveries(make.make_ledger(0), t),
        "logbook": logbook.log(make.make_log(size.many, person=size.name, event_title=size.title), t),
        "logbook, nothing": logbook.log(make.make_log(0), t),
        "help": guide.help_message(Abilities(True, True, True, True), t),
        "help, everything": guide.help_message(everything, t, unknown=size.name[:60], meant="list"),
        "help, nothing": guide.help_message(Abilities(), t),
        "help, a word": guide.of_word("register", t) or {},
        "welcome": guide.welcome_form(
            WelcomeForm(tuple(Role(f"r{number}", size.name) for number in range(9)), "sv"), t
        ),
        "two coordinators": cards.card(many, 0, t),
    }
