"""Plain facts of those invited, and the blocks drawn from them."""

from dataclasses import replace
from typing import Any

from bot.blocks import invited, inviting
from bot.i18n import Translate
from bot.receipts import (
    EventFacts,
    FunctionFacts,
    FunctionInviting,
    GoesOut,
    InvitedLine,
    InvitedPage,
    Invitee,
    Inviting,
    Stands,
)
from models.series import Role
from tests.clock import NOON
from tests.facts import make_call

SOON = GoesOut(NOON, by_plan=False, tz="Europe/Stockholm")
ROLES = (Role("principal", "Rektor eller skolledare"), Role("politician", "Förtroendevald"))


def drawn(t: Translate, event: EventFacts, *, name: str, many: int) -> dict[str, dict[str, Any]]:
    bob = Invitee(name, "bob@example.org", 2, 1, name, "principal", "Rektor eller skolledare", has_slack=True)
    guest = replace(bob, person_id=None, has_slack=False, row=1)
    wrong = replace(guest, email="bob(at)example.org", problem="that is not an e-mail address", row=2)
    some = (bob, guest, wrong, replace(bob, standing=Stands.SILENT), replace(bob, standing=Stands.DECLINED))
    everyone = Inviting(event, SOON, (some * many)[: max(5, min(many, 100))], unread=many - 2)
    known = Inviting(event, SOON, (replace(bob, standing=Stands.REGISTERED),))
    places = tuple((number, name) for number in range(min(many, 33)))
    missing = tuple(place for _, place in places[1:])
    function = FunctionInviting(event, replace(SOON, by_plan=True), name, "Förtroendevald", places, missing, missing)
    lines = tuple(InvitedLine(name, name, "Rektor eller skolledare", one, has_slack=False) for one in list(Stands)[1:])
    page = InvitedPage(event, (lines * many)[:60], dict.fromkeys(list(Stands)[1:], many), 1, 3, missing)
    fact = FunctionFacts(3, event, name, name)
    return {
        "inviting.form": inviting.invite_form(event, t),
        "inviting.form, shown": inviting.invite_form(event, t, found=everyone, read="mark"),
        "inviting.form, nobody new": inviting.invite_form(event, t, found=known, read="mark"),
        "inviting.function": inviting.function_form(event, ROLES, t),
        "inviting.function, shown": inviting.function_form(event, ROLES, t, found=function, read="mark"),
        "inviting.function, known": inviting.function_form(
            event, ROLES, t, found=replace(function, organisations=(), without_contact=()), read="mark"
        ),
        "inviting.fill in": inviting.fill_in_form(event, t),
        "inviting.fill in, one": inviting.fill_in_form(event, t, chosen=("f3", "Växjö kommun: nämndens ordförande")),
        "inviting.filled in": inviting.filled_in(name, event, t),
        "inviting.remove": inviting.remove_form(event, t),
        "inviting.to pass on": inviting.to_pass_on(fact, make_call(event), t),
        "invited": invited.invited(page, t, said=invited.done(many, replace(SOON, at=None, by_plan=True), t)),
        "invited, nobody": invited.invited(InvitedPage(event, ()), t, said=invited.done(0, SOON, t)),
    }
