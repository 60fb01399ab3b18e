"""Files in S3, as moto speaks it."""

from __future__ import annotations

import io
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from moto.server import ThreadedMotoServer
from obstore.store import S3Store, from_url

import journeys as j
from helpdesk_core import KeptFile, OpenedFile
from helpdesk_core.adapters.objects import ObjectFiles
from helpdesk_core.commands import AddAttachments, EraseRequest
from helpdesk_core.desk.trying import storage_problems
from helpdesk_core.testing import FilesSuite, make_desk
from helpdesk_core.views import view_room_files
from pictures import photo
from reference_app.storage import storage_of_environment

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


def test_a_photo_lives_and_goes_in_a_bucket(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a shop names it in its environment: kept, looked at by the job, shown, and gone when it is erased."""
    named = {"AWS_ENDPOINT": endpoint, "AWS_ALLOW_HTTP": "true", "AWS_REGION": "us-east-1"}
    named |= {"AWS_ACCESS_KEY_ID": "k", "AWS_SECRET_ACCESS_KEY": "s", "HELPDESK_FILES": "s3://helpdesk/photos"}
    for name, value in named.items():
        monkeypatch.setenv(name, value)
    storage = storage_of_environment()
    assert storage is not None
    assert list(storage_problems(storage)) == []
    desk = make_desk(storage=storage)
    made, guest = j.in_phase(desk, "in_review")
    kept = desk.keep_file(io.BytesIO(photo()), name="photo.jpg", request=made.request, actor=guest)
    assert isinstance(kept, KeptFile)
    j.do(desk, AddAttachments, guest, request=made.request, files=[{"upload": kept.upload, "name": kept.name}])
    while desk.deliver().done:
        pass
    bucket = from_url("s3://helpdesk/photos")
    keys = {one["path"] for page in bucket.list() for one in page}
    assert len(keys) == 2, "the picture that was made anew, and a small one"
    (row,) = desk.show(view_room_files, guest, made.request).rows
    opened = desk.open_file(row.id, guest)
    assert isinstance(opened, OpenedFile)
    with opened.stream as stream:
        assert stream.read(3) == b"\xff\xd8\xff"
    j.do(desk, EraseRequest, j.BOSS, request=made.request)
    while desk.deliver().done:
        pass
    assert [one for page in bucket.list() for one in page] == []


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
