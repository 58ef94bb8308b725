"""What each role finds on the first page."""


def test_an_editor_signs_in_and_sees_the_newsroom(sign_in):
    page = sign_in("world-editor")

    assert page.get_by_role("link", name="Articles").first.is_visible()
