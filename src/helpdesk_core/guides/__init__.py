"""Guides: what customers can read before they ask. A person of the shop decides about each before it is shown."""
