"""Django migrations of helpdesk_core."""
