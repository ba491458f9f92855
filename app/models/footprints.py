"""Results of a calculation, with everything needed to compute them again for ever."""

import sqlalchemy as sa

from app.core.database import db
from app.models.columns import amount, id_column, instant, reference, text

#: Entered without an account, and still there: a job ends them.
_UNCLAIMED = sa.text("user_id IS NULL AND erased_at IS NULL")

footprints = sa.Table(
    "footprints",
    db.metadata,
    id_column(),
    #: null while anonymous; the first order that uses it binds it
    reference("user_id", "users.id", nullable=True, index=True),
    reference("scene_id", "scenes.id", nullable=True),
    #: the code as it was given, for showing
    sa.Column("scene_code", sa.String(12)),
    sa.Column("calculator", sa.String(20), nullable=False),
    sa.Column("calculator_version", sa.String(10), nullable=False),
    sa.Column("factor_set", sa.String(10), nullable=False),
    #: JSON as the guest gave it; null once erased
    text("inputs", nullable=True),
    #: JSON of the scene's part in the calculation, as it was then
    text("context", nullable=True),
    #: JSON; null once erased: category sums remain
    text("lines", nullable=True),
    text("category_sums"),
    text("left_out"),
    amount("total_g"),
    amount("low_g"),
    amount("high_g"),
    amount("covered_g", server_default="0"),
    instant("created_at"),
    instant("erased_at", nullable=True),
    sa.CheckConstraint("total_g >= 0 AND low_g >= 0 AND low_g <= total_g AND total_g <= high_g", name="range_holds"),
    sa.CheckConstraint("covered_g >= 0 AND covered_g <= total_g", name="covered_once"),
    sa.Index("ix_footprints_unclaimed", "created_at", sqlite_where=_UNCLAIMED, postgresql_where=_UNCLAIMED),
)
