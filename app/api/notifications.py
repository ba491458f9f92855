"""Where payment providers call us. Answers have their shape ({"code", "message"}), not ours."""

import structlog
from flask import Blueprint, Response, jsonify, request

from app.services import notifications
from app.services.notifications import Rejected, Unproven

MAX_BYTES = 64 * 1024
blueprint = Blueprint("notifications", __name__)
log = structlog.get_logger(__name__)


def _answer(status: int, message: str = "") -> Response:
    response = jsonify({"code": "SUCCESS" if status < 300 else "FAIL", "message": message})
    response.status_code = status
    return response


@blueprint.post("/notifications/<any(wechatpay):provider>/<any(payments, refunds):kind>")
def receive(provider: str, kind: str) -> Response:
    """200 only when the message was acted on, now or earlier, or concerns nothing of ours."""
    if (request.content_length or 0) > MAX_BYTES:
        return _answer(413, "too large")
    body = request.stream.read(MAX_BYTES + 1)  # the raw bytes: the signature is over exactly these
    if len(body) > MAX_BYTES:
        return _answer(413, "too large")
    try:
        notifications.receive(provider, kind, dict(request.headers), body)
    except Unproven as unproven:
        return _answer(401, str(unproven)[:120])
    except Rejected as rejected:
        return _answer(422, str(rejected)[:120])
    except Exception:
        # kept, and to be repeated by them and by our own job
        log.exception("notification failed", kind=kind)
        return _answer(500, "please send it again")
    return _answer(200)
