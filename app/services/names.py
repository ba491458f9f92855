"""Whether a name may be shown: WeChat's content check, with a deadline. Storing names is not done here."""

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong

import structlog

from app.core.database import forbid_transaction
from app.domain.errors import DomainError
from app.domain.users import NameVerdict
from app.services.platform import platform
from app.wechat.errors import WeChatError
from app.wechat.miniprogram import Verdict

#: A buyer waits no longer than this for WeChat's opinion of a name.
DEADLINE_S = 3.0
#: When WeChat hangs, at most this many checks hang with it; the others give up in the queue.
_CHECKS_AT_ONCE = 8

_VERDICTS = {Verdict.PASS: NameVerdict.PASSED, Verdict.REVIEW: NameVerdict.UNSURE}
_checks = ThreadPoolExecutor(_CHECKS_AT_ONCE, thread_name_prefix="name-check")
log = structlog.get_logger(__name__)


def check_name(text: str, openid: str) -> NameVerdict:
    """What WeChat says of a name given by ``openid``, within :data:`DEADLINE_S` seconds. May be repeated.

    Raises ``name_refused`` when it is risky. UNSURE when a person should look at it, UNCHECKED when no verdict could be
    had (WeChat down, slow or not configured, the person away for two hours): both may be sold but not shown.
    Never inside a transaction: raises :class:`app.core.database.TransactionOpen`.
    """
    forbid_transaction("the content check")  # asked here: the thread that calls WeChat cannot see our transaction
    miniprogram = platform().miniprogram
    if miniprogram is None:
        return NameVerdict.UNCHECKED
    asked = _checks.submit(miniprogram.check_text, text, openid)
    try:
        verdict = asked.result(timeout=DEADLINE_S)
    except TookTooLong:
        asked.cancel()
        log.warning("name not checked", reason="WeChat took too long")
        return NameVerdict.UNCHECKED
    except WeChatError as error:
        log.warning("name not checked", reason=type(error).__name__, errcode=error.errcode)
        return NameVerdict.UNCHECKED
    if verdict is Verdict.RISKY:
        raise DomainError("name_refused")
    return _VERDICTS[verdict]
