"""Pages go over the line packed: a dashboard is a quarter of its size, which a phone on a slow line sees first."""

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

SURVEYS = "/s/"  # these pages come whole in the line's first breath as they are, and there are many of them


class PackedPages(GZipMiddleware):
    """Packs pages alone. Files are packed already, or are streams of their own pace.

    What a stranger may guess from the length of a packed page (BREACH) needs many requests with the person's cookie,
    which is not sent along from other sites; the token in forms is another each time; and Django adds random bytes.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The answer, packed where it is a page that gains by it and the browser takes it so."""
        if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
            return response
        return response if request.path.startswith(SURVEYS) else super().process_response(request, response)
