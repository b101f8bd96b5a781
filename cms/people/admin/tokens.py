"""API tokens in the admin: one's own and those of one's unit; a new one is shown once."""

from http import HTTPStatus

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from cms.accounts.tokens import SCOPES
from cms.base.cursors import paginate
from cms.base.errors import DomainError
from cms.people.admin.forms import TokenForm, say
from cms.people.selectors import tokens_visible_to
from cms.people.services.tokens import make_token, revoke_token
from cms.people.sessions import fresh_posts

PAGE_SIZE = 50


@never_cache
@fresh_posts
@require_http_methods(["GET", "HEAD", "POST"])
def index(request):
    """The tokens that one may see, newest first; a POST makes one more and shows it."""
    form, status = TokenForm(), HTTPStatus.OK
    if request.method == "POST":
        form, status = TokenForm(request.POST), HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                made = make_token(actor=request.user, **form.cleaned_data)
            except DomainError as error:
                say(form, error)
                status = error.status
            else:
                # The only answer that ever holds the token: never cached, not in the session.
                return render(request, "people/token_once.html", {"made": made})
    page = paginate(
        tokens_visible_to(request.user),
        ordering=("-id",),
        cursor=request.GET.get("cursor"),
        limit=PAGE_SIZE,
    )
    rows = [
        (token, [SCOPES[name].label for name in token.scopes if name in SCOPES])
        for token in page.rows
    ]
    context = {"form": form, "media": form.media, "rows": rows, "next_cursor": page.next_cursor}
    return render(request, "people/tokens.html", context, status=status)


@never_cache
@require_POST
def take_back(request, pk: int):
    """Revoke one token."""
    token = get_object_or_404(tokens_visible_to(request.user), pk=pk)
    try:
        revoke_token(actor=request.user, token_id=token.pk)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Token dicabut: %(token)s.") % {"token": token})
    return redirect("people_tokens:index")
