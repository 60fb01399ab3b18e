"""Sphinx: ``nox -s checks -- docs`` builds the pages and the reference from docstrings into docs/_build."""

project = "helpdesk_core"
author = "The helpdesk_core authors"
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
html_theme = "furo"
html_title = "helpdesk_core"
exclude_patterns = ["_build", "examples"]
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_default_options = {"members": True, "show-inheritance": True}
default_role = "code"
suppress_warnings = ["myst.xref_missing", "misc.highlighting_failure"]
# The navigation of every page would be put together from the thousands of names in the reference, which it leaves out.
toc_object_entries = False
