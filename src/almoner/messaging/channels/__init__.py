"""The channels: for each what sends by it, or stands in for a provider that is not set up."""
