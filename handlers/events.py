"""Finding meetings, and tying a channel to an area."""

from bot.blocks import events as show
from bot.blocks.channels import bound, choose_place
from bot.blocks.ids import Press, Shortcut
from bot.context import Bot
from bot.i18n import Translate
from bot.services import access, channels, events, lost_cards
from bot.services.people import Member
from bot.slack import is_in_channel
from handlers.answers import Answer
from handlers.table import Handlers
from models.errors import N_, Refusal

INVITE_ME = N_("Invite me to the channel first: write /invite and my name. Then try again.")


def listen(on: Handlers) -> None:
    on.word("list", "lista")(list_events)
    on.word("mine", "mina")(list_mine)
    on.word("here", "här", "har")(bind_channel)
    on.press(Press.LIST)(turn_page)
    on.press(Press.MINE)(list_mine)
    on.shortcut(Shortcut.MINE)(list_mine)
    on.press(Press.BIND)(bind_chosen)
    on.press(Press.POST_AGAIN)(post_again)


def list_events(bot: Bot, member: Member, words: str, answer: Answer, t: Translate) -> None:
    answer.redraw(_page(bot, member, 1, words, t))


def turn_page(bot: Bot, member: Member, value: str, answer: Answer, t: Translate) -> None:
    number, _, words = value.partition(" ")
    answer.redraw(_page(bot, member, int(number) if number.isdigit() else 1, words, t))


def list_mine(bot: Bot, member: Member, value: str, answer: Answer, t: Translate) -> None:
    """My registrations, offers and questions, each with what I can do."""
    with bot.sessions.reading() as session:
        now = bot.clock.now()
        mine = events.concerning(session, member.workspace_id, member.person_id, now)
        page = events.page_of(session, mine, person_id=member.person_id, now=now, number=access.row_id(value) or 1)
    intro = None if page.lines else t("You are not registered for any meeting yet.")
    answer.redraw(show.choices(page, t, title=t("My dialogues"), intro=intro, turns=Press.MINE))


def bind_channel(
    bot: Bot, member: Member, is_admin: bool, words: str, channel_id: str, answer: Answer, t: Translate
) -> None:
    """This channel belongs to my area from now on, and shows the cards of its coming meetings."""
    with bot.sessions.reading() as session:
        places = access.places_to_bind(
            session, member.workspace_id, person_id=member.person_id, is_admin=is_admin, words=words
        )
    if not places:
        raise Refusal(N_("Only a coordinator can tie a channel to an area of theirs."))
    if len(places) > 1:
        answer.say(choose_place([(place.key, place.name) for place in places], t))
        return
    _bind(bot, member, is_admin, places[0].key, channel_id, answer, t)


def bind_chosen(
    bot: Bot, member: Member, is_admin: bool, value: str, channel_id: str, answer: Answer, t: Translate
) -> None:
    _bind(bot, member, is_admin, value, channel_id, answer, t)


def post_again(bot: Bot, member: Member, is_admin: bool, value: str, answer: Answer, t: Translate) -> None:
    """The cards of a channel that were deleted, or that I could not reach."""
    with bot.sessions.reading() as session:
        card = access.card_to_post(
            session, member.workspace_id, access.row_id(value), person_id=member.person_id, is_admin=is_admin
        )
        channel_id = str(card.channel_id)
    if not is_in_channel(bot.slack, channel_id):
        raise Refusal(INVITE_ME)
    with bot.sessions.begin() as session:
        posted = lost_cards.revive(session, member.workspace_id, channel_id, bot.clock.now(), is_asked_for=True)
    if not posted:
        raise Refusal(N_("That has been taken care of already."))
    answer.sentence(t.n("{n} card is on its way.", "{n} cards are on their way.", posted))


def _page(bot: Bot, member: Member, number: int, words: str, t: Translate) -> show.Message:
    with bot.sessions.reading() as session:
        page = events.page(
            session, member.workspace_id, person_id=member.person_id, number=number, words=words, now=bot.clock.now()
        )
    return show.choices(page, t, title=t("Coming meetings"), words=words)


def _bind(bot: Bot, member: Member, is_admin: bool, key: str, channel_id: str, answer: Answer, t: Translate) -> None:
    if not is_in_channel(bot.slack, channel_id):
        raise Refusal(INVITE_ME)
    with bot.sessions.begin() as session:
        place = access.place_to_bind(session, member.workspace_id, key, person_id=member.person_id, is_admin=is_admin)
        done = channels.bind(session, place, channel_id, actor_id=member.person_id, now=bot.clock.now())
    answer.say(bound(done, t))
