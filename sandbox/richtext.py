"""The parts a rich_text block is made of."""

from sandbox.elements import IDENTIFIER, URL
from sandbox.shapes import anything, choice, flag, kinds, many, shape, string, whole

STYLE = {
    "style": shape(
        {},
        dict.fromkeys(("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight"), flag),
    )
}
INLINE = kinds(
    {
        "text": shape({"text": string(40_000)}, STYLE),
        "link": shape({"url": URL}, {**STYLE, "text": string(40_000), "unsafe": flag}),
        "user": shape({"user_id": IDENTIFIER}, STYLE),
        "channel": shape({"channel_id": IDENTIFIER}, STYLE),
        "usergroup": shape({"usergroup_id": IDENTIFIER}, STYLE),
        "broadcast": shape({"range": choice("here", "channel", "everyone")}, STYLE),
        "emoji": shape({"name": IDENTIFIER}, {**STYLE, "unicode": IDENTIFIER}),
        "color": shape({"value": IDENTIFIER}, STYLE),
        "date": shape({"timestamp": anything, "format": IDENTIFIER}, {**STYLE, "url": URL, "fallback": string(3000)}),
    }
)
SECTION = shape({"elements": many(INLINE, 1000, 0)})
BORDER = {"border": whole(0, 1)}
RICH_TEXT_PARTS = kinds(
    {
        "rich_text_section": SECTION,
        "rich_text_list": shape(
            {
                "style": choice("bullet", "ordered"),
                "elements": many(kinds({"rich_text_section": SECTION}), 1000),
            },
            {**BORDER, "indent": whole(0, 8), "offset": whole(0, 10_000)},
        ),
        "rich_text_quote": shape({"elements": many(INLINE, 1000)}, BORDER),
        "rich_text_preformatted": shape({"elements": many(INLINE, 1000)}, {**BORDER, "language": IDENTIFIER}),
    }
)
