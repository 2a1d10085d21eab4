"""From what people said in co-production workshops to recommendations, without losing a voice."""

__version__ = "0.1.0"
