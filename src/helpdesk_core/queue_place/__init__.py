"""Where a customer's request stands among those that wait, and how long it usually takes: never a promise."""
