"""The forms of signing in and of one's own account, as allauth makes them, in this product's words."""

import uuid
from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.account.models import EmailAddress
from allauth.mfa.base import forms as factor
from allauth.mfa.totp import forms as totp
from django import forms
from django.db import transaction
from django.http import HttpRequest

from accounts.actions import create_business
from accounts.forms import NO_ADDRESS
from accounts.models import User
from accounts.zones import choices

SIX_DIGITS = "Six digits from the app on your phone, or one of your spare codes."
LABELS = {
    "login": "Your e-mail",
    "email": "Your e-mail",
    "password": "Password",
    "oldpassword": "Your password now",
    "code": "Code",
}
MISSING = {
    "login": "Write your e-mail address.",
    "email": "Write an e-mail address.",
    "password": "Write your password.",
    "password1": "Choose a password.",
    "password2": "Write the new password once more.",
    "oldpassword": "Write your password of now.",
    "code": "Write the code.",
    "business": "Say what your business is called.",
}
NEW_PASSWORD = "At least 12 characters. None that many people use, and not like your address."  # noqa: S105 # a hint


class Plain:
    """Our labels and hints, and nothing written inside the fields."""

    fields: dict[str, forms.Field]
    own: ClassVar[dict[str, str]] = {}
    hints: ClassVar[dict[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = {**LABELS, **self.own}.get(name, field.label)
            field.help_text = self.hints.get(name, "")
            field.error_messages |= {"required": MISSING[name]} if name in MISSING else {}
            field.error_messages |= {"invalid": NO_ADDRESS} if isinstance(field, forms.EmailField) else {}


class LoginForm(Plain, account.LoginForm):  # type: ignore[misc] # allauth ships no types
    """Signing in."""


class BusinessSignupForm(Plain, account.SignupForm):  # type: ignore[misc] # allauth ships no types
    """Sign-up: an address, a password and the business's name."""

    business = forms.CharField(label="Your business's name", max_length=120)
    timezone = forms.ChoiceField(choices=choices, required=False, widget=forms.HiddenInput({"data-timezone": ""}))
    field_order: ClassVar[list[str]] = ["business", "email", "password1"]
    hints: ClassVar[dict[str, str]] = {"password1": NEW_PASSWORD}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["timezone"].initial = "UTC"

    def try_save(self, request: HttpRequest) -> tuple[User | None, Any]:
        """Save; where the address is known, do the same work and undo it: the time it takes tells nothing."""
        if self.account_already_exists:
            with transaction.atomic():
                nobody = User.objects.create_user(f"{uuid.uuid4().hex}@invalid", self.cleaned_data["password1"])
                EmailAddress.objects.create(user=nobody, email=nobody.email, primary=True)
                self.custom_signup(request, nobody)
                transaction.set_rollback(True)
        made: tuple[User | None, Any] = super().try_save(request)
        return made

    def custom_signup(self, request: HttpRequest, user: User) -> None:
        """Make the business of a new user; a known address gets a letter instead and no business."""
        create_business(name=self.cleaned_data["business"], owner=user, timezone=self.cleaned_data["timezone"] or "UTC")


class AddEmailForm(Plain, account.AddEmailForm):  # type: ignore[misc] # allauth ships no types
    """One more address."""

    own: ClassVar[dict[str, str]] = {"email": "The address"}


class ResetPasswordForm(Plain, account.ResetPasswordForm):  # type: ignore[misc] # allauth ships no types
    """Asking for a letter with a link to a new password."""


class ChangePasswordForm(Plain, account.ChangePasswordForm):  # type: ignore[misc] # allauth ships no types
    """A new password, by whoever knows the one of now."""

    own: ClassVar[dict[str, str]] = {"password1": "New password", "password2": "The new one once more"}
    hints: ClassVar[dict[str, str]] = {"password1": NEW_PASSWORD}


class ResetPasswordKeyForm(Plain, account.ResetPasswordKeyForm):  # type: ignore[misc] # allauth ships no types
    """A new password, by the link in a letter."""

    own = ChangePasswordForm.own
    hints = ChangePasswordForm.hints


class ReauthenticateForm(Plain, account.ReauthenticateForm):  # type: ignore[misc] # allauth ships no types
    """The password once more, before something that matters."""


class CodeForm(Plain, factor.AuthenticateForm):  # type: ignore[misc] # allauth ships no types
    """The code that follows the password."""

    hints: ClassVar[dict[str, str]] = {"code": SIX_DIGITS}


class CodeAgainForm(Plain, factor.ReauthenticateForm):  # type: ignore[misc] # allauth ships no types
    """The code once more, before something that matters."""

    hints: ClassVar[dict[str, str]] = {"code": SIX_DIGITS}


class ActivateForm(Plain, totp.ActivateTOTPForm):  # type: ignore[misc] # allauth ships no types
    """The first code of a new second step."""

    own: ClassVar[dict[str, str]] = {"code": "The code that the app shows"}
