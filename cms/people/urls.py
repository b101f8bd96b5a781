"""Sign-in and sign-out; ``cms.config.urls`` mounts them."""

from django.urls import path

from cms.people.views import push, signin

app_name = "accounts"
urlpatterns = [
    path("masuk/", signin.SignIn.as_view(), name="login"),
    path("keluar/", signin.SignOut.as_view(), name="logout"),
    path("kabar-ponsel/", push.subscriptions, name="push"),
    path("kabar-ponsel/berhenti/", push.stop, name="push_stop"),
    path("sandi/", signin.ChangePassword.as_view(), name="password_change"),
]
