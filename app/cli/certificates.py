"""`flask verify-certificate`: check a certificate's file offline. Needs no database and no network."""

from pathlib import Path

import click

from app.cli.answers import REFUSALS, as_json, columns
from app.cli.files import read_bytes
from app.domain.display import grouped
from app.services import verification

_NAMES = {
    "record_form": "记录 record",
    "record_hash": "哈希 hash",
    "record_signature": "签名 signature",
    "events": "事件 events",
    "status": "状态 status",
    "allocations": "减排量 grams",
    "amount": "金额 amount",
    "name": "姓名 name",
}


@click.command("verify-certificate")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--keys", type=click.Path(path_type=Path), help="另行取得的公钥（JWKS）· A JWK set obtained elsewhere.")
@click.option("--json", "for_programs", is_flag=True, help="JSON")
@REFUSALS
def verify_certificate(file: Path, keys: Path | None, for_programs: bool) -> None:
    """离线核验证书文件 · Check a certificate's .json file offline, line by line."""
    given = verification.read_file(read_bytes(keys)) if keys else None
    verdict = verification.verify_certificate(verification.read_file(read_bytes(file)), given)
    if for_programs:
        checks = [{"name": each.name, "holds": each.holds, "detail": each.detail} for each in verdict.checks]
        as_json({"holds": verdict.holds, "origin_proved": verdict.origin_proved, "checks": checks})
    else:
        _print(verdict)
    if not verdict.holds:
        raise SystemExit(1)


def _print(verdict: verification.Verdict) -> None:
    click.echo(f"证书 certificate {verdict.number} · {grouped(verdict.mass_g)} g · {verdict.status}")
    for each in verdict.checks:
        name = _NAMES[each.name]
        mark = click.style("✓", fg="green") if each.holds else click.style("✗", fg="red")
        click.echo(f"  {mark} {name}{' ' * (18 - columns(name))}{each.detail}")
    if not verdict.holds:
        click.echo("核验不通过：不要采信这个文件 · NOT VERIFIED: do not rely on this file")
    elif verdict.origin_proved:
        click.echo(
            "核验通过：内容完整，出自所给公钥的持有者 · VERIFIED: unchanged, and made by the holder of the given keys"
        )
    else:
        click.echo("核验通过：内容自签名后未被改动 · VERIFIED: unchanged since it was signed")
        click.echo("  公钥取自文件本身，只证明完整，不证明出处；请从发证平台的 /.well-known/jwks.json")
        click.echo("  取得公钥，用 --keys 给出。")
        click.echo("  The keys came with the file: they prove integrity, not origin. For origin, fetch the issuer's")
        click.echo("  /.well-known/jwks.json yourself and give it with --keys.")
