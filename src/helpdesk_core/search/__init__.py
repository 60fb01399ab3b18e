"""Finding requests by whatever staff hear or read of them."""
