"""Check-ups that were kept, for one viewer."""

from django.db.models import QuerySet

from sihang.accounts.models import Person
from sihang.checkup.models import CheckUp
from sihang.register.queries import organisations_visible_to


def check_ups_visible_to(viewer: Person) -> QuerySet[CheckUp]:
    """Those of the organisations that `viewer` may read, newest first."""
    visible = organisations_visible_to(viewer)
    return CheckUp.objects.filter(organisation__in=visible).select_related("organisation", "by").order_by("-pk")
