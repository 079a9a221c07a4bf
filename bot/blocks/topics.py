"""Questions: the form, and the list everyone reads."""

import json

from bot.blocks import inputs, labels
from bot.blocks.events import Message, when
from bot.blocks.ids import Field, Press, View
from bot.blocks.text import (
    Block,
    Bold,
    Line,
    actions,
    bullets,
    button,
    form,
    heading,
    rich,
    safe,
    section,
    shorten,
    small,
)
from bot.i18n import Translate
from bot.receipts import TopicFacts, TopicForm, TopicList

MANY = 40
"""Questions of a kind in one form: its size and a person's patience set the limit."""
GLANCE = 200
"""Characters of a background in the list."""


def topic_form(facts: TopicForm, t: Translate, *, words: str = "") -> Block:
    chosen = next(event for event in facts.events if event.id == facts.chosen_id)
    blocks = [
        section(t("Write a question that several can answer, big or small. Write nothing about individual pupils.")),
        *_which(facts, t),
        inputs.text_input(Field.TITLE, t("Your question"), value=words, longest=300),
        inputs.radio(
            Field.LEVEL,
            t("What kind of question is it?"),
            [(level, t(label)) for level, label in labels.LEVEL_OF.items()],
            chosen=None,
        ),
        *([inputs.choice(Field.THEME, t("Theme"), facts.themes[:100], is_required=False)] if facts.themes else []),
        inputs.text_input(Field.BACKGROUND, t("Background"), is_required=False, is_long=True, longest=1000),
        small(t("Everyone reads the question. Only the coordinator sees who proposed it.")),
    ]
    about = json.dumps({"event": chosen.id})
    return form(View.TOPIC, t("Propose a question"), blocks, t, submit=t("Propose"), about=about)


def thanks(found: TopicList, t: Translate) -> Block:
    """The receipt in the form, with what others have proposed."""
    blocks = [heading(t("Thank you, your question is saved.")), *_listed(found, t)]
    return form(View.SHOWN, t("Questions"), blocks[:100], t)


def shown(found: TopicList, t: Translate) -> Block:
    """All questions, in a form."""
    return form(View.SHOWN, t("Questions"), [heading(found.event.title), *_listed(found, t)][:100], t)


def message(found: TopicList, t: Translate) -> Message:
    """All questions, as an answer to a command."""
    count = t.n("{n} question proposed so far.", "{n} questions proposed so far.", len(found.topics))
    text = f"{found.event.title}: {count} " + "; ".join(topic.title for topic in found.topics)
    blocks = [heading(found.event.title), *_listed(found, t)]
    return {"text": safe(shorten(text, 3500)), "blocks": blocks[:50]}


def _listed(found: TopicList, t: Translate) -> list[Block]:
    blocks: list[Block] = [rich(when(found.event, t))]
    for level, label in labels.LEVELS.items():
        topics = [topic for topic in found.topics if topic.level == level]
        if topics:
            blocks += [rich([Bold(t(label))]), bullets([_topic(topic, t) for topic in topics[:MANY]])]
        if len(topics) > MANY:
            blocks.append(
                small(t.n("{n} more question is saved.", "{n} more questions are saved.", len(topics) - MANY))
            )
    if not found.topics:
        blocks.append(section(t("Nobody has proposed a question yet.")))
    if found.event.takes_topics:
        blocks.append(actions(button(t("Propose a question"), Press.PROPOSE, found.event.id)))
    return blocks


def _topic(topic: TopicFacts, t: Translate) -> Line:
    notes = [topic.theme, t("your question") if topic.is_mine else None]
    notes.append(t("proposed by {whom}", whom=topic.proposer) if topic.proposer else None)
    said = "; ".join(note for note in notes if note)
    return [
        Bold(topic.title),
        f" ({said})" if said else "",
        f"\n{shorten(topic.background, GLANCE)}" if topic.background else "",
    ]


def _which(facts: TopicForm, t: Translate) -> list[Block]:
    if len(facts.events) < 2:
        event = facts.events[0]
        return [rich([Bold(event.title)], when(event, t))]
    options = [(str(event.id), shorten(f"{event.area or event.title}, {when(event, t)}", 75)) for event in facts.events]
    return [inputs.choice(Field.EVENT, t("Which meeting?"), options[:100], chosen=str(facts.chosen_id))]
