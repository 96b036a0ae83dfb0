"""What visitors see of screening."""
