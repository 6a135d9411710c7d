"""The normal and Student's t distribution, on the standard library: importing scipy doubles the time of a start."""

from math import erfc, exp, lgamma, log, pi, sqrt, tan
from statistics import NormalDist

NORMAL = NormalDist()
LIKE_NORMAL = 1e8  # degrees of freedom beyond which t and normal agree to 8 digits
MANY = 200  # degrees of freedom from which the expansion alone is exact to 9 digits
STEPS = 10_000
CLOSE = 1e-15
TINY = 1e-300


def normal_cdf(x: float) -> float:
    """P(Z <= x)."""
    return 0.5 * erfc(-x / sqrt(2))


def normal_quantile(p: float) -> float:
    """The x with P(Z <= x) = p, for 0 < p < 1."""
    return NORMAL.inv_cdf(p)


def t_cdf(freedom: float, t: float) -> float:
    """P(T <= t) for Student's t; the degrees of freedom need not be whole."""
    if freedom > LIKE_NORMAL:
        return normal_cdf(t)
    tail = 0.5 * incomplete_beta(freedom / 2, 0.5, freedom / (freedom + t * t))
    return tail if t < 0 else 1 - tail


def t_quantile(freedom: float, p: float) -> float:
    """The t with P(T <= t) = p, for 0 < p < 1: Newton's steps from an expansion, within bounds that close in."""
    if p < 0.5:
        return -t_quantile(freedom, 1 - p)
    if p == 0.5:
        return 0.0
    if freedom == 1:
        return tan(pi * (p - 0.5))
    t = _expansion(freedom, normal_quantile(p))
    if freedom >= MANY:
        return t
    low, high = 0.0, max(1.0, 2 * t)
    while t_cdf(freedom, high) < p:
        low, high = high, 2 * high
    for _ in range(STEPS):
        miss = t_cdf(freedom, t) - p
        low, high = (low, t) if miss > 0 else (t, high)
        following = t - miss / _t_density(freedom, t)
        if not low <= following <= high:
            following = (low + high) / 2
        if abs(following - t) <= 1e-12 * t:
            return following
        t = following
    return t


def _expansion(freedom: float, z: float) -> float:
    """Student's quantile from the normal's, in powers of 1 / freedom (Abramowitz and Stegun 26.7.5)."""
    terms = (
        z,
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return sum(term / freedom**power for power, term in enumerate(terms))


def incomplete_beta(a: float, b: float, x: float) -> float:
    """The regularised incomplete beta function I_x(a, b), by its continued fraction (DLMF 8.17.22)."""
    if x <= 0 or x >= 1:
        return min(1.0, max(0.0, x))
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(b, a, 1 - x)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x)) / a
    return front * _fraction(a, b, x)


def _fraction(a: float, b: float, x: float) -> float:
    """The continued fraction by Lentz's method (1976), two terms a step."""
    c, d = 1.0, 1 / _apart(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1 / _apart(1 + term * d)
            c = _apart(1 + term / c)
            value *= c * d
        if abs(c * d - 1) < CLOSE:
            break
    return value


def _apart(value: float) -> float:
    """A denominator that is not 0."""
    return value if abs(value) > TINY else TINY


def _t_density(freedom: float, t: float) -> float:
    scale = lgamma((freedom + 1) / 2) - lgamma(freedom / 2) - 0.5 * log(freedom * pi)
    return exp(scale - (freedom + 1) / 2 * log(1 + t * t / freedom))
