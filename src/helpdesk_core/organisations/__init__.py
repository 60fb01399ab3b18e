"""Firms of customers: who belongs to one, which requests are its, and which colleagues have joined one of them."""
