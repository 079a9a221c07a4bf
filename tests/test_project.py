"""Settings, manifest and README say what the code does."""

import ast
import json
import re
from pathlib import Path

from bot.settings import from_environment
from handlers import commands
from models.permissions import ALLOWED, Action

ROOT = Path(__file__).parent.parent
SCOPES = {
    "chat_postMessage": {"chat:write"},
    "chat_update": {"chat:write"},
    "views_open": set(),
    "views_update": set(),
    "views_publish": set(),
    "auth_test": set(),
    "users_info": {"users:read", "users:read.email"},
    "users_lookupByEmail": {"users:read.email"},
    "users_conversations": {"channels:read", "groups:read"},
    "conversations_members": {"channels:read", "groups:read"},
    "usergroups_list": {"usergroups:read"},
    "usergroups_users_list": {"usergroups:read"},
    "conversations_info": {"channels:read", "groups:read"},
    "conversations_history": {"channels:history", "groups:history", "im:history"},
    "conversations_open": {"im:write"},
    "files_upload_v2": {"files:write"},
    "apps_connections_open": set(),
}
"""What each method we call asks for (slack-platform: least scopes)."""
EVENT_SCOPES = {
    "app_home_opened": set(),
    "member_joined_channel": {"channels:read", "groups:read"},
    "member_left_channel": {"channels:read", "groups:read"},
    "user_change": {"users:read"},
}
METHOD = re.compile(
    r"\b((?:chat|views|users|usergroups|conversations|auth|files|apps|team|pins|reactions|bookmarks|dialog)_[a-z][A-Za-z0-9_]*)\b"
)


def manifest() -> dict:
    return json.loads((ROOT / "manifest.json").read_text(encoding="utf-8"))


def settings_read() -> set[str]:
    """The names `bot/settings.py` looks up in the environment."""
    tree = ast.parse((ROOT / "bot/settings.py").read_text(encoding="utf-8"))
    words = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return {word for word in words if re.fullmatch(r"(SLACK|DIALOG)_[A-Z_]+|DATABASE_URL|PORT|HEALTH_PORT", word)}


def methods_called() -> set[str]:
    from slack_sdk import WebClient

    found = set()
    for folder in ("bot", "handlers", "scheduler"):
        for file in (ROOT / folder).rglob("*.py"):
            tree = ast.parse(file.read_text(encoding="utf-8"))
            names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
            names |= {
                node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
            }
            found |= {name for name in names if METHOD.fullmatch(name) and hasattr(WebClient, name)}
    return found


def test_env_example_names_exactly_the_settings_there_are() -> None:
    named = set(re.findall(r"^#?\s?([A-Z][A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.M))
    assert named == settings_read()


def test_the_readme_lists_every_setting() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:SLACK|DIALOG)_[A-Z_]+|DATABASE_URL|PORT|HEALTH_PORT)`", readme))
    assert settings_read() <= named


def test_settings_have_answers_for_an_empty_environment() -> None:
    assert from_environment({}).database_url == "sqlite:///dialog.db"


def test_the_manifest_asks_for_exactly_the_scopes_the_code_needs() -> None:
    called = methods_called()
    assert called - SCOPES.keys() == set(), "which scopes does it need?"
    needed = {"commands"}.union(*(SCOPES[name] for name in called), *(EVENT_SCOPES[name] for name in events()))
    assert set(manifest()["oauth_config"]["scopes"]["bot"]) == needed


def events() -> list[str]:
    subscribed: list[str] = manifest()["settings"]["event_subscriptions"]["bot_events"]
    return subscribed


def test_the_manifest_subscribes_to_exactly_the_events_that_are_handled() -> None:
    assert set(events()) == set(commands.table().events)


def test_the_manifest_offers_exactly_the_shortcuts_that_are_handled() -> None:
    offered = manifest()["features"]["shortcuts"]
    assert {one["callback_id"] for one in offered} == set(commands.table().shortcuts)
    assert all(one["type"] in ("message", "global") and len(one["name"]) <= 24 for one in offered)
    told = (ROOT / "docs/slack-app.md").read_text(encoding="utf-8")
    assert [one["name"] for one in offered if one["name"] not in told] == []


def test_the_commands_hint_completes_every_word_and_no_other() -> None:
    [command] = manifest()["features"]["slash_commands"]
    hinted = {word.strip() for word in command["usage_hint"].split("|")}
    known = {word for word in commands.table().words if word}
    assert hinted <= known
    plain = {word.translate(str.maketrans("åäö", "aao")) for word in hinted}
    assert known - hinted <= plain, "a word nobody is told of, other than one without its dots"


def test_the_manifest_is_what_the_settings_expect() -> None:
    assert manifest()["features"]["slash_commands"][0]["command"] == from_environment({}).command
    assert manifest()["settings"]["interactivity"]["is_enabled"] and manifest()["settings"]["socket_mode_enabled"]
    assert manifest()["features"]["app_home"]["messages_tab_read_only_enabled"]


def test_every_scope_has_its_reason_in_the_docs() -> None:
    told = (ROOT / "docs/slack-app.md").read_text(encoding="utf-8")
    assert [scope for scope in manifest()["oauth_config"]["scopes"]["bot"] if f"`{scope}`" not in told] == []


def test_every_test_that_a_promise_names_exists() -> None:
    promises = (ROOT / "docs/promises.md").read_text(encoding="utf-8")
    named = re.findall(r"`(tests/[a-z_/]+\.py)::(\w+)`", promises)
    assert [f"{path}::{name}" for path, name in named if not has_function(ROOT / path, name)] == []
    assert len(named) > 20


def test_every_promise_names_its_test() -> None:
    """A row of a table promises; the last column proves."""
    rows = re.findall(r"^\| (?!---|what)(.+) \|$", (ROOT / "docs/promises.md").read_text(encoding="utf-8"), re.M)
    assert [row for row in rows if "`tests/" not in row.rpartition(" | ")[2]] == []


def has_function(file: Path, name: str) -> bool:
    if not file.exists():
        return False
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return any(isinstance(node, ast.FunctionDef) and node.name == name for node in ast.walk(tree))


def test_every_action_is_decided() -> None:
    assert set(ALLOWED) == set(Action)


def test_the_readmes_files_and_commands_exist() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    assert set(re.findall(r"`make ([a-z]+)", readme)) <= targets
    linked = re.findall(r"\]\((?!https?://|#)([^)#]+)\)", readme)
    assert [path for path in linked if not (ROOT / path).exists() and not path.endswith((".png", ".webp"))] == []
