"""What has become of a question, to those who proposed it."""

from bot.blocks import mails, topic_news
from bot.letters.case import Case, Unneeded, Written
from bot.receipts import TopicNews
from bot.services.topics import news
from models import DeliveryState, Person, Topic, TopicState


def fate(case: Case) -> Written:
    found = _news(case, case.delivery.facts["topic"], case.delivery.person_id)
    return found if isinstance(found, Unneeded) else topic_news.news(found, case.t)


def fate_mail(case: Case) -> Written:
    """For somebody outside Slack who proposed it."""
    person = case.session.get_one(Person, case.delivery.facts["for"])
    if person.has_slack or not person.email:
        return Unneeded(DeliveryState.CANCELLED, "everyone is in Slack")
    found = _news(case, case.delivery.facts["fate"], person.id)
    if isinstance(found, Unneeded):
        return found
    return mails.mail_to(found.event, topic_news.lines(found, case.t), [person.email], case.t)


def _news(case: Case, topic_id: int, person_id: int | None) -> TopicNews | Unneeded:
    topic = case.session.get_one(Topic, topic_id)
    if topic.fate_number != case.delivery.facts["number"]:
        return Unneeded(DeliveryState.SUPERSEDED, "decided otherwise since")
    if topic.state is TopicState.WITHDRAWN or person_id is None:
        return Unneeded(DeliveryState.CANCELLED, "the question is withdrawn")
    if topic.fate is None and not news.was_told(case.session, topic, person_id):
        return Unneeded(DeliveryState.CANCELLED, "put right before it was told")
    return news.of(case.session, case.event, topic, person_id, case.now)
