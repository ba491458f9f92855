"""What the use cases work with besides the database: settings, signer, providers, WeChat, storage. Once per process."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from flask import current_app

from app.core.settings import Settings
from app.core.signing import RecordSigner
from app.core.storage import Storage
from app.payments.provider import PaymentProvider
from app.wechat.miniprogram import MiniProgram

EXTENSION = "diandian"


@dataclass(frozen=True)
class Platform:
    settings: Settings
    signer: RecordSigner
    #: by name; the first is the one new payments use
    providers: Mapping[str, PaymentProvider]
    #: None where WeChat is not configured: what needs it answers "unavailable"
    miniprogram: MiniProgram | None
    #: pictures, logos, mini-program codes
    storage: Storage


def platform() -> Platform:
    """The current app's."""
    return cast("Platform", current_app.extensions[EXTENSION])
