"""Opening the database for an admin command, with a plain sentence when that does not work."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError

from bot.i18n import Translate
from models.database import connect, sqlite_file
from models.errors import N_, Busy
from models.migrations import upgrade, versions


class Unavailable(Exception):  # noqa: N818 (said to the operator)
    """No database to work with; the sentence says why."""


@contextmanager
def opened(url: str, t: Translate) -> Iterator[Engine]:
    """The database at the address. Raises Unavailable for what an operator can do something about."""
    try:
        engine = connect(url)
    except (ArgumentError, NoSuchModuleError, ImportError, ValueError):
        raise Unavailable(t(N_("DATABASE_URL is not the address of a database this bot can use."))) from None
    try:
        yield engine
    except Busy:
        raise Unavailable(t(N_("The database is busy. Try again in a while; what is done already is kept."))) from None
    except OperationalError as error:
        raise Unavailable(t(N_("The database cannot be used: {reason}"), reason=str(error.orig).strip())) from None
    finally:
        engine.dispose()


def up_to_date(engine: Engine) -> Engine:
    """The database with its tables in their newest form."""
    upgrade(engine)
    return engine


def as_it_is(engine: Engine, t: Translate) -> Engine:
    """The database untouched, for looking; an empty one in memory where there is none yet."""
    file = sqlite_file(engine)
    current, newest = (None, "") if file and not file.exists() else versions(engine)
    if current is None:
        return up_to_date(connect("sqlite://"))
    if current != newest:
        raise Unavailable(t(N_("The database is of an older version. Run `python -m bot migrate` first.")))
    return engine
