"""What the engine is measured with: a made-up corpus, and rivals."""
