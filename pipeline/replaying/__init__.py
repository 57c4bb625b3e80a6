"""What `pipeline.replay` is made of: suppliers of pages, several processes, the diff."""
