"""The register's tables."""

from sihang.register.models.fact import Fact
from sihang.register.models.intake import Intake
from sihang.register.models.organisation import Organisation
from sihang.register.models.relation import Relation
from sihang.register.models.status import Status
from sihang.register.models.takeover import Takeover

__all__ = ["Fact", "Intake", "Organisation", "Relation", "Status", "Takeover"]
