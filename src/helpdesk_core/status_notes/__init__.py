"""The technician's note: what staff say to the customer beside the status."""
