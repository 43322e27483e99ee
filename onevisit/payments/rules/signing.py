"""The signature of a provider of payments: that of the kernel, under headers of its own."""

from functools import partial

from onevisit.kernel import signing

PREFIX = "X-Pay"

sign = partial(signing.sign, prefix=PREFIX)
verified = partial(signing.verified, prefix=PREFIX)
