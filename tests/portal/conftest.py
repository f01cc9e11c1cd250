"""What tests of pages share."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def nobody_has_called_yet():
    """allauth counts sign-ins of one address in a minute, and all tests come from one address."""
    cache.clear()
