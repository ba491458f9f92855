"""`flask batches import`, `list` and `retire`: credits coming in, what is sold of them, their cancellation."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click
from flask.cli import AppGroup

from app.cli.answers import REFUSALS, as_json, rows, say
from app.cli.files import read_bytes, read_text
from app.domain.display import grouped
from app.services import batches, holdings, retiring
from app.services.batches import AlreadyRetired
from app.services.documents import Document
from app.services.retiring import Retirement

group = AppGroup("batches", help="减排量批次 · Batches of credits")
_FILE = click.Path(path_type=Path)
_DAY = click.DateTime(formats=["%Y-%m-%d"])


@group.command("import")
@click.argument("file", type=_FILE)
@click.option(
    "--retired-document", type=_FILE, help="登记处的注销凭证 · The registry's document, if already cancelled."
)
@click.option("--reference", help="注销编号 · The registry's number of the cancellation.")
@click.option("--on", type=_DAY, help="注销日期 · The day of the cancellation, YYYY-MM-DD.")
@click.option("--json", "for_programs", is_flag=True, help="JSON")
@REFUSALS
def import_file(
    file: Path, retired_document: Path | None, reference: str | None, on: datetime | None, for_programs: bool
) -> None:
    """导入批次 CSV · Import a registry's CSV, all rows or none. May be repeated."""
    given = (retired_document, reference, on)
    retired = None
    if retired_document is not None and reference and on is not None:
        retired = AlreadyRetired(_document(retired_document), reference, on.date())
    elif any(each is not None for each in given):
        raise click.ClickException(
            "--retired-document、--reference、--on 须一起给出 · give the three together, or none of them"
        )
    imported = batches.import_batches(read_text(file), retired)
    if for_programs:
        as_json([{name: getattr(each, name) for name in each.__slots__} for each in imported])
        return
    fresh = [each for each in imported if not each.known]
    say(f"新导入 {len(fresh)} 批，已有 {len(imported) - len(fresh)} 批", f"{len(fresh)} imported")
    for each in imported:
        state = "已有，未改动 · known" if each.known else "已导入 · imported"
        rows(
            [
                (each.batch_id, f"{each.project}  {grouped(each.tonnes)} t  {each.serial_first} – {each.serial_last}"),
                ("", state),
            ]
        )


@group.command("list")
@click.option("--json", "for_programs", is_flag=True, help="JSON")
@REFUSALS
def show(for_programs: bool) -> None:
    """各批次与待注销的序列号 · Every batch, and the serials the registry is still to cancel."""
    found = holdings.holdings()
    if for_programs:
        as_json([asdict(each) for each in found])
        return
    if not found:
        say("还没有批次，请用 batches import 导入", "no batches yet: batches import brings them in")
    for each in found:
        shown = [
            ("序列号 serials", f"{each.serial_first} – {each.serial_last}"),
            ("可售 available", f"{grouped(each.available_g)} g"),
            ("预留 reserved", f"{grouped(each.reserved_g)} g"),
            ("已售 allocated", f"{grouped(each.allocated_g)} g"),
            ("作废 void", f"{grouped(each.void_g)} g"),
        ]
        for due in each.due:
            unsold = f"，其中未售 unsold {grouped(due.unsold_g)} g" if due.unsold_g else ""
            serials = f"{due.serial_first} – {due.serial_last}  {grouped(due.tonnes)} t{unsold}"
            shown.append(("待注销 to cancel", serials))
        rows(shown, heading=f"{each.batch_id}  {each.project}  {each.vintage}  {grouped(each.tonnes)} t")


@group.command("retire")
@click.argument("batch")
@click.option("--first", required=True, help="首个序列号 · The first serial.")
@click.option("--last", required=True, help="最后一个序列号 · The last serial.")
@click.option("--reference", required=True, help="注销编号 · The registry's number of the cancellation.")
@click.option("--on", type=_DAY, required=True, help="注销日期 · The day of the cancellation, YYYY-MM-DD.")
@click.option("--document", type=_FILE, required=True, help="登记处的注销凭证 · The registry's document.")
@click.option("--json", "for_programs", is_flag=True, help="JSON")
@REFUSALS
def retire(batch: str, first: str, last: str, reference: str, on: datetime, document: Path, for_programs: bool) -> None:
    """登记注销 · Record that the registry cancelled these serials. May be repeated."""
    given = Retirement(first, last, reference, on.date(), _document(document))
    done = retiring.retire(batch, given)
    if for_programs:
        as_json({name: getattr(done, name) for name in done.__slots__})
        return
    if done.known:
        say("早已登记，没有改动", "already recorded")
    else:
        say("已登记注销", "the cancellation is recorded")
    rows(
        [
            ("注销 retired", f"{grouped(done.tonnes)} t"),
            ("未售作废 void", f"{grouped(done.void_g)} g"),
            ("证书转为已注销 certificates", str(len(done.certificates))),
            ("凭证 document", f"sha256:{given.document.sha256}"),
            ("编号 id", done.retirement_id),
        ]
    )


def _document(path: Path) -> Document:
    return Document(path.name, read_bytes(path))
