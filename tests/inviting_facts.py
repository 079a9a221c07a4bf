"""Plain facts of those invited, and the blocks drawn from them."""

from dataclasses import replace
from typing import Any

from bot.blocks import coverage, invited, inviting
from bot.i18n import Translate
from bot.receipts import (
    Cell,
    Coverage,
    CoverRow,
    EventFacts,
    FunctionFacts,
    FunctionInviting,
    GoesOut,
    InvitedLine,
    InvitedPage,
    Invitee,
    Inviting,
    RequestFacts,
    Stands,
)
from bot.receipts.coverage import ANYBODY
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
        "inviting.function, nobody to pass it on": inviting.function_form(
            event, ROLES, t, found=replace(function, without_contact=tuple(place for _, place in places)), read="mark"
        ),
        "inviting.function, known": inviting.function_form(
            event, ROLES, t, found=replace(function, organisations=(), without_contact=()), read="mark"
        ),
        "inviting.fill in": inviting.fill_in_form(event, t),
        "inviting.fill in, one": inviting.fill_in_form(event, t, chosen=("f3", "Växjö kommun: nämndens ordförande")),
        "inviting.filled in": inviting.filled_in(name, event, t),
        "inviting.remove": inviting.remove_form(event, t),
        "inviting.to pass on": inviting.to_pass_on(fact, make_call(event), t),
        **_coverage(t, event, name=name, many=many),
        "invited": invited.invited(page, t, said=invited.done(many, replace(SOON, at=None, by_plan=True), t)),
        "invited, nobody has got it": invited.invited(
            InvitedPage(event, (replace(lines[0], standing=Stands.INVITED),), {Stands.INVITED: 1}), t
        ),
        "invited, nobody": invited.invited(InvitedPage(event, ()), t, said=invited.done(0, SOON, t)),
    }


def _coverage(t: Translate, event: EventFacts, *, name: str, many: int) -> dict[str, dict[str, Any]]:
    columns = (*ROLES, Role("director", "Förvaltnings- eller verksamhetschef"))
    principal, politician, director = columns
    ours = (Cell(principal, (name,) * min(many, 5), 1), Cell(politician, is_hole=True), Cell(director, is_hole=True))
    asked = (*ours[:2], Cell(director, is_hole=True, asked_at=NOON))
    nobody = tuple(Cell(role) for role in columns)
    rows = (
        CoverRow(1, name, ours),
        CoverRow(2, f"Älmhults kommun {name}"[:120], asked, (Cell(Role("region", "Region"), (name,)),)),
        CoverRow(3, "Region Kronoberg", nobody, (Cell(ANYBODY, is_hole=True),)),
    )
    counts = ((1, 2), (0, 2), (0, 2))
    every = (rows * many)[: min(many * 3, 99)]
    grid = Coverage(event, columns, every, every[:12], counts, (name,) * min(many, 33), 1, 3, True)
    outside = tuple((name, f"a{number}@example.org") for number in range(min(many, 20)))
    place = RequestFacts(event, 1, name, politician, (name,), ())
    said = replace(place, words=coverage.request(place, t), by=name, asked_at=NOON)
    by_mail = replace(said, in_slack=(), outside=(*outside, (name, None)))
    return {
        "coverage": coverage.coverage(grid, t),
        "coverage, only looking": coverage.coverage(
            replace(grid, grid=every[:12], pages=1, may_ask=False, without=()), t
        ),
        "coverage.request": coverage.request_form(place, t),
        "coverage.request, anybody by mail": coverage.request_form(
            replace(place, role=ANYBODY, in_slack=(), outside=outside), t
        ),
        "coverage.request, no contact": coverage.request_form(replace(place, in_slack=()), t),
        "coverage.request, asked for": coverage.request_form(said, t),
        "coverage.asked": coverage.asked(said, t),
        "coverage.asked, by mail": coverage.asked(by_mail, t),
        "coverage.message": coverage.message(said, t),
    }
