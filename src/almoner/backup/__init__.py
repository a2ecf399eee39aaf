"""Backups: taken while everything runs, believed only after they have been checked, and put back in one step."""
