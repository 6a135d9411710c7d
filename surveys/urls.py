"""Addresses of surveys and rounds, inside one business."""

from django.urls import path

from surveys import round_views, views

app_name = "surveys"
urlpatterns = [
    path("surveys/", views.surveys, name="surveys"),
    path("surveys/new/", views.new, name="new"),
    path("surveys/looks/", views.looks, name="looks"),
    path("surveys/first/", views.first, name="first"),
    path("surveys/<uuid:survey_id>/", views.survey, name="survey"),
    path("surveys/<uuid:survey_id>/preview/", views.preview, name="preview"),
    path("surveys/<uuid:survey_id>/test/", views.test, name="test"),
    path("surveys/<uuid:survey_id>/archive/", views.archive, name="archive"),
    path("surveys/<uuid:survey_id>/ask/", round_views.ask, name="ask"),
    path("surveys/<uuid:survey_id>/ask/check/", round_views.check, name="check"),
    path("rounds/", round_views.rounds, name="rounds"),
    path("rounds/resume/", round_views.resume, name="resume"),
    path("rounds/<uuid:round_id>/", round_views.round_page, name="round"),
    path("rounds/<uuid:round_id>/live/", round_views.live, name="live"),
    path("rounds/<uuid:round_id>/cancel/", round_views.cancel, name="cancel"),
    path("rounds/<uuid:round_id>/remind/", round_views.remind, name="remind"),
]
