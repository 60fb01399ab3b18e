"""The words every capability shares. Nothing here knows a rule, a clock, a network or a locale."""
