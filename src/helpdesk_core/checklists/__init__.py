"""The shop's checklists, worked by staff on each device of a request: what is open is told, nothing waits for it."""
