"""From the bytes of an e-mail to what it says."""
