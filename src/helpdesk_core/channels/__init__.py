"""Messages that come in by mail and other channels: kept first, then read, threaded where it is proved whose they are,
and held for a person where it is not."""
