"""What a text states whatever its language: numbers, dates, citations, negations, permissions, measures, names."""
