"""Every address of the product."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from letters import hooks
from trustapp import health, metrics_page, pages

handler400, handler403 = pages.bad_request, pages.permission_denied
handler404, handler500 = pages.page_not_found, pages.server_error

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics_page.metrics, name="metrics"),
    path("", RedirectView.as_view(pattern_name="businesses"), name="start"),
    path("", include("accounts.person_urls")),
    path("hooks/mail/<slug:name>/", hooks.provider, name="mail_events"),
    path("outbox/", include("letters.urls")),
    path("accounts/", include("allauth.urls")),
    path("operator/", include("trustapp.operating.urls")),
    path("s/", include("surveys.public_urls")),
    path("d/", include("dashboards.public_urls")),
    path("b/<slug:slug>/", include("accounts.urls")),
    path("b/<slug:slug>/", include("customers.urls")),
    path("b/<slug:slug>/", include("surveys.urls")),
    path("b/<slug:slug>/", include("followup.urls")),
    path("b/<slug:slug>/", include("dashboards.urls")),
]

if settings.DEBUG:
    urlpatterns.append(path("styleguide/", pages.style_guide, name="styleguide"))
