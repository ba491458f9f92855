"""People, their logins, and the organisations they act for."""

import sqlalchemy as sa

from app.core.database import db
from app.domain.users import MemberRole
from app.models.columns import choice, flag, id_column, instant, one_of, reference, text

users = sa.Table(
    "users",
    db.metadata,
    id_column(),
    #: WeChat's name for the person in our mini-program; removed when the account is deleted
    sa.Column("openid", sa.String(64), unique=True),
    text("nickname", nullable=True),
    #: the nickname passed the content check, so it need not be checked again at every order
    flag("nickname_passed"),
    sa.Column("locale", sa.String(8), nullable=False, server_default="zh-Hans"),
    flag("public_name"),
    #: consent to use travel data is its own step
    instant("travel_consent_at", nullable=True),
    instant("created_at"),
    instant("deleted_at", nullable=True),
)

sessions = sa.Table(
    "sessions",
    db.metadata,
    #: SHA-256 of the token, hex; the token itself is stored nowhere
    sa.Column("token_sha256", sa.String(64), primary_key=True),
    reference("user_id", "users.id", index=True),
    instant("created_at"),
    instant("expires_at"),
)

organisations = sa.Table(
    "organisations",
    db.metadata,
    id_column(),
    sa.Column("name", sa.String(120), nullable=False, unique=True),
    flag("sample"),
    instant("created_at"),
)

members = sa.Table(
    "members",
    db.metadata,
    reference("organisation_id", "organisations.id", primary_key=True),
    reference("user_id", "users.id", primary_key=True, index=True),
    choice("role", MemberRole),
    instant("created_at"),
    one_of("role", MemberRole),
)
