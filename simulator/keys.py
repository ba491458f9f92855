"""The simulator's identities: merchant, platform and a foreign forger. Made once, kept in a folder; nothing real."""

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import asdict, dataclass, field
from functools import cache, cached_property
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from simulator import message_templates

_KEYS_FILE = "keys.json"
_OPENID_HEAD = 17  # "o" and 16 characters of the person; the other 11 prove the appid


@dataclass(frozen=True)
class KeySet:
    """Everything that merchant and WeChat agree on beforehand. Private keys are PKCS#8 PEM text, LF line ends."""

    appid: str
    app_secret: str = field(repr=False)
    mchid: str
    merchant_serial: str
    merchant_private_pem: str = field(repr=False)
    platform_key_id: str
    platform_private_pem: str = field(repr=False)
    apiv3_key: str = field(repr=False)
    foreign_key_id: str
    foreign_private_pem: str = field(repr=False)
    foreign_apiv3_key: str = field(repr=False)

    @cached_property
    def merchant_private(self) -> rsa.RSAPrivateKey:
        return _load(self.merchant_private_pem)

    @cached_property
    def platform_private(self) -> rsa.RSAPrivateKey:
        return _load(self.platform_private_pem)

    @cached_property
    def foreign_private(self) -> rsa.RSAPrivateKey:
        return _load(self.foreign_private_pem)

    @property
    def platform_public_pem(self) -> str:
        """What the merchant downloads as 微信支付公钥 (SubjectPublicKeyInfo PEM)."""
        return _public_pem(self.platform_private)

    def as_env(self, base_url: str) -> dict[str, str]:
        """The app's settings for a simulator at ``base_url`` (no trailing slash). Keys are PEM text."""
        base = base_url.rstrip("/")
        return {
            "WECHAT_APPID": self.appid,
            "WECHAT_APP_SECRET": self.app_secret,
            "WECHAT_API_URL": base,
            "WECHATPAY_MCHID": self.mchid,
            "WECHATPAY_SERIAL_NO": self.merchant_serial,
            "WECHATPAY_PRIVATE_KEY": self.merchant_private_pem,
            "WECHATPAY_APIV3_KEY": self.apiv3_key,
            "WECHATPAY_PUBLIC_KEY": self.platform_public_pem,
            "WECHATPAY_PUBLIC_KEY_ID": self.platform_key_id,
            "WECHATPAY_API_URL": base,
            "SIMULATOR_URL": base,
            "WECHAT_TEMPLATE_CERTIFICATE": message_templates.CERTIFICATE,
            "WECHAT_TEMPLATE_RETIRED": message_templates.RETIRED,
        }

    def openid(self, user: str) -> str:
        """The openid of the person called ``user`` in this app: always the same, 28 characters, no look-up needed."""
        head = "o" + _digest(self.appid, "person", user)[: _OPENID_HEAD - 1]
        return head + _digest(self.appid, "openid", head)[:11]

    def owns_openid(self, openid: str) -> bool:
        """Whether it was issued for this appid (openids differ per app, and WeChat refuses another app's)."""
        head, tail = openid[:_OPENID_HEAD], openid[_OPENID_HEAD:]
        return len(openid) == 28 and hmac.compare_digest(
            tail.encode(), _digest(self.appid, "openid", head)[:11].encode()
        )


def make_keys() -> KeySet:
    """A fresh set; nothing is shared between two sets."""
    mchid = "16" + _digits(8)
    return KeySet(
        appid="wx" + secrets.token_hex(8),
        app_secret=secrets.token_hex(16),
        mchid=mchid,
        merchant_serial=secrets.token_hex(20).upper(),
        merchant_private_pem=_new_private_pem(),
        platform_key_id=_key_id(mchid),
        platform_private_pem=_new_private_pem(),
        apiv3_key=secrets.token_hex(16),
        foreign_key_id=_key_id("16" + _digits(8)),
        foreign_private_pem=_new_private_pem(),
        foreign_apiv3_key=secrets.token_hex(16),
    )


@cache
def shared_keys() -> KeySet:
    """One set per process for simulators that keep nothing: making three RSA keys for every test would be slow."""
    return make_keys()


def load_or_make_keys(home: Path) -> KeySet:
    """The set kept in ``home``; made the first time. Files are readable by their owner only. Repeatable."""
    path = home / _KEYS_FILE
    if path.exists():
        return KeySet(**json.loads(path.read_text(encoding="utf-8")))
    home.mkdir(parents=True, exist_ok=True)
    keys = make_keys()
    write_private(path, json.dumps(asdict(keys), indent=1))
    return keys


def write_app_env(home: Path, keys: KeySet, base_url: str) -> Path:
    """``app.env`` for python-dotenv or a shell's ``source``; PEM texts span lines inside double quotes."""
    lines = ["# Written by the simulator. Play keys: they open nothing outside it."]
    lines += [f'{name}="{value.strip()}"' for name, value in keys.as_env(base_url).items()]
    path = home / "app.env"
    write_private(path, "\n".join(lines) + "\n")
    return path


def write_private(path: Path, text: str) -> None:
    """Replaces ``path`` whole, mode 0600; a reader never sees half a file."""
    fresh = path.with_suffix(path.suffix + ".new")
    fresh.touch(mode=0o600)
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)


def _digits(count: int) -> str:
    return "".join(secrets.choice("0123456789") for _ in range(count))


def _key_id(mchid: str) -> str:
    return "PUB_KEY_ID_01" + mchid + "20260101" + _digits(12)


def _digest(appid: str, kind: str, text: str) -> str:
    mac = hmac.new(appid.encode(), f"{kind}:{text}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(mac).decode()


def _new_private_pem() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


def _load(pem: str) -> rsa.RSAPrivateKey:
    key = serialization.load_pem_private_key(pem.encode(), password=None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError("the key file holds another kind of key than RSA")
    return key


def _public_pem(key: rsa.RSAPrivateKey) -> str:
    return (
        key.public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        .decode()
    )
