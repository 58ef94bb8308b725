"""Every setting, once. What differs between machines is an environment variable."""

from datetime import timedelta
from pathlib import Path

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from newsapi import database, env, storage

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))

# The site ---------------------------------------------------------------------------------------------------

DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = env.secret("SECRET_KEY", VAR_DIR / "secret-key")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
SITE_NAME = env.text("SITE_NAME", "Newsroom")
SITE_URL = env.url("SITE_URL")  # empty: links name the host that was asked
WEB_URL_PATTERN = env.pattern("WEB_URL_PATTERN", "https://news.example/{locale}/{slug}", {"locale", "slug"})
CLIENT_ADDRESS_HEADER = env.text("CLIENT_ADDRESS_HEADER")  # empty: the address of the connection counts

TIME_ZONE = env.time_zone("TIME_ZONE", "Asia/Tashkent")
USE_TZ = True
LOCALES = env.choices("LOCALES", "uz,uz-Cyrl,ru,en", ["uz", "uz-Cyrl", "ru", "en"])

# Public reads -----------------------------------------------------------------------------------------------

CACHE_MAX_AGE = env.integer("CACHE_MAX_AGE", 30)  # seconds in a browser or app
CACHE_S_MAXAGE = env.integer("CACHE_S_MAXAGE", 60)  # seconds in a shared cache
CACHE_STALE_WHILE_REVALIDATE = env.integer("CACHE_STALE_WHILE_REVALIDATE", 60)
CACHE_STALE_IF_ERROR = env.integer("CACHE_STALE_IF_ERROR", 86_400)
CACHE_TAG_HEADER = env.header_name("CACHE_TAG_HEADER")  # such as Cache-Tag: says the keys with commas too
PURGE_URLS = env.urls("PURGE_URLS")  # of caches that take PURGE; empty: there are none
PURGE_CDN_URL = env.purge_template("PURGE_CDN_URL")
PURGE_CDN_METHOD = env.choice("PURGE_CDN_METHOD", "POST", ["POST", "PURGE", "DELETE", "PUT"])
PURGE_CDN_HEADER = env.secret_header("PURGE_CDN_HEADER")
PURGE_CDN_BODY = env.json_template("PURGE_CDN_BODY")
SEARCH_RATE = env.rate("SEARCH_RATE", "600/minute")  # per address and server process
VIEW_RATE = env.rate("VIEW_RATE", "6000/minute")  # the same; many phones may share one address
WEATHER_DEFAULT_PLACE = env.text("WEATHER_DEFAULT_PLACE", "tashkent")
WEATHER_STALE_AFTER = env.integer("WEATHER_STALE_AFTER", 7_200)  # seconds

# The weather's source ---------------------------------------------------------------------------------------

WEATHER_CONTACT = env.contact("WEATHER_CONTACT")  # empty: nothing is fetched
WEATHER_PROVIDER = env.choice(
    "WEATHER_PROVIDER", "met_norway", ["met_norway", "open_meteo", "openweathermap"]
)
WEATHER_KEY = env.key(
    "WEATHER_KEY", needed_by=WEATHER_PROVIDER if WEATHER_PROVIDER == "openweathermap" else ""
)
WEATHER_URL = env.url("WEATHER_URL")  # empty: the source's own
WEATHER_KEEP_DAYS = env.integer("WEATHER_KEEP_DAYS", 90, 1, 36_500)  # then one snapshot an hour

# Django -----------------------------------------------------------------------------------------------------

DATABASES = {"default": database.database(env.text("DATABASE_URL"))}
DATABASES["default"]["TIME_ZONE"] = TIME_ZONE  # rows then hold times as answers show them
if env.flag("PREPARED_STATEMENTS", default=True):  # false: behind a pooler that hands connections round
    DATABASES["default"].setdefault("OPTIONS", {})["prepare_threshold"] = 0
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = [
    "newsapi",  # its templates come before those of others
    "unfold",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_prose_editor",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "procrastinate.contrib.django",
    "articles",
    "weather",
]
MIDDLEWARE = [
    "newsapi.middleware.PublicBoundary",  # first: what fails in any other still answers as a problem
    "django.middleware.security.SecurityMiddleware",
    "newsapi.middleware.Sessions",
    "newsapi.middleware.EditorLanguage",
    "newsapi.middleware.Common",
    "newsapi.middleware.CrossSiteForgery",
    "newsapi.middleware.Authentication",
    "newsapi.middleware.SecondFactor",
    "newsapi.middleware.Messages",
    "newsapi.middleware.Framing",
    "newsapi.middleware.SignInLimits",
    "newsapi.second_factor_page.required",
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "articles.rights.RoleBackend",
]
ROOT_URLCONF = "newsapi.urls"
WSGI_APPLICATION = "newsapi.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",  # costs a thief memory too: 16 MB and 0.15 s a guess
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # older accounts, until they sign in
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in {
        "UserAttributeSimilarityValidator": {},
        "MinimumLengthValidator": {"min_length": 12},
        "CommonPasswordValidator": {},
        "NumericPasswordValidator": {},
    }.items()
]
SESSION_COOKIE_AGE = 12 * 3_600  # seconds without a page
SESSION_RENEWED_EVERY = 3_600
SESSION_LONGEST = 7 * 86_400  # since signing in
LANGUAGE_CODE = "en"
FORMAT_MODULE_PATH = "newsapi.formats"
# What we say to editors, then what libraries say and have no words for.
LOCALE_PATHS = [BASE_DIR / "newsapi" / "locale", BASE_DIR / "newsapi" / "library_locale"]
LANGUAGES = [("en", "English"), ("ru", "Русский"), ("uz", "Oʻzbekcha")]
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(VAR_DIR / "media")))
MEDIA_BASE_URL = env.url("MEDIA_BASE_URL")  # where readers find what MEDIA_ROOT or S3 has; empty: this site
ORIGINALS_ROOT = Path(env.text("ORIGINALS_ROOT", str(VAR_DIR / "originals")))
STORAGES = storage.storages(ORIGINALS_ROOT, MEDIA_BASE_URL)
PICTURE_MEGABYTES = env.integer("PICTURE_MEGABYTES", 30, 1, 1_000)  # of a file that an editor sends
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
# These middlewares are in the list, for pages alone.
SILENCED_SYSTEM_CHECKS = ["axes.W002", "security.W002", "security.W003"]

HTTPS = env.flag("HTTPS", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_HTTPONLY, LANGUAGE_COOKIE_SAMESITE = True, "Lax"
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS

# The newsroom's pages ---------------------------------------------------------------------------------------

LOGIN_URL, LOGIN_REDIRECT_URL = "admin:login", "admin:index"
CSRF_FAILURE_VIEW = "newsapi.refusals.stale_form"
SIGN_IN_RATE = env.rate("SIGN_IN_RATE", "60/minute")  # per address and server process, right or wrong
REQUIRE_SECOND_FACTOR = env.flag("REQUIRE_SECOND_FACTOR", default=False)
OTP_TOTP_ISSUER = SITE_NAME
AXES_FAILURE_LIMIT = 5  # wrong passwords and codes of one name from one address
AXES_COOLOFF_TIME = timedelta(minutes=15)  # from the last of them to the next try
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # or others at the address could prolong it for ever
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "newsapi.signing_in.locked_out"
AXES_CLIENT_IP_CALLABLE = "newsapi.attempts.address"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "code", "key", "csrfmiddlewaretoken"]  # not kept
AXES_DISABLE_ACCESS_LOG = True  # an account has its last sign-in
AXES_ENABLE_ADMIN = AXES_VERBOSE = False

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

UNFOLD = {
    "SITE_TITLE": SITE_NAME,
    "SITE_HEADER": SITE_NAME,
    "SITE_SYMBOL": "newsmode",
    "SHOW_LANGUAGES": True,
    "SHOW_BACK_BUTTON": True,
    "DASHBOARD_CALLBACK": "newsapi.overview.overview",
    "SIDEBAR": {"navigation": "newsapi.navigation.menu"},
    "TABS": "newsapi.navigation.tabs",
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda request: f"{STATIC_URL}newsapi/icon.svg"}
    ],
    "STYLES": [lambda request: f"{STATIC_URL}newsapi/admin.css"],
    "SCRIPTS": [lambda request: f"{STATIC_URL}newsapi/admin.js"],
    "BORDER_RADIUS": "4px",
    "COLORS": {
        "base": {  # paper
            "50": "oklch(98.6% .004 85)",
            "100": "oklch(96.6% .006 85)",
            "200": "oklch(92.3% .008 85)",
            "300": "oklch(86.5% .009 85)",
            "400": "oklch(70.5% .010 80)",
            "500": "oklch(53.5% .011 75)",
            "600": "oklch(43.5% .011 70)",
            "700": "oklch(36.5% .010 65)",
            "800": "oklch(27.0% .008 60)",
            "900": "oklch(21.0% .007 55)",
            "950": "oklch(14.5% .005 50)",
        },
        "primary": {  # ink
            "50": "oklch(97.2% .012 250)",
            "100": "oklch(93.8% .026 250)",
            "200": "oklch(88.5% .050 250)",
            "300": "oklch(81.0% .080 250)",
            "400": "oklch(74.5% .100 250)",
            "500": "oklch(66.5% .120 252)",
            "600": "oklch(45.5% .115 256)",
            "700": "oklch(39.5% .105 257)",
            "800": "oklch(33.5% .088 258)",
            "900": "oklch(28.0% .068 259)",
            "950": "oklch(21.0% .048 260)",
        },
    },
    "ACCOUNT": {
        "navigation": [
            {"title": _("Change password"), "link": reverse_lazy("admin:password_change")},
            {"title": _("Second factor"), "link": reverse_lazy("second-factor")},
        ]
    },
}

# REST framework ---------------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],  # reading is open; nothing public looks at who asks
    "DEFAULT_PERMISSION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "newsapi.negotiation.AlwaysJSON",
    "DEFAULT_METADATA_CLASS": "newsapi.negotiation.BodilessMetadata",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "newsapi.schema.PublicSchema",
    "EXCEPTION_HANDLER": "newsapi.errors.handle",
}

SPECTACULAR_SETTINGS = {
    "DEFAULT_GENERATOR_CLASS": "newsapi.schema.Document",
    "OAS_VERSION": "3.1.0",
    "TITLE": "News API",
    "VERSION": "1.0.0",
    "DESCRIPTION": (BASE_DIR / "newsapi" / "openapi" / "introduction.md").read_text(encoding="utf-8"),
    "LICENSE": {"name": "MIT", "identifier": "MIT"},
    "SERVERS": [{"url": "/", "description": "The site that serves this document."}],
    "TAGS": [
        {"name": "Articles", "description": "The news: lists, single articles, what goes with them."},
        {"name": "Search", "description": "Articles for what somebody types, and how it may go on."},
        {"name": "Sections, tags, authors", "description": "What articles are filed under."},
        {"name": "Pages", "description": "All that a screen shows, in one request."},
        {"name": "Weather", "description": "Places, what was observed there, and a line to print."},
        {
            "name": "Operations",
            "description": "Errors explained, this document, and the state of the server.",
        },
    ],
    "SORT_OPERATIONS": False,  # the order of the URL table
    "SORT_OPERATION_PARAMETERS": False,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "POSTPROCESSING_HOOKS": [],
}

# Logs -------------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "newsapi.logs.JSONFormatter"},
        "text": {
            "class": "newsapi.logs.TextFormatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        },
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": env.choices("LOG_FORMAT", "text" if DEBUG else "json", ["text", "json"])[0],
        }
    },
    "root": {
        "handlers": ["console"],
        "level": env.choices("LOG_LEVEL", "WARNING", ["INFO", "WARNING", "ERROR"])[0],
    },
    "loggers": {"django": {"handlers": [], "propagate": True}, "django.request": {"level": "ERROR"}},
}
