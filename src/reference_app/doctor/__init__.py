"""``helpdesk doctor``: asks a host's app, from inside, whether the desk can live in it."""
