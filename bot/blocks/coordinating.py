"""Who coordinates: my areas and lab series, handing one over, its deputies; and what is said of it."""

import json
from collections.abc import Sequence

from bot.blocks.events import Message
from bot.blocks.ids import Field, Press, View
from bot.blocks.inputs import people, person
from bot.blocks.text import Block, Bold, Line, actions, button, divider, form, rich, safe, section, small
from bot.i18n import Translate
from bot.receipts.duties import HandoverFacts, PlaceFacts, PlaceNews, Trusted, Turn

MOST_PLACES = 30
MOST_DEPUTIES = 5


def shown(found: Sequence[PlaceFacts], t: Translate, *, said: str | None = None) -> Block:
    """`said` is what has just been done."""
    blocks: list[Block] = [section(said), divider()] if said else []
    for place in found[:MOST_PLACES]:
        blocks += [rich(*_facts(place, t)), *(row for row in (_ways(place, t),) if row["elements"])]
    blocks.append(actions(button(t("To my meetings"), Press.MEETINGS)))
    return form(View.SHOWN, t("Who coordinates"), blocks, t)


def handover_form(place: PlaceFacts, t: Translate) -> Block:
    blocks = [
        rich([Bold(place.name)], t("Whoever you choose is asked. You coordinate until they have said yes.")),
        person(Field.PERSON, t("Who takes over"), placeholder=t("Somebody in Slack")),
        small(t("What is on its way to you then goes to them: questions to answer, mail texts, overviews.")),
        _back(t),
    ]
    return form(View.HAND_OVER, t("Hand over"), blocks, t, submit=t("Ask"), about=json.dumps({"place": place.key}))


def deputies_form(place: PlaceFacts, t: Translate) -> Block:
    chosen = [one.slack_user_id for one in place.deputies if one.slack_user_id]
    blocks = [
        rich([Bold(place.name)], t("A deputy may do everything that you may, and is told when you cannot be.")),
        people(Field.PEOPLE, t("Deputies"), placeholder=t("Somebody in Slack"), chosen=chosen, most=MOST_DEPUTIES),
        _back(t),
    ]
    seen = [one.person_id for one in place.deputies if one.slack_user_id]  # whom it cannot show, it cannot take away
    about = json.dumps({"place": place.key, "seen": seen})
    return form(View.DEPUTIES, t("Deputies"), blocks, t, submit=t("Save"), about=about)


def asked(found: HandoverFacts, t: Translate) -> Message:
    """To whoever may take over."""
    first, more = _question(found, t), t("{name} coordinates until you have said yes.", name=found.by)
    then = t("You may then do what the coordinator may, and what is on its way comes to you.")
    return {"text": safe(f"{first} {then} {more}"), "blocks": [rich([Bold(first)], then, more), _answers(found, t)]}


def in_home(found: HandoverFacts, t: Translate) -> list[Block]:
    return [section(_question(found, t)), _answers(found, t), divider()]


def news_to_asker(found: HandoverFacts, t: Translate) -> Message:
    """What became of it. The duty is theirs still, unless it was taken over."""
    if found.turn is Turn.ACCEPTED:
        first = t("{name} has taken over {place}.", name=found.whom, place=found.place)
        then = t("You no longer coordinate it, and what was on its way to you goes to {name}.", name=found.whom)
        return {"text": safe(f"{first} {then}"), "blocks": [rich([Bold(first)], then)]}
    if found.turn is Turn.DECLINED:
        first = t("{name} does not want to take over {place}.", name=found.whom, place=found.place)
    else:
        first = t("{name} could not be reached in Slack.", name=found.whom)
    then = t("You coordinate {place} as before.", place=found.place)
    again = actions(button(t("Ask somebody else"), Press.DUTIES))
    return {"text": safe(f"{first} {then}"), "blocks": [rich([Bold(first)], then), again]}


def news_to_asked(found: HandoverFacts, t: Translate) -> Message:
    words = t("{name} has taken back the question whether you want to take over {place}.",
              name=found.by, place=found.place)  # fmt: skip
    return _plain(words, t("Nothing is expected of you."))


def news_to_colleague(found: HandoverFacts, t: Translate) -> Message:
    words = t("{name} coordinates {place} with you, instead of {before}.",
              name=found.whom, place=found.place, before=found.by)  # fmt: skip
    return _plain(words)


def taken_over(found: HandoverFacts, t: Translate) -> Message:
    """To whoever has just said yes."""
    first = t("You coordinate {place} now.", place=found.place)
    then = t("{name} is told. What was on its way there comes to you.", name=found.by)
    ways = actions(
        button(t("The meetings I coordinate"), Press.MEETINGS),
        button(t("Where my meetings stand"), Press.BOARD),
        button(t("Who coordinates"), Press.DUTIES),
    )
    return {"text": safe(f"{first} {then}"), "blocks": [rich([Bold(first)], then), ways]}


def told(found: PlaceNews, t: Translate) -> Message:
    """To somebody who coordinates now, or has become a deputy; or does and is no longer."""
    by = t("{name} has arranged it.", name=found.by)
    if found.coordinates and not found.coordinated:
        first = t("You coordinate {place} now.", place=found.place)
        then = t("Its meetings, who comes and what is next are in Home.")
    elif found.is_deputy:
        first = t("You are a deputy in {place}.", place=found.place)
        then = t("You may do what the coordinator may, and hear what the coordinator would when nobody else can.")
    elif found.coordinated and not found.coordinates:
        return _plain(t("You no longer coordinate {place}.", place=found.place), by)
    else:
        return _plain(t("You are no longer a deputy in {place}.", place=found.place), by)
    ways = actions(button(t("The meetings I coordinate"), Press.MEETINGS))
    return {"text": safe(f"{first} {then} {by}"), "blocks": [rich([Bold(first)], then, by), ways]}


def names(those: Sequence[Trusted], t: Translate) -> str:
    return ", ".join(one.name for one in those) or t("nobody")


def _facts(place: PlaceFacts, t: Translate) -> list[Line | None]:
    asked_line = t("You have asked {name} to take over. You coordinate until they have said yes.", name=place.asked)
    return [
        [Bold(place.name)],
        f"{t('Process lead') if place.is_lab else t('Coordinators')}: {names(place.coordinators, t)}",
        f"{t('Deputies')}: {names(place.deputies, t)}",
        asked_line if place.asked else None,
        t("{name} has left Slack. Take the question back and ask somebody else.", name=place.asked)
        if place.has_left
        else None,
    ]


def _ways(place: PlaceFacts, t: Translate) -> Block:
    back, over, those = t("Take the question back"), t("Hand over"), t("Deputies")
    return actions(
        button(over, Press.HAND_OVER, place.key, label=f"{over}: {place.name}")
        if place.hands_over and not place.asked
        else None,
        button(back, Press.HANDOVER_BACK, f"o{place.handover_id}", label=f"{back}: {place.name}")
        if place.asked
        else None,
        button(those, Press.DEPUTIES, place.key, label=f"{those}: {place.name}") if place.may_name_deputies else None,
    )


def _question(found: HandoverFacts, t: Translate) -> str:
    return t("{name} asks you to take over as coordinator: {place}.", name=found.by, place=found.place)


def _answers(found: HandoverFacts, t: Translate) -> Block:
    value, yes, no = f"o{found.id}", t("Take over"), t("No, thank you")
    return actions(
        button(yes, Press.TAKE_OVER, value, style="primary", label=f"{yes}: {found.place}"),
        button(no, Press.NOT_TAKE_OVER, value, label=f"{no}: {found.place}"),
    )


def _back(t: Translate) -> Block:
    return actions(button(t("Back"), Press.DUTIES))


def _plain(first: str, *more: str) -> Message:
    return {"text": safe(" ".join([first, *more])), "blocks": [rich([Bold(first)], *more)]}
