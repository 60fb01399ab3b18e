"""The pages of European repair forms: where staff give one, where it is downloaded."""
