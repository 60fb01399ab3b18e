"""Incidents: what many customers notice at once, said to everybody by a person's decision, with a report at the end."""
