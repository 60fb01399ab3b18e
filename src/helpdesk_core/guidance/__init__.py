"""What a customer can do next: what is still missing before somebody can respond, and the one recommended step."""
