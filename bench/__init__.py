"""What it costs: scenarios measured against a limit or a peer in the same run.

Every figure is a ratio to raw SQL (database work), or to the limit the product promises. Machines
are noisy: each scenario repeats and the median is reported. `python -m bench` runs all,
`python -m bench search` one.
"""
