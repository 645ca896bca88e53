"""Writes reference.csv: the schedule's formulas in exact fractions and 40 digits, apart from any Java.

    u_i = t_0 + (1 - t_0) * i/(n-1),  t_i = u_i^p                        (exact fractions)
    a_i(t) = a_i(0)/2 * (1 + cos(pi*t/t_i)),  a_i(0) = a or a/t_i        (decimals, cosine by its series)
    freeze_step: the smallest s with s/T >= t_i                          (exact fractions)

Source of the formulas: arXiv 1706.04983, section 2, with the factor 1/2 of the authors' code.
Run with Python 3: python3 reference.py > reference.csv
"""
from decimal import Decimal, getcontext
from fractions import Fraction

getcontext().prec = 40
PI = Decimal("3.141592653589793238462643383279502884197169399375105821")
POWERS = {"linear": 1, "squared": 2, "cubic": 3}
STEPS = 997  # a prime, so that no s/T equals a t_i below 1


def decimal(x):
    return Decimal(x.numerator) / Decimal(x.denominator)


def cos(x):
    term = total = Decimal(1)
    k = 0
    while abs(term) > Decimal("1e-38"):
        k += 2
        term *= -x * x / (k * (k - 1))
        total += term
    return total


print("# Written by reference.py with Python's fractions and decimals; rates and times to 20 digits.")
print("strategy,t0,base_rate,layers,layer,freeze_time,initial_rate,freeze_step,t,rate")
for t0, a, n in (("0.8", "0.1", 40), ("0.5", "0.1", 40), ("0.3", "0.05", 3), ("1", "0.1", 4), ("0.6", "2", 1)):
    for name, p in POWERS.items():
        for scaled in (False, True):
            for i in sorted({0, n // 3, n - 1}):
                u = Fraction(1) if n == 1 else Fraction(t0) + (1 - Fraction(t0)) * Fraction(i, n - 1)
                ti = u**p
                initial = Fraction(a) / ti if scaled else Fraction(a)
                freeze_step = -(-ti * STEPS // 1)
                for t in (Fraction(0), Fraction(1, 8), Fraction(1, 2), Fraction(3, 4), Fraction(1)):
                    rate = Decimal(0)
                    if t < ti:
                        rate = decimal(initial) / 2 * (1 + cos(PI * decimal(t) / decimal(ti)))
                    print(f"{name}{'-scaled' if scaled else ''},{t0},{a},{n},{i},{decimal(ti):.20g},"
                          f"{decimal(initial):.20g},{freeze_step},{float(t)},{rate:.20g}")
