"""Businesses, users and memberships: global tables, read before any business is entered."""

import secrets
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.timezone import now

from accounts.hearing import Hearing
from accounts.hours import WEEKDAYS_NINE_TO_FIVE
from accounts.roles import Role
from foundation.ids import uuid7
from foundation.tenancy.models import TenantModel
from foundation.writing import STANDARD

CODE_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that is read as something else


def new_code() -> str:
    """A short code of a business: eight letters and digits, about 39 bits."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(8))


def usual_hours() -> dict[str, list[str]]:
    """The working hours of a new business."""
    return dict(WEEKDAYS_NINE_TO_FIVE)


class UserManager(BaseUserManager["User"]):
    """Makes users by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **values: Any) -> "User":
        """A person who can log in; without a password only a reset lets them in."""
        user = self.model(email=self.normalize_email(email).lower(), **values)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **values: Any) -> "User":
        """An operator."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **values)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who works for one business or several."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField("operator", default=False)
    date_joined = models.DateTimeField(default=now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"

    def get_short_name(self) -> str:
        """What a colleague calls them."""
        return self.name.split(" ")[0] or self.email.split("@")[0]


class Business(models.Model):
    """One customer of ours, and how it likes to work."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    timezone = models.CharField(max_length=60, default="UTC")
    language = models.CharField(max_length=10, default="en")
    week_start = models.SmallIntegerField(default=0)  # 0 is Monday, as in `datetime.weekday`
    writing = models.CharField(max_length=20, default=STANDARD, db_default=STANDARD)  # one of `foundation.writing`
    colour = models.CharField(max_length=7, default="#1d5fa8")
    sender_name = models.CharField(max_length=120, blank=True)
    reply_to = models.EmailField(blank=True)
    quiet_days = models.PositiveSmallIntegerField(default=90)
    one_click = models.BooleanField(default=False)
    hours = models.JSONField(default=usual_hours)
    reply_within_hours = models.PositiveSmallIntegerField(default=8)  # business hours
    dimensions = ArrayField(models.CharField(max_length=60), default=list)  # properties that segments are made of
    # Those that were, and are noted with each letter all the same: so that they can come back whole.
    stopped_dimensions = ArrayField(models.CharField(max_length=60), default=list, db_default=[])
    sending_paused = models.CharField(max_length=200, blank=True)
    checklist_closed_at = models.DateTimeField(null=True, blank=True)  # the first steps never come back once closed
    created_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name_plural = "businesses"
        ordering = ["name"]

    @property
    def noted_dimensions(self) -> list[str]:
        """The properties that a letter and an answer keep of their customer."""
        return [*self.dimensions, *self.stopped_dimensions]


class Membership(models.Model):
    """A person's place in a business. Global: it is read to find out which business may be entered."""

    business = models.ForeignKey(Business, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=[(role.value, role.label) for role in Role])
    on_duty = models.BooleanField(default=False)  # is told of a new case
    away_until = models.DateField(null=True)  # the last day on which they are told of nothing
    hears = models.CharField(max_length=10, default=Hearing.TARGETS.value, db_default=Hearing.TARGETS.value)
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business", "user"], name="membership_one")]


class RecentTry(models.Model):
    """What was tried lately, for rate limits: the table of Django's cache, under hashed keys. Global."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)


class ColleagueInvitation(TenantModel):
    """An open invitation to join a business; only the hash of its link is kept."""

    email = models.EmailField()
    role = models.CharField(max_length=10, choices=[(role.value, role.label) for role in Role])
    token_hash = models.BinaryField(max_length=32)
    invited_by = models.UUIDField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business_id", "token_hash"], name="colleague_invitation_token")]
