"""Follows the imports and names the stray (docs/style.md, "The arrows")."""

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
OURS = ("bot", "handlers", "models", "scheduler", "sandbox", "simulation", "tests", "benchmarks")
RECEIPTS = ("bot.receipts", "bot.i18n")
WORDS_OF_MODELS = (
    "models.errors", "models.events", "models.quotas", "models.registrations", "models.series", "models.deliveries",
    "models.steps",
    "models.checklists", "models.choices", "models.appeals", "models.dates", "models.polls", "models.topics",
)  # fmt: skip
"""Enums, rules without rows, and the refusal: what blocks may know of the records."""
SERVICES_OF = ("models", *RECEIPTS, "bot.services")
EDGES = ("bot", "models.errors", "models.database")
ALLOWED: dict[str, tuple[str, ...]] = {
    "models": ("models",),
    "bot/services": SERVICES_OF,
    "bot/letters": (*SERVICES_OF, "bot.letters", "bot.blocks"),
    "bot/blocks": ("bot.blocks", *RECEIPTS, *WORDS_OF_MODELS),
    "bot/i18n.py": (),
    "bot/receipts": (*WORDS_OF_MODELS, "bot.receipts"),
    "bot/settings.py": (),
    "bot/clock.py": (),
    "handlers": ("bot", "handlers", "models.errors"),
    "scheduler": ("bot", "scheduler", "models.errors"),
    "sandbox": ("sandbox",),
}
"""The nearest entry rules. `bot/app.py` and its neighbours put the parts together and may know everyone."""
ABOVE = ("bot.app", "bot.cli", "bot.serving", "bot.commands", "bot.__main__", "bot.sockets", "bot.web", "bot.arrivals")
KNOWS_THE_TIME = {
    "bot/clock.py": "it is the clock",
    "sandbox/workspace.py": "Slack has a clock of its own, and is given another in tests",
    "sandbox/clock.py": "the demo's clock is the system's plus an offset",
    "sandbox/signed.py": "signatures keep real time (design.md 5)",
}
"""Who asks the system, and why that is right."""
ASKING = {"now", "utcnow", "today", "time", "time_ns"}


def files(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


def imports(file: Path) -> Iterator[str]:
    """Every module of ours a file names, those only for type checkers too."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{file} imports relatively"
            whole = ROOT / node.module.replace(".", "/")
            for alias in node.names:
                is_module = (whole / f"{alias.name}.py").exists() or (whole / alias.name).is_dir()
                yield f"{node.module}.{alias.name}" if is_module else node.module


def rule_for(name: str) -> tuple[str, ...] | None:
    found = [place for place in ALLOWED if name == place or name.startswith(f"{place}/")]
    return ALLOWED[max(found, key=len)] if found else None


def is_under(module: str, allowed: tuple[str, ...]) -> bool:
    return any(module == one or module.startswith(f"{one}.") for one in allowed)


def strays(sources: dict[str, list[str]]) -> list[str]:
    found = []
    for name, modules in sources.items():
        allowed = rule_for(name)
        ours = [module for module in modules if module.split(".")[0] in OURS]
        if allowed is not None:
            found += [f"{name} imports {module}" for module in ours if not is_under(module, allowed)]
        if not name.startswith(("tests/", "benchmarks/")):
            found += [f"{name} imports {module}" for module in ours if module.split(".")[0] in ("tests", "benchmarks")]
    return found


@cache
def all_imports() -> dict[str, list[str]]:
    return {
        file.relative_to(ROOT).as_posix(): list(imports(file))
        for file in files("bot", "handlers", "models", "scheduler", "sandbox")
    }


def test_imports_follow_the_arrows() -> None:
    assert strays(all_imports()) == []


def test_a_stray_would_be_named() -> None:
    wrong = {"models/events.py": ["bot.i18n"], "handlers/home.py": ["models.events"], "sandbox/x.py": ["bot"]}
    assert strays(wrong) == [
        "models/events.py imports bot.i18n", "handlers/home.py imports models.events", "sandbox/x.py imports bot",
    ]  # fmt: skip


def test_handlers_and_scheduler_do_not_know_where_the_parts_meet() -> None:
    found = {
        f"{name} imports {module}"
        for name, modules in all_imports().items()
        if name.startswith(("handlers/", "scheduler/", "bot/services/", "bot/blocks/"))
        for module in modules
        if is_under(module, ABOVE)
    }
    assert found == set()


def test_blocks_are_pure() -> None:
    libraries = {
        f"{name} imports {module}"
        for name, modules in all_imports().items()
        if name.startswith("bot/blocks/")
        for module in modules
        if module.split(".")[0] not in (*OURS, *sys.stdlib_module_names)
    }
    assert libraries == set()


def test_only_the_runner_knows_apscheduler_and_only_the_database_knows_dialects() -> None:
    def who(library: str) -> list[str]:
        return [name for name, modules in all_imports().items() if any(is_under(one, (library,)) for one in modules)]

    assert who("apscheduler") == ["scheduler/runner.py"]
    assert set(who("sqlalchemy.dialects")) == {"models/database/engines.py"}
    assert {name.split("/")[0] for name in who("slack_sdk") + who("slack_bolt")} <= {
        "bot",
        "handlers",
        "scheduler",
        "sandbox",
    }
    assert [name for name in who("slack_sdk") if name.startswith(("bot/services", "bot/blocks"))] == []


def test_only_the_clock_asks_the_system_for_the_time() -> None:
    askers = {
        file.relative_to(ROOT).as_posix(): lines
        for file in files("bot", "handlers", "models", "scheduler", "sandbox")
        if (lines := list(_asks(ast.parse(file.read_text(encoding="utf-8")))))
    }
    assert {name: lines for name, lines in askers.items() if name not in KNOWS_THE_TIME} == {}
    assert KNOWS_THE_TIME.keys() - askers.keys() == set(), "no longer an exception"


def _asks(tree: ast.AST) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ASKING:
            whose = ast.unparse(node.func.value)
            if whose in ("datetime", "datetime.datetime", "date", "datetime.date", "time"):
                yield node.lineno
