"""The pictures of the demo pages: whole rooms, and closer looks at parts of them."""

from __future__ import annotations

from dataclasses import dataclass

from shop.inspiration.scenes import meeting_rooms, work_rooms
from shop.inspiration.scenes.shapes import picture


@dataclass(frozen=True)
class Scene:
    title: str
    shows: str
    svg: str


def _scene(title: str, shows: str, room: str, *view: float) -> Scene:
    return Scene(title, shows, picture(room, view=view) if view else picture(room))  # type: ignore[arg-type]


def page_pictures() -> dict[str, Scene]:
    """Every picture by the key the demo pages name it with."""
    meeting, coffee, home = meeting_rooms.meeting_room(), meeting_rooms.coffee_corner(), work_rooms.home_office()
    printing, reception, green = work_rooms.print_corner(), meeting_rooms.reception(), work_rooms.green_office()
    return {
        "meeting-room": _scene("Meeting room", "A meeting room with a wooden table, two chairs and plants.", meeting),
        "meeting-table": _scene(
            "Meeting table", "A laptop and a cup on a wooden meeting table.", meeting, 420, 220, 560, 350
        ),
        "meeting-window": _scene(
            "Window and lamps", "Three round lamps in front of a wide window.", meeting, 300, 0, 640, 400
        ),
        "meeting-plant": _scene(
            "Plant and panels", "A tall plant before sound-absorbing wall panels.", meeting, 0, 210, 640, 400
        ),
        "coffee-corner": _scene("Coffee corner", "A coffee corner with a machine, jars and a tiled wall.", coffee),
        "coffee-machine": _scene(
            "Coffee machine",
            "A coffee machine with a steaming cup, beside two jars of beans.",
            coffee,
            320,
            170,
            480,
            300,
        ),
        "coffee-shelf": _scene(
            "Shelf with cups", "Cups, books and a hanging plant on a wooden shelf.", coffee, 320, 100, 600, 375
        ),
        "coffee-table": _scene(
            "Standing table", "Two stools at a high table with a cup of coffee.", coffee, 800, 320, 400, 250
        ),
        "home-office": _scene("Home office", "A desk with a screen and a lamp beside a window in evening light.", home),
        "home-desk": _scene(
            "Desk and lamp", "A screen, a cup and a reading lamp on a light desk.", home, 280, 190, 560, 350
        ),
        "print-corner": _scene(
            "Print corner", "A printer, paper trays and a recycling bin in a tidy corner.", printing
        ),
        "print-trays": _scene(
            "Printer and trays", "A printer beside three stacked paper trays.", printing, 200, 170, 640, 400
        ),
        "reception": _scene(
            "Reception", "A reception desk before a dark green wall, with a sofa for guests.", reception
        ),
        "reception-desk": _scene(
            "Reception desk", "A screen, a bell and flowers on a reception desk.", reception, 640, 220, 560, 350
        ),
        "reception-sofa": _scene(
            "Place to wait", "A terracotta sofa between two plants under a window.", reception, 0, 260, 640, 400
        ),
        "green-office": _scene(
            "Green office", "A desk between a wall of leaves, hanging plants and sorted bins.", green
        ),
        "green-wall": _scene("Wall of leaves", "A wall covered with green leaves.", green, 0, 30, 560, 350),
        "green-bins": _scene(
            "Sorted bins", "Three bins in blue, green and yellow beside a large plant.", green, 800, 400, 400, 250
        ),
    }
