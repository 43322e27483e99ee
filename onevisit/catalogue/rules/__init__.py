"""Pure rules of the catalogue: vocabulary, definitions, their checks and the composition of
bundles.
"""
