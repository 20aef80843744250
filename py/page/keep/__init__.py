"""What the page saves, opens and takes home."""
