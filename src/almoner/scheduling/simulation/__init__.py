"""What becomes of waits under a policy: months of made-up demand, played against a clinic's times. Pure."""
