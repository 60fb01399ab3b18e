"""Testimonials: asked for and checked by staff, given and taken back by the customer, read by everybody."""
