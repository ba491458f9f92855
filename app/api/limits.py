"""How often one caller may call: per token; per address only on login and on failures, for halls share an address."""

from flask import Flask, Response, g, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from app.services.platform import platform

#: One guest's phone never comes near this.
WRITES = "120/minute"
LOGINS = "3000/minute"  # 2,000 guests behind one address, each retrying once
FAILURES = "1200/minute"
_FAILURES = (401, 403, 404)


def _token_or_address() -> str:
    caller = g.get("caller")
    return caller.token_sha256[:32] if caller else f"address:{get_remote_address()}"


limiter = Limiter(key_func=_token_or_address, strategy="fixed-window", key_prefix="diandian:fixed-window")


def failed(response: Response) -> bool:
    """Guessing tokens, ids or codes."""
    return response.status_code in _FAILURES and request.method != "OPTIONS"


def register_limits(app: Flask) -> None:
    with app.app_context():
        redis_url = platform().settings.redis_url
    # a strategy of its own in the prefix: old keys of another kind would answer 500
    app.config["RATELIMIT_STORAGE_URI"] = redis_url or "memory://"
    limiter.init_app(app)
