"""The JSON Schema of `body_blocks`: one kind of block for each class of blocks.py."""


def block(kind: str, description: str, **properties: dict) -> dict:
    return {
        "type": "object",
        "title": f"{kind} block",
        "description": description,
        "properties": {"type": {"type": "string", "const": kind}, **properties},
        "required": ["type", *properties],
    }


def text(description: str) -> dict:
    return {"type": "string", "description": description}


def optional(kind: str, description: str) -> dict:
    return {"type": [kind, "null"], "description": description}


TEXT = text("Without markup.")
HTML = text("The same with a, strong and em.")
ITEM = {
    "type": "object",
    "description": "An item of the list, or of a list within it.",
    "properties": {
        "text": TEXT,
        "html": HTML,
        "level": {"type": "integer", "minimum": 0, "description": "0, and more for lists within."},
    },
    "required": ["text", "html", "level"],
}
CELLS = {"type": "array", "items": {"type": "string"}}

BLOCKS = {
    "type": "array",
    "items": {
        "oneOf": [
            block("paragraph", "A paragraph.", text=TEXT, html=HTML),
            block(
                "heading",
                "A heading.",
                level={"type": "integer", "minimum": 2, "maximum": 4, "description": "As in h2 to h4."},
                text=TEXT,
            ),
            block(
                "list",
                "A list; its items are flat, with their levels.",
                ordered={"type": "boolean", "description": "Whether it is numbered."},
                items={"type": "array", "items": ITEM, "description": "The items in their order."},
            ),
            block("quote", "A quotation; its paragraphs are lines.", text=TEXT, html=HTML),
            block(
                "image",
                "A picture in the text.",
                url=text("The file."),
                alt=text("What is to be seen; may be empty."),
                caption=optional("string", "The line under it."),
                credit=optional("string", "Who made it; emphasised at the end of that line."),
                width=optional("integer", "In pixels."),
                height=optional("integer", "In pixels."),
            ),
            block(
                "table",
                "A table of plain texts.",
                caption=optional("string", "What it shows."),
                header={**CELLS, "description": "The cells of its header; empty without one."},
                rows={"type": "array", "items": CELLS, "description": "The cells, row by row."},
            ),
            block(
                "embed",
                "Something of another site.",
                url=text("Its address."),
                provider=text("The host of that site."),
            ),
        ]
    },
}
