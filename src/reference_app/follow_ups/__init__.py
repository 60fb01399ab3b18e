"""Asking again after an outcome: the permission, the question and the survey in the room, the results for staff."""
