"""Feedback about the pages, from every page, to the team alone."""
