"""The operator's view of businesses and people."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from accounts.models import Business, Membership, User


@admin.register(Business)
class BusinessAdmin(admin.ModelAdmin):  # type: ignore[type-arg] # generic in the stubs only
    """Who is here, and whose sending is stopped."""

    list_display = ("name", "slug", "timezone", "sending_paused", "created_at")
    search_fields = ("name", "slug")
    readonly_fields = ("code", "created_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Businesses are made by `create_business`, which leaves its ledger line."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A business is not deleted by a click."""
        return False


@admin.register(User)
class UserAdmin(admin.ModelAdmin):  # type: ignore[type-arg] # as above
    """People with a login."""

    list_display = ("email", "is_active", "is_staff", "last_login")
    search_fields = ("email",)
    fields = ("email", "name", "is_active", "is_staff", "is_superuser")


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):  # type: ignore[type-arg] # as above
    """Who belongs where."""

    list_display = ("business", "user", "role")
    list_select_related = ("business", "user")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Roles are changed by the business's owners."""
        return False

    has_add_permission = BusinessAdmin.has_add_permission
