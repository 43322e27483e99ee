"""What the delivery room says, in words."""
