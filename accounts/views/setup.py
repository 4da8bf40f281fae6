"""The first page of a new site: whoever has the key makes the first administrator."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import receivers
from accounts.actions import first_administrator
from accounts.forms.setup import SetupForm
from accounts.rules import Refused

from .invitations import BACKEND
from .limiting import limit_posts
from .posting import posted

TEST_EMAIL = _(
    "The site sends a test email to %(email)s. If the email does not arrive within ten "
    "minutes, check the email settings of the server. `manage.py doctor` names the cause."
)


@never_cache
@sensitive_post_parameters("password", "key")
@require_http_methods(["GET", "POST"])
@limit_posts("accepting")
def setup(request: HttpRequest) -> HttpResponse:
    """The form while the site has no administrator; afterwards there is no such page."""
    if not first_administrator.is_open():
        raise Http404
    form = SetupForm(posted(request), initial={"language": get_language()})
    if request.method == "POST" and form.is_valid():
        try:
            person = first_administrator.set_up(**form.cleaned_data)
        except Refused as refused:
            form.add_error("key", str(refused.refusal.why))
        else:
            login(request, person, backend=BACKEND)
            receivers.note_password(request, person)
            messages.success(request, str(TEST_EMAIL) % {"email": person.email})
            return redirect("desk_first_steps")
    return render(request, "members/setup.html", {"form": form}, status=422 if form.errors else 200)
