"""Photos in a bucket (moto's S3) that goes away and comes back: nothing is lost, nobody hangs."""

import asyncio
import time
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from api.rehearsal.crew import free_port
from bot.base.media import STORE_TROUBLE, media_of
from models.settings import Settings

LONGEST = 30.0
"""Seconds after which whoever keeps a photo has to know that the store is away."""


def _bucket(port: int) -> ThreadedMotoServer:
    server = ThreadedMotoServer("127.0.0.1", port, verbose=False)
    server.start()
    keys = {"aws_access_key_id": "nobody", "aws_secret_access_key": "nobody"}
    s3 = boto3.client(
        "s3", endpoint_url=f"http://127.0.0.1:{port}", region_name="us-east-1", **keys
    )
    s3.create_bucket(Bucket="photos")
    return server


async def test_a_bucket_that_is_away_is_told_soon_and_used_again_when_it_is_back(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    port = free_port()
    for name, value in (
        ("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}"),
        ("AWS_ALLOW_HTTP", "true"),
        ("AWS_REGION", "us-east-1"),
        ("AWS_ACCESS_KEY_ID", "nobody"),
        ("AWS_SECRET_ACCESS_KEY", "nobody"),
    ):
        monkeypatch.setenv(name, value)
    media = media_of(Settings(photos_url="s3://photos/saksi", var=tmp_path))
    server = await asyncio.to_thread(_bucket, port)
    first = await media.keep(b"the first", ("image/jpeg", ".jpg", ""))
    assert (await media.keep(b"the first", ("image/jpeg", ".jpg", ""))) == first
    assert await media.read(first.path) == b"the first"
    await asyncio.to_thread(server.stop)
    began = time.monotonic()
    with pytest.raises(STORE_TROUBLE):
        await media.keep(b"while it is away", ("image/jpeg", ".jpg", ""))
    assert time.monotonic() - began < LONGEST
    server = await asyncio.to_thread(_bucket, port)
    try:
        again = await media.keep(b"while it is away", ("image/jpeg", ".jpg", ""))
        assert await media.read(again.path) == b"while it is away"
    finally:
        await asyncio.to_thread(server.stop)
