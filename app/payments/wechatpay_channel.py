"""The wire to WeChat Pay: the SDK's core with a connection pool, byte-exact signatures and typed failures.

What the calls mean is wechatpay.py's business; here is only whether an answer was had and can be believed.
"""

import copy
import json
import logging
import re
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Callable, Mapping
from datetime import datetime
from http.cookiejar import DefaultCookiePolicy
from typing import Any, Self

import requests
import urllib3
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from requests.adapters import HTTPAdapter
from wechatpayv3.core import Core
from wechatpayv3.type import RequestType
from wechatpayv3.utils import aes_decrypt, build_authorization

from app.core.database import forbid_transaction
from app.payments.provider import OutcomeUnknown, ProviderError, ProviderRefused, ProviderUnavailable
from app.payments.wechatpay_keys import MerchantKeys

SIGNATURE_TYPE = "WECHATPAY2-SHA256-RSA2048"
#: WeChat's own limit either way; a message exactly this old is too old
FRESH_FOR_S = 300
_NOT_NOW = frozenset({"FREQUENCYLIMITED", "RATELIMITEXCEEDED", "FREQUENCYLIMITEXCEED", "USERPAYING"})
#: answered with 500, yet a clear no
_CLEAR_NO = frozenset({"OPENIDMISMATCH", "INVALIDTRANSACTIONID"})
_NOT_SENT = (
    urllib3.exceptions.NewConnectionError,
    urllib3.exceptions.ConnectTimeoutError,
    urllib3.exceptions.NameResolutionError,
)
_LONG_WORD = re.compile(r"[A-Za-z0-9_\-+/=]{20,}")
_log = logging.getLogger(__name__)


class Channel(Core):  # type: ignore[misc]  # the SDK publishes no types
    """The SDK's core, public-key mode. Holds no state but the pool; one may serve every thread.

    Differs from the SDK: connections are kept; what is signed is what is sent, byte for byte; answers are verified over
    raw bytes, with serial and freshness; a certificate is never downloaded; every failure is a ProviderError whose text
    and context hold neither address nor header.
    """

    def __init__(
        self, keys: MerchantKeys, *, api_url: str, timeout_s: tuple[float, float], now: Callable[[], datetime]
    ) -> None:
        super().__init__(
            mchid=keys.mchid,
            cert_serial_no=keys.serial_no,
            private_key=None,  # set below: reading it again would cost 40 ms
            apiv3_key=keys.apiv3_key,
            public_key=keys.public_key_pem(),
            public_key_id=keys.public_key_id,
            timeout=timeout_s,
        )
        self._gate_way = api_url.rstrip("/")
        self._private_key, self._verifier = keys.private_key, keys.public_key
        self._now = now
        self._session = _pool()

    def with_timeout(self, timeout_s: tuple[float, float]) -> Self:
        """The same channel and pool with other patience (connect, read), seconds."""
        twin = copy.copy(self)
        twin._timeout = timeout_s
        return twin

    def unsealed(self, nonce: object, ciphertext: object, associated_data: object) -> str | None:
        """What a message's resource says, by the SDK's own cipher; None for another key or another shape."""
        try:
            plain: str | None = aes_decrypt(
                nonce=nonce, ciphertext=ciphertext, associated_data=associated_data, apiv3_key=self._apiv3_key
            )
        except Exception:  # noqa: BLE001 (the SDK throws whatever its parsers throw)
            return None
        return plain

    def request(
        self,
        path: str,
        method: RequestType = RequestType.GET,
        data: Any = None,
        skip_verify: bool = False,
        **unsupported: object,
    ) -> tuple[int, str | bytes]:
        """One signed call: (2xx status, text), or bytes when skip_verify (bills are not signed). The SDK calls this.

        Raises ProviderUnavailable, OutcomeUnknown, ProviderRefused. A GET that got no answer changed nothing, so it
        is ProviderUnavailable; a POST that got none is OutcomeUnknown.
        """
        if any(unsupported.values()):
            raise NotImplementedError("uploads and encrypted fields are not part of this provider")
        forbid_transaction(f"WeChat Pay {method.value}")
        writes = method is not RequestType.GET
        response = self._send(path, method.value, json.dumps(data) if data else "", writes=writes)
        status = response.status_code
        if not 200 <= status < 300:
            raise _refusal(response, method.value, path, writes=writes)
        if skip_verify:
            return status, response.content
        headers = {name.lower(): value for name, value in response.headers.items()}
        if not self.is_authentic(headers, response.content):
            raise OutcomeUnknown(f"WeChat Pay's answer ({status}) does not bear its signature")
        return status, response.content.decode(errors="replace")

    def is_authentic(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Whether body bears WeChat Pay's own, fresh signature. headers: names in lower case. Makes no call.

        The serial must be the configured public key's; its absence, a probe (``WECHATPAY/SIGNTEST/``), another
        signature type or a time 300 s or more away is a no. Formula: SHA-256 with RSA, PKCS #1 v1.5, over
        ``timestamp LF nonce LF body LF`` (WeChat Pay API v3, verifying signatures).
        """
        stamp, nonce = headers.get("wechatpay-timestamp", ""), headers.get("wechatpay-nonce", "")
        signature = headers.get("wechatpay-signature", "")
        if headers.get("wechatpay-serial") != self._public_key_id or not nonce:
            return False
        if headers.get("wechatpay-signature-type", SIGNATURE_TYPE) != SIGNATURE_TYPE:
            return False
        if not re.fullmatch(r"[0-9]{1,12}", stamp):
            return False
        if abs(self._now().timestamp() - int(stamp)) >= FRESH_FOR_S:
            return False
        try:
            self._verifier.verify(
                b64decode(signature, validate=True), f"{stamp}\n{nonce}\n".encode() + body + b"\n", PKCS1v15(), SHA256()
            )
        except (InvalidSignature, NotBase64, ValueError):
            return False
        return True

    def _update_certificates(self) -> None:
        """Never: the SDK would call out for any serial a stranger sends."""

    def _send(self, path: str, method: str, body: str, *, writes: bool) -> requests.Response:
        headers = {
            "Accept": "application/json",
            "Content-Type": "application/json",
            "User-Agent": "diandian",
            "Wechatpay-Serial": self._public_key_id,
            "Authorization": build_authorization(
                path, method, self._mchid, self._cert_serial_no, self._private_key, data=body
            ),
        }
        failure: ProviderError
        try:
            return self._session.request(
                method,
                self._gate_way + path,
                data=body.encode() if body else None,
                headers=headers,
                timeout=self._timeout,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            failure = _no_answer(error, writes=writes)
        # Raised out here so that the exception does not drag the request, its headers and address along.
        raise failure


def _pool() -> requests.Session:
    session = requests.Session()
    # A ~/.netrc entry for the host would otherwise replace our Authorization header.
    session.auth = _leave_alone
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    adapter = HTTPAdapter(pool_connections=2, pool_maxsize=32, max_retries=0)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session


def _leave_alone(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _no_answer(error: requests.RequestException, *, writes: bool) -> ProviderError:
    kind = type(error).__name__
    cause = error.args[0] if error.args else None
    reason = getattr(cause, "reason", cause)
    stranger = isinstance(error, requests.exceptions.SSLError) and "CERTIFICATE_VERIFY_FAILED" in str(reason)
    if not writes or stranger or isinstance(error, requests.ConnectTimeout) or isinstance(reason, _NOT_SENT):
        return ProviderUnavailable(f"WeChat Pay was not reached ({kind})")
    return OutcomeUnknown(f"WeChat Pay did not answer ({kind})")


def _refusal(response: requests.Response, method: str, path: str, *, writes: bool) -> ProviderError:
    """What a non-2xx answer means. Such answers may be unsigned: they are never proof that money moved."""
    status = response.status_code
    code, message = _code_and_message(response.content)
    _log.warning(
        "WeChat Pay refused %s %s: %s %s, request id %s",
        method,
        path.partition("?")[0],
        status,
        code or "-",
        re.sub(r"[^0-9A-Za-z-]", "", response.headers.get("Request-ID", ""))[:80] or "-",
    )
    if (status in {429, 503} and code != "SYSTEMERROR") or code in _NOT_NOW:
        return ProviderUnavailable(f"WeChat Pay cannot now ({status} {code})")
    if (status >= 500 and code not in _CLEAR_NO) or status in {408, 425} or status < 400 or code == "SYSTEMERROR":
        text = f"WeChat Pay gave no usable answer ({status} {code})"
        return OutcomeUnknown(text) if writes else ProviderUnavailable(text)
    return ProviderRefused(code or f"HTTP{status}", message)


def _code_and_message(body: bytes) -> tuple[str, str]:
    """(code in upper case without underscores, its sentence with anything that could be an identity blotted out)."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return "", ""
    if not isinstance(answer, dict):
        return "", ""
    code = re.sub(r"[^A-Z0-9]", "", str(answer.get("code") or "").upper())[:48]
    return code, _LONG_WORD.sub("…", str(answer.get("message") or ""))[:200]
