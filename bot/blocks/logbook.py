"""Who did what, in words."""

from bot.blocks.events import Message
from bot.blocks.ids import Press
from bot.blocks.text import Block, Bold, Line, actions, bullets, button, heading, numbered, safe, section, small
from bot.i18n import Translate, long_moment
from bot.receipts import LogLine, LogPage
from models.errors import N_

WORDS = {
    "registered": N_("took a seat"),
    "waitlisted": N_("joined the waiting list"),
    "kept": N_("kept the seat"),
    "changed": N_("changed a registration"),
    "cancelled": N_("gave a seat back"),
    "declined": N_("said no"),
    "confirmed_coming": N_("said yes, still coming"),
    "asked_to_hear": N_("asked to hear if the meeting moves"),
    "offered": N_("offered a free seat"),
    "asked": N_("asked about a free seat"),
    "offer_accepted": N_("took an offered seat"),
    "offer_ran_out": N_("let an offer run out"),
    "seat_went": N_("told that the seat went to somebody else"),
    "left_line": N_("left the waiting list"),
    "let_forward": N_("let somebody go first in line"),
    "let_others_go_first": N_("had to let others go first"),
    "replaced": N_("passed a seat on"),
    "substituted": N_("came instead"),
    "substitute_asked": N_("asked somebody to come instead"),
    "substitute_declined": N_("turned down coming instead"),
    "substitute_expired": N_("ended a question to a substitute that got no answer"),
    "substitute_withdrawn": N_("took back a question to a substitute"),
    "asked_to_come": N_("asked to come after the closing"),
    "asked_to_change": N_("asked for a change after the closing"),
    "asked_to_send": N_("asked to send somebody else"),
    "asked_to_come_instead": N_("asked to come instead of somebody"),
    "appeal_granted": N_("said yes to a request"),
    "appeal_refused": N_("said no to a request"),
    "seat_from_line": N_("gave somebody in line a seat"),
    "invitation_passed_on": N_("named somebody else to come instead"),
    "limit_overridden": N_("registered people beyond a limit"),
    "kept_seats_opened": N_("opened kept seats for everyone"),
    "people_merged": N_("made two rows of a person one"),
    "double_cancelled": N_("cancelled a registration that was doubled"),
    "needs_seen": N_("read needs and diet"),
    "list_fetched": N_("fetched the list"),
    "mail_sent": N_("sent a text by mail"),
    "invited": N_("invited people"),
    "uninvited": N_("took somebody off the list of those invited"),
    "function_invited": N_("invited a function in each organisation"),
    "function_filled_in": N_("filled in who holds a function"),
    "function_dropped": N_("took a function off the list of those invited"),
    "seat_requested": N_("asked an organisation for somebody"),
    "announcement_confirmed": N_("sent a message"),
    "announcement_withdrawn": N_("withdrew a message"),
    "step_changed": N_("changed the plan"),
    "delivery_sent_again": N_("sent a message again"),
    "delivery_dropped": N_("dropped a message"),
    "channel_bound": N_("tied a channel"),
    "date_poll_opened": N_("opened a vote on days"),
    "date_poll_closed": N_("closed a vote on days"),
    "days_answered": N_("answered which days suit"),
    "day_decided": N_("decided the day"),
    "feed_made": N_("made an address for a calendar"),
    "feed_stopped": N_("stopped an address for a calendar"),
    "date_poll_written": N_("wrote a vote on days"),
    "date_poll_dropped": N_("dropped a vote on days"),
    "meeting_changed": N_("changed the meeting"),
    "meeting_called_off": N_("cancelled the meeting"),
    "meeting_made": N_("made the meeting"),
    "meeting_publish": N_("published the meeting"),
    "meeting_publish_planned": N_("chose when the meeting is published"),
    "meeting_open": N_("opened registration"),
    "meeting_close": N_("closed registration"),
    "programme_changed": N_("changed the programme"),
    "programme_published": N_("published the programme"),
    "poll_opened": N_("opened a vote"),
    "quick_poll_opened": N_("opened a quick poll"),
    "prioritising_opened": N_("opened a vote on challenges"),
    "poll_changed": N_("changed a vote"),
    "poll_closed": N_("closed a vote"),
    "days_held": N_("fetched the days that are held"),
    "coordinator_reminded": N_("reminded the coordinator"),
    "point_ticked": N_("ticked off a point of the checklist"),
    "point_unticked": N_("took back a tick in the checklist"),
    "checklist_changed": N_("changed the checklist"),
    "facilitator_named": N_("named a facilitator"),
    "facilitator_removed": N_("took the facilitator's duty from somebody"),
    "note_taker_named": N_("named a note-taker"),
    "note_taker_removed": N_("took the note-taker's duty from somebody"),
    "deputy_named": N_("named a deputy"),
    "deputy_removed": N_("took the deputy's duty from somebody"),
    "handover_asked": N_("asked somebody to take over as coordinator"),
    "handover_accepted": N_("took over as coordinator"),
    "handover_declined": N_("said no to taking over as coordinator"),
    "handover_withdrawn": N_("took back a question to take over"),
    "imported": N_("read in a file"),
    "series_made": N_("made a season or a lab series"),
    "series_changed": N_("changed a season or a lab series"),
    "organisation_removed": N_("took an organisation out of a season or a lab series"),
    "area_removed": N_("took an area out of a season"),
    "needs_deleted": N_("deleted what people wrote about needs and food"),
    "topic_proposed": N_("proposed a question"),
    "topic_changed": N_("changed a question"),
    "topic_withdrawn": N_("withdrew a question"),
    "topic_answered": N_("answered a question in writing"),
    "topic_on_programme": N_("put a question on the programme"),
    "topic_reopened": N_("opened a question again"),
    "topic_approved": N_("approved a question"),
    "topic_moved": N_("changed the order of the questions"),
    "topic_reworded": N_("corrected the wording of a question"),
    "topic_merged": N_("merged questions"),
    "topic_sent_on": N_("sent a question on to another area"),
    "topic_saved": N_("saved a question for next time"),
    "topics_read_first": N_("changed whether questions are read before they are shown"),
    "poll_counted": N_("counted the votes"),
    "poll_tie_broken": N_("chose between equals"),
    "guest_vote_registered": N_("registered a guest's vote"),
}
"""What each line of the log says was done."""


def log(page: LogPage, t: Translate) -> Message:
    """A page, the latest first."""
    title = t("What has been done")
    if not page.lines:
        none = t("I find nothing.") if page.words else t("Nothing is written down yet.")
        return {"text": safe(f"{title}: {none}"), "blocks": [heading(title), section(none)]}
    lines = [_line(line, t) for line in page.lines]
    blocks: list[Block] = [heading(title), bullets(lines), *_pages(page, t)]
    said = t.n("{n} line.", "{n} lines.", page.total)
    return {"text": safe(f"{title}: {said}"), "blocks": blocks}


def _line(line: LogLine, t: Translate) -> Line:
    whom = f" ({line.person})" if line.person else ""
    return [
        f"{long_moment(line.at, line.tz, t)}: ",
        Bold(line.actor or t("the bot")),
        f" – {t(WORDS[line.action])}{whom}" if line.action in WORDS else f" – {line.action}{whom}",
        f". {line.event_title}" if line.event_title else "",
        f". {t('Reason: {reason}', reason=line.reason)}" if line.reason else "",
    ]


def _pages(page: LogPage, t: Translate) -> list[Block]:
    where_we_are = t("Page {page} of {pages}, {total} lines.", page=page.page, pages=page.pages, total=page.total)
    later = button(t("Later"), Press.LOG, f"{page.page - 1} {page.words}") if page.page > 1 else None
    earlier = button(t("Earlier"), Press.LOG, f"{page.page + 1} {page.words}") if page.page < page.pages else None
    return [small(where_we_are), *([numbered(actions(later, earlier))] if later or earlier else [])]
