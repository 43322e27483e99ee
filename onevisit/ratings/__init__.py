"""好差评: how people rate each contact, and what follows from a bad rating.

Owns `Occasion` (a contact that may be rated, with the token of its link), `Rating`, one for each
occasion, and `Rectification` 整改: called back and put right under clock H. A rating is never shown
to the clerk it is about.
"""
