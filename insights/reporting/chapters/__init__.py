"""The parts a report is made of: each turns tables into sections of a document."""
