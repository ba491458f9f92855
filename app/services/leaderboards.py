"""Leaderboards as they are read, kept fresh, and renamed. How events are counted is leaderboards_apply.py."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa

from app.core import clock
from app.core.database import read
from app.domain.boards import Board, By, Deed, Period, Standing, after, board_key, precedes, span, tier
from app.domain.errors import FieldError, InputRefused, NotFound
from app.models import standing_events, standings
from app.services import leaderboards_sql as sql
from app.services import scenes
from app.services.leaderboards_apply import apply_events, take_turn
from app.services.leaderboards_sql import Reader

__all__ = ["Item", "Leaderboard", "Own", "apply_events", "leaderboard", "refresh", "rename"]

#: A reader applies what has waited longer than this, should no job have done so.
STALE_MS = 1_000
_BATCH = 500
#: Nobody's phone waits for a whole backlog: a reader does this much of it, the jobs the rest.
_READERS_BATCHES = 2
_refreshing = threading.Lock()


class Item(NamedTuple):  # not a frozen dataclass: those cost four times as much to make, a hundred to an answer
    """One line. ``name``: None where nobody agreed to one. ``tier``: 0 to 4, by covered journeys."""

    rank: int
    subject: str
    name: str | None
    mass_g: int
    covered: int
    certificates: int
    tier: int


@dataclass(frozen=True, slots=True)
class Own:
    """The caller's place: sums exact at once, ``rank`` up to 2 s behind. ``name``: of their organisation, else None."""

    rank: int
    name: str | None
    mass_g: int
    covered: int
    certificates: int
    tier: int


@dataclass(frozen=True, slots=True)
class Leaderboard:
    board: Board
    #: the scene's own code, whatever code was asked for
    scene: str | None
    period: Period
    by: By
    items: tuple[Item, ...]
    me: Own | None


@dataclass(frozen=True, slots=True)
class _Question:
    """One list, and how it is looked at."""

    board: Board
    scene: str | None
    period: Period
    by: By
    limit: int
    on: date
    user_id: str | None

    @property
    def key(self) -> str:
        return board_key(self.board, self.scene, self.period, self.on)


def leaderboard(
    board: Board,
    scene: str | None = None,
    period: Period = Period.ALL,
    by: By = By.MASS,
    limit: int = 20,
    *,
    on: date | None = None,
    user_id: str | None = None,
) -> Leaderboard:
    """The first ``limit`` of a list with exact ranks, and the caller's own place in it.

    scene: any code of a scene, or None for everywhere; on the board of scenes it narrows nothing. on: a Beijing day
    of the month or year that is meant, today's by default. user_id: who asks; on the board of organisations the best
    placed of theirs is ``me``. Raises InputRefused (``?scene``, ``unknown_scene``).
    """
    typed = scene.strip().upper() if scene else None
    code = None if board is Board.SCENES else typed
    question = _Question(board, code, period, by, limit, on or clock.today(), user_id)
    found, stale = _read(question)
    if stale and refresh(_READERS_BATCHES):
        found, _ = _read(question)
    if typed is not None and (code is None or not found.items):
        # a list that has lines is of a scene that exists: only an empty one needs the look-up
        known = _scene_code(typed)
        if code is not None and known != code:
            found, _ = _read(replace(question, scene=known))
    return found


def refresh(batches: int = 20) -> int:
    """Apply what is waiting, at most so many batches of 500 events. Answers how many; 0 also when another is at it.

    Called by the jobs every second, and by a reader who finds an event older than a second: one reader of a process
    does the work, the others read on.
    """
    if not _refreshing.acquire(blocking=False):
        return 0
    try:
        total = 0
        for _ in range(batches):
            applied = apply_events(_BATCH)
            total += applied
            if applied < _BATCH:
                break
        return total
    finally:
        _refreshing.release()


def rename(tx: sa.Connection, subject: str, name: str | None) -> None:
    """Show a subject under this name in every list, None for no name. May be repeated.

    For a name that is erased, made public or withdrawn, and for a scene or organisation with a new one. Events are
    renamed too: a name that was erased is kept nowhere, and one that still waits does not come back.
    """
    take_turn(tx, wait=True)  # a batch being applied would put the old name back
    for table in (standings, standing_events):
        changed = table.c.name.is_distinct_from(name)
        tx.execute(sa.update(table).where(table.c.subject == subject, changed).values(name=name))


def _scene_code(typed: str) -> str:
    """The own code of the scene a code opens."""
    try:
        return scenes.by_code(typed).summary.code
    except NotFound:
        raise InputRefused([FieldError("?scene", "unknown_scene")]) from None


def _read(question: _Question) -> tuple[Leaderboard, bool]:
    """(the board, whether an event has waited too long)."""
    with read() as connection:
        reader = Reader(connection)
        stale_ms = int(clock.now().timestamp() * 1000) - STALE_MS
        rows = reader.rows(sql.TOP[question.by], key=question.key, limit=question.limit, stale_ms=stale_ms)
        stale = bool(rows[0][5] if rows else reader.rows(sql.STALE, stale_ms=stale_ms))
        items = tuple(
            Item(rank, subject, name, mass_g, covered, certificates, tier(covered))
            for rank, (subject, name, mass_g, covered, certificates, _) in enumerate(rows, 1)
        )
        me = None if question.user_id is None else _me(reader, question, items)
    return Leaderboard(question.board, question.scene, question.period, question.by, items, me), stale


def _me(reader: Reader, question: _Question, items: Sequence[Item]) -> Own | None:
    """The best place among those of the caller, or None if they have none."""
    best: _Place | None = None
    subjects = _subjects(reader, question)
    for subject in subjects:
        place = _place(reader, question, subject)
        if place is not None and (best is None or precedes(place.key(question.by), best.key(question.by))):
            best = place
    if best is None:
        return None
    now = best.now
    rank = _rank(reader, question, best, items)
    return Own(rank, subjects[best.subject], now.mass_g, now.covered, now.certificates, tier(now.covered))


@dataclass(frozen=True, slots=True)
class _Place:
    """A subject's standing as it is in the list, and as it will be once everything waiting has counted."""

    subject: str
    listed: Standing | None
    now: Standing

    def key(self, by: By) -> tuple[int, int, str]:
        return (*self.now.place(by), self.subject)


def _subjects(reader: Reader, question: _Question) -> dict[str, str | None]:
    """Who on this board is the caller; an organisation with its name, which its members know whoever else may."""
    if question.user_id is None or question.board is Board.SCENES:
        return {}
    if question.board is Board.PEOPLE:
        return {question.user_id: None}
    return dict(reader.rows(sql.ORGANISATIONS, user_id=question.user_id))


def _place(reader: Reader, question: _Question, subject: str) -> _Place | None:
    first, last = span(question.period, question.on)
    rows = reader.rows(
        sql.OWN,
        key=question.key,
        subject=subject,
        board=question.board.value,
        scene=question.scene or "",
        from_on=first.isoformat(),
        to_on=last.isoformat(),
    )
    listed: Standing | None = None
    now: Standing | None = None
    for waiting, _, mass_g, covered, certificates, reached_ms, covered_reached_ms in rows:
        if waiting:
            now = after(now, Deed(certificates, mass_g, covered, reached_ms, None))
        else:
            now = listed = Standing(mass_g, covered, certificates, reached_ms, covered_reached_ms, None)
    return _Place(subject, listed, now) if now else None


def _rank(reader: Reader, question: _Question, place: _Place, items: Sequence[Item]) -> int:
    """1 and how many rank above, the subject's own old standing left out."""
    by = question.by
    if place.now == place.listed:
        for item in items:
            if item.subject == place.subject:
                return item.rank
    value, reached_ms, subject = place.key(by)
    ((count,),) = reader.rows(sql.RANK[by], **sql.rank_parameters(question.key, subject, by, value, reached_ms))
    itself = place.listed is not None and precedes((*place.listed.place(by), subject), (value, reached_ms, subject))
    return 1 + int(count) - itself
