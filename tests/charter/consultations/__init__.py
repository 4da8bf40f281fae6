"""Random consultations: acts of all kinds through the real actions, and after each act what pages and emails state.

`model.py` is a small model of a consultation in which the text is words and a proposal puts one word in the place of
another, or inserts, deletes, moves, splits or combines provisions, or both for one provision. It knows nothing of the
product. It predicts when a version cannot be published, and when decisions on identical or conflicting amendments
cannot; what a merge brings of accepted amendments that conflict, also by another word that a moderator writes; what is
again as before when a merge is reversed; and what an amendment proposes after its city kept or revised it.
`playing.py` chooses acts by a seed, carries them out and tells the model. `stating.py` reads pages and emails and
names every line that the model does not bear out; `whole.py` does all this.

`pytest --hypothesis-seed=N` repeats a run. A consultation prints its seed before anything else, then each act.
"""
