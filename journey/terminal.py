"""How the programs here speak to a person: a few colours, aligned columns, Chinese widths. Decides nothing."""

import os
import sys
import unicodedata
from collections.abc import Sequence

_COLOURS = {"leaf": "38;5;35", "gold": "38;5;136", "red": "38;5;167", "dim": "2", "bold": "1"}


def colourful() -> bool:
    """Whether standard output is a terminal that wants colours (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def paint(text: str, *names: str) -> str:
    """The text in colours of :data:`_COLOURS`, or as it is where nobody wants them."""
    if not colourful():
        return text
    return f"\033[{';'.join(_COLOURS[name] for name in names)}m{text}\033[0m"


def width(text: str) -> int:
    """Columns the text takes: wide characters count two, combining marks none."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )  # fmt: skip


def padded(text: str, columns: int) -> str:
    """The text filled with spaces to so many columns."""
    return text + " " * max(0, columns - width(text))


def say(text: str = "") -> None:
    """One line, at once, also through a pipe."""
    print(text, flush=True)


def title(chinese: str, english: str) -> None:
    """The head of a program's output: the mark, the name, a hairline."""
    say()
    say(f"  {paint('⠴⠦', 'leaf')}  {paint(chinese, 'bold')}  {paint(english, 'dim')}")
    say("  " + paint("─" * 74, "dim"))


def table(rows: Sequence[tuple[str, str]], columns: int = 22) -> None:
    """Two aligned columns, the first quiet."""
    for name, value in rows:
        say(f"  {paint(padded(name, columns), 'dim')}{value}")


def step(number: int, chinese: str, english: str) -> None:
    """The head of one step of a walk."""
    say()
    say(f"  {paint(f'{number:>2}', 'leaf', 'bold')}  {paint(chinese, 'bold')}  {paint(english, 'dim')}")


def asked(text: str) -> None:
    """What was asked of the server."""
    say(f"      {paint('→', 'dim')} {paint(text, 'dim')}")


def answered(text: str) -> None:
    """What came back."""
    say(f"      {paint('←', 'leaf')} {text}")


def detail(text: str) -> None:
    """A line that belongs to the answer above it."""
    say(f"        {text}")


def proved(text: str) -> None:
    """Something that was checked and holds."""
    say(f"      {paint('✓', 'leaf', 'bold')} {text}")


def failed(text: str) -> None:
    """Something that does not hold; on standard error, so that a pipe does not swallow it."""
    print(f"  {paint('✗', 'red', 'bold')} {text}", file=sys.stderr, flush=True)
