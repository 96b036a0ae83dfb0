"""What the demonstration site begins with."""
