"""People and what they are appointed to."""

from django.urls import path

from sihang.portal.security import people

app_name = "security"
urlpatterns = [
    path("", people.page, name="people"),
    path("admit", people.admit, name="admit"),
    path("<int:person_id>/close", people.close, name="close"),
    path("<int:person_id>/reopen", people.reopen, name="reopen"),
    path("<int:person_id>/password", people.password, name="password"),
    path("<int:person_id>/appoint", people.appoint, name="appoint"),
    path("appointments/<int:appointment_id>/end", people.end, name="end"),
]
