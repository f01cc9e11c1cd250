"""The documents that one may see, and handing in another."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from sihang.accounts import permissions
from sihang.accounts.errors import NotReady
from sihang.bilingual import both
from sihang.documents.actions.upload_document import upload_document
from sihang.documents.filetypes import EXTENSIONS, SIZE_BYTES_MAX
from sihang.documents.permissions import may_see_documents
from sihang.documents.queries import documents_with_counts, organisations_to_upload_for
from sihang.documents.scanner import is_scanning
from sihang.documents.states import DOCUMENT_STATE_WORDS
from sihang.portal.shared.paging import paged

DOCUMENTS_ON_A_PAGE = 30


class UploadForm(forms.Form):
    """For which organisation, and the file."""

    uscc = forms.ChoiceField(label=both("所属单位", "Organisation"))
    file = forms.FileField(
        label=both("文件", "File"),
        help_text=both(
            "PDF、XLSX、DOCX、OFD 不超过 20 MB；PNG、JPG 不超过 10 MB。请勿设打开密码。",
            "PDF, XLSX, DOCX, OFD up to 20 MB; PNG, JPG up to 10 MB; without a password.",
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(EXTENSIONS)}),
    )

    def __init__(self, viewer: Any, *given: Any) -> None:
        super().__init__(*given)
        mine = organisations_to_upload_for(viewer)
        if len(mine) == 1:
            self.fields["uscc"].initial = mine[0][0]
            self.fields["uscc"].widget = forms.HiddenInput()
        self.fields["uscc"].choices = mine


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    permissions.require(may_see_documents, request.user)
    form = UploadForm(request.user, *((request.POST, request.FILES) if request.method == "POST" else ()))
    problems = ()
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("papers:document", _upload(request, form.cleaned_data).pk)
        except NotReady as refused:
            problems = refused.problems
    shown = {
        "form": form if form.fields["uscc"].choices else None,
        "problems": problems,
        **paged(request, documents_with_counts(request.user), DOCUMENTS_ON_A_PAGE),
        "is_scanning": is_scanning(),
        "states": DOCUMENT_STATE_WORDS,
    }
    return render(request, "papers/every.html", shown)


def _upload(request: HttpRequest, given: dict[str, Any]) -> Any:
    """One byte more than is ever taken is enough for the room to see that it is too much."""
    content = given["file"].read(SIZE_BYTES_MAX + 1)
    return upload_document(
        name=given["file"].name, content=content, uscc=given["uscc"], actor=request.user, now=timezone.now()
    )
