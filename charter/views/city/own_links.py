"""The links of a member, for its delegate."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.forms.links import LinksForm
from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.breadcrumbs import breadcrumbs
from accounts.views.form_actions import run_form_action
from accounts.views.posting import posted
from charter import rules
from charter.actions.city.links import change_links
from charter.queries.city.waves import has_campaign
from charter.views.own_organisations import organisations_of


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """Web sites and pages in social networks that the page of the member names."""
    if not has_campaign():
        raise Http404(_("There is no campaign on this site."))
    person = signed_in(request)
    organisation = next((own for own in organisations_of(person) if own.slug == slug), None)
    if organisation is None:
        raise Http404(_("There is no member at this address."))
    require(rules.may_change_links(person, organisation))
    form = LinksForm(posted(request), current=organisation.links)
    home = f"{reverse('city')}?as={organisation.slug}"
    if request.method == "POST" and form.is_valid():
        action = partial(change_links, organisation=organisation, links=form.links(), by=person)
        answer = run_form_action(request, form, action, home, _("Saved. The page of the member shows the links."))
        if answer is not None:
            return answer
    context = {
        "organisation": organisation,
        "form": form,
        "back": home,
        "crumbs": breadcrumbs((_("My city"), home), here=_("Links")),
    }
    return render(request, "charter/city/links.html", context, status=422 if form.errors else 200)
