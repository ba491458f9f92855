"""Refusals in words: every code anybody can meet has a reason and a next step, in Chinese and in English."""

import json
import re
from pathlib import Path

import pytest

from app import ROOT, create_app
from app.cli.answers import columns, refusal
from app.core.settings import load_settings
from app.domain.errors import DomainError, NotFound

OURS = json.loads((ROOT / "app/cli/refusals.json").read_text(encoding="utf-8"))
HTTP = json.loads((ROOT / "app/api/problems.json").read_text(encoding="utf-8"))
SOURCE = "".join(
    path.read_text(encoding="utf-8")
    for room in ("services", "domain", "cli")
    for path in (ROOT / "app" / room).rglob("*.py")
)
#: What somebody can look for in vain has words of its own where the next step is one of its own.
LOOKED_FOR = {f"not_found.{what}" for what in re.findall(r'NotFound\("(\w+)"', SOURCE)}
RAISED = sorted(
    set(re.findall(r'DomainError\(\s*"(\w+)"', SOURCE))
    - {"account_deleted"}  # a settlement's own way back: caught where it is raised, nobody meets it
)


@pytest.mark.parametrize("code", RAISED)
def test_every_refusal_that_is_raised_has_words(code: str) -> None:
    told = refusal(DomainError(code))
    assert told != code
    assert re.search(r"[\u4e00-\u9fff]", told)
    assert re.search(r"[a-z]{3}", told)


@pytest.mark.parametrize("code", OURS)
def test_every_refusal_of_the_commands_says_what_happened_and_what_to_do(code: str) -> None:
    for language in ("zh-Hans", "en"):
        reason, step = OURS[code][language]
        assert reason
        assert step.endswith(("。", "."))
        assert reason != step
    assert code not in HTTP, "said twice, in two places"
    assert code in {*RAISED, *LOOKED_FOR}, "nobody raises it"


def test_the_facts_of_a_refusal_are_told() -> None:
    assert "line=7" in refusal(DomainError("csv_malformed", line=7, reason="no"))
    assert "batch" in refusal(NotFound("batch"))


def test_wide_characters_take_two_columns() -> None:
    assert columns("业主 owner") == 10


def test_a_database_without_tables_is_a_refusal_with_the_next_step(tmp_path: Path) -> None:
    app = create_app(load_settings({"APP_ENV": "demo"}, tmp_path))
    for words in (["seed-demo"], ["batches", "list"], ["scenes", "look", "FORUM1"]):
        refused = app.test_cli_runner().invoke(args=words)
        assert refused.exit_code == 1
        assert isinstance(refused.exception, SystemExit), refused.exception
        assert "db upgrade" in refused.output
