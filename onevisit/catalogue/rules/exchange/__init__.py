"""The national exchange tables as data: what each column stands for in a definition, both ways.

`tables` lists them; `profiles` how a province numbers what the nation numbers otherwise; `writing`
makes rows of an item, `merging` puts rows into one without touching what no column can say.
"""
