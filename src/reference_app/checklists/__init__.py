"""Pages of the shop's checklists."""
