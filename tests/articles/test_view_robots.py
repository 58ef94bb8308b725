"""Robots that say so, and what is fetched before anybody reads it, never count; people and their apps do."""

import pytest

from articles.models import ViewReport
from tests.articles.reporting import BROWSER, reported
from tests.builders import an_article


@pytest.fixture
def article(db):
    return an_article(slug="news")


def counts(api, **options) -> bool:
    return reported(api, **options).json() == {"counted": True}


@pytest.mark.parametrize(
    "agent",
    [
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0; "
        "+http://www.bing.com/bingbot.htm) Chrome/116.0.1938.76 Safari/537.36",
        "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
        "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
        "TelegramBot (like TwitterBot)",
        "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/120.0.0.0 "
        "Safari/537.36",
        "UniversalFeedParser/4.2 +http://feedparser.org/",
        "Mozilla/5.0 (compatible; Ezooms/1.0; help@moz.com)",
        "EasouSpider",
        "Digg Feed Fetcher 1.0 (Mozilla/5.0 (Macintosh; Intel Mac OS X 10_7_1) AppleWebKit/534.48.3)",
        "Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/534+ (KHTML, like Gecko) BingPreview/1.0b",
        "Mozilla/5.0 (compatible; a-robot-without-a-name; reads@example.org)",
        "python-requests/2.32.3",
        "curl/8.5.0",
    ],
)
def test_declared_robots_never_count(api, article, agent):
    assert not counts(api, agent=agent)
    assert not ViewReport.objects.exists()


@pytest.mark.parametrize(
    "agent",
    [
        BROWSER,
        "Mozilla/5.0 (Linux; Android 13; CUBOT P80) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/116.0.0.0 Mobile Safari/537.36",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
        "Mobile/21E219 Instagram 323.0.0.19.111 (iPhone14,5; iOS 17_4; uz_UZ; uz; scale=3.00)",
        "Mozilla/5.0 (Linux; arm_64; Android 12; CPH2219) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/116.0.5845.1 YaBrowser/23.9.1.1 YaApp_Android/23.91 Mobile Safari/537.36",
        "okhttp/4.12.0",
        "Dart/3.3 (dart:io)",
        "News/5 CFNetwork/1494.0.7 Darwin/23.4.0",
        "News/2.1 (Android 14; Pixel 8) okhttp/5.0.0-alpha.14",
        "",
        "Ўқувчи",
    ],
)
def test_people_and_their_apps_do(api, article, agent):
    assert counts(api, agent=agent)


@pytest.mark.parametrize(
    "header",
    [
        {"Sec-Purpose": "prefetch"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Sec-Purpose": "prefetch;anonymous-client-ip"},
        {"Purpose": "prefetch"},
        {"X-Purpose": "preview"},
        {"X-Moz": "prefetch"},
    ],
)
def test_what_is_fetched_ahead_does_not_count(api, article, header):
    assert not counts(api, headers=header)
    assert counts(
        api,
    )
