"""Readers of the tests, who report what they read."""

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


def reported(api, name="news", status=202, query="", agent=BROWSER, address="192.0.2.1", **options):
    """The answer to a reader who has opened the article."""
    headers = {"User-Agent": agent, **options.pop("headers", {})}
    path = f"/api/v1/articles/{name}/views/{query}"
    answer = api.client.post(path, REMOTE_ADDR=address, headers=headers, **options)
    assert answer.status_code == status, answer.content
    return answer
