"""Where a colleague's own letters are stopped. Nobody is signed in; the link of the letter is the right to stop it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.queries import by_code
from dashboards.actions.reports import stop_letters
from dashboards.stop_links import user_of
from dashboards.views.shared import HEADERS, page_of


# No CSRF token: a mail program presses, as RFC 8058 wants it, and the signed link does nothing else.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """A GET asks, since scanners follow links; a POST stops at once, without cookie or redirect."""
    business = by_code(code)
    user = user_of(business, token) if business else None
    stopped = request.method == "POST"
    if business is None or user is None or (stopped and not stop_letters(business=business, member_id=user)):
        response = page_of(request, "shared_closed", {}, status=404)
    else:
        shown = {"name": business.name, "colour": business.colour, "slug": business.slug}
        response = page_of(request, "stop", {"business": shown, "stopped": stopped})
    for name, value in HEADERS.items():
        response[name] = value
    return response
