"""The pages of service_requests."""
