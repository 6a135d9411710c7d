"""Customers: who is this, what did they say, and what was done about it?"""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.entrance import MemberRequest, member
from accounts.roles import Permission
from dashboards import customer_page


@member(Permission.SEE_ANSWERS)
@require_safe
def customer(request: MemberRequest, customer_id: uuid.UUID) -> HttpResponse:
    """One customer, for whoever may read single answers and who gave them."""
    context = customer_page.context(request, customer_id)
    if context is None:
        raise Http404
    return render(request, "dashboards/customer.html", context)
