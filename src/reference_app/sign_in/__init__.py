"""What signing in is made of, for staff and for customers alike: passwords, sessions, and how often one may try."""
