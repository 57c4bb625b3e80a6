"""What touches the disk: the database of articles and facts, and its schema."""
