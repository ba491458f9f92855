"""Places and events that can be neutralised, and every code printed for them."""

import sqlalchemy as sa

from app.core.database import db
from app.domain.scenes import SceneKind, SceneStatus
from app.models.columns import ID, amount, choice, flag, id_column, instant, one_of, reference, text

scenes = sa.Table(
    "scenes",
    db.metadata,
    id_column(),
    sa.Column("code", sa.String(12), nullable=False, unique=True),
    choice("kind", SceneKind),
    sa.Column("name", sa.String(120), nullable=False),
    #: a place of app/methodology: where a leg without an end goes
    sa.Column("place_id", sa.String(64), nullable=False),
    sa.Column("starts_on", sa.Date(), nullable=False),
    sa.Column("ends_on", sa.Date(), nullable=False),
    sa.Column("neutralise_until_on", sa.Date(), nullable=False),
    choice("status", SceneStatus),
    flag("sample"),
    #: e.g. 历史活动示例, shown beside the name
    sa.Column("note", sa.String(120)),
    reference("organiser_id", "organisations.id", nullable=True),
    flag("include_rf"),
    #: JSON list of {"category", "label"}: left out of the guest's form
    text("organiser_covers", server_default="[]"),
    #: JSON {"kwh", "fuel", "visits", "from_on", "to_on"} from the operator, or null
    text("meter", nullable=True),
    #: the newest of scene_looks, null before the first; no foreign key, for that one points back here
    sa.Column("look_id", ID),
    instant("created_at"),
    one_of("kind", SceneKind),
    one_of("status", SceneStatus),
    sa.CheckConstraint("starts_on <= ends_on AND ends_on <= neutralise_until_on", name="days_in_order"),
    sa.Index("ix_scenes_newest", "created_at", "id"),
)

#: Renaming adds a version; records keep the name they were issued with.
scene_names = sa.Table(
    "scene_names",
    db.metadata,
    reference("scene_id", "scenes.id", primary_key=True),
    sa.Column("version", sa.Integer(), primary_key=True),
    sa.Column("name", sa.String(120), nullable=False),
    instant("since_at"),
)

#: How a scene wants its certificates. Choosing again adds a version; certificates keep the one they were issued with.
scene_looks = sa.Table(
    "scene_looks",
    db.metadata,
    id_column(),
    reference("scene_id", "scenes.id"),
    sa.Column("version", sa.Integer(), nullable=False),
    #: a name of app/certs/designs
    sa.Column("design", sa.String(20), nullable=False),
    #: #RRGGBB, or null for the design's own
    sa.Column("colour", sa.String(7)),
    #: of the stored logo
    sa.Column("logo_sha256", sa.String(64)),
    instant("since_at"),
    sa.UniqueConstraint("scene_id", "version"),
)

#: One namespace for every code a person can type or scan: a scene's own and its entrances'.
codes = sa.Table(
    "codes",
    db.metadata,
    sa.Column("code", sa.String(12), primary_key=True),
    reference("scene_id", "scenes.id", index=True),
    #: the door, table or booth it hangs at; null for the scene's own code
    sa.Column("entrance", sa.String(60)),
    instant("created_at"),
)

#: Kept sums: a cache that `flask jobs` proves against the certificates.
scene_totals = sa.Table(
    "scene_totals",
    db.metadata,
    reference("scene_id", "scenes.id", primary_key=True),
    sa.Column("certificates", sa.Integer(), nullable=False, server_default="0"),
    amount("mass_g", server_default="0"),
    amount("covered_g", server_default="0"),
    sa.CheckConstraint("certificates >= 0 AND mass_g >= 0 AND covered_g >= 0", name="not_negative"),
)
