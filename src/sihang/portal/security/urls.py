"""People and what they are appointed to."""

from django.urls import path

from sihang.portal.security import people

app_name = "security"
urlpatterns = [
    path("", people.page, name="people"),
    path("admit", people.admit, name="admit"),
    path("<int:person_id>/appoint", people.appoint, name="appoint"),
    path("appointments/<int:appointment_id>/end", people.end, name="end"),
]
