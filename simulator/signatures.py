"""WeChat Pay v3's cryptography: request, answer and message signatures, and the envelope's encryption. No HTTP."""

import base64
import binascii
import re
import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256

SCHEME = "WECHATPAY2-SHA256-RSA2048"
_FIELD = re.compile(r'\s*(\w+)="([^"]*)"\s*')


@dataclass(frozen=True)
class Authorization:
    """The fields of a merchant's Authorization header, unchecked."""

    mchid: str
    serial_no: str
    nonce_str: str
    timestamp: str
    signature: str


def parse_authorization(header: str) -> Authorization:
    """Fields may stand in any order. Raises ValueError, saying which rule was broken."""
    scheme, _, rest = header.partition(" ")
    if scheme != SCHEME:
        raise ValueError(f"Authorization must begin with {SCHEME}")
    fields: dict[str, str] = {}
    for part in rest.split(","):
        match = _FIELD.fullmatch(part)
        if match is None:
            raise ValueError('Authorization has a field that is not name="value"')
        fields[match[1]] = match[2]
    try:
        return Authorization(**fields)
    except TypeError:
        raise ValueError("Authorization must hold mchid, serial_no, nonce_str, timestamp and signature") from None


def lines(*parts: bytes) -> bytes:
    """The text that is signed: every part ends in a line feed, an empty one too."""
    return b"".join(part + b"\n" for part in parts)


def sign(key: rsa.RSAPrivateKey, message: bytes) -> str:
    """RSA-SHA256 with PKCS#1 v1.5 padding, base64."""
    return base64.b64encode(key.sign(message, PKCS1v15(), SHA256())).decode()


def verify(key: rsa.RSAPublicKey, message: bytes, signature: str) -> bool:
    try:
        key.verify(base64.b64decode(signature, validate=True), message, PKCS1v15(), SHA256())
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


def signed_headers(key: rsa.RSAPrivateKey, serial: str, body: bytes, at: int) -> dict[str, str]:
    """The five headers WeChat Pay puts on an answer or a message. ``at``: unix seconds."""
    nonce = secrets.token_hex(16)
    message = lines(str(at).encode(), nonce.encode(), body)
    return {
        "Wechatpay-Timestamp": str(at),
        "Wechatpay-Nonce": nonce,
        "Wechatpay-Signature": sign(key, message),
        "Wechatpay-Serial": serial,
        "Wechatpay-Signature-Type": SCHEME,
    }


def encrypt(apiv3_key: str, nonce: str, associated_data: str, plain: bytes) -> str:
    """AEAD_AES_256_GCM: base64 of ciphertext with its 16-byte tag last. ``nonce`` is 12 ASCII characters."""
    sealed = AESGCM(apiv3_key.encode()).encrypt(nonce.encode(), plain, associated_data.encode())
    return base64.b64encode(sealed).decode()
