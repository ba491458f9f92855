"""Checks and normalises the merchant's keys once, at start, so that no payment is the first to find them wrong.

Never puts any part of a key into an error. Where keys come from is core/settings.py's business.
"""

import re
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

_PRIVATE = "PRIVATE KEY"
_PUBLIC = "PUBLIC KEY"
_MCHID = re.compile(r"[0-9]{4,32}")
_SERIAL = re.compile(r"[0-9A-Fa-f]{8,64}")
_PUBLIC_KEY_ID = re.compile(r"PUB_KEY_ID_[0-9A-Za-z]{1,64}")


@dataclass(frozen=True, slots=True)
class MerchantKeys:
    """A merchant's identity towards WeChat Pay, proven usable."""

    mchid: str
    serial_no: str
    private_key: RSAPrivateKey = field(repr=False)
    apiv3_key: str = field(repr=False)
    public_key: RSAPublicKey = field(repr=False)
    public_key_id: str

    def public_key_pem(self) -> str:
        """WeChat Pay's public key as the SDK wants it: PEM text."""
        return self.public_key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def merchant_keys(
    *, mchid: str, serial_no: str, private_key: str, apiv3_key: str, public_key: str, public_key_id: str
) -> MerchantKeys:
    """Normalise and check; ValueError says which one is wrong and how to mend it, without quoting it.

    private_key: PKCS#8 PEM or its bare base64 body; CRLF, CR and a literal backslash-n are read as line ends. PKCS#1,
    encrypted keys and certificates are refused. apiv3_key: exactly 32 ASCII bytes.
    """
    if not _MCHID.fullmatch(mchid):
        raise ValueError("the merchant number (mchid) has digits only")
    if not _SERIAL.fullmatch(serial_no):
        raise ValueError("the merchant certificate's serial number is hexadecimal")
    if not _PUBLIC_KEY_ID.fullmatch(public_key_id):
        raise ValueError("the WeChat Pay public key's id begins with PUB_KEY_ID_")
    if not apiv3_key.isascii() or len(apiv3_key) != 32:
        raise ValueError("the APIv3 key has exactly 32 ASCII characters")
    return MerchantKeys(
        mchid=mchid,
        serial_no=serial_no,
        private_key=_private_key(private_key),
        apiv3_key=apiv3_key,
        public_key=_public_key(public_key),
        public_key_id=public_key_id,
    )


def _private_key(text: str) -> RSAPrivateKey:
    pem = _pem(text, _PRIVATE)
    if "BEGIN RSA PRIVATE KEY" in pem:
        raise ValueError(
            "the merchant private key is in PKCS#1 form; convert it to PKCS#8: "
            "openssl pkcs8 -topk8 -nocrypt -in old.pem -out new.pem"
        )
    if "ENCRYPTED" in pem:
        raise ValueError("the merchant private key is encrypted; store it without a passphrase, as PKCS#8")
    try:
        key = load_pem_private_key(pem.encode(), password=None)
    except (ValueError, TypeError):
        key = None
    if not isinstance(key, RSAPrivateKey) or key.key_size < 2048:
        raise ValueError("the merchant private key is not a readable RSA key of at least 2048 bits in PKCS#8 PEM")
    return key


def _public_key(text: str) -> RSAPublicKey:
    pem = _pem(text, _PUBLIC)
    if "BEGIN CERTIFICATE" in pem:
        raise ValueError("that is a platform certificate; WeChat Pay's public key (pub_key.pem) is needed")
    try:
        key = load_pem_public_key(pem.encode())
    except (ValueError, TypeError):
        key = None
    if not isinstance(key, RSAPublicKey) or key.key_size < 2048:
        raise ValueError("WeChat Pay's public key is not a readable RSA key of at least 2048 bits in PEM")
    return key


def _pem(text: str, label: str) -> str:
    """One spelling for what people paste: line ends, blanks, a body without its frame."""
    unescaped = text.replace("\\n", "\n") if "\n" not in text.strip() else text
    lines = [line.strip() for line in unescaped.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    pem = "\n".join(line for line in lines if line)
    if pem.startswith("-----BEGIN"):
        return pem
    return f"-----BEGIN {label}-----\n{pem}\n-----END {label}-----"
