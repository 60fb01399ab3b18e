"""Complaints about a repair: what is wrong, what is asked for, by when the law wants an answer, and the answer."""
