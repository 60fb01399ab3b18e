"""Other systems are told what changed: a job for each chosen change, signed by its adapter."""
