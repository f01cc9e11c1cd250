"""How answers are written as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from ninja.renderers import JSONRenderer
from ninja.responses import NinjaJSONEncoder


class Exact(NinjaJSONEncoder):
    """A moment to the microsecond, which `known` of a check-up needs to be replayed."""

    def default(self, o: Any) -> Any:
        return o.isoformat().replace("+00:00", "Z") if isinstance(o, datetime) else super().default(o)


class Written(JSONRenderer):
    """Chinese as it is."""

    encoder_class = Exact
    json_dumps_params: ClassVar[dict[str, Any]] = {"ensure_ascii": False}
