"""The public list of heroes, and the page on which the officer agrees."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cms.base.cursors import paginate
from local_heroes import services
from local_heroes.selectors import profile_for_officer
from publishing.registry import adapter_for
from publishing.selectors import live_items
from publishing.site.pages import public_page

PAGE_SIZE = 24


@require_safe
def index(request):
    """Every profile that is public, newest first."""
    page = paginate(
        live_items(kind="hero"),
        ordering=("-published_at", "-id"),
        cursor=request.GET.get("cursor"),
        limit=PAGE_SIZE,
    )
    return public_page(
        request,
        "local_heroes/index.html",
        {
            "items": page.rows,
            "next_url": f"{request.path}?cursor={page.next_cursor}" if page.next_cursor else "",
            "first_url": request.path if request.GET.get("cursor") else "",
        },
        tags=["kind-hero"],
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request):
    """The officer reads what is planned about them and agrees, or takes it back."""
    page = profile_for_officer(request.user)
    if request.method == "POST" and page is not None:
        if request.POST.get("answer") == "yes":
            services.give_consent(actor=request.user, page_id=page.pk)
            messages.success(request, _("Terima kasih. Persetujuan Anda tercatat."))
        else:
            services.withdraw_consent(
                actor=request.user,
                page_id=page.pk,
                reason=_("Ditarik kembali oleh Bhabinkamtibmas yang bersangkutan."),
            )
            messages.success(request, _("Persetujuan ditarik. Profil tidak ditampilkan."))
        return redirect("local_heroes:consent")
    draft = page.proposed_revision.as_object() if page and page.proposed_revision else page
    item = adapter_for(draft).to_item(draft) if draft else None
    return render(request, "local_heroes/consent.html", {"page": page, "item": item})
