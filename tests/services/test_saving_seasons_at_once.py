"""Two who save what is said of a season at the same moment: nothing of either is lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from bot.receipts.series import SeriesForm, SeriesPart, SeriesSaved
from bot.services.seasons import editing
from bot.services.seasons.applying import apply
from bot.services.seasons.editing import Wish
from bot.services.seasons.files import read_words
from models import LogEntry, Person, Series
from models.database import Sessions
from tests.clock import NOON
from tests.seasons import short_season


@pytest.fixture
def season(sessions: Sessions) -> Sessions:
    plan = read_words("", short_season()).plan
    assert plan is not None
    apply(sessions, plan, NOON, lambda done: None)
    return sessions


def at_once(sessions: Sessions, *wanted: tuple[SeriesPart, dict[str, str]]) -> list[SeriesForm | SeriesSaved]:
    """Each has opened the form before any of them saves."""
    with sessions.begin() as session:
        series = session.scalars(select(Series)).one()
        person_id = session.scalars(select(Person.id).limit(1)).one()
        wishes = [Wish(part, said, editing.form(session, series, part, NOON).seen) for part, said in wanted]
    together = Barrier(len(wishes))

    def save(wish: Wish) -> SeriesForm | SeriesSaved:
        together.wait()
        with sessions.begin() as session:
            series = session.scalars(select(Series)).one()
            return editing.save(session, series, wish, person_id=person_id, now=NOON)

    with ThreadPoolExecutor(len(wishes)) as threads:
        return list(threads.map(save, wishes))


def test_two_parts_saved_at_once_are_both_there(season: Sessions) -> None:
    """The second reads what the first has written: a whole document would take it back."""
    found = at_once(
        season, (SeriesPart.TITLE, {"title": "Vuxdialogerna"}), (SeriesPart.TIME, {"period_end": "2027-05-31"})
    )
    assert all(isinstance(one, SeriesSaved) for one in found)
    with season.reading() as session:
        series = session.scalars(select(Series)).one()
        assert (series.title, series.extras["period"]["end"]) == ("Vuxdialogerna", "2027-05-31")


def test_of_two_who_save_the_same_part_at_once_one_is_shown_what_the_other_did(season: Sessions) -> None:
    found = at_once(
        season, (SeriesPart.TITLE, {"title": "Vuxdialogerna"}), (SeriesPart.TITLE, {"purpose": "Att mötas"})
    )
    (saved,) = [one for one in found if isinstance(one, SeriesSaved)]
    (shown,) = [one for one in found if isinstance(one, SeriesForm)]
    assert set(shown.overtaken) == set(saved.names)
    with season.reading() as session:
        assert len(session.scalars(select(LogEntry).where(LogEntry.action == "series_changed")).all()) == 1
