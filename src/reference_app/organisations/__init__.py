"""Firms of customers: their people, their requests, and the staff's pages of both."""
