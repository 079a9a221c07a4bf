"""Who says that a text for guests has gone out by mail, and when."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("deliveries", sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True))
    by = sa.ForeignKey("people.id", name=op.f("fk_deliveries_handled_by_id_people"))
    op.add_column("deliveries", sa.Column("handled_by_id", sa.Integer(), by, nullable=True), inline_references=True)


def downgrade() -> None:
    op.drop_column("deliveries", "handled_by_id")
    op.drop_column("deliveries", "handled_at")
