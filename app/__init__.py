"""The application factory: a table of contents. Nothing is decided here."""

import os
from pathlib import Path
from typing import Any

import structlog
from dotenv import dotenv_values
from flask import Flask
from flask_migrate import Migrate
from redis import Redis, RedisError

from app.api import register_api
from app.cli import register_commands, register_offline_commands
from app.core.database import db
from app.core.logs import configure_logs
from app.core.serving import register_serving
from app.core.settings import Settings, UnsafeSettings, load_settings
from app.core.signing import RecordSigner
from app.core.storage import storage_for
from app.models import __all__ as table_names
from app.payments.provider import PaymentProvider
from app.payments.wechatpay import WeChatPay
from app.services.platform import EXTENSION, Platform
from app.web import register_web
from app.wechat.miniprogram import MiniProgram
from app.wechat.tokens import MemoryTokenStore, PairTokenStore, SharedTokenStore, TokenStore

__all__ = ["create_app", "create_offline_app"]

ROOT = Path(__file__).parent.parent


def create_app(settings: Settings | None = None) -> Flask:
    """The WSGI application. Without settings, they are read from the environment and ``.env``.

    Raises :class:`app.core.settings.UnsafeSettings` with everything that is missing or unsafe, all at once.
    """
    settings = settings or settings_from_environment()
    app = Flask("app", instance_path=str(settings.instance_path.absolute()))
    configure_logs(for_people=settings.is_demo)
    for warning in settings.warnings:
        structlog.get_logger(__name__).warning(warning)
    configure(app, settings)
    register_database(app)
    register_platform(app, settings)
    register_serving(app, settings)
    register_api(app)
    register_web(app)
    register_commands(app)
    return app


def create_offline_app() -> Flask:
    """Only the commands that need no settings, no database and no network: anyone checks a certificate anywhere."""
    app = Flask("app")
    register_offline_commands(app)
    return app


def settings_from_environment() -> Settings:
    """The environment over ``.env``; in the demo, the simulator's env file under both."""
    env = {k: v for k, v in dotenv_values(ROOT / ".env").items() if v is not None} | dict(os.environ)
    instance = Path(env.get("INSTANCE_PATH") or ROOT / "instance")
    simulated = instance / "simulator" / "app.env"
    if env.get("APP_ENV") == "demo" and simulated.exists():
        env = {k: v for k, v in dotenv_values(simulated).items() if v is not None} | env
    try:
        instance.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnsafeSettings([f"INSTANCE_PATH: the folder {instance} cannot be made: {error.strerror}"]) from None
    return load_settings(env, instance)


def configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=_engine_options(settings.database_url),
        MAX_CONTENT_LENGTH=256 * 1024,
        PREFERRED_URL_SCHEME=settings.public_url.partition(":")[0],
    )


def _engine_options(url: str) -> dict[str, object]:
    quiet: dict[str, object] = {
        "hide_parameters": True
    }  # an error that reaches a log says the statement, never the names in it
    if url.startswith("sqlite"):
        return quiet | {"connect_args": {"check_same_thread": False}}
    # no ping before every use: a lost connection fails once, empties the pool, and everything here may be repeated
    return quiet | {"pool_size": 10, "max_overflow": 20, "pool_recycle": 1800}


def register_database(app: Flask) -> None:
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"), compare_type=True)
    # importing the tables is what makes them known to migrations
    structlog.get_logger(__name__).debug("tables", known=len(table_names))


def register_platform(app: Flask, settings: Settings) -> None:
    app.extensions[EXTENSION] = Platform(
        settings=settings,
        signer=RecordSigner.from_pem(settings.record_signing_key),
        providers=providers_for(settings),
        miniprogram=miniprogram_for(settings),
        storage=storage_for(settings.storage_url, settings.instance_path / "pictures"),
    )


def providers_for(settings: Settings) -> dict[str, PaymentProvider]:
    """Payment providers by name; the first is the one new payments use. A second one is one more line here."""
    pay, wechat = settings.wechatpay, settings.wechat
    if pay is None or wechat is None:
        return {}
    wechatpay = WeChatPay(
        mchid=pay.mchid,
        appid=wechat.appid,
        serial_no=pay.serial_no,
        private_key=pay.private_key,
        apiv3_key=pay.apiv3_key,
        public_key=pay.public_key,
        public_key_id=pay.public_key_id,
        public_url=settings.public_url,
        api_url=pay.api_url,
    )
    return {wechatpay.name: wechatpay}


def miniprogram_for(settings: Settings) -> MiniProgram | None:
    wechat = settings.wechat
    if wechat is None:
        return None
    return MiniProgram(
        appid=wechat.appid,
        app_secret=wechat.app_secret,
        api_url=wechat.api_url,
        token_store=token_store_for(settings),
    )


def token_store_for(settings: Settings) -> TokenStore:
    """Redis where there is one. Without it each process asks WeChat once: stable_token gives all the same token."""
    if settings.redis_url is None:
        return MemoryTokenStore()
    # its types say every answer may be a coroutine
    redis: Any = Redis.from_url(settings.redis_url, socket_connect_timeout=1, socket_timeout=1)
    pair = PairTokenStore(redis.get, lambda key, value, ttl_s: redis.set(key, value, ex=ttl_s))
    return SharedTokenStore(pair, RedisError)
