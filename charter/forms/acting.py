"""What every form that acts carries; it stands below, since people act there too."""

from accounts.forms.acting import ActingForm, new_token

__all__ = ["ActingForm", "new_token"]
