"""Sign-in and sign-out; ``cms.config.urls`` mounts them."""

from django.urls import path

from cms.people.views import passkeys, push, security, signin

app_name = "accounts"
urlpatterns = [
    path("masuk/", signin.SignIn.as_view(), name="login"),
    path("masuk/kunci/mulai/", passkeys.begin_sign_in, name="passkey_sign_in_begin"),
    path("masuk/kunci/", passkeys.sign_in, name="passkey_sign_in"),
    path("keamanan/", security.overview, name="security"),
    path("keamanan/pastikan/", security.confirm, name="confirm"),
    path(
        "keamanan/pastikan/kunci/mulai/", passkeys.begin_confirmation, name="passkey_confirm_begin"
    ),
    path("keamanan/pastikan/kunci/", passkeys.confirm, name="passkey_confirm"),
    path("keamanan/kunci/mulai/", passkeys.begin_registration, name="passkey_register_begin"),
    path("keamanan/kunci/", passkeys.register, name="passkey_register"),
    path("keamanan/kunci/<int:pk>/nama/", security.rename, name="passkey_rename"),
    path("keamanan/kunci/<int:pk>/cabut/", security.revoke, name="passkey_revoke"),
    path("keamanan/ponsel/<int:pk>/hentikan/", security.stop_phone, name="phone_stop"),
    path("keamanan/bahasa/", security.language, name="language"),
    path("keamanan/keluar-lain/", security.end_others, name="end_others"),
    path("keluar/", signin.SignOut.as_view(), name="logout"),
    path("kabar-ponsel/", push.subscriptions, name="push"),
    path("kabar-ponsel/berhenti/", push.stop, name="push_stop"),
    path("sandi/", signin.ChangePassword.as_view(), name="password_change"),
]
