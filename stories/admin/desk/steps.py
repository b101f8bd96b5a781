"""One step with one report; what was typed stays on the page when the step is refused."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from cms.base.errors import DomainError, Invalid, Missing
from stories.admin.desk.pages import need_not_wait, posted_number, posted_numbers
from stories.admin.desk.report import DeskReport
from stories.services import accept, late_files, unaccept
from stories.services.desk import commending, deciding, drafts, holding, priority


class DeskAction(DeskReport):
    """POST of one step."""

    http_method_names = ["post"]
    step = ""

    def post(self, request: HttpRequest, report_id: UUID) -> HttpResponse:
        try:
            return self.run(request, report_id)
        except Missing:
            raise
        except DomainError as error:
            self.problem, self.typed = error, {self.step: request.POST.get("note", "")}
            context = self.get_context_data(report_id=report_id)
            return self.render_to_response(context, status=error.status)

    def run(self, request: HttpRequest, report_id: UUID) -> HttpResponse:
        """Do the step and say where to go."""
        raise NotImplementedError

    def back(self, request: HttpRequest, report_id: UUID, sentence: str) -> HttpResponse:
        messages.success(request, sentence)
        return redirect("stories_desk:report", report_id=report_id)


class Claim(DeskAction):
    step = "claim"

    def run(self, request, report_id):
        holding.claim(actor=request.user, report_id=report_id)
        return self.back(request, report_id, _("Laporan ini sekarang Anda pegang."))


class ReleaseClaim(DeskAction):
    step = "release_claim"

    def run(self, request, report_id):
        holding.release_claim(actor=request.user, report_id=report_id)
        return self.back(request, report_id, _("Laporan kembali ke antrean."))


class Assign(DeskAction):
    step = "assign"

    def run(self, request, report_id):
        report = holding.assign(
            actor=request.user,
            report_id=report_id,
            colleague_id=posted_number(request, "colleague"),
        )
        return self.back(
            request, report_id, _("Laporan sekarang dipegang %(who)s.") % {"who": report.claimed_by}
        )


class TakeOver(DeskAction):
    step = "take_over"

    def run(self, request, report_id):
        holding.take_over(
            actor=request.user, report_id=report_id, holder_id=posted_number(request, "holder")
        )
        return self.back(
            request,
            report_id,
            _("Laporan ini sekarang Anda pegang; pemegang sebelumnya sudah diberi tahu."),
        )


class Return(DeskAction):
    step = "return"

    def run(self, request, report_id):
        deciding.return_report(
            actor=request.user,
            report_id=report_id,
            note=request.POST.get("note", ""),
            from_notes=posted_numbers(request, "from_note"),
        )
        return self.back(request, report_id, _("Laporan dikembalikan dengan catatan Anda."))


class Recall(DeskAction):
    step = "recall"

    def run(self, request, report_id):
        deciding.recall(actor=request.user, report_id=report_id)
        return self.back(
            request, report_id, _("Pengembalian dibatalkan; laporan ini Anda pegang lagi.")
        )


class Decline(DeskAction):
    step = "decline"

    def run(self, request, report_id):
        deciding.decline(actor=request.user, report_id=report_id, note=request.POST.get("note", ""))
        return self.back(request, report_id, _("Laporan tidak dimuat; pelapor membaca alasannya."))


class Spike(DeskAction):
    step = "spike"

    def run(self, request, report_id):
        deciding.spike(actor=request.user, report_id=report_id, reason=request.POST.get("note", ""))
        return self.back(
            request, report_id, _("Laporan disisihkan. Anda dapat mengembalikannya kapan saja.")
        )


class Restore(DeskAction):
    step = "restore"

    def run(self, request, report_id):
        deciding.restore(actor=request.user, report_id=report_id)
        return self.back(request, report_id, _("Laporan kembali ke antrean."))


class Reopen(DeskAction):
    step = "reopen"

    def run(self, request, report_id):
        deciding.reopen(actor=request.user, report_id=report_id)
        return self.back(request, report_id, _("Laporan kembali ke antrean."))


class SetPriority(DeskAction):
    step = "priority"

    def run(self, request, report_id):
        report = priority.set_priority(
            actor=request.user,
            report_id=report_id,
            priority=posted_number(request, "priority", otherwise=-1),
        )
        return self.back(
            request,
            report_id,
            _("Prioritas sekarang: %(priority)s.") % {"priority": report.get_priority_display()},
        )


class Accept(DeskAction):
    """Into a new story, or with ``page`` into one that is being written."""

    step = "accept"

    def run(self, request, report_id):
        chosen, without = request.POST.get("page", ""), need_not_wait(request)
        if not chosen:
            page = accept.accept(actor=request.user, report_id=report_id, without_coming=without)
            messages.success(
                request,
                _(
                    "Laporan diterima. Ini draf ceritanya: isi ringkasannya, lalu pilih "
                    "“Pengajuan ke Redaksi” pada panah di sebelah “Simpan konsep”."
                ),
            )
        elif page_id := posted_number(request, "page"):
            page = accept.accept_into(
                actor=request.user, report_id=report_id, page_id=page_id, without_coming=without
            )
            messages.success(request, _("Laporan ditambahkan di akhir cerita ini."))
        else:
            raise Invalid(_("Pilih cerita dari daftar."))
        return redirect("wagtailadmin_pages:edit", page.pk)


class PlaceLate(DeskAction):
    """Files that came late go into the story."""

    step = "place_late"

    def run(self, request, report_id):
        page = late_files.place(actor=request.user, report_id=report_id)
        messages.success(
            request, _("Berkas yang menyusul ditambahkan di akhir cerita ini. Periksa letaknya.")
        )
        return redirect("wagtailadmin_pages:edit", page.pk)


class LeaveLate(DeskAction):
    """Files that came late stay with the report alone."""

    step = "leave_late"

    def run(self, request, report_id):
        late_files.leave_out(actor=request.user, report_id=report_id)
        return self.back(
            request, report_id, _("Berkas itu tetap pada laporannya saja, tidak dalam cerita.")
        )


class Unaccept(DeskAction):
    step = "unaccept"

    def run(self, request, report_id):
        unaccept.unaccept(
            actor=request.user,
            report_id=report_id,
            discard_edits=request.POST.get("discard") == "on",
        )
        return self.back(
            request, report_id, _("Penerimaan dibatalkan; laporan ini Anda pegang lagi.")
        )


class Commend(DeskAction):
    step = "commend"

    def run(self, request, report_id):
        commending.commend(
            actor=request.user, report_id=report_id, text=request.POST.get("note", "")
        )
        return self.back(request, report_id, _("Terima kasih; apresiasi Anda sampai ke pelapor."))


class DropDraft(DeskAction):
    step = "drop_draft"

    def run(self, request, report_id):
        drafts.drop_draft(
            actor=request.user, report_id=report_id, draft_id=posted_number(request, "draft")
        )
        return self.back(request, report_id, _("Tulisan itu dihapus."))
