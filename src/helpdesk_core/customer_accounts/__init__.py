"""Accounts of customers, where the shop has none of its own: who they are, and that their address is theirs.

Passwords and sessions are the app's, as those of staff are; here stands what is personal, with its history.
"""
