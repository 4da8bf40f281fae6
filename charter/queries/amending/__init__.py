"""Amendments and rounds: the proposed changes, their proposers, and the items that are pending for a member."""
