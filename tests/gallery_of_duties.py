"""Who coordinates, leads the conversation and takes notes, for the gallery."""

from dataclasses import replace
from typing import Any

from bot.blocks import coordinating, crews, events
from bot.i18n import Translate
from bot.receipts import EventFacts, EventLine
from bot.receipts.duties import Crew, CrewNews, HandoverFacts, PlaceFacts, PlaceNews, Trusted, Turn
from models.events import EventState


def drawn(event: EventFacts, t: Translate, *, name: str, many: int) -> dict[str, Any]:
    """`name` is as long as it gets."""
    those = tuple(Trusted(number, name, f"U{number:06}") for number in range(1, min(many, 9) + 1))
    place = PlaceFacts("area:1", name, False, those[:2], those[:5], hands_over=True, may_name_deputies=True)
    asked = replace(place, asked=name, handover_id=7, has_left=True, deputies=())
    lab = PlaceFacts("series:2", name, True, (), (), hands_over=False)
    question = HandoverFacts(7, name, False, name, name, Turn.ASKED)
    news = CrewNews(event, name, leads=True, notes=True, led=False, noted=False)
    line = EventLine(event, None, may_see_fellows=True, leads=True, takes_notes=True)
    return {
        "crews.form": crews.crew_form(Crew(event, those, those[:1]), t),
        "crews.form, nobody": crews.crew_form(Crew(event), t),
        "crews.told, both": crews.told(news, t),
        "crews.told, leads": crews.told(replace(news, notes=False), t),
        "crews.told, notes": crews.told(replace(news, leads=False), t),
        "crews.told, leads no more": crews.told(replace(news, leads=False, notes=False, led=True), t),
        "crews.told, notes no more": crews.told(replace(news, leads=False, notes=False, noted=True), t),
        "crews.changed": crews.changed(event, t),
        "crews.changed, cancelled": crews.changed(replace(event, state=EventState.CANCELLED, reason="snö"), t),
        "crews.line": {"blocks": events.line_blocks(line, t)},
        "coordinating.shown": coordinating.shown((place, asked, lab) * min(many, 10), t, said=t("Saved.")),
        "coordinating.handover": coordinating.handover_form(place, t),
        "coordinating.deputies": coordinating.deputies_form(place, t),
        "coordinating.deputies, none": coordinating.deputies_form(lab, t),
        "coordinating.asked": coordinating.asked(question, t),
        "coordinating.in_home": {"blocks": coordinating.in_home(question, t)},
        "coordinating.accepted": coordinating.news_to_asker(replace(question, turn=Turn.ACCEPTED), t),
        "coordinating.declined": coordinating.news_to_asker(replace(question, turn=Turn.DECLINED), t),
        "coordinating.unreached": coordinating.news_to_asker(replace(question, turn=Turn.UNREACHED), t),
        "coordinating.withdrawn": coordinating.news_to_asked(replace(question, turn=Turn.WITHDRAWN), t),
        "coordinating.to_colleague": coordinating.news_to_colleague(question, t),
        "coordinating.taken_over": coordinating.taken_over(question, t),
        "coordinating.told": coordinating.told(PlaceNews(name, name, coordinates=True), t),
        "coordinating.told, no more": coordinating.told(PlaceNews(name, name, coordinated=True), t),
        "coordinating.deputy": coordinating.told(PlaceNews(name, name, is_deputy=True), t),
        "coordinating.deputy no more": coordinating.told(PlaceNews(name, name, was_deputy=True), t),
    }
