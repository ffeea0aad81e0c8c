"""What holds of every ruleset: promises about any dossier, and fuzzing of what reads rules and dossiers.

A promise is a function: a `Subject` (a dossier, the generator that drew it, and choices for what is done to it) → a
line for each way in which it is not kept. `promises.PROMISES` names them all. `test_promises` asks them of a few
subjects of each kind of filing, `run` of as many as there is time for. `fuzzing` does the same for what is hostile.
"""
