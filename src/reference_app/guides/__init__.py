"""Guides: what customers can read before they ask, as structured articles."""
