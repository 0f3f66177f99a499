"""How well classes and shares foretell what companies buy next, beside simpler methods, and how steady they are."""
