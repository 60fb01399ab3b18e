"""Shipments: how a reseller's orders come to the shop."""
