"""Addresses of the desk, below ``/admin/meja/``, and of the wall, below ``/admin/ruang-k3i/``."""

from django.urls import path

from stories.admin.desk import (
    beside,
    board,
    bulk,
    colleagues,
    filters,
    listing,
    merging,
    notes,
    report,
    splitting,
    steps,
    takedown,
)

board_urls = [
    path("", board.board, name="board"),
    path("angka/", board.facts, name="facts"),
]
desk_urls = [
    path("", listing.DeskList.as_view(), name="list"),
    path("pembaruan/", listing.updates, name="updates"),
    path("rekan/", colleagues.search, name="colleagues"),
    path("massal/", bulk.Bulk.as_view(), name="bulk"),
    path("gabung/", merging.ChooseLead.as_view(), name="merge"),
    path("saringan/simpan/", filters.save, name="filter_save"),
    path("saringan/hapus/", filters.remove, name="filter_remove"),
    path("catatan/", notes.NoteList.as_view(), name="notes"),
    path("catatan/baru/", notes.NoteEdit.as_view(), name="note_new"),
    path("catatan/<int:note_id>/", notes.NoteEdit.as_view(), name="note"),
    path("catatan/<int:note_id>/pakai/", notes.NoteRetire.as_view(), name="note_retire"),
    path("<uuid:report_id>/", report.DeskReport.as_view(), name="report"),
    path("<uuid:report_id>/hadir/", beside.beat, name="beat"),
    path("<uuid:report_id>/tulisan/", beside.autosave, name="autosave"),
    path("<uuid:report_id>/tulisan/hapus/", steps.DropDraft.as_view(), name="drop_draft"),
    path("<uuid:report_id>/ambil/", steps.Claim.as_view(), name="claim"),
    path("<uuid:report_id>/lepas/", steps.ReleaseClaim.as_view(), name="release_claim"),
    path("<uuid:report_id>/serahkan/", steps.Assign.as_view(), name="assign"),
    path("<uuid:report_id>/ambil-alih/", steps.TakeOver.as_view(), name="take_over"),
    path("<uuid:report_id>/prioritas/", steps.SetPriority.as_view(), name="priority"),
    path("<uuid:report_id>/kembalikan/", steps.Return.as_view(), name="return"),
    path("<uuid:report_id>/batal-kembalikan/", steps.Recall.as_view(), name="recall"),
    path("<uuid:report_id>/tidak-dimuat/", steps.Decline.as_view(), name="decline"),
    path("<uuid:report_id>/buka-lagi/", steps.Reopen.as_view(), name="reopen"),
    path("<uuid:report_id>/sisihkan/", steps.Spike.as_view(), name="spike"),
    path("<uuid:report_id>/pulihkan/", steps.Restore.as_view(), name="restore_report"),
    path("<uuid:report_id>/terima/", steps.Accept.as_view(), name="accept"),
    path("<uuid:report_id>/batal-terima/", steps.Unaccept.as_view(), name="unaccept"),
    path("<uuid:report_id>/susulan/", steps.PlaceLate.as_view(), name="place_late"),
    path("<uuid:report_id>/susulan/biarkan/", steps.LeaveLate.as_view(), name="leave_late"),
    path("<uuid:report_id>/pisah/", splitting.Split.as_view(), name="split"),
    path("<uuid:report_id>/apresiasi/", steps.Commend.as_view(), name="commend"),
    path("cerita/<int:page_id>/tarik/", takedown.StoryTakedown.as_view(), name="withdraw"),
    path(
        "cerita/<int:page_id>/tayangkan-lagi/",
        takedown.StoryTakedown.as_view(restores=True),
        name="restore",
    ),
]
