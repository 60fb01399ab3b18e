"""The technician's note beside the status: written and looked at first by staff, read by the customer."""
