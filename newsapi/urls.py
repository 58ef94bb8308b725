"""The whole URL table."""

from django.conf import settings
from django.contrib import admin
from django.contrib.staticfiles.views import serve as serve_static
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from django.views.static import serve
from rest_framework.routers import SimpleRouter

from articles.views.articles import ArticleViewSet, TickerViewSet
from articles.views.names import AuthorViewSet, SectionViewSet, TagViewSet
from articles.views.readers import PopularViewSet, TrendingViewSet, ViewsViewSet
from articles.views.search import SearchViewSet
from articles.views.suggestions import SuggestionViewSet
from newsapi import second_factor_page
from newsapi.documentation import DocumentationViewSet, SchemaViewSet
from newsapi.operations import ProblemTypeViewSet, healthz, readyz
from newsapi.own_password import OwnPassword
from newsapi.pages import ArticlePageViewSet, FrontPageViewSet
from newsapi.signing_in import SignIn, SignInCode
from weather.views import CurrentWeatherViewSet, PlaceViewSet, SnapshotViewSet

admin.site.site_header = admin.site.site_title = settings.SITE_NAME

router = SimpleRouter()
router.register("articles", ArticleViewSet, "article")
router.register("sections", SectionViewSet, "section")
router.register("tags", TagViewSet, "tag")
router.register("authors", AuthorViewSet, "author")
router.register("popular", PopularViewSet, "popular")
router.register("trending", TrendingViewSet, "trending")
router.register("search/suggest", SuggestionViewSet, "suggestion")
router.register("search", SearchViewSet, "search")
router.register("ticker", TickerViewSet, "ticker")
router.register("pages/front", FrontPageViewSet, "front-page")
router.register("pages/article", ArticlePageViewSet, "article-page")
router.register("weather/places", PlaceViewSet, "place")
router.register("weather/snapshots", SnapshotViewSet, "snapshot")
router.register("weather/current", CurrentWeatherViewSet, "current-weather")
router.register("schema", SchemaViewSet, "schema")
router.register("problems", ProblemTypeViewSet, "problem-type")

api = [
    path(
        "articles/<str:slug>/views/",
        ViewsViewSet.as_view({"get": "retrieve", "post": "report"}, detail=True),
        name="article-views",
    ),
    *router.urls,
    path("", DocumentationViewSet.as_view({"get": "front_door"})),
    path("schema/openapi.json", SchemaViewSet.as_view({"get": "as_json"})),
    path("schema/openapi.yaml", SchemaViewSet.as_view({"get": "as_yaml"})),
    path("docs/", DocumentationViewSet.as_view({"get": "swagger"}), name="documentation"),
    path("docs/redoc/", DocumentationViewSet.as_view({"get": "redoc"})),
]

handler403 = "newsapi.refusals.not_allowed"

urlpatterns = [
    path("api/v1/", include(api)),
    path("", RedirectView.as_view(url="/api/v1/docs/")),
    path("admin/language/", include("django.conf.urls.i18n")),
    path("admin/login/", SignIn.as_view()),  # in place of the one of admin.site, as that of the password
    path("admin/login/code/", SignInCode.as_view(), name="sign-in-code"),
    path("admin/password_change/", admin.site.admin_view(OwnPassword.as_view())),
    path("admin/second-factor/", admin.site.admin_view(second_factor_page.page), name="second-factor"),
    path("admin/", admin.site.urls),
    path("healthz", healthz),
    path("readyz", readyz),
    # Servers that mount these folders themselves never ask here.
    re_path(r"^static/(?P<path>.*)$", serve_static, {"insecure": True}),
    # A name of more than 255 bytes is an error to file systems; ours are short, and of these letters.
    re_path(r"^media/(?P<path>[!-~]{,200})$", serve, {"document_root": settings.MEDIA_ROOT}),
]
