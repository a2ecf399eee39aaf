"""Messages through a bad line, under workers that are killed, and a judge who counts at the providers."""
