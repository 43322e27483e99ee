"""What is told to whom, by which channel, when, and in which words. Pure."""
