"""The catalogue 事项库: what may be done, by whom, under which conditions.

Owns the three levels of the national form (基本目录 → 实施清单 → 业务办理项), bundles 一件事, their
immutable published versions, aliases in everyday words, and the import of exchange files. A
published definition is one frozen document; everything above reasons on the parsed dataclasses of
`rules`.
"""
