"""What `pipeline.collect` is made of: whose turn it is, listings, articles, health and alarms."""
