"""How companies order, pay and decide, from the records of their orders: records in, a frame out, everybody's at once.

Every figure is of the last 365 days, in integers until the last division, so that it is the same for any order of the
records and for any companies beside.
"""
