"""What visitors say about the pages themselves: to the team alone, never public."""
