"""How Alembic reaches our tables. Always inside a connection that `upgrade` opened."""

from typing import Literal

from alembic import context

import models
from models.base import Moment


def render(kind: str, item: object, _context: object) -> str | Literal[False]:
    """A migration stands on its own: it names SQLAlchemy's types, never ours."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Moment) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=models.Base.metadata,
    render_as_batch=True,
    render_item=render,
    transaction_per_migration=False,
    transactional_ddl=True,  # on SQLite too: an upgrade is carried out as a whole, or not at all
)
with context.begin_transaction():
    context.run_migrations()
