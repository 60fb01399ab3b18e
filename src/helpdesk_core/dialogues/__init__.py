"""Automatic answers in a chat: a dialogue that is data, run by a pure function."""
