"""What other rooms show of orders."""
