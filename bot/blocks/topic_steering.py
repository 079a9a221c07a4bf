"""One question before the coordinator: its words, its place, its like, and what becomes of it."""

import json

from bot.blocks import inputs, topic_form, topic_news
from bot.blocks.events import when
from bot.blocks.ids import Field, Press, View
from bot.blocks.text import Block, Bold, actions, button, form, numbered, rich, shorten, small
from bot.blocks.topics import notes
from bot.i18n import Translate
from bot.receipts import EventFacts, TopicFacts, TopicForm, TopicList
from models.errors import N_
from models.topics import Fate

LONGEST_REASON = 500
DECIDED = {
    Fate.ON_PROGRAMME: N_("It is on the programme"),
    Fate.ANSWERED: N_("It is answered in writing"),
    Fate.SENT_ON: N_("It is sent on to another area"),
    Fate.SAVED: N_("It is saved for next time"),
}


def panel(found: TopicList, topic: TopicFacts, t: Translate, *, said: str | None = None) -> Block:
    """Everything that can be done with one question, and nothing that cannot."""
    lines = [
        [Bold(topic.title)],
        notes(topic, t) or None,
        topic.background,
        t("As it was proposed: {question}", question=topic.was) if topic.was else None,
        *(t("Merged with: {question}", question=one) for one in topic.merged),
        [Bold(f"→ {topic_news.fate(topic, t)}")] if topic.fate else None,
        [Bold(t("Nobody but its proposer and you sees it yet."))] if topic.is_pending else None,
    ]
    return form(
        View.SHOWN,
        t("A question"),
        [
            *([rich([Bold(said)])] if said else []),
            rich(*lines),
            *_ways(found, topic, t),
            actions(button(t("All questions"), Press.TOPICS, found.event.id)),
        ],
        t,
        about=_about(found.event, topic),
    )


def reword_form(topic: TopicFacts, facts: TopicForm, t: Translate) -> Block:
    """Clearer words; the first ones are kept."""
    return form(
        View.REWORDED_TOPIC,
        t("Correct the wording"),
        [
            small(t("Its proposer sees both your words and their own.")),
            inputs.text_input(Field.TITLE, t("The question"), value=topic.title, longest=topic_form.LONGEST),
            *topic_form.fields(topic_form.draft_of(topic), facts.themes, t),
        ],
        t,
        submit=t("Save"),
        about=_about(facts.events[0], topic),
    )


def merge_form(found: TopicList, topic: TopicFacts, t: Translate) -> Block:
    """Which one it goes into: that one keeps its words."""
    return form(
        View.MERGED_TOPIC,
        t("Merge with another"),
        [
            rich([Bold(topic.title)]),
            inputs.search(
                Field.TOPIC, t("The question that stays"), chosen=None, placeholder=t("Choose, or write to find")
            ),
            inputs.text_input(Field.REASON, t("Reason"), is_required=False, longest=LONGEST_REASON),
            small(t("Everyone who proposed either is told, and stands behind the one that stays. It can be undone.")),
        ],
        t,
        submit=t("Merge"),
        about=_about(found.event, topic),
    )


def decide_form(found: TopicList, topic: TopicFacts, places: tuple[EventFacts, ...], t: Translate) -> Block:
    """What becomes of it, and why."""
    fates = [(str(fate), t(words)) for fate, words in DECIDED.items() if places or fate is not Fate.SENT_ON]
    options = [(str(event.id), shorten(f"{event.area or event.title}, {when(event, t)}", 75)) for event in places]
    choice = inputs.choice(Field.PLACE, t("Which area, if it is sent on?"), options[:100], is_required=False)
    return form(
        View.DECIDED_TOPIC,
        t("What becomes of it"),
        [
            rich([Bold(topic.title)]),
            inputs.radio(Field.FATE, t("What becomes of it?"), fates, chosen=str(topic.fate) if topic.fate else None),
            *([choice] if places else []),
            inputs.text_input(
                Field.REASON, t("Reason, or the answer"), is_long=True, longest=LONGEST_REASON,
                hint=t("Everyone reads it beside the question. Whoever proposed it gets it in a message."),
            ),
        ],
        t,
        submit=t("Save"),
        about=_about(found.event, topic),
    )  # fmt: skip


def option(topic: TopicFacts) -> Block:
    """A question to choose."""
    return inputs.option((f"f{topic.id}", shorten(topic.title, 75)))


def _ways(found: TopicList, topic: TopicFacts, t: Translate) -> list[Block]:
    value, is_undecided = f"f{topic.id}", topic.fate is None
    undo = t("Take them apart again") if topic.fate is Fate.MERGED else t("Open it again")
    ways = [
        button(t("Let everyone read it"), Press.APPROVE_TOPIC, value, style="primary") if topic.is_pending else None,
        button(t("Move up"), Press.TOPIC_UP, value) if topic.is_open else None,
        button(t("Move down"), Press.TOPIC_DOWN, value) if topic.is_open else None,
        button(t("Correct the wording"), Press.REWORD, value),
        button(t("Merge with another"), Press.MERGE_TOPIC, value) if is_undecided else None,
        button(t("Decide what becomes of it"), Press.DECIDE_TOPIC, value) if found.may_decide else None,
        button(undo, Press.REOPEN_TOPIC, value) if _may_undo(found, topic) else None,
        _support(topic, t),
    ]
    return [numbered(actions(*ways))]


def _may_undo(found: TopicList, topic: TopicFacts) -> bool:
    """Who may merge may take apart; the rest is the coordinator's to say."""
    return topic.fate is not None and (found.may_decide or topic.fate is Fate.MERGED)


def _support(topic: TopicFacts, t: Translate) -> Block | None:
    if not topic.may_support:
        return None
    press = Press.UNSUPPORT if topic.is_supported else Press.SUPPORT
    return button(t("Take my support back") if topic.is_supported else t("Support"), press, f"f{topic.id}")


def _about(event: EventFacts, topic: TopicFacts) -> str:
    return json.dumps({"event": event.id, "topic": f"f{topic.id}"})
