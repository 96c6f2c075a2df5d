"""How the six languages are folded, counted, dated and searched. Knows no app."""
