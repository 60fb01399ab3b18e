"""The pages of appointments: a time is chosen, suggested, confirmed, moved and cancelled; staff's list of the day."""
