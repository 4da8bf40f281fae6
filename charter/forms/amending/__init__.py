"""What is typed for an amendment, a position and a round."""
