"""Telling other systems what changed: nothing but a job."""
