"""A person with all of their requests: who that is, what is corrected about them, and what staff are shown."""
