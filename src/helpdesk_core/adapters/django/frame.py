"""Whether the project's base template can hold the pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import get_template
from django.template.loader_tags import BlockNode, ExtendsNode

PAGE = "helpdesk_core/page.html"
_OURS = Path(__file__).parent
_NEEDED = ("extrahead", "content")


def mistakes(base: str) -> Iterator[str]:
    """What is missing, in words: without ``extrahead`` the pages would have no styles.

    Args:
        base: The name of the base template.
    """
    try:
        page: Any = get_template(PAGE)
    except TemplateDoesNotExist:
        yield (
            f"TEMPLATES: {PAGE}, which comes with helpdesk_core, is not found: give a DjangoTemplates backend "
            "'APP_DIRS': True (or its 'loaders' django.template.loaders.app_directories.Loader), and INSTALLED_APPS "
            "'helpdesk_core.adapters.django'"
        )
        return
    except (TemplateSyntaxError, UnicodeDecodeError) as error:
        yield f"{PAGE}, the project's own, cannot be read: {error}"
        return
    if not Path(str(page.origin)).is_relative_to(_OURS):
        return  # the project has a template of its own, which knows where the parts belong
    try:
        blocks = _blocks(page.template.engine.get_template(base))  # the page extends it in its own engine alone
    except TemplateDoesNotExist as error:
        extended = "" if str(error) == base else f", which {base!r} extends"
        yield f"BASE_TEMPLATE: there is no template {str(error)!r}{extended}, for {page.backend.name!r} of TEMPLATES"
        return
    except (TemplateSyntaxError, UnicodeDecodeError) as error:
        yield f"BASE_TEMPLATE: {base!r}, or one that it extends, cannot be read: {error}"
        return
    if blocks is not None and (missing := [name for name in _NEEDED if name not in blocks]):
        yield (
            f"BASE_TEMPLATE: {base!r} has no block {' and no block '.join(missing)}; add it, or write a template "
            f"{PAGE} that puts {{{{ head }}}} and {{{{ body }}}} where they belong"
        )


def _blocks(template: Any) -> set[str] | None:
    """The blocks of a template and of those that it extends; None where that cannot be known before it is rendered."""
    found = {node.name for node in template.nodelist.get_nodes_by_type(BlockNode)}
    for extends in template.nodelist.get_nodes_by_type(ExtendsNode):
        parent = extends.parent_name.var
        above = _blocks(template.engine.get_template(parent)) if isinstance(parent, str) else None
        if above is None:
            return None
        found |= above
    return found
