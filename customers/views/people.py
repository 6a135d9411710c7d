"""Pages about customers: the list, a new one, and one that is changed. `dashboards` shows one of them."""

import uuid
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.entrance import MemberRequest, member
from accounts.roles import Permission
from customers import presenting, queries
from customers.actions import add_customer, change_customer
from customers.forms import CustomerForm, SearchForm
from customers.importing_words import how_far
from customers.models import Customer

SHOWN = 25


@member(Permission.MANAGE_CUSTOMERS)
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: MemberRequest) -> HttpResponse:
    """Whom can I ask? A search is posted: a person's name or address has no place in an address of the web."""
    data = request.POST or request.GET
    form, after = SearchForm(request.business, data), _after(data.get("after", ""))
    words, segment = form.chosen.get("words", ""), form.segment
    rows = queries.search(request.business, words, segment, after, SHOWN + 1)
    shown = rows[:SHOWN]
    count = queries.count_found(request.business, words, segment)
    stopped = queries.suppressed(request.business, [row.email for row in shown if row.email])
    context = {
        "form": form,
        "chosen": form.chosen,
        "found": presenting.found(count, is_filtered=bool(form.chosen)),
        "rows": [(row, _label(row), _letters(row, stopped)) for row in shown],
        "older": shown[-1].id if len(rows) > SHOWN else None,
        "is_first": after is None,
        "imports": [] if form.chosen or after else _imports(request),
    }
    return render(request, "customers/list.html", context)


@member(Permission.MANAGE_CUSTOMERS)
@require_http_methods(["GET", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """Add one customer by hand."""
    form = CustomerForm(request.POST or None, request.business.dimensions)
    if request.method == "POST" and form.is_valid():
        try:
            made = add_customer(
                business=request.business, by=request.user.id, properties=form.properties(), **form.values()
            )
        except ValidationError as fault:
            form.refuse(fault)
        else:
            messages.success(request, "Added.")
            return redirect("dashboards:customer", slug=request.business.slug, customer_id=made)
    return render(request, "customers/form.html", {"form": form}, status=422 if form.errors else 200)


@member(Permission.MANAGE_CUSTOMERS)
@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, customer_id: uuid.UUID) -> HttpResponse:
    """Change what is known of a customer."""
    shown = _customer(request, customer_id)
    form = CustomerForm(request.POST or None, request.business.dimensions, shown)
    if request.method == "POST" and form.is_valid():
        try:
            change_customer(
                business=request.business,
                customer_id=customer_id,
                by=request.user.id,
                properties=form.properties(),
                **form.values(),
            )
        except ValidationError as fault:
            form.refuse(fault)
        except Customer.DoesNotExist:
            messages.error(request, "They were erased from your list while you wrote. Nothing was changed.")
            return redirect("customers:list", slug=request.business.slug)
        else:
            messages.success(request, "Saved.")
            return redirect("dashboards:customer", slug=request.business.slug, customer_id=customer_id)
    context = {"form": form, "customer": shown, "label": _label(shown)}
    return render(request, "customers/form.html", context, status=422 if form.errors else 200)


def _imports(request: MemberRequest) -> list[tuple[Any, str, str]]:
    """The latest imports: each with its words and the day."""
    zone = ZoneInfo(request.business.timezone)
    rows = queries.latest_imports(request.business)
    return [(row, how_far(row), presenting.moment(row.created_at, zone)) for row in rows]


def _customer(request: MemberRequest, customer_id: uuid.UUID) -> Customer:
    found = queries.customer(request.business, customer_id)
    if found is None:
        raise Http404
    return found


def _after(text: str) -> uuid.UUID | None:
    """The customer that the page before ended with; anything else begins at the newest."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _label(row: Customer) -> str:
    return presenting.label(row.name, row.email, row.external_id)


def _letters(row: Customer, stopped: dict[str, str]) -> str:
    """Why a customer gets no letters; "" for one who does."""
    if row.email is None:
        return "has no address"
    return queries.reason_words(stopped[row.email]) if row.email in stopped else ""
