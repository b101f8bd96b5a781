"""Forms of the admin screens; the services say what is wrong with what was typed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.accounts.models import User
from cms.people.services.passwords import issue


class ImportForm(forms.Form):
    """A file of officers."""

    file = forms.FileField(
        label=_("Berkas CSV atau XLSX"),
        max_length=200,
        help_text=_("Paling banyak 50.000 baris dan 12 MB. Berkas diperiksa dulu."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
        error_messages={
            "required": _("Pilih berkas dulu."),
            "empty": _("Berkas ini kosong."),
            "missing": _("Pilih berkas dulu."),
            "invalid": _("Berkas tidak terkirim; coba lagi."),
        },
    )


class PersonForm(forms.ModelForm):
    """An account: by NRP, e-mail or both. Saving a new one sets ``one_time_password``."""

    one_time_password = ""

    class Meta:
        model = User
        fields = ("nrp", "email", "first_name", "last_name", "is_active", "is_superuser")
        labels = {
            "email": _("E-mail"),
            "first_name": _("Nama depan"),
            "last_name": _("Nama belakang"),
            "is_active": _("Boleh masuk"),
            "is_superuser": _("Boleh melakukan semuanya"),
        }
        help_texts = {
            "nrp": _("Untuk masuk dengan NRP. Isi NRP, e-mail, atau keduanya."),
            "email": _("Untuk masuk dengan e-mail."),
            "is_active": _("Lepas tanda ini alih-alih menghapus akun."),
            "is_superuser": _("Di semua satuan, tanpa peran. Berikan sesedikit mungkin."),
        }

    def __init__(self, *args, editing_self=False, for_user=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["first_name"].required = True
        if editing_self:
            del self.fields["is_active"], self.fields["is_superuser"]

    def clean(self):
        data = super().clean()
        login = data.get("nrp") or data.get("email", "").lower()
        if not login and not self.errors:
            self.add_error("nrp", _("Isi NRP atau alamat e-mail."))
        elif User.objects.filter(username=login).exclude(pk=self.instance.pk).exists():
            self.add_error("nrp" if data.get("nrp") else "email", _("Sudah dipakai akun lain."))
        self.instance.username = login
        return data

    def save(self, commit=True):
        is_new = self.instance.pk is None
        person = super().save(commit=commit)
        if is_new:
            self.one_time_password = issue(person)
        return person
