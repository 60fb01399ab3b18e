"""The pages of sent_mail."""
