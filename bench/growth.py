"""100 guests against 100,000 in one scene, for the same four routes. python -m bench.growth [sqlite|postgresql ...]

The crowd is made by copying everything a real guest left behind, so that every table and index has its rows.
"""

import sys
from contextlib import ExitStack

import sqlalchemy as sa
from flask import Flask

from app.core.database import db, is_postgresql, write
from bench import footprints, notifications, orders, scenes
from bench.cast import SCENE, footprint_request, log_in, order_request, sent, set_the_stage
from bench.comparison import BARE, Route
from bench.copies import application
from bench.floor import bare
from bench.harness import Timing, fresh_database, measure, table, verdict
from bench.wechat import paid_message
from bench.wsgi import Request, sender, senders

FEW, MANY, LIMIT = 100, 100_000, 1.2
ROUNDS, CALLS = 15, 20
ROUTES: tuple[Route, ...] = (scenes.ROUTE, footprints.ROUTE, orders.ROUTE, notifications.ROUTE)
#: What a sale leaves behind, parents first.
TABLES = (
    "users", "sessions", "footprints", "orders", "order_beneficiaries", "reservations", "payments", "notifications",
    "idempotency_keys", "certificates", "allocations", "covered_journeys", "ledger_transactions", "ledger_postings",
    "standing_events", "shipping_notices",
)  # fmt: skip
#: Columns that name a guest's own thing: an id becomes the n-th guest's by its last seven characters.
OWN = {
    "user_id", "footprint_id", "order_id", "payment_id", "certificate_id", "transaction_id", "openid", "number",
    "token_sha256", "key", "message_id", "source_id", "subject",
}  # fmt: skip
_IDS_OF_GUESTS = set(TABLES) - {"allocations", "ledger_postings", "standing_events"}


def crowd(app: Flask, size: int) -> None:
    """A scene where ``size`` guests have paid: one really did, the others are that one's copies."""
    guest = log_in(app, 1)[0]
    order = sent(app, order_request(guest, sent(app, footprint_request(guest))))
    sender(app, paid_message(order["payment"]["id"], order["amount_fen"], guest.openid))()
    with app.app_context(), write("a crowd") as tx:
        for name in TABLES:
            tx.exec_driver_sql(_copies(db.metadata.tables[name], is_postgresql(tx), size - 1, guest.id))
        tx.exec_driver_sql(f"UPDATE scene_totals SET certificates = {size}, mass_g = mass_g * {size}")
    with app.app_context():
        if is_postgresql(db.engine):  # which does so by itself, in its own time; SQLite never does
            with db.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
                connection.exec_driver_sql("VACUUM ANALYZE")
                connection.exec_driver_sql("CHECKPOINT")


def _copies(table: sa.Table, postgresql: bool, size: int, user_id: str) -> str:
    """INSERT ... SELECT of the one guest's rows, ``size`` times."""
    nth = "lpad(n::text, 7, '0')" if postgresql else "substr('0000000' || n, -7)"
    names, values = [], []
    for column in table.columns:
        serial = column.name == "id" and table.name not in _IDS_OF_GUESTS
        if serial:
            continue
        quoted = f't."{column.name}"'
        value = quoted
        if column.name == "id" or column.name in OWN:
            value = f"substr({quoted}, 1, length({quoted}) - 7) || {nth}"
        elif column.name in {"first_g", "last_g"} and table.name == "allocations":
            value = f"{quoted} + CAST(n AS BIGINT) * 1000000"  # living ranges do not overlap
        elif column.name in {"debit", "credit"}:
            own = f"substr({quoted}, 1, length({quoted}) - 12) || {nth} || ':held'"
            value = f"CASE WHEN {quoted} LIKE 'orders:%%' THEN {own} ELSE {quoted} END"
        names.append(f'"{column.name}"')
        values.append(value if postgresql else value.replace("%%", "%"))
    series = (
        f"generate_series(1, {size}) AS s(n)"
        if postgresql
        else f"(WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {size}) SELECT n FROM s) AS s"
    )
    return f"INSERT INTO {table.name} ({', '.join(names)}) SELECT {', '.join(values)} FROM {table.name} t, {series}"


def _bare_requests(route: Route) -> list[Request]:
    method, path = route.name.split(" ")
    body = b"{}" if method == "POST" else b""
    return [Request(method, path.replace("{code}", SCENE), body, expect=route.status)] * ((ROUNDS + 1) * CALLS)


def run(kind: str) -> bool:
    """Measure every route on one database; whether every limit holds."""
    held = True
    with ExitStack() as stack:
        urls = {size: stack.enter_context(fresh_database(kind)) for size in (FEW, MANY)}
        for size, url in urls.items():
            with application(url) as app:
                set_the_stage(app)
                crowd(app, size)
        for route in ROUTES:
            timings = _timings(route, urls)
            few, many = timings[f"{FEW:,} guests"], timings[f"{MANY:,} guests"]
            print(f"\n{route.name}, {kind}\n{table(timings, f'{FEW:,} guests')}")
            print(verdict("100,000 guests against 100, CPU", many.cpu_min / few.cpu_min, LIMIT))
            # the disk decides over a single round's wall time: medians, where CPU is judged by its best round
            wall = many.wall_median / few.wall_median
            print(verdict("100,000 guests against 100, wall, medians", wall, LIMIT), flush=True)
            held = held and many.cpu_min <= LIMIT * few.cpu_min and wall <= LIMIT
    return held


def _timings(route: Route, urls: dict[int, str]) -> dict[str, Timing]:
    """One route with those who come after each crowd."""
    # whoever comes first in a round finds cold caches: neither of the two shall
    candidates = {BARE: senders(bare(route.status), _bare_requests(route))}
    with ExitStack() as stack:
        for size, url in urls.items():
            app = stack.enter_context(application(url))
            requests = list(route.prepare(app, (ROUNDS + 1) * CALLS))
            times = -(-(ROUNDS + 1) * CALLS // len(requests))
            candidates[f"{size:,} guests"] = senders(app, requests * times)
        return measure(candidates, rounds=ROUNDS, calls=CALLS)


if __name__ == "__main__":
    results = [run(kind) for kind in sys.argv[1:] or ("sqlite", "postgresql")]
    sys.exit(0 if all(results) else 1)
