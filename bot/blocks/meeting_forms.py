"""The forms that change a meeting: each what a person changes at once."""

import json
from collections.abc import Sequence
from datetime import date, time

from bot.blocks.ids import Field, Press, View
from bot.blocks.inputs import Option, anew, choice, clock, day, number, radio, text_input, ticks
from bot.blocks.text import Block, Bold, Line, actions, button, divider, form, rich, section
from bot.i18n import Translate, clock_time, long_day
from bot.receipts import EventFacts
from bot.receipts.meetings import NewMeeting, Part, PartFacts
from models.errors import N_
from models.events import EventState, Form

PARTS = {
    Part.TITLE: N_("Title"),
    Part.TIME: N_("Day and time"),
    Part.PLACE: N_("Place and form"),
    Part.SEATS: N_("Seats"),
    Part.DAYS: N_("Days in the plan"),
}
NAMES = {
    "title": N_("Title"),
    "day": N_("Day"),
    "start_time": N_("Begins"),
    "end_time": N_("Ends"),
    "form": N_("Form"),
    "place_name": N_("Place"),
    "room": N_("Room"),
    "city": N_("Town"),
    "address": N_("Address"),
    "url": N_("Link"),
    "has_induction_loop": N_("Induction loop"),
    "is_step_free": N_("Step-free access"),
    "has_captions": N_("Captions"),
    "has_coffee": N_("Coffee"),
    "has_meal": N_("A meal"),
    "capacity": N_("Seats in all"),
    "max_per_organisation": N_("Seats per organisation"),
    "min_registrations": N_("Fewest for it to be held"),
    "facilitator": N_("Facilitator"),
    "note_taker": N_("Note-taker"),
    "attendance:on_site": N_("Seats on site"),
    "attendance:digital": N_("Seats digitally"),
    "save_the_date_on": N_("Save the date"),
    "invitation_on": N_("Invitation"),
    "topics_close_on": N_("Last day for questions"),
    "poll_open_on": N_("The vote opens"),
    "poll_close_on": N_("The vote closes"),
    "registration_close_on": N_("Last day to register"),
    "names_frozen_on": N_("Names are set from"),
    "programme_on": N_("The programme"),
    "notes_draft_on": N_("Draft notes"),
    "notes_final_on": N_("Final notes"),
    "state": N_("State"),
}
STATES = {
    EventState.DRAFT: N_("draft"),
    EventState.DATE_POLL: N_("date poll"),
    EventState.PLANNED: N_("date set"),
    EventState.OPEN: N_("invitation is out"),
    EventState.CLOSED: N_("registration closed"),
    EventState.ONGOING: N_("going on"),
    EventState.HELD: N_("held"),
    EventState.DOCUMENTED: N_("documented"),
    EventState.FED_BACK: N_("fed back"),
    EventState.ARCHIVED: N_("archived"),
    EventState.CANCELLED: N_("cancelled"),
}
FORMS = {Form.ON_SITE: N_("On site"), Form.DIGITAL: N_("Digital"), Form.HYBRID: N_("On site or digitally")}
VENUE = ("has_induction_loop", "is_step_free", "has_captions", "has_coffee", "has_meal")
WORDS = ("place_name", "room", "city", "address", "url")
LONGEST = {
    "title": 150,
    "facilitator": 120,
    "note_taker": 120,
    "place_name": 120,
    "room": 80,
    "city": 80,
    "address": 200,
    "url": 800,
}
LONGEST_REASON = 200
MOST_SEATS = 100_000
MOST_PLACES = 100
YES = "yes"


def part_form(found: PartFacts, t: Translate) -> Block:
    """What is so stands in the fields; what somebody else changed meanwhile above them, and what was typed stays."""
    inputs = {
        Part.TITLE: _title,
        Part.TIME: _time,
        Part.PLACE: _place,
        Part.SEATS: _seats,
        Part.DAYS: _days,
    }[found.part](found, t)
    blocks = [*_overtaken(found, t), *(_fresh(block, found) for block in inputs)]
    blocks.append(actions(button(t("Back to the meeting"), Press.MEETING, found.event.id)))
    travels = {"part": found.part, "seen": dict(found.seen), "round": found.round}
    return form(View.MEETING, t(PARTS[found.part]), blocks, t, submit=t("Go on"), about=about(found.event, **travels))


def new_form(found: NewMeeting, t: Translate) -> Block:
    """Only what a meeting must have: everything else is changed afterwards, while nobody sees it."""
    like = found.like
    places = [(one.key, one.name) for one in found.places[:MOST_PLACES]]
    first = places[0][0] if len(places) == 1 else None
    forms: Sequence[Option] = [(one.value, t(words)) for one, words in FORMS.items()]
    blocks: list[Block] = []
    if like:
        blocks.append(rich([Bold(like.title)], _taken_over(found, t)))
    blocks += [
        choice(Field.AREA, t("Where does it belong?"), places, chosen=found.chosen or first),
        text_input("title", _label("title", t), value=like.title if like else None, longest=LONGEST["title"]),
        day("day", _label("day", t), value=None, hint=t("Left empty: the date is to be decided.")),
        clock("start_time", _label("start_time", t), value=like.start_time if like else time(9), is_required=True),
        clock("end_time", _label("end_time", t), value=like.end_time if like else time(12), is_required=True),
        radio("form", _label("form", t), forms, chosen=(like.form if like else Form.ON_SITE).value),
        actions(button(t("To my meetings"), Press.MEETINGS)),
    ]
    travels = json.dumps({"like": like.id if like else None, "follows": found.is_follow_up})
    title = t("Follow-up") if found.is_follow_up else t("New meeting")
    return form(View.NEW_MEETING, title, blocks, t, submit=t("Save as a draft"), about=travels)


def _taken_over(found: NewMeeting, t: Translate) -> str:
    if not found.is_follow_up:
        return t("Place, programme, seats and the days of the plan are taken over, as far from the new day.")
    first = t("Place, programme and seats are taken over.")
    return f"{first} " + t.n("{n} person who had a seat will be invited.", "{n} people who had seats will be invited.",
                             found.people)  # fmt: skip


def about(event: EventFacts, **more: object) -> str:
    """What travels with a form. Swedish letters count as one character."""
    return json.dumps({"event": event.id, **more}, ensure_ascii=False)


def name(field: str, labels: dict[str, str], t: Translate) -> str:
    if field in NAMES:
        return t(NAMES[field])
    return t("Seats for {role}", role=labels.get(field) or field.partition(":")[2])


def value(field: str, found: object, t: Translate) -> str:
    """What stands in a field, as people read it."""
    if found is None or found == "":
        return t("nothing")
    if isinstance(found, bool):
        return t("yes") if found else t("no")
    if field == "state":
        return t(STATES[EventState(str(found))])
    if field == "form":
        return t(FORMS[Form(str(found))])
    if field == "day" or field.endswith("_on"):
        return long_day(date.fromisoformat(str(found)), t.language)
    if field.endswith("_time"):
        return clock_time(time.fromisoformat(str(found)), t.language)
    return str(found)


def _overtaken(found: PartFacts, t: Translate) -> list[Block]:
    if not found.is_overtaken:
        return []
    first = (
        t("{name} changed this before you.", name=found.overtaken_by)
        if found.overtaken_by
        else t("This was changed before you saved.")
    )
    rest = t("Nothing of yours is saved: it still stands below. Save again if yours should apply.")
    theirs: list[Line] = [
        t("{field}: {value} now.", field=name(field, dict(found.labels), t), value=value(field, what, t))
        for field, what in found.overtaken.items()
    ]
    return [rich(f"{first} {rest}", *theirs), divider()]


def _fresh(block: Block, found: PartFacts) -> Block:
    names = set(VENUE) if block.get("block_id") == Field.VENUE else {block.get("block_id")}
    return anew(block, found.round) if names & found.fresh else block


def _title(found: PartFacts, t: Translate) -> list[Block]:
    return [_words(field, found, t, is_required=field == "title") for field in found.values]


def _time(found: PartFacts, t: Translate) -> list[Block]:
    values = found.values
    known = date.fromisoformat(values["day"]) if values["day"] else None
    hint = t("By the meeting's own clock, in {city}.", city=found.event.tz.rpartition("/")[2].replace("_", " "))
    starts, ends = (time.fromisoformat(values[field]) for field in ("start_time", "end_time"))
    follows = [(YES, t("Move the days in the plan just as far, those that lie ahead"))]
    return [
        day("day", _label("day", t), value=known, hint=t("Left empty: the date is to be decided.")),
        clock("start_time", _label("start_time", t), value=starts, is_required=True, hint=hint),
        clock("end_time", _label("end_time", t), value=ends, is_required=True),
        ticks(Field.SHIFTS, t("The plan"), follows, chosen=(YES,) if found.shifts else ()),
        *_reason(found, t),
    ]


def _place(found: PartFacts, t: Translate) -> list[Block]:
    values = found.values
    forms: Sequence[Option] = [(one.value, t(words)) for one, words in FORMS.items()]
    return [
        radio("form", _label("form", t), forms, chosen=values["form"]),
        *(_words(field, found, t) for field in WORDS),
        ticks(Field.VENUE, t("There is"), [(one, t(NAMES[one])) for one in VENUE],
              chosen=[one for one in VENUE if values[one]]),
        *_reason(found, t),
    ]  # fmt: skip


def _seats(found: PartFacts, t: Translate) -> list[Block]:
    note = t("Left empty, there is no limit. Nobody loses a seat when a number shrinks.")
    return [section(note), *(
        number(field, name(field, dict(found.labels), t), value=seats, largest=MOST_SEATS, is_required=False)
        for field, seats in found.values.items()
    )]  # fmt: skip


def _days(found: PartFacts, t: Translate) -> list[Block]:
    return [
        day(field, t(NAMES[field]), value=date.fromisoformat(known) if known else None)
        for field, known in found.values.items()
    ]


def _words(field: str, found: PartFacts, t: Translate, *, is_required: bool = False) -> Block:
    known = found.values[field] or ""
    longest = max(LONGEST[field], min(len(known), 3000))
    return text_input(field, t(NAMES[field]), value=known, is_required=is_required, longest=longest)


def _label(field: str, t: Translate) -> str:
    return t(NAMES[field])


def _reason(found: PartFacts, t: Translate) -> list[Block]:
    if found.event.state is EventState.DRAFT:
        return []
    hint = t("Those who are told of it read it.")
    return [text_input(Field.REASON, t("Why?"), value=found.reason, is_required=False, longest=LONGEST_REASON,
                       hint=hint)]  # fmt: skip
