"""Pictures in an S3-compatible store: what storage.py promises, over HTTP."""

import time
from functools import cached_property
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from app.core.storage import StorageUnavailable, checked

_ABSENT = {"404", "NoSuchKey", "NotFound"}
#: Two tries of these end before a drawing's lease does (services/renderings.py).
CONNECT_S, READ_S = 1, 3
#: After a failure a process leaves the store alone for so long, so that nobody waits for it in a row.
REST_S = 5.0


class S3Storage:
    """A bucket of an S3-compatible store. The bucket must not keep versions: what is deleted has to be gone."""

    def __init__(
        self, bucket: str, prefix: str = "", *, endpoint: str | None = None, region: str | None = None,
        style: str = "auto", rest_s: float = REST_S,
    ) -> None:  # fmt: skip
        self.bucket, self.prefix = bucket, prefix
        self._endpoint, self._region, self._style = endpoint, region, style
        self._rest_s, self._resting_until = rest_s, 0.0

    @cached_property
    def _client(self) -> Any:
        config = Config(
            connect_timeout=CONNECT_S,
            read_timeout=READ_S,
            retries={"mode": "standard", "total_max_attempts": 2},
            max_pool_connections=16,
            s3={"addressing_style": self._style},
            # stores that only resemble S3 do not know its newer checksums
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        # a session of its own: boto3's shared one is not for several threads
        return boto3.session.Session().client(
            "s3", endpoint_url=self._endpoint, region_name=self._region, config=config
        )

    def put(self, key: str, body: bytes) -> None:
        self._call("put_object", key, Body=body)

    def get(self, key: str) -> bytes | None:
        return self._call("get_object", key, read=True)

    def delete(self, key: str) -> None:
        self._call("delete_object", key)

    def exists(self, key: str) -> bool:
        return self._call("head_object", key) is not None

    def _call(self, operation: str, key: str, *, read: bool = False, **more: object) -> bytes | None:
        """One call; the body (empty where none is read), None for what is not there."""
        name = f"{self.prefix}/{checked(key)}" if self.prefix else checked(key)
        if time.monotonic() < self._resting_until:
            raise StorageUnavailable("it failed a moment ago")
        try:
            answer = getattr(self._client, operation)(Bucket=self.bucket, Key=name, **more)
            return bytes(answer["Body"].read()) if read else b""
        except ClientError as error:
            code = str(error.response.get("Error", {}).get("Code", ""))
            if code in _ABSENT and operation != "put_object":
                return None
            failure = f"{operation} refused: {code}"
        except (BotoCoreError, OSError) as error:  # OSError: a body that breaks off, below botocore
            failure = f"{operation}: {type(error).__name__}"
        self._resting_until = time.monotonic() + self._rest_s
        raise StorageUnavailable(failure)
