"""Files in S3, as moto speaks it."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from moto.server import ThreadedMotoServer
from obstore.store import S3Store

from helpdesk_core.adapters.objects import ObjectFiles
from helpdesk_core.testing import FilesSuite

_SIGNED = "AWS4-HMAC-SHA256 Credential=k/20260101/us-east-1/s3/aws4_request"


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """A server, and one bucket on it."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    url = f"http://{host}:{port}"
    made = urllib.request.Request(f"{url}/helpdesk", method="PUT", headers={"Authorization": _SIGNED})
    urllib.request.urlopen(made).close()
    yield url
    server.stop()


@pytest.mark.full
class TestS3(FilesSuite):
    @pytest.fixture
    def files(self, endpoint: str) -> Any:
        self.bucket = S3Store(
            "helpdesk",
            endpoint=endpoint,
            region="us-east-1",
            access_key_id="k",
            secret_access_key="s",
            client_options={"allow_http": True},
            virtual_hosted_style_request=False,
        )
        self.before = self._keys()
        return ObjectFiles(self.bucket)

    def _keys(self) -> set[str]:
        return {one["path"] for page in self.bucket.list() for one in page}

    def count(self, files: Any) -> int:
        return len(self._keys() - self.before)
