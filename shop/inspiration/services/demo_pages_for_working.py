"""What the demo pages on working habits say. The oldest first."""

from __future__ import annotations

from shop.inspiration.services.demo_content import DemoPage, DemoSet, call_to_action, gallery

WORKING = (
    DemoPage(
        slug="a-greener-office",
        title="A greener office, one shelf at a time",
        intro=(
            "Plants are the pleasant part. The rest is paper, bins and light, and it pays for itself within the year."
        ),
        hero="green-office",
        body=(
            (
                "text",
                (
                    "<p>A greener office rarely starts with a policy. It starts with somebody who is tired "
                    "of throwing away half-used pads. Begin with what the office uses every week, because "
                    "that is where a better choice is repeated fifty times a year.</p>"
                ),
            ),
            ("heading", "Three changes nobody will miss"),
            (
                "text",
                (
                    "<ul><li><b>Recycled paper</b> for everything that stays in the "
                    "house.</li><li><b>Refills</b> for pens, soap and markers, instead of new "
                    "ones.</li><li><b>One sorting station</b> for the whole floor, and no bins under the "
                    "desks.</li></ul>"
                ),
            ),
            gallery(
                "Seen up close",
                green_wall="Moss and leaves on the wall take the echo out of a room.",
                green_bins="Three lids, three colours, and a sign that a guest understands.",
                meeting_plant="One large plant does more than six small ones.",
            ),
            (
                "product_set",
                DemoSet(
                    "For everyday use",
                    "Things you buy anyway, in the version that lasts.",
                    (
                        "paper",
                        "recycl",
                        "pen",
                        "waste",
                    ),
                ),
            ),
            (
                "quote",
                {
                    "text": (
                        "We took the bins away from the desks on a Monday. By Friday people had stopped "
                        "looking for them."
                    ),
                    "said_by": "Office manager, an architect's studio in Aarhus",
                },
            ),
            call_to_action("Start with the paper", "It is the easiest change of all.", "See our paper", "paper"),
        ),
    ),
    DemoPage(
        slug="print-less",
        title="Print less, and print better",
        intro=(
            "Most offices print a third more than anybody reads. A tidy print corner is the quickest saving there is."
        ),
        hero="print-corner",
        body=(
            (
                "text",
                (
                    "<p>Put one good printer where people meet, and take away the small ones. People print "
                    "less when they have to walk, and toner for one machine is cheaper than toner for "
                    "six.</p>"
                ),
            ),
            ("heading", "Set it up once"),
            (
                "text",
                (
                    "<ol><li>Both sides and black as the default.</li><li>Print when the card is shown, so "
                    "that nothing lies forgotten in the tray.</li><li>Toner on the shelf beside the "
                    "printer, and a second one ordered when the first is opened.</li></ol>"
                ),
            ),
            ("picture", ("print-trays", "Letterhead, plain and recycled: three trays, three labels.")),
            (
                "product_set",
                DemoSet(
                    "The print corner",
                    "One machine, its toner and the paper it likes.",
                    (
                        "printer",
                        "toner",
                        "paper",
                        "ink",
                    ),
                ),
            ),
            (
                "quote",
                {
                    "text": ("Nobody noticed that the small printers were gone. Everybody noticed the invoice."),
                    "said_by": "Head of administration, a school in Odense",
                },
            ),
            call_to_action(
                "Know what you need already?", "All printers, with what a page costs.", "See the printers", "printer"
            ),
        ),
    ),
    DemoPage(
        slug="a-home-office-in-an-afternoon",
        title="A home office in an afternoon",
        intro=("A desk, a chair, a lamp and a screen: what to get, in which order, and where to put it."),
        hero="home-office",
        body=(
            (
                "text",
                (
                    "<p>You need two square metres and a wall with a socket. Sit <b>beside</b> the window, "
                    "neither facing it nor with your back to it: the light is kinder to the eyes, and to "
                    "you on a video call.</p>"
                ),
            ),
            (
                "picture",
                ("home-desk", ("Upper edge of the screen at eye height, lamp on the side you do not write with.")),
            ),
            ("heading", "Spend on the chair first"),
            (
                "text",
                (
                    "<p>A table is a table. A chair is eight hours a day. Look for a seat you can set in "
                    "height and depth, and arms that go under the desk.</p>"
                ),
            ),
            (
                "product_set",
                DemoSet(
                    "All you need",
                    "Delivered together, on the day you choose.",
                    (
                        "chair",
                        "desk",
                        "monitor",
                        "screen",
                        "lamp",
                    ),
                ),
            ),
            (
                "product_set",
                DemoSet(
                    "And what is forgotten",
                    "The small things that make it work.",
                    (
                        "keyboard",
                        "headset",
                        "cable",
                        "mouse",
                        "notebook",
                    ),
                ),
            ),
            call_to_action(
                "Several people to equip?", "Larger quantities cost less apiece.", "See the desks", "desk", "furniture"
            ),
        ),
    ),
)
