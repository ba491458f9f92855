"""wechatpy's client made safe: shared stable_token, time-outs, one retry, nothing secret in an error or a log.

What the calls are for is miniprogram.py's business.
"""

import logging
import re
import threading
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from wechatpy.client import WeChatClient
from wechatpy.exceptions import WeChatClientException

from app.core.database import forbid_transaction
from app.wechat.errors import WeChatError, WeChatMisconfigured, WeChatRefused, WeChatUnavailable
from app.wechat.tokens import TokenStore

#: the token is not, or no longer, good
_BAD_TOKEN = frozenset({40001, 40014, 42001})
#: busy, or a quota is used up
_LATER = frozenset({-1, 45009, 45011})
#: secret, appid, permission or our own address refused
_OURS = frozenset({40001, 40013, 40014, 40125, 40164, 41002, 41004, 42001, 48001, 50002, 89503, 89506, 89507})
#: WeChat keeps the old token good for 5 minutes at a change
_OVERLAP_S = 300
#: force_refresh is allowed 20 times a day, 30 s apart, for all our processes together
_FORCE_AGAIN_S = 60
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_SECRET = re.compile(r"\b((?:secret|access_token|js_code|session_key|openid)=)[^&\s\"']*")


class _Redacted(logging.Filter):
    """Blots out what urllib3 writes of our addresses at DEBUG: the login call carries the AppSecret in its query."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if _SECRET.search(message):
            record.msg, record.args = _SECRET.sub(r"\1***", message), None
        return True


_redacted = _Redacted()


class MiniProgramClient(WeChatClient):  # type: ignore[misc]  # wechatpy publishes no types
    """One appid's calls. May serve every thread. ``call`` is the door; the inherited methods go through it too.

    Not wechatpy's: the token comes from stable_token and lives in the TokenStore; a rejected token is replaced and the
    call repeated once; every failure is a WeChatError without the request attached.
    """

    def __init__(
        self, *, appid: str, app_secret: str, api_url: str, tokens: TokenStore, timeout_s: tuple[float, float]
    ) -> None:
        super().__init__(appid, app_secret, timeout=timeout_s, auto_retry=False)
        base = api_url.rstrip("/")
        self._base_url, self._tokens = base + "/", tokens
        self.API_BASE_URL = base + "/cgi-bin/"
        self.wxa.API_BASE_URL = self._base_url
        self._fetching = threading.Lock()
        adapter = HTTPAdapter(pool_connections=2, pool_maxsize=16, max_retries=0)
        self._http.mount("https://", adapter)
        self._http.mount("http://", adapter)
        logging.getLogger("urllib3.connectionpool").addFilter(_redacted)

    def call(self, path: str, body: dict[str, object]) -> dict[str, Any]:
        """POST JSON to path (no leading slash) with the access_token; the JSON answer, whose errcode is 0.

        At most two requests to path. Raises WeChatUnavailable, WeChatMisconfigured, WeChatRefused.
        """
        return _json(self._request("post", path, api_base_url=self._base_url, data=body))

    def call_for_picture(self, path: str, body: dict[str, object]) -> bytes:
        """As ``call``, for an answer that is PNG or JPEG."""
        answer = self._request("post", path, api_base_url=self._base_url, data=body)
        if isinstance(answer, requests.Response) and answer.content.startswith(_PICTURES):
            return answer.content
        raise WeChatUnavailable("WeChat's answer is not a picture")

    def call_without_token(self, path: str, params: dict[str, str]) -> dict[str, Any]:
        """GET path with params only (login): works while no token can be had. Raises as ``call``."""
        # A None parameter keeps wechatpy from adding its token, and requests from sending one.
        return _json(self._once("get", path, api_base_url=self._base_url, params={**params, "access_token": None}))

    @property
    def access_token(self) -> str:
        """The shared token; fetched when the store has none."""
        return self._tokens.get(self.access_token_key) or self._replace_token(None)

    def fetch_access_token(self) -> dict[str, Any]:
        """Ask stable_token, not forcing, and store the answer."""
        return {"access_token": self._fetch_token(force=False)}

    def _request(self, method: str, url_or_endpoint: str, **kwargs: Any) -> Any:
        """Every call with a token, also wechatpy's own: once, and once more with another token if it was refused."""
        params = dict(kwargs.pop("params", None) or {})
        token = self.access_token
        for attempt in (1, 2):
            try:
                return self._once(method, url_or_endpoint, params={**params, "access_token": token}, **kwargs)
            except WeChatMisconfigured as refused:
                if attempt == 2 or refused.errcode not in _BAD_TOKEN:
                    raise
            token = self._replace_token(token)
        raise AssertionError("unreachable")

    def _once(self, method: str, url_or_endpoint: str, **kwargs: Any) -> Any:
        forbid_transaction("WeChat API")
        kwargs.setdefault("allow_redirects", False)
        try:
            return super()._request(method, url_or_endpoint, **kwargs)
        except WeChatClientException as error:
            failure = _failure(error.errcode, error.response)
        except requests.RequestException as error:
            failure = WeChatUnavailable(f"WeChat was not reached ({type(error).__name__})")
        except (ValueError, TypeError, RecursionError):
            failure = WeChatUnavailable("WeChat's answer is not readable")
        # Raised out here: the library's exceptions hold the request, and the text of requests' own holds the secret.
        raise failure

    def _replace_token(self, refused: str | None) -> str:
        """A token other than the refused one: another process's, else stable_token's, else a forced one."""
        with self._fetching:
            stored = self._tokens.get(self.access_token_key)
            if stored and stored != refused:
                return stored
            token = self._fetch_token(force=False)
            if token == refused:
                marker = f"{self.appid}_forced"
                if self._tokens.get(marker):
                    raise WeChatUnavailable("WeChat refuses its own token, and a new one was forced a moment ago")
                self._tokens.set(marker, "1", _FORCE_AGAIN_S)
                token = self._fetch_token(force=True)
            return token

    def _fetch_token(self, *, force: bool) -> str:
        body = {"grant_type": "client_credential", "appid": self.appid, "secret": self.secret, "force_refresh": force}
        no_token = {"access_token": None}
        answer = _json(self._once("post", "stable_token", api_base_url=self.API_BASE_URL, params=no_token, data=body))
        token, expires_in_s = answer.get("access_token"), answer.get("expires_in")
        if not isinstance(token, str) or not token or not isinstance(expires_in_s, int):
            raise WeChatUnavailable("WeChat's answer holds no access_token")
        self._tokens.set(self.access_token_key, token, max(expires_in_s - _OVERLAP_S, 30))
        return token


def _json(answer: object) -> dict[str, Any]:
    if not isinstance(answer, dict):
        raise WeChatUnavailable("WeChat's answer is not a JSON object")
    return answer


def _failure(errcode: int | None, response: requests.Response | None) -> WeChatError:
    if errcode is None:
        status = response.status_code if response is not None else "no status"
        return WeChatUnavailable(f"WeChat answered with HTTP {status}")
    if errcode in _OURS:
        return WeChatMisconfigured("WeChat refuses our credentials", errcode)
    if errcode in _LATER:
        return WeChatUnavailable("WeChat cannot now", errcode)
    return WeChatRefused("WeChat refused", errcode)
