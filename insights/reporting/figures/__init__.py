"""Figures drawn as SVG, from numbers a chapter has already counted."""
