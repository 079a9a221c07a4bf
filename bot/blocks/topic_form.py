"""Writing a question: the form, with what others have asked already; and changing one's own."""

import json

from bot.blocks import inputs, labels
from bot.blocks.events import day_of, when
from bot.blocks.ids import Field, Press, View
from bot.blocks.text import Block, Bold, actions, button, form, heading, rich, section, shorten, small, sure
from bot.i18n import Translate
from bot.receipts import EventFacts, TopicDraft, TopicFacts, TopicForm

LONGEST, LONGEST_BACKGROUND = 300, 1000


def topic_form(facts: TopicForm, t: Translate, *, draft: TopicDraft) -> Block:
    """What is written so far stays where it is when the form is drawn anew."""
    chosen = next(event for event in facts.events if event.id == facts.chosen_id)
    until = _until(chosen, t)
    blocks = [
        heading(t("What do you want to talk about?")),
        section(_guidance(chosen, t)),
        *_which(facts, t),
        *([small(until)] if until else []),
        inputs.text_input(Field.TITLE, t("Your question"), value=draft.title, longest=LONGEST, dispatches=True),
        *_alike(facts.alike, t),
        *fields(draft, facts.themes, t),
        small(t("Everyone reads the question. Only the coordinator sees who proposed it.")),
        *([small(t("The coordinator reads it before the others do."))] if facts.is_read_first else []),
    ]
    about = json.dumps({"event": chosen.id, "alike": [topic.id for topic in facts.alike]})
    return form(View.TOPIC, t("Propose a question"), blocks, t, submit=t("Propose"), about=about)


def change_form(topic: TopicFacts, facts: TopicForm, t: Translate) -> Block:
    """One's own, until the closing."""
    event = facts.events[0]
    until = _until(event, t)
    give_up = sure(
        t("Withdraw the question?"),
        t("It disappears from the list."),
        t("Withdraw the question"),
        t("Keep it"),
    )
    blocks = [
        rich([Bold(event.title)], when(event, t)),
        *([small(until)] if until else []),
        inputs.text_input(Field.TITLE, t("Your question"), value=topic.title, longest=LONGEST),
        *fields(draft_of(topic), facts.themes, t),
        actions(
            button(t("Withdraw the question"), Press.WITHDRAW_TOPIC, f"f{topic.id}", style="danger", confirm=give_up)
        ),
    ]
    about = json.dumps({"event": event.id, "topic": f"f{topic.id}"})
    return form(View.CHANGED_TOPIC, t("Change your question"), blocks, t, submit=t("Save"), about=about)


def fields(draft: TopicDraft, themes: tuple[tuple[str, str], ...], t: Translate) -> list[Block]:
    """All but the question itself."""
    levels = [(level, t(label)) for level, label in labels.LEVEL_OF.items()]
    theme = inputs.choice(Field.THEME, t("Theme"), themes[:100], chosen=draft.theme_id, is_required=False)
    background = draft.background
    return [
        inputs.radio(Field.LEVEL, t("What kind of question is it?"), levels, chosen=draft.level),
        *([theme] if themes else []),
        inputs.text_input(
            Field.BACKGROUND, t("Background"), value=background, is_required=False, is_long=True,
            longest=LONGEST_BACKGROUND,
        ),
    ]  # fmt: skip


def draft_of(topic: TopicFacts) -> TopicDraft:
    return TopicDraft(topic.title, topic.level, topic.theme_id, topic.background)


def supporters(topic: TopicFacts, t: Translate) -> str | None:
    return t.n("{n} supports it", "{n} support it", topic.supporters) if topic.supporters else None


def _guidance(event: EventFacts, t: Translate) -> str:
    if not event.area:
        return t("Write a question that several can answer, big or small. Write nothing about individual pupils.")
    return t(
        "Write a question that more municipalities can answer, big or small. Write nothing about individual pupils."
    )


def _alike(alike: tuple[TopicFacts, ...], t: Translate) -> list[Block]:
    if not alike:
        return []
    said = [(topic, " ".join(filter(None, (topic.title, _in_brackets(supporters(topic, t)))))) for topic in alike]
    instead = t("Support it instead")
    return [
        rich([Bold(t("Others have asked something like it. You can support theirs instead."))]),
        *(
            section(
                words,
                button(instead, Press.SUPPORT, f"f{topic.id}", label=f"{instead}: {topic.title}")
                if not topic.is_supported
                else None,
            )
            for topic, words in said
        ),
    ]


def _in_brackets(words: str | None) -> str | None:
    return f"({words})" if words else None


def _until(event: EventFacts, t: Translate) -> str | None:
    closes_at = event.topics_close_at
    if not closes_at or closes_at == event.starts_at:
        return None
    return t("By {day} at the latest.", day=day_of(event, closes_at, t))


def _which(facts: TopicForm, t: Translate) -> list[Block]:
    if len(facts.events) < 2:
        event = facts.events[0]
        return [rich([Bold(event.title)], when(event, t))]
    options = [(str(event.id), shorten(f"{event.area or event.title}, {when(event, t)}", 75)) for event in facts.events]
    return [inputs.choice(Field.EVENT, t("Which meeting?"), options[:100], chosen=str(facts.chosen_id))]
