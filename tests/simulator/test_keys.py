"""Identities: made once, kept, never two alike; openids that can be told from another app's."""

from pathlib import Path

from cryptography.hazmat.primitives.serialization import load_pem_public_key
from hypothesis import given
from hypothesis import strategies as st

from simulator.keys import load_or_make_keys, make_keys, shared_keys


def test_a_set_has_the_shapes_wechat_gives(tmp_path: Path) -> None:
    keys = load_or_make_keys(tmp_path)
    assert keys.appid.startswith("wx")
    assert len(keys.appid) == 18
    assert keys.mchid.isdigit()
    assert len(keys.merchant_serial) == 40
    assert int(keys.merchant_serial, 16)
    assert len(keys.apiv3_key.encode()) == 32
    for key_id in (keys.platform_key_id, keys.foreign_key_id):
        assert key_id.startswith("PUB_KEY_ID_")
        assert key_id.removeprefix("PUB_KEY_ID_").isdigit()
        assert len(key_id) == len("PUB_KEY_ID_") + 32
    for private in (keys.merchant_private, keys.platform_private, keys.foreign_private):
        assert private.key_size == 2048
    assert keys.merchant_private_pem.startswith("-----BEGIN PRIVATE KEY-----\n")
    assert "\r" not in keys.merchant_private_pem
    public = load_pem_public_key(keys.platform_public_pem.encode())
    assert public == keys.platform_private.public_key()


def test_a_home_keeps_its_set_and_another_home_has_another(tmp_path: Path) -> None:
    first = load_or_make_keys(tmp_path / "a")
    assert load_or_make_keys(tmp_path / "a") == first
    other = load_or_make_keys(tmp_path / "b")
    assert other.appid != first.appid
    assert other.merchant_private_pem != first.merchant_private_pem


def test_no_secret_is_shown_when_a_set_is_printed() -> None:
    keys = make_keys()
    for secret in (keys.app_secret, keys.apiv3_key, keys.merchant_private_pem[40:80]):
        assert secret not in repr(keys)


def test_the_settings_have_the_names_of_the_contract() -> None:
    env = shared_keys().as_env("http://127.0.0.1:9000/")
    assert set(env) == {
        "WECHAT_APPID", "WECHAT_APP_SECRET", "WECHAT_API_URL", "WECHATPAY_MCHID", "WECHATPAY_SERIAL_NO",
        "WECHATPAY_PRIVATE_KEY", "WECHATPAY_APIV3_KEY", "WECHATPAY_PUBLIC_KEY", "WECHATPAY_PUBLIC_KEY_ID",
        "WECHATPAY_API_URL", "SIMULATOR_URL", "WECHAT_TEMPLATE_CERTIFICATE",
        "WECHAT_TEMPLATE_RETIRED",
    }  # fmt: skip
    assert env["WECHATPAY_API_URL"] == "http://127.0.0.1:9000"


@given(st.text(min_size=1, max_size=60))
def test_an_openid_is_always_the_same_and_proves_its_app(user: str) -> None:
    keys = shared_keys()
    openid = keys.openid(user)
    assert openid == keys.openid(user)
    assert len(openid) == 28
    assert keys.owns_openid(openid)
    assert not keys.owns_openid(openid[:-1] + ("A" if openid[-1] != "A" else "B"))


def test_another_apps_openid_is_told_apart() -> None:
    assert not shared_keys().owns_openid(make_keys().openid("林小满"))
