"""What we talk about: frozen values. No I/O, no clock."""
