"""Devices that customers with an account keep: to be chosen when they ask for help, each with its own history."""
