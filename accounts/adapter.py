"""What allauth asks of us: accounts come by invitation, and mail leaves in the person's language."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up alone: a member of the consultation is invited."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
