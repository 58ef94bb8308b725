"""The fields that a line may have."""

IMAGE = ("url", "alt", "caption", "credit")
SOURCE = ("name", "url")
FIELDS = """
    external_id language story slug title summary body_html section tags authors image source published_at
    is_breaking is_featured views
""".split()
