"""What the demo pages on rooms to meet in say. The oldest first."""

from __future__ import annotations

from shop.inspiration.services.demo_content import DemoPage, DemoSet, call_to_action, gallery

MEETING = (
    DemoPage(
        slug="the-reception",
        title="The reception: the first thirty seconds",
        intro=(
            "Guests decide quickly whether they are welcome. A clear desk, a good seat and something "
            "warm to drink will do."
        ),
        hero="reception",
        body=(
            (
                "text",
                (
                    "<p>Nobody comes to admire your reception. They come early, they are a little nervous, "
                    "and they want to know three things: <b>who to talk to, where to sit and where to put "
                    "their coat</b>. Answer those without a sign, and the rest is decoration.</p>"
                ),
            ),
            (
                "picture",
                ("reception-desk", ("Keep the desk empty but for what the guest needs: a bell, a pen, and flowers.")),
            ),
            ("heading", "A seat that is easy to leave"),
            (
                "text",
                (
                    "<p>Deep sofas look generous and are hard to get out of in a suit. Choose a firm seat "
                    "with arms, and a table within reach.</p>"
                ),
            ),
            (
                "product_set",
                DemoSet(
                    "For desk and waiting area",
                    "Seats, tables and light.",
                    (
                        "sofa",
                        "lounge",
                        "lamp",
                        "table",
                        "chair",
                    ),
                ),
            ),
            ("picture", ("reception-sofa", "Two plants make a corner out of a wall.")),
            (
                "product_set",
                DemoSet(
                    "For the guest",
                    "A badge, a pen that writes, a cup of coffee.",
                    (
                        "badge",
                        "pen",
                        "coffee",
                        "cup",
                    ),
                ),
            ),
            call_to_action(
                "Furnish the waiting area",
                "Chairs, tables and lamps that go together.",
                "See the furniture",
                "furniture",
                "chair",
            ),
        ),
    ),
    DemoPage(
        slug="the-coffee-corner",
        title="The coffee corner that keeps people talking",
        intro=("The best meeting room has no table and no booking system. It has good coffee and somewhere to lean."),
        hero="coffee-corner",
        body=(
            (
                "text",
                (
                    "<p>Put the machine where ways cross, not at the end of a corridor. Leave a metre and a"
                    " half in front of it, and give people a high table to lean on: those who stand stay "
                    "for five minutes, and that is just right.</p>"
                ),
            ),
            gallery(
                "What makes it work",
                coffee_machine="Beans in glass jars: everybody sees when to order.",
                coffee_shelf="Open shelves, and cups of all colours.",
                coffee_table="High enough to lean on, small enough to share.",
            ),
            (
                "product_set",
                DemoSet(
                    "Keep it running",
                    "Coffee, tea and what goes with them.",
                    (
                        "coffee",
                        "tea",
                        "sugar",
                        "milk",
                        "cup",
                    ),
                ),
            ),
            ("heading", "Keep it clean without a rota"),
            (
                "text",
                (
                    "<p>A rota on the fridge is where friendliness ends. A dishwasher, a cloth within reach"
                    " and paper towels on a hook will do it.</p>"
                ),
            ),
            (
                "product_set",
                DemoSet(
                    "Clean in a minute",
                    "Within reach, so that it happens.",
                    (
                        "towel",
                        "clean",
                        "soap",
                        "dish",
                    ),
                ),
            ),
            call_to_action(
                "Never run out again", "Order coffee by the case, delivered in two days.", "See our coffee", "coffee"
            ),
        ),
    ),
    DemoPage(
        slug="a-calm-meeting-room",
        title="A calm meeting room",
        intro=(
            "Soft light, soft walls and a table that is not too large. How to make a room people leave "
            "less tired than they came."
        ),
        hero="meeting-room",
        body=(
            (
                "text",
                (
                    "<p>Most meeting rooms are too bright, too loud and too large. Calm is a matter of "
                    "three things, in this order: <b>sound, light and seats</b>.</p>"
                ),
            ),
            ("heading", "First the sound"),
            (
                "text",
                (
                    "<p>Clap once. If the room answers, hang something soft on the wall opposite the "
                    "window. Felt panels, a rug and one large plant take away most of the echo.</p>"
                ),
            ),
            gallery(
                "Look around",
                meeting_window="Several small lamps instead of one large one.",
                meeting_table="A table for six, and no more.",
                meeting_plant="Panels behind the plant swallow the sound.",
            ),
            ("heading", "Then a good seat"),
            (
                "text",
                (
                    "<p>Choose chairs with a little give in the back and a seat that turns. A table for six"
                    " people is enough: those who come as number seven did not need the meeting.</p>"
                ),
            ),
            (
                "product_set",
                DemoSet(
                    "Table and chairs",
                    "Seats to sit in for an hour, not for a day.",
                    (
                        "chair",
                        "table",
                        "desk",
                        "whiteboard",
                    ),
                ),
            ),
            (
                "quote",
                {
                    "text": ("The meetings became shorter. I think people could finally hear each other."),
                    "said_by": "Partner in a law firm in Copenhagen",
                },
            ),
            (
                "product_set",
                DemoSet(
                    "On the table",
                    "So that nobody has to go and look for a pen.",
                    (
                        "marker",
                        "notebook",
                        "pen",
                        "whiteboard",
                    ),
                ),
            ),
            call_to_action(
                "Furnish the room",
                "Chairs and tables that can be ordered again in five years.",
                "See the chairs",
                "chair",
            ),
        ),
    ),
)
