"""电子归档: each case that has ended becomes one self-contained, signed package.

Owns `Package` (what was archived, for ever) and `Kept` (where its content lies, until it is
destroyed), transfers 移交 to an archive office, the retention schedule, holds 冻结 and destruction
销毁 by two people. Aligned with DA/T 85-2019 and GB/T 18894. What happens late to an archived case
makes a supplement; nothing that was archived is ever rewritten.
"""
