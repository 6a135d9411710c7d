"""Addresses inside one business: its team and its settings."""

from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("team/", views.team, name="team"),
    path("team/<uuid:member_id>/", views.change_member, name="change_member"),
    path("team/invitations/<uuid:invitation_id>/withdraw/", views.withdraw_invitation, name="withdraw_invitation"),
    path("settings/", views.settings, name="settings"),
]
