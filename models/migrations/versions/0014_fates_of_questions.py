"""Questions have an order, supporters and a fate; a coordinator may want to read them first."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

POINTERS = {"merged_into_id": "topics", "origin_id": "topics", "fate_by_id": "people"}


def upgrade() -> None:
    op.add_column("events", sa.Column("approves_topics", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("topics") as batch:
        for name, kind in (
            ("position", sa.Integer()),
            ("proposed_title", sa.String()),
            ("fate", sa.String(length=24)),
            ("fate_reason", sa.String()),
            ("fate_at", sa.DateTime(timezone=True)),
        ):
            batch.add_column(sa.Column(name, kind, nullable=True))
        batch.add_column(sa.Column("fate_number", sa.Integer(), nullable=False, server_default="0"))
        for name, table in POINTERS.items():
            batch.add_column(sa.Column(name, sa.Integer(), nullable=True))
            batch.create_foreign_key(op.f(f"fk_topics_{name}_{table}"), table, [name], ["id"])
    op.create_index("uq_topics_origin", "topics", ["event_id", "origin_id"], unique=True)
    op.create_index("ix_topics_origin", "topics", ["origin_id"])
    op.create_index("ix_topics_merged", "topics", ["merged_into_id"])
    op.create_table(
        "topic_supports",
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name=op.f("fk_topic_supports_topic_id_topics")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_topic_supports_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_supports")),
        sa.UniqueConstraint("topic_id", "person_id", name=op.f("uq_topic_supports_topic_id")),
    )
    op.create_index(op.f("ix_topic_supports_person_id"), "topic_supports", ["person_id"])
