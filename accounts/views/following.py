"""Confirming and ending what an address follows, behind the links in its mails. No link acts by itself."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.actions import following
from accounts.models import Follower
from accounts.numbers import whole_number
from accounts.queries import following as following_queries
from accounts.queries.following import find_follow


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """A page with a button; opening it changes nothing, so that a scanner of links confirms nothing."""
    follow = following_queries.follow_to_confirm(token)
    if follow is None:
        raise Http404(
            _("The link is invalid or has expired. Open the page that you want to follow and ask for a new link.")
        )
    if request.method == "POST":
        following.confirm_follow(follow=follow)
        return redirect("follow_confirm", token)
    end = following_queries.end_token(follow.follower.address)
    return _private(render(request, "accounts/mail/follow.html", {"follow": follow, "end": end}))


@csrf_exempt  # the signed link is what lets this act; mail programs send it without a cookie (RFC 8058)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, token: str) -> HttpResponse:
    """All that an address follows, and the buttons that end it; also what a mail program sends by itself."""
    made_here, follower = following_queries.follower_of_link(token)
    if not made_here:
        raise Http404(_("The link is not valid. Copy the whole address from the email."))
    if request.method == "POST":
        return _end(request, token, follower)
    follows = list(follower.follows.confirmed()) if follower else []
    return _private(render(request, "accounts/mail/followed.html", {"follows": follows}))


def _end(request: HttpRequest, token: str, follower: Follower | None) -> HttpResponse:
    """Ends one follow where a button says which, and else all; asked twice it does no more."""
    one_click = request.POST.get("List-Unsubscribe") == "One-Click"
    follow_pk = whole_number(request.POST.get("follow", ""))
    if follower is not None and follow_pk is not None and not one_click:
        chosen = find_follow(follower, follow_pk)
        if chosen is not None:
            following.end_follow(follow=chosen)
    elif follower is not None and (one_click or "all" in request.POST):
        following.end_all_follows(address=follower.address)
    if one_click:
        return HttpResponse(_("You no longer follow anything."), content_type="text/plain; charset=utf-8")
    return redirect("follow_end", token)


def _private(response: HttpResponse) -> HttpResponse:
    response["Referrer-Policy"] = "same-origin"
    return response
