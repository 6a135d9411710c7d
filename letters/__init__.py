"""Mail that goes out: queued, sent once, and its fate known."""
