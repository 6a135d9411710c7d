"""The outbox."""

from django.urls import path

from letters import views

app_name = "letters"

urlpatterns = [
    path("", views.letters, name="outbox"),
    path("<str:name>/", views.letter, name="outbox_letter"),
    path("<str:name>/html", views.letter_html, name="outbox_html"),
]
