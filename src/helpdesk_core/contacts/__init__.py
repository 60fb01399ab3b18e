"""How people are reached, and how they prove that it is they."""
