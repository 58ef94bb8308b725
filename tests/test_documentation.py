import json
import re

import pytest
import yaml
from django.contrib.staticfiles import finders

PAGES = ["/docs/", "/docs/redoc/"]


class TestDocument:
    def test_is_yaml_unless_json_is_asked_for(self, api):
        plain = api.answer("/schema/")
        browser = api.answer("/schema/", headers={"accept": "text/html,*/*;q=0.8"})
        accepting = api.answer("/schema/", headers={"accept": "application/json"})
        asking = api.answer("/schema/?format=json", headers={"accept": "application/yaml"})

        types = [each["Content-Type"] for each in (plain, browser, accepting, asking)]
        assert types == ["application/yaml", "application/yaml", "application/json", "application/json"]
        assert accepting["Vary"] == "Accept"

    def test_says_the_same_in_both_forms(self, api):
        as_json = json.loads(api.answer("/schema/openapi.json").content)
        as_yaml = yaml.safe_load(api.answer("/schema/openapi.yaml").content)

        assert as_json == as_yaml

    def test_is_not_sent_again_to_who_has_it(self, api):
        etag = api.answer("/schema/openapi.json")["ETag"]

        assert api.answer("/schema/openapi.json", 304, headers={"if-none-match": etag}).content == b""

    def test_refuses_what_it_does_not_know(self, problem):
        assert problem("/schema/?format=xml", 400)["errors"][0]["code"] == "not_allowed"
        assert problem("/schema/openapi.json?format=json", 400)["errors"][0]["code"] == "unknown_parameter"


class TestPages:
    @pytest.mark.parametrize("page", PAGES)
    def test_take_all_their_scripts_and_styles_from_this_site(self, api, page):
        html = api.answer(page).content.decode()

        assets = re.findall(r'(?:src|href)="(/[^"]+)"', html)
        assert len(assets) >= 4
        assert all(finders.find(asset.removeprefix("/static/")) for asset in assets)
        assert "//" not in html.replace("<!DOCTYPE html>", "")

    @pytest.mark.parametrize("page", PAGES)
    def test_may_ask_no_other_site_for_anything(self, api, page):
        policy = api.answer(page)["Content-Security-Policy"]

        assert "default-src 'none'; script-src 'self';" in policy
        assert "http" not in policy

    @pytest.mark.parametrize("page", PAGES)
    def test_are_not_sent_again_to_who_has_them(self, api, page):
        etag = api.answer(page)["ETag"]

        assert re.fullmatch('"[0-9a-f]{24}"', etag)
        assert api.answer(page, 304, headers={"if-none-match": etag}).content == b""

    def test_take_no_parameters(self, problem):
        assert problem("/docs/?theme=dark", 400)["errors"][0]["code"] == "unknown_parameter"

    def test_assets_are_served_without_a_server_that_mounts_them(self, api):
        answer = api.client.get("/static/documentation/redoc.js")

        assert answer.status_code == 200
        assert b"Redoc.init" in b"".join(answer.streaming_content)

    def test_the_front_door_leads_to_them(self, api):
        assert api.client.get("/")["Location"] == "/api/v1/docs/"
        assert api.answer("/", 302)["Location"] == "/api/v1/docs/"
