"""One SQLite connection behind a lock, and the tables in it. What rows mean is the business of each noun's module."""

import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Row = Mapping[str, Any]

_TABLES = """
CREATE TABLE IF NOT EXISTS orders (
  out_trade_no TEXT PRIMARY KEY, trade_type TEXT NOT NULL, request TEXT NOT NULL, description TEXT NOT NULL,
  attach TEXT, notify_url TEXT NOT NULL, total_fen INTEGER NOT NULL, openid TEXT, state TEXT NOT NULL,
  created_at REAL NOT NULL, pay_until REAL NOT NULL, transaction_id TEXT UNIQUE, payer_openid TEXT, paid_at REAL,
  shipping TEXT, shipped_times INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS prepays (
  prepay_id TEXT PRIMARY KEY, code_url TEXT UNIQUE, out_trade_no TEXT NOT NULL, created_at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS refunds (
  refund_id TEXT PRIMARY KEY, out_refund_no TEXT NOT NULL UNIQUE, out_trade_no TEXT NOT NULL, request TEXT NOT NULL,
  notify_url TEXT, refund_fen INTEGER NOT NULL, status TEXT NOT NULL, ends_as TEXT NOT NULL,
  created_at REAL NOT NULL, due_at REAL, success_at REAL);
CREATE TABLE IF NOT EXISTS notifications (
  id TEXT PRIMARY KEY, event_type TEXT NOT NULL, out_trade_no TEXT NOT NULL, url TEXT NOT NULL, summary TEXT NOT NULL,
  original_type TEXT NOT NULL, resource TEXT NOT NULL, nonce TEXT NOT NULL, created_at REAL NOT NULL,
  state TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, due_at REAL, fault TEXT);
CREATE TABLE IF NOT EXISTS deliveries (
  notification_id TEXT NOT NULL, attempt INTEGER NOT NULL, kind TEXT NOT NULL, fault TEXT, at REAL NOT NULL,
  took_ms INTEGER NOT NULL, status INTEGER, error TEXT);
CREATE INDEX IF NOT EXISTS deliveries_of ON deliveries (notification_id);
CREATE TABLE IF NOT EXISTS login_codes (
  code TEXT PRIMARY KEY, user TEXT NOT NULL, created_at REAL NOT NULL, used_at REAL);
CREATE TABLE IF NOT EXISTS tokens (
  token TEXT PRIMARY KEY, created_at REAL NOT NULL, expires_at REAL NOT NULL, forced INTEGER NOT NULL,
  revoked INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS faults (
  id INTEGER PRIMARY KEY AUTOINCREMENT, target TEXT NOT NULL, fault TEXT NOT NULL, times INTEGER, params TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS bill_files (token TEXT PRIMARY KEY, content BLOB NOT NULL, created_at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS subscriptions (
  openid TEXT NOT NULL, template_id TEXT NOT NULL, left_over INTEGER NOT NULL, PRIMARY KEY (openid, template_id));
CREATE TABLE IF NOT EXISTS subscribe_messages (
  openid TEXT NOT NULL, template_id TEXT NOT NULL, page TEXT NOT NULL, data TEXT NOT NULL, at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


class Store:
    """Safe to use from any thread; one statement or one ``transaction`` at a time.

    ``path`` None keeps everything in memory. A file survives a restart of the simulator and a kill of its process.
    """

    def __init__(self, path: Path | None) -> None:
        self._lock = threading.RLock()
        self._db = sqlite3.connect(str(path or ":memory:"), check_same_thread=False, isolation_level=None)
        self._db.row_factory = sqlite3.Row
        self._depth = 0
        if path is not None:
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.executescript(_TABLES)

    @contextmanager
    def transaction(self) -> Iterator["Store"]:
        """All or nothing, and nobody in between. May be nested: the outermost one commits."""
        with self._lock:
            if self._depth == 0:
                self._db.execute("BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield self
            except BaseException:
                self._depth -= 1
                if self._depth == 0:
                    self._db.execute("ROLLBACK")
                raise
            self._depth -= 1
            if self._depth == 0:
                self._db.execute("COMMIT")

    def run(self, sql: str, *values: object) -> int:
        """Executes one statement; the number of rows it changed."""
        with self._lock:
            return self._db.execute(sql, values).rowcount

    def one(self, sql: str, *values: object) -> Row | None:
        with self._lock:
            row: sqlite3.Row | None = self._db.execute(sql, values).fetchone()
            return None if row is None else dict(row)

    def all(self, sql: str, *values: object) -> list[Row]:
        with self._lock:
            return [dict(row) for row in self._db.execute(sql, values).fetchall()]

    def value(self, sql: str, *values: object) -> Any:
        with self._lock:
            row = self._db.execute(sql, values).fetchone()
            return None if row is None else row[0]

    def insert(self, table: str, **columns: object) -> None:
        """One new row. ``table`` and the column names come from this program only, values are bound."""
        names, marks = ", ".join(columns), ", ".join("?" * len(columns))
        self.run(f"INSERT INTO {table} ({names}) VALUES ({marks})", *columns.values())  # noqa: S608  (own names)

    def close(self) -> None:
        with self._lock:
            self._db.close()
