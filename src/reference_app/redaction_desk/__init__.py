"""The pages of redaction_desk."""
