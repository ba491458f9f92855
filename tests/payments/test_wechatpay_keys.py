"""A wrong key is found at start, told in words, and never quoted."""

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from app.payments.wechatpay_keys import MerchantKeys, merchant_keys

NAMES = ("mchid", "serial_no", "private_key", "apiv3_key", "public_key", "public_key_id")


@pytest.fixture
def given(world) -> dict[str, str]:
    return {name: world.settings()[name] for name in NAMES}


def body_of(pem: str) -> str:
    return "".join(line for line in pem.splitlines() if not line.startswith("---"))


SPELLINGS = {
    "crlf": lambda pem: pem.replace("\n", "\r\n"),
    "cr": lambda pem: pem.replace("\n", "\r"),
    "escaped in one line": lambda pem: pem.strip().replace("\n", "\\n"),
    "bare base64": body_of,
    "indented with blank lines": lambda pem: "\n\n" + pem.replace("\n", "\n   ") + "\n",
}


@pytest.mark.parametrize("spelling", SPELLINGS.values(), ids=SPELLINGS.keys())
def test_however_a_key_was_pasted_it_becomes_the_same_key(given, world, spelling):
    pasted = {name: spelling(given[name]) for name in ("private_key", "public_key")}
    keys = merchant_keys(**{**given, **pasted})
    assert keys.private_key.private_numbers() == world.merchant.private_numbers()
    assert keys.public_key_pem() == given["public_key"]


def test_pkcs1_is_refused_with_the_command_that_mends_it(given, world):
    old = world.merchant.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    ).decode()
    with pytest.raises(ValueError, match="openssl pkcs8 -topk8 -nocrypt"):
        merchant_keys(**{**given, "private_key": old})


def test_an_encrypted_private_key_is_refused(given, world):
    locked = world.merchant.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.BestAvailableEncryption(b"x")
    ).decode()
    with pytest.raises(ValueError, match="without a passphrase"):
        merchant_keys(**{**given, "private_key": locked})


def test_a_certificate_in_place_of_the_public_key_is_named(given):
    with pytest.raises(ValueError, match="platform certificate"):
        merchant_keys(**{**given, "public_key": "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"})


def test_keys_of_the_wrong_kind_or_size_are_refused(given):
    short = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    curve = ec.generate_private_key(ec.SECP256R1())
    for key in (short, curve):
        pem = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ).decode()
        public = (
            key.public_key()
            .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
            .decode()
        )
        with pytest.raises(ValueError, match="private key"):
            merchant_keys(**{**given, "private_key": pem})
        with pytest.raises(ValueError, match="public key"):
            merchant_keys(**{**given, "public_key": public})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("apiv3_key", "k" * 31),
        ("apiv3_key", "k" * 33),
        ("apiv3_key", "密" * 32),
        ("apiv3_key", ""),
        ("mchid", "wx123"),
        ("serial_no", "not hexadecimal"),
        ("public_key_id", "5157F09EFDC096DE15EBE81A47057A7232F1B8E1"),
        ("private_key", ""),
        ("private_key", "topsecretbutnotakey"),
        ("public_key", "PUBLICnonsense"),
    ],
)
def test_a_bad_setting_is_refused_without_quoting_it(given, name, value):
    with pytest.raises(ValueError) as refused:  # noqa: PT011 (the text is looked at below)
        merchant_keys(**{**given, name: value})
    if value:
        assert value not in str(refused.value)


def test_private_and_public_key_in_each_others_place_are_refused(given):
    with pytest.raises(ValueError, match="private key"):
        merchant_keys(**{**given, "private_key": given["public_key"]})
    with pytest.raises(ValueError, match="public key"):
        merchant_keys(**{**given, "public_key": given["private_key"]})


def test_keys_do_not_show_in_a_repr(given):
    shown = repr(merchant_keys(**given))
    assert isinstance(merchant_keys(**given), MerchantKeys)
    for secret in ("private_key", "apiv3_key"):
        assert body_of(given[secret])[:40] not in shown
    assert given["apiv3_key"] not in shown
