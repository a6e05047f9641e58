"""Screens of rounds in the admin."""
