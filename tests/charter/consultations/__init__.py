"""Random consultations: acts of all kinds through the real actions, and after each act what pages and emails state.

`model.py` is a small model of a consultation in which the text is words and a proposal puts one word in the place of
another. It knows nothing of the product. `playing.py` chooses acts by a seed, carries them out and tells the model.
`stating.py` reads pages and emails and names every line that the model does not bear out; `whole.py` does all this.

`pytest --hypothesis-seed=N` repeats a run; a failure prints the seed of its consultation and the acts up to it.
"""
