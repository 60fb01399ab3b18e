"""Settings that admins edit: each change is a fact with a history, and wins over what code gives."""
