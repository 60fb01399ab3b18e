"""Incidents: known before anybody has to ask, written and published by staff."""
