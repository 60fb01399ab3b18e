"""For how long what is personal in ended requests is kept: the desk proposes, people decide."""
