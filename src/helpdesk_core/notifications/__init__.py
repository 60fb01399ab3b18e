"""Who is told what, and when: rows in the transaction of their cause, sent afterwards."""
