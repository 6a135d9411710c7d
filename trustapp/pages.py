"""Pages that belong to no room: what a failure shows, and the style guide."""

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views import defaults

from surveys.public_views import closed, failed
from trustapp import styleguide

CUSTOMERS = "/s/"  # what customers open from a letter: it fails in their language, without a word of ours


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Status 400."""
    return failed(request, 400) if for_customers(request) else defaults.bad_request(request, exception)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Status 403."""
    return failed(request, 403) if for_customers(request) else defaults.permission_denied(request, exception)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Status 404; to a customer any such address is a link that is closed."""
    return closed(request) if for_customers(request) else defaults.page_not_found(request, exception)


def too_large(request: HttpRequest) -> HttpResponse:
    """Status 413."""
    if for_customers(request):
        return failed(request, 413)
    return HttpResponse(render_to_string("413.html"), status=413)


def server_error(request: HttpRequest) -> HttpResponse:
    """Status 500, rendered without context processors: the database may be what failed."""
    if for_customers(request):
        return failed(request, 500)
    nonce = str(getattr(request, "csp_nonce", ""))
    return HttpResponseServerError(render_to_string("500.html", {"nonce": nonce}))


def for_customers(request: HttpRequest) -> bool:
    """Whether a page is one that customers open."""
    return request.path_info.startswith(CUSTOMERS)


def style_guide(request: HttpRequest) -> HttpResponse:
    """Every component with believable text; routed only under DEBUG."""
    form = styleguide.SampleForm({"email": "ann@gmial", "rhythm": "weekly"})
    return render(request, "styleguide.html", styleguide.context(form))
