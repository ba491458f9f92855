"""`flask verify-certificate`: check a certificate's file offline. Needs no database and no network."""

import re
from pathlib import Path
from typing import Any

import click

from app.cli.answers import REFUSALS, as_json
from app.cli.files import read_bytes, read_text
from app.core.texts import Texts
from app.domain.certificates import CertificateStatus
from app.domain.display import fen, grouped
from app.services import verification
from app.services.verification import Check

_CATALOGUE = "checks"
#: A command answers in both, as all of ours do.
_LANGUAGES = ("zh-Hans", "en")
_HOLDS, _FAILS, _UNASKED = click.style("✓", fg="green"), click.style("✗", fg="red"), "–"
#: Control characters, and those that turn the direction of what follows.
_COMMANDS = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


@click.command("verify-certificate")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--keys", type=click.Path(path_type=Path), help="另行取得的公钥（JWKS）· A JWK set obtained elsewhere.")
@click.option(
    "--list",
    "lists",
    type=click.Path(path_type=Path),
    multiple=True,
    help="注销清单（CSV），可多次给出 · The list of a cancellation (CSV); may be given more than once.",
)
@click.option("--json", "for_programs", is_flag=True, help="JSON")
@REFUSALS
def verify_certificate(file: Path, keys: Path | None, lists: tuple[Path, ...], for_programs: bool) -> None:
    """离线核验证书文件 · Check a certificate's .json file offline, line by line."""
    given = verification.read_file(read_bytes(keys)) if keys else None
    told = verification.read_file(read_bytes(file))
    verdict = verification.verify_certificate(told, given, [read_text(each) for each in lists])
    if for_programs:
        as_json(
            {
                "holds": verdict.holds,
                "origin_proved": verdict.origin_proved,
                "number": verdict.number,
                "status": verdict.status,
                "sample": verdict.sample,
                "checks": [
                    {
                        "name": each.name,
                        "holds": each.holds,
                        "code": each.code,
                        "facts": dict(each.facts),
                        "detail": said(each, "en"),
                    }
                    for each in verdict.checks
                ],
            }
        )
    else:
        _print(verdict)
    if not verdict.holds:
        raise SystemExit(1)


def said(check: Check, language: str) -> str:
    """What a check found, as a sentence: the one a visitor's browser shows."""
    t = Texts(language, _CATALOGUE)
    return t(check.key, **{name: _told(t, name, value) for name, value in check.facts.items()})


def _told(t: Texts, name: str, value: Any) -> str:
    """A fact for a reader: grams and fen as people read them, states and events by their words."""
    if name == "kinds":
        return t("joint").join(_word(t, "kind", each) for each in value)
    if name in ("kind", "status", "member"):
        return _word(t, name, value)
    if isinstance(value, int) and name.endswith("_fen"):
        return fen(value)
    return grouped(value) if isinstance(value, int) else _plain(str(value))


def _plain(text: str) -> str:
    """Somebody else's text on our terminal: nothing in it may move the cursor or turn a line round."""
    return _COMMANDS.sub("\ufffd", text)


def _word(t: Texts, what: str, value: str) -> str:
    try:
        return t(f"{what}.{value}")
    except KeyError:  # a kind that nobody knows is told as it stands in the file
        return _plain(str(value))


def _print(verdict: verification.Verdict) -> None:
    chinese, english = (Texts(language, _CATALOGUE) for language in _LANGUAGES)
    status = (_word(t, "status", verdict.status) for t in (chinese, english))
    click.echo(f"证书 certificate {_plain(verdict.number)} · {grouped(verdict.mass_g)} g · {' '.join(status)}")
    for each in verdict.checks:
        mark = _UNASKED if each.code == "not_given" else _HOLDS if each.holds else _FAILS
        title = f"title.{each.name}"
        click.echo(f"  {mark} {chinese(title)} {english(title)}")
        for language in _LANGUAGES:
            click.echo(f"      {said(each, language)}")
    if not verdict.holds:
        _both("verdict.refused")
        return
    _both("verdict.origin" if verdict.origin_proved else "verdict.unchanged")
    revoked = verdict.status == CertificateStatus.REVOKED.value
    if verdict.sample:
        _both("verdict.sample")
    _both("verdict.revoked" if revoked else "verdict.as_saved")
    if not verdict.origin_proved:
        _both("verdict.keys")


def _both(key: str) -> None:
    for language in _LANGUAGES:
        click.echo(Texts(language, _CATALOGUE)(key))
