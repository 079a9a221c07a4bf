"""The day of a meeting: everyone says when they can, the lead sees whom each day suits, and one press decides."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.indoors.conftest import Room, good

pytestmark = pytest.mark.browser
QUESTION = "Vilken dag passar för det återkopplande förlabbet?"
TUESDAY, WEDNESDAY = "tisdag 7 september", "onsdag 8 september"


def test_the_parties_say_when_they_can_and_the_lead_decides(page: Page, room: Room) -> None:
    room.at("2027-06-16T16:20+02:00")
    researcher = room.enters(page, "forskare.skola")
    researcher.hears(QUESTION)
    good(page)
    researcher.presses(f"Kan: {TUESDAY} 2027")
    researcher.hears("Du har svarat: kan.")
    good(page, "days")

    researcher.opens_place("forlabb-skolnarvaro")
    researcher.hears("0 av 17 har svarat.")
    researcher.presses("Svara")
    expect(researcher.form.get_by_role("radiogroup")).to_have_count(2)
    good(page)
    researcher.form.get_by_role("radiogroup", name=WEDNESDAY).get_by_label("Kan om det behövs").check()
    researcher.presses("Svara")
    expect(researcher.form).to_contain_text("Ditt svar är noterat.")
    good(page)
    researcher.presses("Visa vilka som kan")
    expect(researcher.form).to_contain_text("Har inte svarat om alla dagar:")
    good(page)
    researcher.leaves()

    lead = room.enters(page, "processledare")
    lead.types("/dialog lista återkopplande")
    lead.presses("Dag för mötet: Återkopplande förlabb")
    expect(lead.form).to_contain_text("1 av 17 har svarat.")
    good(page)
    lead.presses("Svara för någon utanför Slack")
    lead.form.get_by_role("button", name="Vems svar är det?").click()
    page.get_by_role("option", name="Enhetschef fritid (fiktiv)").click()
    good(page)
    for day in (TUESDAY, WEDNESDAY):
        lead.form.get_by_role("radiogroup", name=day).get_by_label("Kan", exact=True).check()
    lead.presses("Svara")
    expect(lead.form).to_contain_text("2 av 17 har svarat.")
    lead.leaves()

    room.at("2027-06-24T12:00+02:00")
    lead.hears(f"Förslag: {TUESDAY} 2027")
    lead.presses("Välj en annan dag")
    expect(lead.form).to_contain_text("Alla som får veta dagen läser det.")
    good(page)
    lead.leaves()
    lead.presses("Bestäm tisdag 7 september")
    lead.hears("Alla får veta det, och planen följer med.")
    room.later(minutes=1)
    researcher = room.enters(page, "forskare.skola")
    researcher.hears(f"Det blir {TUESDAY} 2027 kl. 09.00–12.00")
    good(page)
