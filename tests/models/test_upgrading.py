"""A database of the first release with reminders pending, brought up to date; also when that is killed half-way."""

import os
import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Engine, inspect, select, text
from sqlalchemy.orm import Session

from models import Base, Delivery, DeliveryState, Event, Registration
from models.database import connect, is_sqlite
from models.migrations import config, upgrade, versions
from tests.clock import NOON
from tests.models import slow_upgrade
from tests.nursery import nursery

FIRST = "0001"
REMINDERS, KILLS = 50, 25
AT = "'2027-01-11 12:00:00.000000+00'"
ROWS = """
INSERT INTO workspaces (id, team_id, name) VALUES (1, 'T0SANDBOX', 'Sandbox');
INSERT INTO areas (id, workspace_id, key, name, channel_id, facts) VALUES (1, 1, 'kronoberg', 'Kronoberg', 'C1', '{}');
INSERT INTO organisations (id, workspace_id, name, display, folded, is_free_text)
  VALUES (1, 1, 'Ljungby', 'Ljungby kommun', 'ljungby', FALSE);
INSERT INTO series (id, workspace_id, key, kind, title, tz, locale, role_list, theme_list, form_list, reminder_list,
                    agenda_templates)
  VALUES (1, 1, 'vux-2027', 'season', 'Dialoger', 'Europe/Stockholm', 'sv', '[]', '[]', '[]', '[]', '{}');
INSERT INTO events (id, workspace_id, series_id, area_id, key, title, state, form, day, start_time, end_time, tz,
                    starts_at, ends_at, has_induction_loop, is_step_free, has_captions, has_coffee, has_meal, agenda,
                    next_number)
  VALUES (1, 1, 1, 1, 'kronoberg', 'Kronoberg', 'open', 'on_site', '2027-01-19', '13:00:00.000000', '16:00:00.000000',
          'Europe/Stockholm', '2027-01-19 12:00:00.000000+00', '2027-01-19 15:00:00.000000+00',
          FALSE, FALSE, FALSE, FALSE, FALSE, '[]', 51);
INSERT INTO steps (id, event_id, kind, audience, days_before, minutes_before, version)
  VALUES (1, 1, 'one_day', 'registered', 1, 0, 1)
"""
PERSON = """
INSERT INTO people (id, workspace_id, slack_user_id, name, is_deactivated, is_external)
  VALUES ({n}, 1, 'U{n}', 'Person {n}', FALSE, FALSE);
INSERT INTO registrations (id, event_id, number, person_id, organisation_id, attendance, parts, state, reconfirm,
                           is_hidden, invite_again, version, created_at, changed_at)
  VALUES ({n}, 1, {n}, {n}, 1, 'on_site', '[]', 'registered', 'none', FALSE, FALSE, 1, {at}, {at});
INSERT INTO deliveries (id, workspace_id, kind, event_id, person_id, registration_id, step_id, facts, dedup_key, token,
                        priority, due_at, next_at, state, attempts, looks, created_at)
  VALUES ({n}, 1, 'reminder', 1, {n}, {n}, 1, '{{}}', 'step:1:{n}', 'token-{n}', 40, {at}, {at}, 'pending', 0, 0, {at})
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database without a table."""
    if request.param == "sqlite":
        engine = connect(f"sqlite:///{tmp_path / 'old.db'}")
        yield engine
        engine.dispose()
        return
    admin, name = request.getfixturevalue("_postgresql_admin"), f"dialog_old_{os.getpid()}"
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine = connect(admin.url.set(database=name).render_as_string(hide_password=False))
    yield engine
    engine.dispose()


@pytest.fixture
def old(empty: Engine) -> Engine:
    """As the first release left it."""
    with empty.connect() as connection:
        command.upgrade(config(connection), FIRST)
        for statement in first_release():
            connection.exec_driver_sql(statement.replace("+00'", "'") if is_sqlite(empty) else statement)
        connection.commit()
    return empty


def first_release() -> list[str]:
    people = [PERSON.format(n=number, at=AT) for number in range(1, REMINDERS + 1)]
    return ";\n".join([ROWS, *people]).split(";\n")


def test_the_first_releases_reminders_are_still_pending(old: Engine) -> None:
    upgrade(old)
    check(old)


@pytest.mark.soak
def test_an_upgrade_that_is_killed_can_be_done_again(old: Engine) -> None:
    kill_upgrades(old)
    upgrade(old)
    check(old)


@pytest.mark.soak
def test_a_first_start_that_is_killed_can_be_done_again(empty: Engine) -> None:
    kill_upgrades(empty)
    upgrade(empty)
    check(empty, reminders=0)


def kill_upgrades(engine: Engine) -> None:
    """At random instants. Each leaves the old version or the new one, never something in between."""
    before, chance = versions(engine)[0], random.Random(3)
    with nursery(slow_upgrade.__file__, database=engine.url.render_as_string(hide_password=False)) as upgrades:
        for _ in range(KILLS):
            one = upgrades.start()
            time.sleep(chance.uniform(0.05, 0.8))
            one.kill()
            engine.dispose()
            assert versions(engine)[0] in (before, versions(engine)[1])


def check(engine: Engine, reminders: int = REMINDERS) -> None:
    """The newest version, every table readable, and every reminder pending as it was."""
    assert versions(engine)[0] == versions(engine)[1]
    assert set(Base.metadata.tables) <= set(inspect(engine).get_table_names())
    with Session(engine) as session:
        for mapper in Base.registry.mappers:
            session.scalars(select(mapper.class_)).all()
        pending = session.scalars(select(Delivery).where(Delivery.state == DeliveryState.PENDING)).all()
        assert {row.dedup_key for row in pending} == {f"step:1:{n}" for n in range(1, reminders + 1)}
        assert {row.next_at for row in pending} <= {NOON}
        if reminders:
            assert session.get_one(Event, 1).title == "Kronoberg"
            assert len(session.scalars(select(Registration)).all()) == reminders
