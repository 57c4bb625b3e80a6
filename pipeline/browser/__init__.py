"""What `ocop serve` adds to Datasette: its plugins, loaded by path."""
