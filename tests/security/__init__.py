"""What strangers try, and what stands in their way."""
