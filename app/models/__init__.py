"""The tables. No behaviour lives here: services read and write them with SQLAlchemy Core."""

from app.models.certificates import certificate_events, certificates, renderings, signing_keys
from app.models.footprints import footprints
from app.models.gifts import certificate_claims
from app.models.jobs import alerts, job_leases
from app.models.leaderboards import board_cells, covered_journeys, standing_events, standings
from app.models.ledger import ledger_postings, ledger_transactions
from app.models.life import life_months
from app.models.orders import idempotency_keys, order_beneficiaries, orders
from app.models.payments import notifications, payments, refunds, shipping_notices
from app.models.projects import (
    allocations,
    credit_batches,
    credit_serials,
    documents,
    projects,
    released_ranges,
    reservations,
    retirements,
)
from app.models.scenes import codes, scene_looks, scene_names, scene_totals, scenes
from app.models.subscriptions import subscriptions
from app.models.users import members, organisations, sessions, users

__all__ = [
    "alerts",
    "allocations",
    "board_cells",
    "certificate_claims",
    "certificate_events",
    "certificates",
    "codes",
    "covered_journeys",
    "credit_batches",
    "credit_serials",
    "documents",
    "footprints",
    "idempotency_keys",
    "job_leases",
    "ledger_postings",
    "ledger_transactions",
    "life_months",
    "members",
    "notifications",
    "order_beneficiaries",
    "orders",
    "organisations",
    "payments",
    "projects",
    "refunds",
    "released_ranges",
    "renderings",
    "reservations",
    "retirements",
    "scene_looks",
    "scene_names",
    "scene_totals",
    "scenes",
    "sessions",
    "shipping_notices",
    "signing_keys",
    "standing_events",
    "standings",
    "subscriptions",
    "users",
]
