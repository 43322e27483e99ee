"""What the kernel's errors are called on pages."""
