"""How content a customer was, from one to five: for the team alone, never public."""
