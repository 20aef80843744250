"""What the page's panels ask, one module for each."""
