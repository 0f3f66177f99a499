"""Values that follow from other values of the same company: a frame in, a series out, everybody's at once.

A column of numbers or amounts (minor units) may be of any numeric type; choices stand between bars: "|fsc|emas|".
"""
