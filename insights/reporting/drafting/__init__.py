"""Findings, recommendations, decisions and pilot plans, drafted from the tables."""
