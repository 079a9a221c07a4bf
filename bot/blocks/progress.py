"""How far an announcement has come, and what became of it for each recipient."""

from bot.blocks import deliveries as ledger
from bot.blocks import labels
from bot.blocks.announcements import AUDIENCES
from bot.blocks.events import Message
from bot.blocks.ids import Press, View
from bot.blocks.text import (
    Block,
    Bold,
    actions,
    bullets,
    button,
    divider,
    form,
    heading,
    numbered,
    rich,
    safe,
    section,
    shorten,
    small,
    sure,
)
from bot.i18n import Translate, long_moment
from bot.receipts import AnnouncementFacts, AnnouncementList, Outcomes
from models.deliveries import DeliveryState

EXCERPT = 150


def told(facts: AnnouncementFacts, t: Translate) -> Message:
    """The author's message, kept true while it goes out."""
    state = standing(facts, t)
    blocks = [rich([Bold(facts.event.title)], state, excerpt(facts)), _buttons(facts, t)]
    return {"text": safe(f"{facts.event.title}: {state}"), "blocks": blocks}


def shown(facts: AnnouncementFacts, t: Translate) -> Block:
    """The same, when asked for: with a button to look again."""
    blocks = [rich([Bold(facts.event.title)], standing(facts, t)), rich(facts.words), _buttons(facts, t, looks=True)]
    return form(View.SHOWN, t("Message"), blocks, t)


def listed(found: AnnouncementList, t: Translate) -> Block:
    """What has been written to the people of a meeting, the planned first."""
    blocks: list[Block] = [heading(found.event.title)]
    for one in found.announcements:
        blocks += [rich([Bold(standing(one, t))], _whom(one, t), excerpt(one)), _buttons(one, t), divider()]
    if not found.announcements:
        blocks.append(section(t("Nothing has been written yet.")))
    blocks.append(actions(button(t("Write to people"), Press.ANNOUNCE, found.event.id, style="primary")))
    return form(View.SHOWN, t("Messages to people"), blocks, t)


def outcome(found: Outcomes, t: Translate) -> Block:
    """Each recipient, those who were missed first; a page at a time."""
    facts = found.announcement
    lines = [
        [Bold(one.name), f": {t(ledger.STATES[DeliveryState(one.state)])}"]
        + ([f" – {labels.reason(one.reason, t)}"] if one.reason else [])
        for one in found.lines
    ]
    blocks: list[Block] = [rich([Bold(facts.event.title)], standing(facts, t))]
    blocks += [bullets(lines)] if lines else [section(t("Nobody in Slack was to have it."))]
    if found.pages > 1:
        where = t("Page {page} of {pages}.", page=found.page, pages=found.pages)
        blocks += [small(where), numbered(actions(*_turns(found, t)))]
    return form(View.SHOWN, t("Who was reached"), blocks, t)


def standing(facts: AnnouncementFacts, t: Translate) -> str:
    """27 av 40 framme, 1 nådde inte fram."""
    if facts.state == "withdrawn":
        return t("Withdrawn. Nobody hears it.")
    if facts.state == "stopped":
        return t("It did not go out: the meeting was cancelled after you wrote it. Write anew if it is still needed.")
    if facts.is_waiting and facts.due_at:
        return t("Goes out {when}.", when=long_moment(facts.due_at, facts.event.tz, t))
    if facts.state == "planned":
        return t("It goes out now.")
    so_far = facts.progress
    words = t("{n} of {total} delivered", n=so_far.sent, total=so_far.total)
    if so_far.missed:
        words += ", " + t.n("{n} not reached", "{n} not reached", so_far.missed)
    return (t("Done:") if so_far.left == 0 else t("On its way:")) + f" {words}."


def excerpt(facts: AnnouncementFacts) -> str:
    return shorten(" ".join(facts.words.split()), EXCERPT)


def _whom(facts: AnnouncementFacts, t: Translate) -> str:
    return f"{t(AUDIENCES[facts.audience])}, {facts.author}"


def _buttons(facts: AnnouncementFacts, t: Translate, *, looks: bool = False) -> Block:
    name = f"a{facts.id}"
    if facts.state != "planned":
        return actions(
            button(t("Look again"), Press.PROGRESS, name) if looks else None,
            button(t("Who was reached"), Press.OUTCOME, f"{name} 1"),
            button(t("All messages"), Press.ANNOUNCEMENTS, facts.event.id),
        )
    ask = sure(t("Withdraw"), t("Nobody hears it, and it cannot be taken up again."), t("Withdraw"), t("Keep it"))
    return actions(
        button(t("Look again"), Press.PROGRESS, name) if looks else None,
        button(t("Change"), Press.ANNOUNCE_AGAIN, name),
        button(t("Withdraw"), Press.WITHDRAW, name, confirm=ask),
    )


def _turns(found: Outcomes, t: Translate) -> list[Block | None]:
    name = f"a{found.announcement.id}"
    return [
        button(t("Previous"), Press.OUTCOME, f"{name} {found.page - 1}") if found.page > 1 else None,
        button(t("Next"), Press.OUTCOME, f"{name} {found.page + 1}") if found.page < found.pages else None,
    ]
