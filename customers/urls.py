"""Addresses of the business's customers, and of bringing them in."""

from django.urls import path

from customers.views import imports
from customers.views import people as views

app_name = "customers"
people = [
    path("customers/", views.people, name="list"),
    path("customers/new/", views.new, name="new"),
    path("customers/<uuid:customer_id>/edit/", views.edit, name="edit"),
]
bringing_in = [
    path("imports/new/", imports.upload, name="import"),
    path("imports/<uuid:import_id>/", imports.show, name="shown"),
    path("imports/<uuid:import_id>/live/", imports.live, name="live"),
    path("imports/<uuid:import_id>/rest.csv", imports.rest, name="rest"),
    path("imports/<uuid:import_id>/undo/", imports.undo, name="undo"),
    path("imports/<uuid:import_id>/discard/", imports.discard, name="discard"),
]
urlpatterns = [*people, *bringing_in]
