"""What Resolution No. 835 says: its tables, its kinds of value, its passport and structure file."""
