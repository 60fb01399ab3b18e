"""Whatever a view can be asked for is asked with what nobody means, over a file and over PostgreSQL: the answer is a
refusal, a sentence that names the argument, or what stands there, and never an exception."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import pytest

from capabilities import collected
from capabilities.scene import SHOP, Look, Scene
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.base.queries import Cursor
from helpdesk_core.errors import InputError
from helpdesk_core.testing import make_desk
from nonsense import TEXTS, VALUES
from parts import empty_file

VIEWS: dict[Any, Look] = collected("VIEWS")
#: What an address brings as the place where a page ended, of another list.
CURSORS = tuple(Cursor(cells).encode() for cells in (("x",), (1, "x"), ("x", "x"), (1, "x", "x"), ("a\0", "x")))


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.full])])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> SqlStore:
    """What the views read; an adapter is where a half character or a NUL is no text any more."""
    if request.param == "postgres":
        return request.getfixturevalue("postgres_store")  # type: ignore[no-any-return]
    return SqlStore.sqlite(empty_file(tmp_path / "desk.sqlite"), create=False)


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.__name__)
def test_a_view_takes_nonsense_with_a_sentence(view: Any, store: SqlStore) -> None:
    """Each argument in turn, the others as they should be, by everybody who may ask; over PostgreSQL a third of it."""
    look = VIEWS[view]
    desk = make_desk(store, settings=SHOP)
    scene = Scene.in_phase(look.phase, desk)
    args, options = look.ask(scene)
    names = list(inspect.signature(view).parameters)[2:]
    asked = dict(zip(names, args, strict=False)) | options
    found, every = [], 1 if store.engine.dialect.name == "sqlite" else 3
    for place, name in enumerate(names):
        for given in (*VALUES, *TEXTS, *CURSORS)[place % every :: every]:
            for kind in look.by:
                try:
                    desk.view(view, scene.actors[kind], **(asked | {name: given}))
                except InputError:
                    continue
                except TypeError as error:
                    if f"{name}" not in str(error) or "not " not in str(error):
                        found.append((name, kind, str(given)[:40], error))
                except Exception as error:
                    found.append((name, kind, str(given)[:40], error))
    assert found == []
    desk.close()
