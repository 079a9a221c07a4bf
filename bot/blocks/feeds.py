"""My own address for calendars: what it is for, and how it is made, renewed and turned off."""

from bot.blocks.ids import Press, View
from bot.blocks.text import Block, Bold, actions, button, form, quoted, rich, small, sure
from bot.i18n import Translate, long_moment
from bot.receipts import FeedFacts
from models.errors import N_

TITLE = N_("My calendar address")
WHAT_FOR = N_(
    "Your calendar can read all your registrations by itself from an address of your own. "
    "What is moved or cancelled follows within some hours."
)
SECRET = N_("Whoever has the address can read it too: keep it to yourself, and make a new one if it has spread.")


def way_in(t: Translate) -> Block:
    return button(t("Subscribe in your calendar"), Press.FEED)


def address_form(found: FeedFacts, t: Translate, *, tz: str, address: str | None = None) -> Block:
    """How it stands. The address itself is shown once, when it has just been made."""
    return form(View.SHOWN, t(TITLE), [*_standing(found, tz, address, t), _buttons(found, t), small(t(SECRET))], t)


def _standing(found: FeedFacts, tz: str, address: str | None, t: Translate) -> list[Block]:
    if address:
        how = t("Copy it, and add it in your calendar as one to subscribe to from the web. It is shown only now.")
        return [rich([Bold(t("This is your address."))], how), quoted(address)]
    if found.made_at:
        since = t("You have an address, made {when}.", when=long_moment(found.made_at, tz, t))
        return [rich([Bold(since)], t("It was shown when it was made. Have you lost it? Make a new one."))]
    return [rich(t(WHAT_FOR))]


def _buttons(found: FeedFacts, t: Translate) -> Block:
    if found.made_at is None:
        return actions(button(t("Make an address"), Press.FEED_RENEW, found.version, style="primary"))
    renew, stop, ends = t("Make a new address"), t("Turn off"), t("The address you have stops working at once.")
    return actions(
        button(renew, Press.FEED_RENEW, found.version, confirm=sure(renew, ends, renew, t("Never mind"))),
        button(stop, Press.FEED_STOP, found.version, style="danger", confirm=sure(stop, ends, stop, t("Never mind"))),
    )
