"""What may be said of answers to a sensitive topic: counts with noise. Pure; its source of randomness is passed in.

The counts of new answers to a question are said once, when at least `SENSITIVE_STEP` have come, each with noise of its
own; what is said later is about later answers only. So every answer is in exactly one set of noisy counts, for ever.

The noise z of a count is two-sided geometric, P(z) = 2^-|z| / 3: each step away is half as likely (Ghosh, Roughgarden
and Sundararajan, "Universally utility-maximizing privacy mechanisms", STOC 2009, with α = 1/2; noise calibrated to what
one answer can change is Dwork, McSherry, Nissim and Smith, TCC 2006). Statistical offices do the like with the cell-key
method (Thompson, Broadfoot and Elazar, UNECE 2013). Controlled rounding would not do: of a count that was a multiple of
five and grew by one, the next multiple of five is proof.

The bound: if one answer had been another, two counts would differ by one, so that everything that is ever said is at
most 2 · 2 = `LIKELIHOOD_MAX` times as likely under the one as under the other. Whoever made all the other answers and
thought two answers equally likely is right in at most 4 of 5 cases. That somebody answered may be told, for a step is
due when enough have; what they answered is not. All possible responses get noise, those nobody gave too, so a response
that is named proves nothing.

Items with more possible responses than choices are not told at all. Noise on hundreds of responses leaves nothing to
read. Counts per choice instead would be changed by one answer in more places: of k choices up to k where they are
ticked, 2k where they are put in an order. With everything that is said still at most 4 times as likely, each step away
would be 4^(-1/k) or 4^(-1/2k) as likely instead of half: for five choices a standard deviation of 5 or 10, on the
counts of 20 answers.
"""

from random import Random

LIKELIHOOD_MAX = 4
SENSITIVE_STEP = 20
"""New answers to an item before anything more is said of it: fewer would drown in the noise (standard deviation 2)."""


def draw_noise(chance: Random) -> int:
    """A whole number z with P(z) = 2^-|z| / 3: the difference of two geometric numbers."""
    return _geometric(chance) - _geometric(chance)


def _geometric(chance: Random) -> int:
    """How many coins come up heads before the first tail."""
    n = 0
    while chance.getrandbits(1):
        n += 1
    return n
