"""Safe defaults shared by every environment.

The environment is read here and nowhere else; `dev` and `test` relax, `production` insists.
Every variable is listed in the README's table (a test compares the two).
"""

from __future__ import annotations

import os
from pathlib import Path

import environ
from csp.constants import NONE, SELF

BASE_DIR = Path(__file__).resolve().parents[2]
env = environ.Env()
# A variable that is there but empty, as compose files make them, counts as not there.
env.ENVIRON = {name: value for name, value in os.environ.items() if value.strip()}

# Everything the running site writes (database, uploads, collected static files) lives here.
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var")))

SECRET_KEY = env.str("SECRET_KEY", default="")
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# Sample content and demo accounts are only ever made where this is on.
DEMO = env.bool("DEMO", default=False)

INSTALLED_APPS = [
    # Our rooms, floor first. portal.core stands before Wagtail so that its templates win.
    "search",
    "catalog",
    "courses",
    "portal.users",
    "portal.core",
    "portal.schools",
    "portal.approvals",
    "portal.procedures",
    "portal.plans",
    "portal.home",
    "portal.usage",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.sitemaps",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_htmx",
    "axes",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.forms",  # FORM_RENDERER finds the built-in widgets there
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "portal.usage.middleware.AnswerBeacons",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # slow lines of rural schools
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.core.middleware.AdminContentSecurityPolicy",
    "portal.schools.middleware.ForgetRefusedSchool",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.usage.middleware.CountUse",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "portal.schools.context_processors.my_school",
                "portal.home.context_processors.navigation",
            ],
        },
    },
]
# Django's form widgets (django-filter's too) may be overridden in templates/.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'db.sqlite3'}"),
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # WAL lets readers and the one writer work side by side; IMMEDIATE makes a writer wait
    # for the lock instead of failing half-way through its transaction.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
    # A file of its own: while usage is rolled up, editors never wait for the one write lock.
    DATABASES["usage"] = {**DATABASES["default"], "NAME": str(DATA_DIR / "usage.sqlite3")}
DATABASE_ROUTERS = ["portal.usage.database.UsageRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# A folder is shared by all processes of one machine, as the counting of failed logins needs.
CACHES = {"default": env.cache_url("CACHE_URL", default=f"filecache://{DATA_DIR / 'cache'}")}
# Beacons are counted where it costs little and pushes out nothing: never in files.
CACHES["usage"] = (
    {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 20_000}}
    if CACHES["default"]["BACKEND"].endswith("FileBasedCache")
    else CACHES["default"]
)
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="RianKlai <noreply@localhost>")

# --- people ---------------------------------------------------------------------------
AUTH_USER_MODEL = "users.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "wagtailadmin_login"
# Failed logins are counted in the cache only: no address of anybody reaches a table or a log.
AXES_HANDLER = "axes.handlers.cache.AxesCacheHandler"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "core/lockout.html"
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

# --- languages and time ---------------------------------------------------------------
LANGUAGE_CODE = "th"
LANGUAGES = [("th", "ไทย"), ("en", "English")]
# Our own messages, and the Thai that the catalogues of Wagtail and others lack.
LOCALE_PATHS = [
    BASE_DIR / "portal" / "locale" / "site",
    BASE_DIR / "portal" / "locale" / "wagtail",
]
USE_I18N = True
TIME_ZONE = "Asia/Bangkok"
USE_TZ = True

# --- the school year ------------------------------------------------------------------
# Whoever knows the terms and holidays hands them to the timetable: (academic years) -> calendar.
SCHOOL_CALENDAR = "portal.core.school_calendar.school_calendar"
# Whoever keeps the register of schools lets people choose theirs when they register for a training.
SCHOOL_DIRECTORY = "portal.schools.directory.RegisteredSchools"

# --- files ----------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- search ---------------------------------------------------------------------------
# "tantivy" is embedded; "elasticsearch" is for several hosts and reads the variables below.
SEARCH_ENGINE = env.str("SEARCH_ENGINE", default="tantivy")
SEARCH_ROOT = DATA_DIR / "search"  # index generations, locks, word lists: all of it derived
# The embedded index as well, which answers while the other engine is away.
SEARCH_LOCAL_INDEX = env.bool("SEARCH_LOCAL_INDEX", default=False)
# Where several hosts each keep an embedded index: the name of this one, and those of all.
SEARCH_NODE = env.str("SEARCH_NODE", default="")
SEARCH_NODES = env.list("SEARCH_NODES", default=[])
# Whether the development server brings changes into the index itself; where it is off,
# `manage.py drain_search --loop` does.
SEARCH_DRAIN_THREAD = False
ELASTICSEARCH_URL = env.list("ELASTICSEARCH_URL", default=[])
ELASTICSEARCH_API_KEY = env.str("ELASTICSEARCH_API_KEY", default="")
ELASTICSEARCH_USER = env.str("ELASTICSEARCH_USER", default="")
ELASTICSEARCH_PASSWORD = env.str("ELASTICSEARCH_PASSWORD", default="")
ELASTICSEARCH_CA_CERTS = env.str("ELASTICSEARCH_CA_CERTS", default="")
ELASTICSEARCH_INDEX_PREFIX = env.str("ELASTICSEARCH_INDEX_PREFIX", default="rianklai")
ELASTICSEARCH_CONNECT_SECONDS = env.float("ELASTICSEARCH_CONNECT_SECONDS", default=0.5)
ELASTICSEARCH_REQUEST_SECONDS = env.float("ELASTICSEARCH_REQUEST_SECONDS", default=2.0)
ELASTICSEARCH_SHARDS = env.int("ELASTICSEARCH_SHARDS", default=1)
ELASTICSEARCH_REPLICAS = env.int("ELASTICSEARCH_REPLICAS", default=0)

# --- usage figures ------------------------------------------------------------------------
USAGE_ROOT = DATA_DIR / "usage"  # the spool of accepted events, and the day's salt
# Where several hosts serve the site: the name of this one, which its files of the spool begin with.
USAGE_NODE = env.str("USAGE_NODE", default="")
# Whether the development server brings events into the database itself; where it is off,
# `manage.py drain_usage --loop` does.
USAGE_DRAIN_THREAD = False
# How many proxies of our own stand before us; the address that the first of them saw is believed.
TRUSTED_PROXIES = 0

# --- safety ---------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail previews a page in a frame of its own origin
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = False  # Wagtail's admin scripts read it
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    },
}

CSRF_FAILURE_VIEW = "portal.home.views.csrf_failure"
# One line for each refused request, and never a visitor's address.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"one_line": {"()": "portal.core.log_lines.OneLineForRefusals"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["one_line"],
            "formatter": "line",
        },
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},
        # A line for each try while Elasticsearch is away would bury the one that we write.
        "elastic_transport": {"level": "ERROR"},
    },
}

# --- Wagtail --------------------------------------------------------------------------
# A plan of 200 pages with a hundred projects is one form: Django's own limits would refuse it.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 2**20

WAGTAIL_SITE_NAME = "เรียนไกล"
WAGTAILADMIN_BASE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000")
WAGTAILIMAGES_IMAGE_MODEL = "core.SiteImage"
WAGTAILDOCS_DOCUMENT_MODEL = "core.SiteDocument"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "portal.core.forms.SiteDocumentForm"
WAGTAILDOCS_EXTENSIONS = [
    *("pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp"),
    *("csv", "txt", "zip", "mp3", "mp4", "epub"),
]
DOCUMENT_MAX_MB = env.int("DOCUMENT_MAX_MB", default=20)  # of one uploaded document
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "portal.approvals.finishing.publish_what_was_approved"
WAGTAIL_ENABLE_UPDATE_CHECK = False  # no call to anybody's server
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False  # in English, and about Wagtail
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # nobody's address is hashed and sent away
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []  # no outbound request for embeds
TAGGIT_CASE_INSENSITIVE = True
