"""The guides that come along, as somebody of the demo's shop checked and published them some days ago."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from helpdesk_core import Actor, Helpdesk
from helpdesk_core.commands import PublishGuide
from helpdesk_core.views import view_written_guide

from .guides.files import load, read_folder, shipped

_DAYS = 12


def publish_guides(desk: Helpdesk, admin: Actor, only: Collection[str] = ()) -> None:
    """Load them and publish each, by its own decision.

    Args:
        desk: A desk on which the admin may do both.
        admin: Who decides.
        only: The names of some; none for all.
    """
    present = desk.clock
    desk.clock = lambda: present() - timedelta(days=_DAYS)
    files = [one for one in read_folder(shipped()) if not only or one.slug in only]
    for one in list(load(desk, admin, files)):
        guide = desk.show(view_written_guide, admin, one.file.slug)
        version = guide.newest(one.file.language)
        if version is not None and version.state.is_open:
            fields = {"version": version.id, "digest": version.digest}
            desk.do(desk.read(PublishGuide, fields), admin)
    desk.clock = present
