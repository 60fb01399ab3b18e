"""Words of the pages about erasure: code and English."""

from __future__ import annotations
