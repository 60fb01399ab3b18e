"""The promises: what no command, plugin, adapter or page can step around."""
