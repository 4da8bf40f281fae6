"""How a page answers where a rule said no, or a form came twice; it stands below, since people act there too."""

from accounts.views.acting import answers_refusals, refuse, signed_in

__all__ = ["answers_refusals", "refuse", "signed_in"]
