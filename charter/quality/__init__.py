"""How well two languages of one charter agree: findings, reports, and a plan in words."""
