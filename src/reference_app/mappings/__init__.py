"""Mappings that ship, one TOML file each."""
