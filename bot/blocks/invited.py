"""Those invited and how each stands: for whoever invites."""

from bot.blocks.events import seats, sentence, when
from bot.blocks.ids import Press, View
from bot.blocks.participants import turning
from bot.blocks.steps import about
from bot.blocks.text import Block, Bold, Line, actions, bullets, button, divider, form, heading, rich, section, shorten
from bot.i18n import Translate, long_moment
from bot.receipts import GoesOut, InvitedLine, InvitedPage, Stands
from models.errors import N_

CHUNK = 30
WORDS = {
    Stands.INVITED: N_("the invitation has not gone out yet"),
    Stands.SILENT: N_("has not answered"),
    Stands.OPENED: N_("has opened it"),
    Stands.REGISTERED: N_("registered"),
    Stands.IN_LINE: N_("on the waiting list"),
    Stands.DECLINED: N_("has said no"),
    Stands.GAVE_BACK: N_("has given the seat back"),
    Stands.NAMELESS: N_("waits for a name"),
}
"""After a name in the list."""


def invited(found: InvitedPage, t: Translate, *, said: str | None = None) -> Block:
    """The list, a page of it. `said` is what has just been done."""
    event, counts = found.event, found.counts
    unheard = counts.get(Stands.SILENT, 0) + counts.get(Stands.OPENED, 0)
    blocks: list[Block] = [section(said), divider()] if said else []
    blocks += [heading(event.title), rich(when(event, t), [Bold(_sum(found, t))], sentence(seats(event.seats, t)))]
    blocks.append(
        actions(
            button(t("Invite"), Press.INVITE, event.id, style="primary"),
            button(t("Invite a function"), Press.INVITE_FUNCTION, event.id),
            button(t("Fill in a name"), Press.FILL_IN, event.id) if counts.get(Stands.NAMELESS) else None,
            button(t("Remind those who have not answered"), Press.REMIND_SILENT, event.id) if unheard else None,
            button(t("Copy mail text"), Press.MAIL_TEXT, event.id) if found.lines else None,
            button(t("Take off the list"), Press.UNINVITE, event.id) if found.lines else None,
            button(t("Who covers what"), Press.COVERAGE, event.id),
            button(t("To the meeting"), Press.MEETING, event.id),
        )
    )
    is_same_for_all = set(counts) <= {Stands.INVITED}
    lines = [_line(one, t, says_how=not is_same_for_all) for one in found.lines]
    blocks += [bullets(lines[first : first + CHUNK]) for first in range(0, len(lines), CHUNK)]
    blocks += turning(Press.INVITED_PAGE, found.page, found.pages, t)
    if found.without:
        missing = shorten(", ".join(found.without), 2000)
        blocks += [divider(), rich([Bold(t("Nobody invited from:")), " ", missing])]
    return form(View.SHOWN, t("Those invited"), blocks, t, about=about(event.id))


def goes_out(found: GoesOut, t: Translate) -> str:
    """When they hear it."""
    if found.at is None:
        return t("The invitation goes out by the plan, when the meeting is published and has a day.")
    moment = long_moment(found.at, found.tz, t)
    if found.by_plan:
        return t("The invitation goes out {when}, as the plan says.", when=moment)
    return t("The invitation goes out {when}.", when=moment)


def done(many: int, found: GoesOut, t: Translate) -> str:
    if not many:
        return t("Nobody new was invited.")
    invited = t.n("{n} is invited.", "{n} are invited.", many)
    return f"{invited} {goes_out(found, t)}"


def _sum(found: InvitedPage, t: Translate) -> str:
    """30 inbjudna: 12 anmälda, 3 har tackat nej, 15 har inte svarat."""
    counts = found.counts
    people = sum(n for stands, n in counts.items() if stands is not Stands.NAMELESS)
    parts = [
        t.n("{n} registered", "{n} registered", counts.get(Stands.REGISTERED, 0)),
        t.n("{n} on the waiting list", "{n} on the waiting list", counts.get(Stands.IN_LINE, 0)),
        t.n("{n} has said no", "{n} have said no", counts.get(Stands.DECLINED, 0) + counts.get(Stands.GAVE_BACK, 0)),
        t.n("{n} has opened it", "{n} have opened it", counts.get(Stands.OPENED, 0)),
        t.n("{n} has not answered", "{n} have not answered", counts.get(Stands.SILENT, 0)),
        t.n("{n} has not got it yet", "{n} have not got it yet", counts.get(Stands.INVITED, 0)),
    ]
    shown = [part for part in parts if not part.startswith("0 ")]
    first = t.n("{n} person invited", "{n} people invited", people)
    names = counts.get(Stands.NAMELESS, 0)
    waiting = " " + t.n("{n} function waits for a name.", "{n} functions wait for a name.", names) if names else ""
    return f"{first}: {', '.join(shown)}.{waiting}" if shown else f"{first}.{waiting}"


def _line(one: InvitedLine, t: Translate, *, says_how: bool) -> Line:
    """`says_how`: when all stand alike, the sum has said it."""
    place = one.organisation or t("Without an organisation")
    outside = "" if one.has_slack else f", {t('not in Slack')}"
    role = f", {one.role}" if one.role else ""
    how = f" – {t(WORDS[one.standing])}" if says_how else ""
    return [Bold(place), f": {one.name}{role}{how}{outside}"]
