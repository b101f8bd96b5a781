"""Django settings, one file: the environment (``env.py``) chooses database, storage and queue."""

import django
from django.utils.translation import gettext_lazy as _

from cms.config import env, variables

BASE_DIR = variables.BASE_DIR
ENV = env.read()

# --- Identity -----------------------------------------------------------------------------------

DEBUG = False  # the demo runs as production does; a traceback on a screen helps nobody
SECRET_KEY = ENV.secret_key
SECRET_KEY_FALLBACKS = list(ENV.secret_key_fallbacks)
_host = ENV.base_url.split("://", 1)[1]
ALLOWED_HOSTS = [_host.rsplit(":", 1)[0], *ENV.extra_hosts]
CSRF_TRUSTED_ORIGINS = [ENV.base_url]
if not ENV.is_production:
    ALLOWED_HOSTS += ["127.0.0.1", "localhost", "[::1]"]
ROOT_URLCONF = "cms.config.urls"
WSGI_APPLICATION = "cms.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "cms.config",
    "awards",
    "local_heroes",
    "stories",
    "publishing",
    "cms.people",
    "cms.media",
    "cms.places",
    "cms.base",
    "cms.accounts",
    "wagtail.contrib.redirects",
    "wagtail.sites",
    "cms.people.users_config.UsersConfig",
    "wagtail.snippets",
    "wagtail.documents",  # the admin of Wagtail 8 cannot do without; our hooks hide it
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "wagtailmedia",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "cms.base.health.doors.HealthMiddleware",  # first: it asks for no host name, TLS or session
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cms.base.api.cors.CorsMiddleware",
    "cms.base.content_policy.ContentPolicyMiddleware",
    "cms.base.middleware.ResponsePolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cms.base.middleware.LanguageFromPathMiddleware",
    "cms.base.api.limits.ApiLimitMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "cms.base.middleware.PageMessagesMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cms.people.middleware.OneTimePasswordMiddleware",
    "cms.people.page_doors.PageDoorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "cms.base.problem.ApiProblemMiddleware",
    "cms.base.middleware.DomainErrorMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "publishing.site.context.site",
            ],
        },
    }
]

# --- Data ---------------------------------------------------------------------------------------

_database = ENV.database_url
if _database["engine"] == "sqlite":
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": _database["name"],
            # Opening the file and its settings anew cost a third of an uncached answer of the API.
            "CONN_MAX_AGE": 600,
            "OPTIONS": {
                # Writers queue up at BEGIN instead of failing half-way through a transaction.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
                    "PRAGMA cache_size=-16000; PRAGMA mmap_size=134217728; "
                    "PRAGMA temp_store=MEMORY;"
                ),
            },
        }
    }
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": _database["name"],
            "USER": _database["user"],
            "PASSWORD": _database["password"],
            "HOST": _database["host"],
            "PORT": _database["port"],
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {"connect_timeout": 5},  # seconds; a lost machine must not hang a worker
        }
    }

    # Wagtail's search index uses PostgreSQL's own text search there.
    INSTALLED_APPS.append("django.contrib.postgres")

if ENV.redis_url:
    CACHES = {"default": {"BACKEND": "django_redis.cache.RedisCache", "LOCATION": ENV.redis_url}}
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            # Counts of the API's limits lie here: a crowd of addresses must not push them out.
            "OPTIONS": {"MAX_ENTRIES": 50_000},
        }
    }

_TASK_BACKENDS = {
    "database": {"BACKEND": "django_tasks_db.DatabaseBackend"},
    "redis": {"BACKEND": "django_tasks_rq.RQBackend"},
    "immediate": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
}
TASKS = {"default": _TASK_BACKENDS[ENV.task_queue]}
if ENV.task_queue == "redis":
    INSTALLED_APPS.append("django_rq")
    RQ_QUEUES = {"default": {"URL": ENV.redis_url, "DEFAULT_TIMEOUT": 900}}
    RQ = {"JOB_CLASS": "django_tasks_rq.Job"}

# --- Files --------------------------------------------------------------------------------------

# "default" is private: whatever is stored without a thought is seen by nobody outside.
# Only publishing copies derivatives into "public" (cms.media.services.derivatives).
if ENV.uses_s3:
    _s3 = {
        "endpoint_url": ENV.s3_endpoint or None,
        "region_name": ENV.s3_region,
        "access_key": ENV.s3_key_id,
        "secret_key": ENV.s3_secret,
        "addressing_style": "path",
        "file_overwrite": False,
        "default_acl": None,
        "max_memory_size": 8 * 1024 * 1024,
    }
    _default_storage = {
        "BACKEND": "cms.base.storage.PrivateS3Storage",
        "OPTIONS": _s3 | {"bucket_name": ENV.s3_private_bucket, "querystring_auth": True},
    }
    _public_storage = {
        "BACKEND": "cms.base.storage.PublicS3Storage",
        "OPTIONS": _s3
        | {
            "bucket_name": ENV.s3_public_bucket,
            "querystring_auth": False,
            "object_parameters": {"CacheControl": "public, max-age=31536000, immutable"},
        }
        | (
            {"custom_domain": _media_host}
            if (_media_host := ENV.media_url.split("://", 1)[-1])
            else {}
        ),
    }
else:
    _default_storage = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(ENV.var_dir / "private"), "base_url": "/berkas/"},
    }
    _public_storage = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": str(ENV.var_dir / "public"),
            "base_url": f"{ENV.media_url}/media/",
        },
    }
STORAGES = {
    "default": _default_storage,
    "public": _public_storage,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WAGTAILIMAGES_RENDITION_STORAGE = "default"
STATIC_URL = "/static/"
STATIC_ROOT = ENV.var_dir / "static"
STATICFILES_DIRS: list[str] = []
STATICFILES_FINDERS = [
    "cms.base.staticfiles.BundleFinder",
    "cms.base.staticfiles.LeanFinder",
]
STATIC_BUNDLE_DIR = ENV.var_dir / "bundle"
STATIC_LEAN = ("stories/app/",)  # what phones keep, to start without a network
MEDIA_URL = "/berkas/"
WHITENOISE_KEEP_ONLY_HASHED_FILES = False

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # text fields of one form, bytes
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 30
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024  # larger files go to disk while they arrive
FILE_UPLOAD_TEMP_DIR = None

# --- People -------------------------------------------------------------------------------------

AUTH_USER_MODEL = "cms_accounts.User"
AUTHENTICATION_BACKENDS = ["cms.accounts.backends.NrpOrEmailBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "home_for_user"
WAGTAILADMIN_LOGIN_URL = "accounts:login"
LOGOUT_REDIRECT_URL = "/"
# Signs messages to phones (cms.people.web_push); empty: none are sent.
WEB_PUSH_PRIVATE_KEY = ENV.web_push_private_key
# Faces are looked for in photos, where the optional extra is installed (cms.media.faces).
FIND_FACES = ENV.find_faces
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30  # officers' phones stay longer: cms.people.sessions

# --- Safety -------------------------------------------------------------------------------------

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "cms.base.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"  # Wagtail allows its own origin for its previews, view by view
if ENV.is_production:
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = ENV.hsts_seconds
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
if ENV.trust_proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

_media_origins = [ENV.media_url] if ENV.media_url else []
if ENV.uses_s3 and not ENV.media_url and ENV.s3_endpoint:
    _media_origins = [ENV.s3_endpoint]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", *_media_origins],
        "media-src": ["'self'", *_media_origins],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
        "frame-src": ["'self'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
    }
}
# The hosts a webhook may reach although they are private (cms.base.http).
OUTBOUND_ALLOW = ENV.outbound_allow
# The cache in every web process (publishing.edge).
EDGE_DIR = ENV.var_dir / "edge"
# The API's description, made when the installation is prepared (cms.config.openapi).
OPENAPI_FILE = ENV.var_dir / "openapi.json"
EDGE_CACHE_MB = ENV.edge_cache_mb
EDGE_REDIS_URL = ENV.redis_url
# Caches in front of them (publishing.cdn), and the addresses under which they keep the site.
WAGTAILFRONTENDCACHE = {
    **{
        f"varnish {url}": {
            "BACKEND": "publishing.cdn.varnish.VarnishBackend",
            "LOCATION": url,
            "TOKEN": ENV.purge_token,
        }
        for url in ENV.varnish_urls
    },
    **{
        f"nginx {url}": {
            "BACKEND": "publishing.cdn.nginx.NginxBackend",
            "LOCATION": url,
            "TOKEN": ENV.purge_token,
        }
        for url in ENV.nginx_urls
    },
}
if ENV.cloudflare_zone:
    WAGTAILFRONTENDCACHE["cloudflare"] = {
        "BACKEND": "publishing.cdn.cloudflare.CloudflareTagBackend",
        "ZONEID": ENV.cloudflare_zone,
        "BEARER_TOKEN": ENV.cloudflare_token,
    }
_scheme = ENV.base_url.split("://", 1)[0]
SITE_ORIGINS = [
    ENV.base_url,
    # A pattern such as .example.id names no address.
    *(f"{_scheme}://{host}" for host in ENV.extra_hosts if host[0] not in ".*"),
]
# Who hears of every change of a feed (publishing.services.hub).
WEBSUB_HUBS = ENV.websub_hubs
# Who may read the numbers of the installation (cms.base.health.doors).
METRICS_TOKEN = ENV.metrics_token
BEHIND_PROXY = ENV.trust_proxy
# How often the API may be asked (cms.base.api.limits).
API_PER_MINUTE = {
    "anonymous": ENV.api_anonymous_per_minute,
    "token": ENV.api_token_per_minute,
    "write": ENV.api_write_per_minute,
}

# How long originals are kept (cms.media.services.retention); 0: for ever.
ORIGINALS_KEPT_DAYS = ENV.originals_kept_days

# How much one person may send in 24 hours (cms.media.services.resumable).
UPLOADS_PER_DAY = {"files": ENV.uploads_per_day, "bytes": ENV.upload_gb_per_day * 1024**3}
# How many phones may send to one web process at once. The other threads, a quarter of them and at
# most eight, are for readers.
UPLOADS_AT_ONCE = max(1, ENV.web_threads - max(1, min(8, ENV.web_threads // 4)))
# Shown by tusd's hooks (cms.media.api.tusd); empty: there are none.
TUSD_SECRET = ENV.tusd_secret

# --- Language and time --------------------------------------------------------------------------

LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Bahasa Indonesia")), ("en", _("Inggris"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = ENV.time_zone

# --- Wagtail ------------------------------------------------------------------------------------

SITE_NAME = "Sambang"
BASE_URL = ENV.base_url
WAGTAIL_SITE_NAME = SITE_NAME
WAGTAILADMIN_BASE_URL = ENV.base_url
WAGTAILIMAGES_IMAGE_MODEL = "cms_media.Photo"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "heic", "avif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 40 * 1024 * 1024  # bytes
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 100_000_000
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.media.forms.PhotoForm"
WAGTAILMEDIA = {
    "MEDIA_MODEL": "cms_media.Video",
    "MEDIA_FORM_BASE": "cms.media.forms.VideoForm",
    # The content decides (cms.media.content_type); these only keep Wagtail's check out of its way.
    "VIDEO_EXTENSIONS": ["mp4", "m4v", "mov", "qt", "3gp", "3g2", "webm"],
    "AUDIO_EXTENSIONS": [
        *("m4a", "m4b", "3ga", "mp4", "m4v", "mov", "qt", "3gp", "3g2", "mp3", "mpga"),
        *("ogg", "opus", "oga", "webm", "weba", "wav", "wave", "amr", "awb", "aac"),
    ],
}
WAGTAILADMIN_PERMITTED_LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAILREDIRECTS_AUTO_CREATE = True
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
# An account's login and password follow our own rules and pages, never Wagtail's.
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILSEARCH_BACKENDS = {
    "default": {
        "BACKEND": "cms.base.sqlite_search"
        if _database["engine"] == "sqlite"
        else "cms.base.postgres_search"
    }
}
WAGTAIL_USER_TIME_ZONES = ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]

# --- Mail and logs ------------------------------------------------------------------------------

DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENV.mail_from
_console_mail = ENV.mail_url["backend"] == "console"
_mail_backend = f"django.core.mail.backends.{'console' if _console_mail else 'smtp'}.EmailBackend"
if django.VERSION >= (6, 1):
    MAILERS = {"default": {"BACKEND": _mail_backend}}
    if not _console_mail:
        MAILERS["default"]["OPTIONS"] = {
            "host": ENV.mail_url["host"],
            "port": ENV.mail_url["port"],
            "username": ENV.mail_url["user"],
            "password": ENV.mail_url["password"],
            "use_ssl": ENV.mail_url["ssl"],
            "use_tls": not ENV.mail_url["ssl"],
            "timeout": 10,
        }
else:
    EMAIL_BACKEND = _mail_backend
    if not _console_mail:
        EMAIL_HOST = ENV.mail_url["host"]
        EMAIL_PORT = ENV.mail_url["port"]
        EMAIL_HOST_USER = ENV.mail_url["user"]
        EMAIL_HOST_PASSWORD = ENV.mail_url["password"]
        EMAIL_USE_SSL = ENV.mail_url["ssl"]
        EMAIL_USE_TLS = not ENV.mail_url["ssl"]
        EMAIL_TIMEOUT = 10

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": ENV.log_level},
    # What Wagtail and the queue say at INFO is in the audit trail and the task table.
    "loggers": {"wagtail": {"level": "WARNING"}, "django_tasks": {"level": "WARNING"}},
}
