"""A seat is passed on also when names are set, once the coordinator has said yes."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table, name in (("appeals", "substitute_id"), ("substitutions", "allowed_by_id")):
        person = sa.ForeignKey("people.id", name=op.f(f"fk_{table}_{name}_people"))
        op.add_column(table, sa.Column(name, sa.Integer(), person, nullable=True), inline_references=True)
