"""How a command answers: sentences, aligned rows, JSON; a refusal as its reason and the next step, exit 1."""

import functools
import json
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import click
from sqlalchemy.exc import OperationalError, ProgrammingError

from app.domain.errors import DomainError

P = ParamSpec("P")
R = TypeVar("R")
_FILES = (Path(__file__).parent.parent / "api" / "problems.json", Path(__file__).parent / "refusals.json")


@functools.cache
def _words() -> dict[str, Any]:
    """Refusal codes in words: the HTTP ones first, then what only an operator can meet."""
    return {code: words for path in _FILES for code, words in json.loads(path.read_text(encoding="utf-8")).items()}


def refusal(error: DomainError) -> str:
    """Reason and next step of a refusal, Chinese then English, with its facts."""
    words = _words().get(f"{error.code}.{error.facts.get('what')}") or _words().get(error.code)
    facts = "，".join(f"{name}={value}" for name, value in error.facts.items())
    if words is None:
        return f"{error.code}（{facts}）" if facts else error.code
    chinese, english = words["zh-Hans"], words["en"]
    shown = f"\n  {facts}" if facts else ""
    return f"{chinese[0]}。{chinese[1]}\n{english[0]}. {english[1]}{shown}"


def REFUSALS(command: Callable[P, R]) -> Callable[P, R]:  # noqa: N802 (reads as a mark above a command)
    """A command whose service may refuse: the refusal is printed, the exit code is 1."""

    @functools.wraps(command)
    def answered(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except DomainError as error:
            raise click.ClickException(refusal(error)) from None
        except (OperationalError, ProgrammingError) as error:
            # no server, no tables yet, or older ones; its first line names the statement's object, never what was in it
            reason = next(iter(str(error.orig).splitlines()), type(error).__name__)
            raise click.ClickException(refusal(DomainError("database_not_ready", reason=reason))) from error

    return answered


def say(chinese: str, english: str) -> None:
    """One thing that was done, in both languages."""
    click.echo(f"{chinese} · {english}")


def columns(text: str) -> int:
    """Terminal columns of a text: wide characters take two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def rows(given: Sequence[tuple[str, str]], heading: str | None = None) -> None:
    """Aligned pairs under an optional heading."""
    if heading:
        click.secho(heading, bold=True)
    widest = max((columns(name) for name, _ in given), default=0)
    for name, value in given:
        click.echo(f"  {name}{' ' * (widest - columns(name))}  {value}")


def as_json(value: object) -> None:
    """For programs: one JSON document, keys as they are, Chinese readable."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))
