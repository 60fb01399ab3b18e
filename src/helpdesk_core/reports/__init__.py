"""How the work of a shop went: for the team, of the shop or a location, never of a person."""
