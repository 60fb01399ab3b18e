"""The shipped suites of channels, payments, files, plugins and people, each on one that is as it should be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import obstore.store
import pytest

from helpdesk_core import Admin, Agent
from helpdesk_core.adapters.folder import FolderFiles
from helpdesk_core.adapters.objects import ObjectFiles
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.testing import AccessSuite, FilesSuite, MemoryFiles, PluginSuite
from reference_app.accounts import StaffAccounts
from reference_app.demo import PASSWORD
from shops import FAST, Hints
from sound_adapters import (
    Provider,
    SoundAccess,
    SoundAccessSuite,
    SoundChannel,
    SoundChannelSuite,
    SoundCustomers,
    SoundCustomersSuite,
    SoundPayments,
    SoundPaymentsSuite,
    SoundTwoSteps,
    SoundTwoStepsSuite,
)


class TestChannel(SoundChannelSuite):
    @pytest.fixture
    def channel(self) -> Any:
        return SoundChannel()


class TestPayments(SoundPaymentsSuite):
    @pytest.fixture
    def payments(self) -> Any:
        self.provider = Provider()
        return SoundPayments(self.provider)


class TestTwoSteps(SoundTwoStepsSuite):
    @pytest.fixture
    def payments(self) -> Any:
        self.provider = Provider()
        return SoundTwoSteps(self.provider)


class TestMemoryFiles(FilesSuite):
    @pytest.fixture
    def files(self) -> Any:
        return MemoryFiles()

    def count(self, files: Any) -> int:
        return len(files.kept)


class TestFolderFiles(FilesSuite):
    @pytest.fixture
    def files(self, tmp_path: Path) -> Any:
        self.folder = tmp_path / "files"
        return FolderFiles(self.folder)

    def count(self, files: Any) -> int:
        return sum(path.is_file() for path in self.folder.rglob("*"))


class TestObjectFiles(FilesSuite):
    """In a bucket in memory; S3 itself: tests/conformance/test_s3.py."""

    @pytest.fixture
    def files(self) -> Any:
        self.bucket = obstore.store.MemoryStore()
        return ObjectFiles(self.bucket)

    def count(self, files: Any) -> int:
        return sum(len(page) for page in self.bucket.list())


def test_files_are_their_owners_alone(tmp_path: Path) -> None:
    """Neither group nor others read what customers sent."""
    import io

    FolderFiles(tmp_path / "files").put("ab" * 16, io.BytesIO(b"x"), type="text/plain")
    (file,) = (path for path in (tmp_path / "files").rglob("*") if path.is_file())
    assert file.stat().st_mode & 0o077 == 0
    assert file.parent.stat().st_mode & 0o077 == 0


class TestHints(PluginSuite):
    @pytest.fixture
    def plugin(self) -> Any:
        return Hints()


class TestAccess(SoundAccessSuite):
    @pytest.fixture
    def access(self) -> Any:
        return SoundAccess()


class TestCustomers(SoundCustomersSuite):
    @pytest.fixture
    def customers(self) -> Any:
        return SoundCustomers()


class TestOwnAccounts(AccessSuite):
    """The app's own staff accounts."""

    @pytest.fixture
    def access(self, sqlite_store: SqlStore) -> Any:
        accounts = StaffAccounts(sqlite_store.engine, hasher=FAST)
        self.anna = accounts.add_staff("anna@example.com", "Anna Nowak", PASSWORD, role="admin")
        self.tom = accounts.add_staff("tom@example.com", "Tom Reed", PASSWORD, rights=frozenset({"requests.view"}))
        return accounts

    def agent(self, access: Any) -> Agent:
        return Agent(id=self.tom.id, name="Tom Reed")

    def admin(self, access: Any) -> Admin:
        return Admin(id=self.anna.id, name="Anna Nowak")

    def take(self, access: Any, actor: Agent | Admin) -> None:
        access.deactivate("tom@example.com")
