"""A part of a programme may be for other people than its template has."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("programmes", sa.Column("audiences", sa.JSON(), nullable=False, server_default="{}"))
