"""An S3 server on this machine, over real HTTP, that can be stopped and started again with what it held."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import boto3
from moto.server import ThreadedMotoServer

BUCKET = "pictures"
REGION = "us-east-1"
#: What boto3 finds in the environment; the server takes anybody's.
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "tests", "AWS_SECRET_ACCESS_KEY": "tests", "AWS_EC2_METADATA_DISABLED": "true"}


class S3Server:
    """``url``: where it answers. ``storage_url``: what STORAGE_URL says of it."""

    def __init__(self) -> None:
        self._server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        self._server.start()
        _host, self.port = self._server.get_host_and_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.storage_url = f"s3://{BUCKET}/kept?endpoint={self.url}&region={REGION}&style=path"

    @cached_property
    def client(self) -> Any:
        session = boto3.session.Session(
            aws_access_key_id=CREDENTIALS["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
            region_name=REGION,
        )
        return session.client("s3", endpoint_url=self.url)

    def held(self) -> set[str]:
        """Every object of the bucket."""
        listed = self.client.list_objects_v2(Bucket=BUCKET)
        return {each["Key"] for each in listed.get("Contents", ())}

    def empty(self) -> None:
        for key in self.held():
            self.client.delete_object(Bucket=BUCKET, Key=key)

    def stop(self) -> None:
        self._server.stop()

    def start_again(self) -> None:
        """On the same port; it kept what it held."""
        self._server = ThreadedMotoServer(ip_address="127.0.0.1", port=self.port, verbose=False)
        self._server.start()


@contextmanager
def s3_server() -> Iterator[S3Server]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = S3Server()
    server.client.create_bucket(Bucket=BUCKET)
    try:
        yield server
    finally:
        server.stop()
