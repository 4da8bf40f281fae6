"""Acts within the team of one member: positions suggested to the delegate."""
