"""Running on one machine: the web process and the worker as children, the data folder held by one, stopping cleanly."""
