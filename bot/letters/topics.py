"""What has become of a question, to those who proposed it."""

from bot.blocks import topic_news
from bot.letters.case import Case, Unneeded, Written
from bot.services.topics import news
from models import DeliveryState, Topic, TopicState


def fate(case: Case) -> Written:
    topic = case.session.get_one(Topic, case.delivery.facts["topic"])
    person_id = case.delivery.person_id
    if topic.fate_number != case.delivery.facts["number"]:
        return Unneeded(DeliveryState.SUPERSEDED, "decided otherwise since")
    if topic.state is TopicState.WITHDRAWN or person_id is None:
        return Unneeded(DeliveryState.CANCELLED, "the question is withdrawn")
    if topic.fate is None and not news.was_told(case.session, topic, person_id):
        return Unneeded(DeliveryState.CANCELLED, "put right before it was told")
    return topic_news.news(news.of(case.session, case.event, topic, person_id, case.now), case.t)
