"""What customers must be told, and the pages that tell it."""
