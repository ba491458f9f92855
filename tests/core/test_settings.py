"""Settings: production names everything missing or unsafe at once; a demo makes its own secrets and keeps them."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from app.core.settings import Settings, UnsafeSettings, load_settings
from app.core.signing import new_signing_key_pem

_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PRIVATE = _KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
PUBLIC = _KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
SAFE = {
    "SECRET_KEY": "s3cr3t-s3cr3t-s3cr3t-s3cr3t-s3cr3t",
    "RECORD_SIGNING_KEY": new_signing_key_pem(),
    "PUBLIC_URL": "https://diandian.example",
    "DATABASE_URL": "postgresql+psycopg://db/diandian",
    "WECHAT_APPID": "wx0123456789abcdef",
    "WECHAT_APP_SECRET": "0" * 32,
    "WECHATPAY_MCHID": "1600000000",
    "WECHATPAY_SERIAL_NO": "A" * 40,
    "WECHATPAY_PRIVATE_KEY": PRIVATE,
    "WECHATPAY_APIV3_KEY": "k" * 32,
    "WECHATPAY_PUBLIC_KEY": PUBLIC,
    "WECHATPAY_PUBLIC_KEY_ID": "PUB_KEY_ID_0116000000002026010100000000000",
}


def _load(tmp_path: Path, **changes: str) -> Settings:
    return load_settings({name: value for name, value in (SAFE | changes).items() if value}, tmp_path)


def _problems(tmp_path: Path, **changes: str) -> str:
    with pytest.raises(UnsafeSettings) as refused:
        _load(tmp_path, **changes)
    return "\n".join(refused.value.problems)


def test_safe_settings_are_production_by_default_and_warn_of_nothing(tmp_path: Path) -> None:
    settings = _load(tmp_path)
    assert (settings.app_env, settings.is_demo, settings.warnings) == ("production", False, ())
    assert settings.wechatpay is not None
    assert settings.wechatpay.api_url == "https://api.mch.weixin.qq.com"


def test_an_empty_environment_hears_of_everything_at_once(tmp_path: Path) -> None:
    with pytest.raises(UnsafeSettings) as refused:
        load_settings({}, tmp_path)
    for name in SAFE:
        assert name == "DATABASE_URL" or f"{name} is missing" in refused.value.problems
    assert str(refused.value).count("\n  - ") == len(refused.value.problems)


def test_every_unsafe_value_is_named_in_one_refusal(tmp_path: Path) -> None:
    told = _problems(
        tmp_path,
        SECRET_KEY="short",
        RECORD_SIGNING_KEY=PRIVATE,  # a key, but RSA
        PUBLIC_URL="http://diandian.example",
        WECHAT_API_URL="http://api.example",
        WECHATPAY_API_URL="http://pay.example",
        WECHATPAY_PRIVATE_KEY="-----BEGIN PRIVATE KEY-----\nnonsense\n-----END PRIVATE KEY-----",
        WECHATPAY_PUBLIC_KEY="-----BEGIN PUBLIC KEY-----\nnonsense\n-----END PUBLIC KEY-----",
        WECHATPAY_APIV3_KEY="k" * 31,
        ORDER_TTL_S="5",
        TRUSTED_PROXIES="many",
        WEB_CONCURRENCY="4",
    )
    for name in (
        "SECRET_KEY", "RECORD_SIGNING_KEY", "PUBLIC_URL", "WECHAT_API_URL", "WECHATPAY_API_URL",
        "WECHATPAY_PRIVATE_KEY", "WECHATPAY_PUBLIC_KEY", "WECHATPAY_APIV3_KEY", "ORDER_TTL_S", "TRUSTED_PROXIES",
        "REDIS_URL",
    ):  # fmt: skip
        assert name in told


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"WECHATPAY_PUBLIC_KEY_ID": ""}, "WECHATPAY_PUBLIC_KEY_ID is missing"),
        ({"SECRET_KEY": "demo" * 10}, "SECRET_KEY"),
        ({"PUBLIC_URL": "https://"}, "PUBLIC_URL"),
        ({"APP_ENV": "staging"}, "APP_ENV"),
        ({"RECORD_SIGNING_KEY": "/no/such/file.pem"}, "neither PEM text nor a file"),
        ({"WECHATPAY_APIV3_KEY": "密" * 32}, "not 32 bytes"),
        ({"ORDER_TTL_S": "-1"}, "ORDER_TTL_S"),
        ({"STORAGE_URL": "http://bucket.example"}, "STORAGE_URL"),
        ({"STORAGE_URL": "s3://key:secret@bucket"}, "STORAGE_URL"),
        ({"MINI_PROGRAM_CODES": "yes"}, "MINI_PROGRAM_CODES"),
    ],
)
def test_each_unsafe_value_alone_is_refused(tmp_path: Path, changes: dict[str, str], told: str) -> None:
    assert told in _problems(tmp_path, **changes)


def test_a_refusal_and_a_printed_setting_never_show_a_secret(tmp_path: Path) -> None:
    assert "short-secret" not in _problems(tmp_path, SECRET_KEY="short-secret")
    shown = repr(_load(tmp_path))
    for name in ("SECRET_KEY", "WECHAT_APP_SECRET", "WECHATPAY_APIV3_KEY"):
        assert SAFE[name] not in shown
    assert "PRIVATE KEY" not in shown
    assert "db/diandian" not in shown


def test_keys_may_be_files_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "merchant.pem"
    path.write_bytes(PRIVATE.replace("\n", "\r\n").encode())
    settings = _load(tmp_path, WECHATPAY_PRIVATE_KEY=str(path))
    assert settings.wechatpay is not None
    assert settings.wechatpay.private_key == PRIVATE.strip()


def test_keys_in_one_line_as_env_files_write_them_are_read(tmp_path: Path) -> None:
    settings = _load(tmp_path, WECHATPAY_PUBLIC_KEY=PUBLIC.replace("\n", "\\n"))
    assert settings.wechatpay is not None
    assert settings.wechatpay.public_key.count("\n") > 2


def test_sqlite_in_production_is_allowed_with_a_warning(tmp_path: Path) -> None:
    settings = _load(tmp_path, DATABASE_URL="")
    assert settings.database_url == f"sqlite:///{tmp_path / 'diandian.sqlite'}"
    assert "SQLite" in settings.warnings[0]


def test_several_processes_share_their_limits_or_do_not_start(tmp_path: Path) -> None:
    assert "REDIS_URL" in _problems(tmp_path, WEB_CONCURRENCY="2")
    assert _load(tmp_path, WEB_CONCURRENCY="2", REDIS_URL="redis://cache").redis_url == "redis://cache"
    assert _load(tmp_path, WEB_CONCURRENCY="1").redis_url is None


def test_a_demo_makes_its_secrets_once_and_only_its_owner_reads_them(tmp_path: Path) -> None:
    first, again = load_settings({"APP_ENV": "demo"}, tmp_path), load_settings({"APP_ENV": "demo"}, tmp_path)
    assert first.secret_key == again.secret_key
    assert first.record_signing_key == again.record_signing_key
    assert len(first.secret_key) >= 32
    kept = list((tmp_path / "demo-secrets").iterdir())
    assert len(kept) == 2
    assert {path.stat().st_mode & 0o777 for path in kept} == {0o600}


def test_a_demo_may_lack_wechat_but_not_half_of_it(tmp_path: Path) -> None:
    settings = load_settings({"APP_ENV": "demo", "PORT": "8123"}, tmp_path)
    assert (settings.wechat, settings.wechatpay) == (None, None)
    assert settings.public_url == "http://127.0.0.1:8123"
    with pytest.raises(UnsafeSettings, match="WECHAT_APP_SECRET is missing"):
        load_settings({"APP_ENV": "demo", "WECHAT_APPID": "wx1"}, tmp_path)


def test_codes_of_a_mini_program_that_is_not_there_cannot_be_wanted(tmp_path: Path) -> None:
    with pytest.raises(UnsafeSettings, match="MINI_PROGRAM_CODES is set"):
        load_settings({"APP_ENV": "demo", "MINI_PROGRAM_CODES": "1"}, tmp_path)
    assert _load(tmp_path, MINI_PROGRAM_CODES="1").mini_program_codes
    assert not _load(tmp_path).mini_program_codes


def test_a_demos_secrets_are_nothing_to_production(tmp_path: Path) -> None:
    load_settings({"APP_ENV": "demo"}, tmp_path)
    assert "SECRET_KEY is missing" in _problems(tmp_path, SECRET_KEY="")


@pytest.mark.parametrize("url", ["postgres://db/diandian", "mysql://db/diandian", "diandian.sqlite"])
def test_a_database_we_cannot_use_is_named_among_the_problems(tmp_path: Path, url: str) -> None:
    assert "DATABASE_URL is neither" in _problems(tmp_path, DATABASE_URL=url)
    assert _load(tmp_path, DATABASE_URL="postgresql://db/diandian").database_url == "postgresql://db/diandian"


def test_two_slashes_never_meet_in_an_address(tmp_path: Path) -> None:
    assert _load(tmp_path, PUBLIC_URL="https://diandian.example/").public_url == "https://diandian.example"


def test_message_templates_are_optional_and_read_with_their_fields(tmp_path: Path) -> None:
    assert _load(tmp_path).message_templates == {}
    settings = _load(tmp_path, WECHAT_TEMPLATE_RETIRED="N" * 43 + " phrase1=what date2=day")
    assert [(each.id, each.fields) for each in settings.message_templates.values()] == [
        ("N" * 43, (("phrase1", "what"), ("date2", "day")))
    ]
    assert "WECHAT_TEMPLATE_CERTIFICATE: " in _problems(
        tmp_path, WECHAT_TEMPLATE_CERTIFICATE="N" * 43 + " thing1=weather"
    )
