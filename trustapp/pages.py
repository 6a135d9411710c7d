"""Pages that belong to no room: what a failure shows, and the style guide."""

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string

from trustapp import styleguide


def server_error(request: HttpRequest) -> HttpResponse:
    """Status 500, rendered without context processors: the database may be what failed."""
    nonce = str(getattr(request, "csp_nonce", ""))
    return HttpResponseServerError(render_to_string("500.html", {"nonce": nonce}))


def style_guide(request: HttpRequest) -> HttpResponse:
    """Every component with believable text; routed only under DEBUG."""
    form = styleguide.SampleForm({"email": "ann@gmial", "rhythm": "weekly"})
    return render(request, "styleguide.html", styleguide.context(form))
