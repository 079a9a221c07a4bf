"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "workspaces",
        sa.Column("team_id", sa.String(length=32), nullable=True),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("bot_user_id", sa.String(length=32), nullable=True),
        sa.Column("bot_id", sa.String(length=32), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspaces")),
        sa.UniqueConstraint("team_id", name=op.f("uq_workspaces_team_id")),
    )
    op.create_table(
        "areas",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("channel_name", sa.String(), nullable=True),
        sa.Column("channel_id", sa.String(length=32), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_areas_workspace_id_workspaces")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_areas")),
        sa.UniqueConstraint("workspace_id", "key", name=op.f("uq_areas_workspace_id_key")),
    )
    op.create_index("uq_areas_channel", "areas", ["workspace_id", "channel_id"], unique=True)
    op.create_table(
        "organisations",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("display", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("former_name", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("is_free_text", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_organisations_workspace_id_workspaces")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
    )
    op.create_index("uq_organisations_code", "organisations", ["workspace_id", "code"], unique=True)
    op.create_index(
        "uq_organisations_folded",
        "organisations",
        ["workspace_id", "folded"],
        unique=True,
        sqlite_where=sa.text("code IS NULL"),
        postgresql_where=sa.text("code IS NULL"),
    )
    op.create_table(
        "series",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column(
            "kind", sa.Enum("season", "lab_series", name="serieskind", native_enum=False, length=24), nullable=False
        ),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("short_title", sa.String(), nullable=True),
        sa.Column("purpose", sa.String(), nullable=True),
        sa.Column("tz", sa.String(length=64), nullable=False),
        sa.Column("locale", sa.String(length=16), nullable=False),
        sa.Column("organiser", sa.String(), nullable=True),
        sa.Column("quiet_from", sa.Date(), nullable=True),
        sa.Column("quiet_to", sa.Date(), nullable=True),
        sa.Column("channel_name", sa.String(), nullable=True),
        sa.Column("channel_id", sa.String(length=32), nullable=True),
        sa.Column("role_list", sa.JSON(), nullable=False),
        sa.Column("theme_list", sa.JSON(), nullable=False),
        sa.Column("form_list", sa.JSON(), nullable=False),
        sa.Column("reminder_list", sa.JSON(), nullable=False),
        sa.Column("agenda_templates", sa.JSON(), nullable=False),
        sa.Column("legal_basis", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_series_workspace_id_workspaces")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
        sa.UniqueConstraint("workspace_id", "key", name=op.f("uq_series_workspace_id_key")),
    )
    op.create_index("uq_series_channel", "series", ["workspace_id", "channel_id"], unique=True)
    op.create_table(
        "area_organisations",
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_area_organisations_area_id_areas")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_area_organisations_organisation_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area_organisations")),
        sa.UniqueConstraint("area_id", "organisation_id", name=op.f("uq_area_organisations_area_id_organisation_id")),
    )
    op.create_table(
        "events",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("follows_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "date_poll",
                "planned",
                "open",
                "closed",
                "ongoing",
                "held",
                "documented",
                "fed_back",
                "archived",
                "cancelled",
                name="eventstate",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "form", sa.Enum("on_site", "digital", "hybrid", name="form", native_enum=False, length=24), nullable=False
        ),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("start_time", sa.Time(), nullable=False),
        sa.Column("end_time", sa.Time(), nullable=False),
        sa.Column("tz", sa.String(length=64), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("place_name", sa.String(), nullable=True),
        sa.Column("room", sa.String(), nullable=True),
        sa.Column("city", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("has_induction_loop", sa.Boolean(), nullable=False),
        sa.Column("is_step_free", sa.Boolean(), nullable=False),
        sa.Column("has_captions", sa.Boolean(), nullable=False),
        sa.Column("has_coffee", sa.Boolean(), nullable=False),
        sa.Column("has_meal", sa.Boolean(), nullable=False),
        sa.Column("agenda", sa.JSON(), nullable=False),
        sa.Column("min_registrations", sa.Integer(), nullable=True),
        sa.Column("max_per_organisation", sa.Integer(), nullable=True),
        sa.Column("facilitator", sa.String(), nullable=True),
        sa.Column("note_taker", sa.String(), nullable=True),
        sa.Column("save_the_date_on", sa.Date(), nullable=True),
        sa.Column("invitation_on", sa.Date(), nullable=True),
        sa.Column("topics_close_on", sa.Date(), nullable=True),
        sa.Column("poll_open_on", sa.Date(), nullable=True),
        sa.Column("poll_close_on", sa.Date(), nullable=True),
        sa.Column("registration_close_on", sa.Date(), nullable=True),
        sa.Column("programme_on", sa.Date(), nullable=True),
        sa.Column("notes_draft_on", sa.Date(), nullable=True),
        sa.Column("notes_final_on", sa.Date(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("next_number", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(day IS NULL) = (starts_at IS NULL)", name=op.f("ck_events_dated_or_not")),
        sa.CheckConstraint("end_time > start_time", name=op.f("ck_events_ends_after_start")),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_events_area_id_areas")),
        sa.ForeignKeyConstraint(["follows_id"], ["events.id"], name=op.f("fk_events_follows_id_events")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_events_series_id_series")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_events_workspace_id_workspaces")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        sa.UniqueConstraint("series_id", "key", name=op.f("uq_events_series_id_key")),
    )
    op.create_index("ix_events_area", "events", ["area_id", "starts_at"], unique=False)
    op.create_index("ix_events_coming", "events", ["workspace_id", "starts_at"], unique=False)
    op.create_table(
        "people",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("slack_user_id", sa.String(length=32), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("locale", sa.String(length=16), nullable=True),
        sa.Column("tz", sa.String(length=64), nullable=True),
        sa.Column("is_deactivated", sa.Boolean(), nullable=False),
        sa.Column("is_external", sa.Boolean(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_people_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_people_workspace_id_workspaces")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
    )
    op.create_index("ix_people_email", "people", ["workspace_id", "email"], unique=False)
    op.create_index("uq_people_slack", "people", ["workspace_id", "slack_user_id"], unique=True)
    op.create_table(
        "series_files",
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("unused", sa.JSON(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_series_files_series_id_series")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series_files")),
        sa.UniqueConstraint("series_id", name=op.f("uq_series_files_series_id")),
    )
    op.create_table(
        "series_parties",
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_series_parties_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_series_parties_series_id_series")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series_parties")),
        sa.UniqueConstraint("series_id", "organisation_id", name=op.f("uq_series_parties_series_id_organisation_id")),
    )
    op.create_table(
        "assignments",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "duty",
            sa.Enum("national", "coordinator", "contact", name="duty", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("area_id IS NOT NULL OR series_id IS NOT NULL", name=op.f("ck_assignments_of_something")),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_assignments_area_id_areas")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_assignments_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_assignments_person_id_people")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_assignments_series_id_series")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignments")),
    )
    op.create_index(op.f("ix_assignments_area_id"), "assignments", ["area_id"], unique=False)
    op.create_index(op.f("ix_assignments_series_id"), "assignments", ["series_id"], unique=False)
    op.create_table(
        "cards",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind", sa.Enum("announcement", "home", name="cardkind", native_enum=False, length=24), nullable=False
        ),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("channel_id", sa.String(length=32), nullable=True),
        sa.Column("ts", sa.String(length=32), nullable=True),
        sa.Column("stale_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("true_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gone", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'announcement') = (event_id IS NOT NULL)", name=op.f("ck_cards_announces_something")
        ),
        sa.CheckConstraint("(kind = 'home') = (person_id IS NOT NULL)", name=op.f("ck_cards_home_is_somebodys")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_cards_event_id_events")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_cards_person_id_people")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_cards_workspace_id_workspaces")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cards")),
    )
    op.create_index(
        "ix_cards_stale",
        "cards",
        ["stale_since"],
        unique=False,
        sqlite_where=sa.text("stale_since IS NOT NULL"),
        postgresql_where=sa.text("stale_since IS NOT NULL"),
    )
    op.create_index(
        "ix_cards_true_until",
        "cards",
        ["true_until"],
        unique=False,
        sqlite_where=sa.text("true_until IS NOT NULL"),
        postgresql_where=sa.text("true_until IS NOT NULL"),
    )
    op.create_index("uq_cards_announcement", "cards", ["event_id", "channel_id"], unique=True)
    op.create_index("uq_cards_home", "cards", ["person_id"], unique=True)
    op.create_table(
        "log",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(length=48), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["people.id"], name=op.f("fk_log_actor_id_people")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_log_event_id_events")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_log_person_id_people")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_log_workspace_id_workspaces")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log")),
    )
    op.create_index("ix_log_event", "log", ["event_id", "at"], unique=False)
    op.create_table(
        "quotas",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column(
            "scope",
            sa.Enum("organisation", "role", "attendance", "all", name="scope", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("over", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("taken <= capacity + over", name=op.f("ck_quotas_never_oversold")),
        sa.CheckConstraint("taken >= 0 AND capacity >= 0 AND over >= 0", name=op.f("ck_quotas_not_negative")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_quotas_event_id_events")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quotas")),
        sa.UniqueConstraint("event_id", "scope", "key", name=op.f("uq_quotas_event_id_scope_key")),
    )
    op.create_table(
        "registrations",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column(
            "attendance", sa.Enum("on_site", "digital", name="attendance", native_enum=False, length=24), nullable=False
        ),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "registered",
                "waitlisted",
                "offered",
                "declined",
                "cancelled",
                "replaced",
                name="registrationstate",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "waits_for",
            sa.Enum("organisation", "role", "attendance", "all", name="scope", native_enum=False, length=24),
            nullable=True,
        ),
        sa.Column("offer_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "reconfirm", sa.Enum("none", "asked", "yes", name="reconfirm", native_enum=False, length=24), nullable=False
        ),
        sa.Column("access_needs", sa.String(), nullable=True),
        sa.Column("dietary", sa.String(), nullable=True),
        sa.Column("is_hidden", sa.Boolean(), nullable=False),
        sa.Column("invite_again", sa.Boolean(), nullable=False),
        sa.Column("substitute_for_id", sa.Integer(), nullable=True),
        sa.Column("registered_by_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("state <> 'offered' OR offer_until IS NOT NULL", name=op.f("ck_registrations_offers_end")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_registrations_event_id_events")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_registrations_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_registrations_person_id_people")),
        sa.ForeignKeyConstraint(
            ["registered_by_id"], ["people.id"], name=op.f("fk_registrations_registered_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["substitute_for_id"], ["registrations.id"], name=op.f("fk_registrations_substitute_for_id_registrations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registrations")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_registrations_event_id_number")),
    )
    op.create_index("ix_registrations_line", "registrations", ["event_id", "state", "number"], unique=False)
    op.create_index("ix_registrations_person", "registrations", ["person_id", "event_id"], unique=False)
    op.create_index(
        "uq_registrations_active",
        "registrations",
        ["event_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('registered', 'waitlisted', 'offered')"),
        postgresql_where=sa.text("state IN ('registered', 'waitlisted', 'offered')"),
    )
    op.create_table(
        "steps",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column(
            "audience", sa.Enum("registered", "channel", name="audience", native_enum=False, length=24), nullable=False
        ),
        sa.Column("days_before", sa.Integer(), nullable=False),
        sa.Column("minutes_before", sa.Integer(), nullable=False),
        sa.Column("at", sa.Time(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_steps_event_id_events")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_steps")),
        sa.UniqueConstraint("event_id", "kind", name=op.f("uq_steps_event_id_kind")),
    )
    op.create_index(
        "ix_steps_due",
        "steps",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("done_at IS NULL AND due_at IS NOT NULL"),
        postgresql_where=sa.text("done_at IS NULL AND due_at IS NOT NULL"),
    )
    op.create_table(
        "topics",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column(
            "level", sa.Enum("overarching", "operational", name="level", native_enum=False, length=24), nullable=False
        ),
        sa.Column("theme", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("background", sa.String(), nullable=True),
        sa.Column(
            "state", sa.Enum("open", "withdrawn", name="topicstate", native_enum=False, length=24), nullable=False
        ),
        sa.Column("proposer_id", sa.Integer(), nullable=True),
        sa.Column("proposer_role", sa.String(), nullable=True),
        sa.Column("proposer_organisation_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_topics_event_id_events")),
        sa.ForeignKeyConstraint(["proposer_id"], ["people.id"], name=op.f("fk_topics_proposer_id_people")),
        sa.ForeignKeyConstraint(
            ["proposer_organisation_id"],
            ["organisations.id"],
            name=op.f("fk_topics_proposer_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topics")),
    )
    op.create_index("ix_topics_event", "topics", ["event_id", "state", "level"], unique=False)
    op.create_index("uq_topics_key", "topics", ["event_id", "key"], unique=True)
    op.create_table(
        "deliveries",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "receipt",
                "seat",
                "cancelled_seat",
                "moved",
                "form_changed",
                "called_off",
                "reminder",
                "channel_reminder",
                "guest_text",
                "card",
                "not_reached",
                name="kind",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("channel_id", sa.String(length=32), nullable=True),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("step_id", sa.Integer(), nullable=True),
        sa.Column("card_id", sa.Integer(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("dedup_key", sa.String(length=120), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("useful_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "pending",
                "sending",
                "doubt",
                "sent",
                "expired",
                "superseded",
                "cancelled",
                "failed",
                name="deliverystate",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.Column("maybe_posted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_token", sa.String(length=32), nullable=True),
        sa.Column("claimed_by", sa.String(), nullable=True),
        sa.Column("sent_channel", sa.String(length=32), nullable=True),
        sa.Column("sent_ts", sa.String(length=32), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(person_id IS NULL) <> (channel_id IS NULL)", name=op.f("ck_deliveries_one_recipient")),
        sa.ForeignKeyConstraint(["card_id"], ["cards.id"], name=op.f("fk_deliveries_card_id_cards")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_deliveries_event_id_events")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_deliveries_person_id_people")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name=op.f("fk_deliveries_registration_id_registrations")
        ),
        sa.ForeignKeyConstraint(["step_id"], ["steps.id"], name=op.f("fk_deliveries_step_id_steps")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_deliveries_workspace_id_workspaces")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("dedup_key", name=op.f("uq_deliveries_dedup_key")),
        sa.UniqueConstraint("token", name=op.f("uq_deliveries_token")),
    )
    op.create_index(
        "ix_deliveries_due",
        "deliveries",
        ["priority", "next_at", "id"],
        unique=False,
        sqlite_where=sa.text("state IN ('pending', 'doubt')"),
        postgresql_where=sa.text("state IN ('pending', 'doubt')"),
    )
    op.create_index("ix_deliveries_event", "deliveries", ["event_id", "state"], unique=False)
    op.create_index(
        "ix_deliveries_lease",
        "deliveries",
        ["lease_until"],
        unique=False,
        sqlite_where=sa.text("state = 'sending'"),
        postgresql_where=sa.text("state = 'sending'"),
    )
    op.create_index(
        "ix_deliveries_next",
        "deliveries",
        ["next_at"],
        unique=False,
        sqlite_where=sa.text("state IN ('pending', 'doubt')"),
        postgresql_where=sa.text("state IN ('pending', 'doubt')"),
    )
    op.create_index("ix_deliveries_person", "deliveries", ["person_id", "event_id"], unique=False)
    op.create_index(
        "uq_assignments",
        "assignments",
        [
            "person_id",
            "duty",
            sa.text("coalesce(area_id, 0)"),
            sa.text("coalesce(series_id, 0)"),
            sa.text("coalesce(organisation_id, 0)"),
        ],
        unique=True,
    )
    keep_the_log_as_it_is()


def downgrade() -> None:
    op.drop_index("ix_deliveries_person", "deliveries")
    op.drop_index("ix_deliveries_next", "deliveries")
    op.drop_index("ix_deliveries_lease", "deliveries")
    op.drop_index("ix_deliveries_event", "deliveries")
    op.drop_index("ix_deliveries_due", "deliveries")
    op.drop_table("deliveries")
    op.drop_index("uq_topics_key", "topics")
    op.drop_index("ix_topics_event", "topics")
    op.drop_table("topics")
    op.drop_index("ix_steps_due", "steps")
    op.drop_table("steps")
    op.drop_index("uq_registrations_active", "registrations")
    op.drop_index("ix_registrations_person", "registrations")
    op.drop_index("ix_registrations_line", "registrations")
    op.drop_table("registrations")
    op.drop_table("quotas")
    op.drop_index("ix_log_event", "log")
    op.drop_table("log")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION log_is_append_only")
    op.drop_index("uq_cards_home", "cards")
    op.drop_index("uq_cards_announcement", "cards")
    op.drop_index("ix_cards_true_until", "cards")
    op.drop_index("ix_cards_stale", "cards")
    op.drop_table("cards")
    op.drop_index(op.f("ix_assignments_series_id"), table_name="assignments")
    op.drop_index(op.f("ix_assignments_area_id"), table_name="assignments")
    op.drop_table("assignments")
    op.drop_table("series_parties")
    op.drop_table("series_files")
    op.drop_index("uq_people_slack", "people")
    op.drop_index("ix_people_email", "people")
    op.drop_table("people")
    op.drop_index("ix_events_coming", "events")
    op.drop_index("ix_events_area", "events")
    op.drop_table("events")
    op.drop_table("area_organisations")
    op.drop_index("uq_series_channel", "series")
    op.drop_table("series")
    op.drop_index("uq_organisations_folded", "organisations")
    op.drop_index("uq_organisations_code", "organisations")
    op.drop_table("organisations")
    op.drop_index("uq_areas_channel", "areas")
    op.drop_table("areas")
    op.drop_table("workspaces")


SQLITE_TRIGGERS = (
    "CREATE TRIGGER log_is_not_changed BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END",
    "CREATE TRIGGER log_is_kept BEFORE DELETE ON log WHEN OLD.at > datetime('now', '-12 months') "
    "BEGIN SELECT RAISE(ABORT, 'the log is kept for twelve months'); END",
)
POSTGRESQL_TRIGGERS = (
    """CREATE FUNCTION log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF TG_OP = 'DELETE' AND OLD.at <= now() - interval '12 months' THEN RETURN OLD; END IF;
        RAISE EXCEPTION 'the log is append-only and kept for twelve months';
    END $$""",
    "CREATE TRIGGER log_is_append_only BEFORE UPDATE OR DELETE ON log "
    "FOR EACH ROW EXECUTE FUNCTION log_is_append_only()",
)


def keep_the_log_as_it_is() -> None:
    """Nobody rewrites who did what, not even by accident; what is a year old may go."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for trigger in SQLITE_TRIGGERS if is_sqlite else POSTGRESQL_TRIGGERS:
        op.execute(trigger)
