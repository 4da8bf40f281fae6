"""What the people of one member do among themselves: positions suggested to the delegate."""
