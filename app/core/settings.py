"""Settings from the environment, read once, checked all at once. Names and meanings are fixed by the HTTP contract."""

import contextlib
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from app.core.signing import RecordSigner, new_signing_key_pem
from app.core.storage import storage_for
from app.domain.subscriptions import Purpose, Template, template


class UnsafeSettings(Exception):
    """The product refuses to start. ``problems`` is the whole list, one sentence each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("the settings are not safe to start with:\n" + "\n".join(f"  - {p}" for p in problems))
        self.problems = tuple(problems)


@dataclass(frozen=True)
class WeChatSettings:
    appid: str
    app_secret: str = field(repr=False)
    api_url: str


@dataclass(frozen=True)
class WeChatPaySettings:
    mchid: str
    serial_no: str
    private_key: str = field(repr=False)
    apiv3_key: str = field(repr=False)
    public_key: str = field(repr=False)
    public_key_id: str
    api_url: str


@dataclass(frozen=True)
class Settings:
    app_env: str
    database_url: str = field(repr=False)
    secret_key: str = field(repr=False)
    record_signing_key: str = field(repr=False)
    public_url: str
    instance_path: Path
    wechat: WeChatSettings | None
    wechatpay: WeChatPaySettings | None
    redis_url: str | None = field(default=None, repr=False)
    storage_url: str | None = field(default=None, repr=False)
    trusted_proxies: int = 0
    order_ttl_s: int = 1800
    #: where the demo's simulator shows its payment page; None in production
    simulator_url: str | None = None
    #: certificates and posters carry mini-program codes: only once the mini-program's pages are published
    mini_program_codes: bool = False
    #: subscribe messages this installation can send
    message_templates: Mapping[Purpose, Template] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    @property
    def is_demo(self) -> bool:
        return self.app_env == "demo"


_WECHAT = ("WECHAT_APPID", "WECHAT_APP_SECRET")
_PAY = (
    "WECHATPAY_MCHID",
    "WECHATPAY_SERIAL_NO",
    "WECHATPAY_PRIVATE_KEY",
    "WECHATPAY_APIV3_KEY",
    "WECHATPAY_PUBLIC_KEY",
    "WECHATPAY_PUBLIC_KEY_ID",
)
_TEMPLATES = {Purpose.CERTIFICATE: "WECHAT_TEMPLATE_CERTIFICATE", Purpose.RETIRED: "WECHAT_TEMPLATE_RETIRED"}
#: The two the product is tested on; "postgresql" alone is psycopg too.
_DRIVERS = ("postgresql", "postgresql+psycopg", "sqlite", "sqlite+pysqlite")
_API_URL = "https://api.weixin.qq.com"
_PAY_URL = "https://api.mch.weixin.qq.com"


def load_settings(env: Mapping[str, str], instance_path: Path) -> Settings:
    """Read and check. Raises :class:`UnsafeSettings` with every problem at once.

    In ``demo``, what is secret and missing is made once and kept under ``instance_path``; WeChat may be left out, and
    then everything that needs it answers "unavailable". ``production`` refuses anything missing or unsafe.
    """
    reader = _Reader(env)
    app_env = env.get("APP_ENV") or "production"
    demo = app_env == "demo"
    if app_env not in ("production", "demo"):
        reader.problems.append(f"APP_ENV is {app_env!r}; it is either production or demo")
    kept = _KeptSecrets(instance_path / "demo-secrets") if demo else None
    signing_key = reader.pem("RECORD_SIGNING_KEY") or (
        kept.text("signing-key.pem", new_signing_key_pem) if kept else ""
    )
    secret_key = env.get("SECRET_KEY") or (kept.text("secret-key", lambda: secrets.token_hex(32)) if kept else "")
    public_url = (env.get("PUBLIC_URL") or (f"http://127.0.0.1:{env.get('PORT') or 8000}" if demo else "")).rstrip("/")
    settings = Settings(
        app_env=app_env,
        database_url=env.get("DATABASE_URL") or f"sqlite:///{(instance_path / 'diandian.sqlite').absolute()}",
        secret_key=secret_key,
        record_signing_key=signing_key,
        public_url=public_url,
        instance_path=instance_path,
        wechat=reader.wechat(),
        wechatpay=reader.wechatpay(),
        redis_url=env.get("REDIS_URL") or None,
        storage_url=env.get("STORAGE_URL") or None,
        trusted_proxies=reader.integer("TRUSTED_PROXIES", 0, 0, 9),
        order_ttl_s=reader.integer("ORDER_TTL_S", 1800, 60, 86_400),
        simulator_url=(env.get("SIMULATOR_URL") or None) if demo else None,
        mini_program_codes=reader.integer("MINI_PROGRAM_CODES", 0, 0, 1) == 1,
        message_templates=reader.message_templates(),
        warnings=_warnings(env, demo),
    )
    problems = reader.problems + _check_shapes(settings) + ([] if demo else _check_production(settings, env))
    if problems:
        raise UnsafeSettings(problems)
    return settings


class _Reader:
    """Reads single values and notes what is wrong with them."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self.env = env
        self.problems: list[str] = []

    def pem(self, name: str) -> str:
        """PEM text, or a path to it. CRLF is made LF: the SDK refuses CRLF."""
        value = (self.env.get(name) or "").strip()
        if not value or "-----BEGIN" in value:
            return value.replace("\\n", "\n").replace("\r\n", "\n")
        try:
            return Path(value).read_text(encoding="ascii").replace("\r\n", "\n").strip()
        except (OSError, UnicodeDecodeError):
            self.problems.append(f"{name} is neither PEM text nor a file that can be read")
            return ""

    def integer(self, name: str, default: int, low: int, high: int) -> int:
        text = self.env.get(name)
        if not text:
            return default
        if not text.isdecimal() or not low <= int(text) <= high:
            self.problems.append(f"{name} must be a whole number from {low} to {high}")
            return default
        return int(text)

    def _missing(self, names: tuple[str, ...]) -> bool:
        missing = [name for name in names if not self.env.get(name)]
        if missing and len(missing) < len(names):
            self.problems += [f"{name} is missing (the others of its group are set)" for name in missing]
        return bool(missing)

    def wechat(self) -> WeChatSettings | None:
        if self._missing(_WECHAT):
            return None
        env = self.env
        return WeChatSettings(
            appid=env["WECHAT_APPID"],
            app_secret=env["WECHAT_APP_SECRET"],
            api_url=(env.get("WECHAT_API_URL") or _API_URL).rstrip("/"),
        )

    def wechatpay(self) -> WeChatPaySettings | None:
        if self._missing(_PAY):
            return None
        env = self.env
        return WeChatPaySettings(
            mchid=env["WECHATPAY_MCHID"],
            serial_no=env["WECHATPAY_SERIAL_NO"],
            private_key=self.pem("WECHATPAY_PRIVATE_KEY"),
            apiv3_key=env["WECHATPAY_APIV3_KEY"],
            public_key=self.pem("WECHATPAY_PUBLIC_KEY"),
            public_key_id=env["WECHATPAY_PUBLIC_KEY_ID"],
            api_url=(env.get("WECHATPAY_API_URL") or _PAY_URL).rstrip("/"),
        )

    def message_templates(self) -> dict[Purpose, Template]:
        found = {}
        for purpose, name in _TEMPLATES.items():
            if text := self.env.get(name):
                try:
                    found[purpose] = template(text)
                except ValueError as wrong:
                    self.problems.append(f"{name}: {wrong}")
        return found


class _KeptSecrets:
    """What the demo makes once and keeps, readable by its owner only."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def text(self, name: str, make: Callable[[], str]) -> str:
        path = self.folder / name
        if not path.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            fresh = path.with_name(f"{name}.{os.getpid()}")
            fresh.touch(mode=0o600)
            fresh.write_text(make(), encoding="ascii")
            with contextlib.suppress(FileExistsError):
                os.link(fresh, path)  # whoever is first wins; several processes may start at once
            fresh.unlink()
        return path.read_text(encoding="ascii")


def _check_shapes(settings: Settings) -> list[str]:
    problems = []
    if not _is_database(settings.database_url):
        problems.append("DATABASE_URL is neither postgresql+psycopg://user:password@host/name nor sqlite:///path")
    if settings.record_signing_key:
        try:
            RecordSigner.from_pem(settings.record_signing_key)
        except ValueError:
            problems.append("RECORD_SIGNING_KEY is not an Ed25519 private key in PKCS#8 PEM")
    try:
        storage_for(settings.storage_url, settings.instance_path)
    except ValueError as refused:
        problems.append(f"STORAGE_URL: {refused}")
    if settings.mini_program_codes and settings.wechat is None:
        problems.append("MINI_PROGRAM_CODES is set, and the mini-program (WECHAT_APPID, WECHAT_APP_SECRET) is not")
    pay = settings.wechatpay
    if pay is None:
        return problems
    if not pay.private_key or not _parses(load_pem_private_key, pay.private_key, password=None):
        problems.append("WECHATPAY_PRIVATE_KEY does not parse as a private key in PEM")
    if not pay.public_key or not _parses(load_pem_public_key, pay.public_key):
        problems.append("WECHATPAY_PUBLIC_KEY does not parse as a public key in PEM")
    if len(pay.apiv3_key.encode()) != 32:
        problems.append("WECHATPAY_APIV3_KEY is not 32 bytes long")
    return problems


def _is_database(url: str) -> bool:
    try:
        return make_url(url).drivername in _DRIVERS
    except ArgumentError:
        return False


def _parses(load: Callable[..., object], pem: str, **options: object) -> bool:
    try:
        load(pem.encode(), **options)
    except (ValueError, TypeError):
        return False
    return True


def _check_production(settings: Settings, env: Mapping[str, str]) -> list[str]:
    required = ("SECRET_KEY", "RECORD_SIGNING_KEY", "PUBLIC_URL", *_WECHAT, *_PAY)
    problems = [f"{name} is missing" for name in required if not env.get(name)]
    if settings.secret_key and (len(settings.secret_key.encode()) < 32 or "demo" in settings.secret_key.lower()):
        problems.append("SECRET_KEY is shorter than 32 bytes or a demo key")
    urls = {"PUBLIC_URL": settings.public_url}
    if settings.wechat:
        urls["WECHAT_API_URL"] = settings.wechat.api_url
    if settings.wechatpay:
        urls["WECHATPAY_API_URL"] = settings.wechatpay.api_url
    for name, url in urls.items():
        parts = urlsplit(url)
        if url and (parts.scheme != "https" or not parts.hostname):
            problems.append(f"{name} is not an https address")
    workers = env.get("WEB_CONCURRENCY", "")
    if workers.isdecimal() and int(workers) > 1 and not settings.redis_url:
        problems.append("REDIS_URL is missing: with more than one process, limits must be shared")
    return problems


def _warnings(env: Mapping[str, str], demo: bool) -> tuple[str, ...]:
    sqlite = (env.get("DATABASE_URL") or "sqlite").startswith("sqlite")
    return ("SQLite in production: one machine only, and back the file up",) if sqlite and not demo else ()
