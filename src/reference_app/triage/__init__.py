"""The pages of triage."""
