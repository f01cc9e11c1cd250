"""People, and what they are to the office and to organisations."""

from sihang.accounts.models.appointment import Appointment, Desk
from sihang.accounts.models.mandate import Mandate
from sihang.accounts.models.person import Person
from sihang.accounts.models.token import ApiToken

__all__ = ["ApiToken", "Appointment", "Desk", "Mandate", "Person"]
