"""How the six languages are folded, counted and dated. Knows no app."""
