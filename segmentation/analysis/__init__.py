"""Order lines in, buyclass out: plain pandas and numpy, without Django, a clock or a database."""
