"""The way to the shop's chat, where it has one."""
