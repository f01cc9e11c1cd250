"""Decimal numbers turned into whole units without rounding, whatever the caller's decimal context."""

from decimal import Context, Decimal, Inexact, InvalidOperation

# Wide enough for every amount and rate; anything that would have to be rounded is trapped.
EXACT = Context(prec=60, traps=[Inexact, InvalidOperation])


def of_units(count: int, places: int) -> Decimal:
    """Return `count` / 10^`places`: 5 with two places is 0.05."""
    return Decimal(f"{count}E-{places}")


def whole_units(number: Decimal, places: int) -> int | None:
    """Return `number` × 10^`places`, or None where that is not a whole number.

    The caller has already refused numbers above its own limit, so that an exponent such as
    1E+999999999 never gets here.
    """
    try:
        rounded = number.quantize(of_units(1, places), context=EXACT)
    except Inexact:
        return None
    return int(rounded.scaleb(places, context=EXACT))
