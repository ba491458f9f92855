"""What can go wrong with WeChat's mini-program API. No text here holds a secret, a token, an openid or an address."""


class WeChatError(Exception):
    """Base. ``errcode`` is WeChat's number where it gave one."""

    def __init__(self, message: str, errcode: int | None = None) -> None:
        super().__init__(message if errcode is None else f"{message} (errcode {errcode})")
        self.errcode = errcode


class WeChatUnavailable(WeChatError):
    """Not reached, timed out, busy, over quota, or an unreadable answer: the same may succeed later."""


class WeChatMisconfigured(WeChatUnavailable):
    """Our own appid, secret or permission is refused: nothing will work until a person mends the settings."""


class WeChatRefused(WeChatError):
    """Understood, and the answer is no; asking again the same way is pointless."""


class LoginCodeInvalid(WeChatRefused):
    """The login code is wrong, used, too old, or its user is blocked by WeChat: ask the phone for a new one."""
