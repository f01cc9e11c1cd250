"""Addresses of the check-up by questions."""

from django.urls import path

from sihang.portal.public.checkup import asking, result, start

app_name = "checkup"
urlpatterns = [
    path("", start.page, name="start"),
    path("begin", start.begin, name="begin"),
    path("example", start.fill, name="example"),
    path("again", start.again, name="again"),
    path("terms", start.change_terms, name="terms"),
    path("next", asking.onward, name="next"),
    path("questions/<slug:address>/", asking.question, name="question"),
    path("understood", asking.understood, name="understood"),
    path("answers/", asking.answers, name="answers"),
    path("result/", result.page, name="result"),
    path("result/checkup.pdf", result.pdf, name="pdf"),
    path("save", result.save, name="save"),
    path("saved/<slug:name>/", result.saved, name="saved"),
    path("saved/<slug:name>/checkup.pdf", result.saved_pdf, name="saved_pdf"),
    path("saved/<slug:name>/resume", result.resume, name="resume"),
]
