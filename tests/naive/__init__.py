"""A third evaluator: the rule language as plainly as it can be interpreted, read off its reference and nothing else.

Read it from top to bottom: `truth` (the four truths), `law` (which rules are in force, what names stand for),
`reading` (what lies at a path), `operators`, `forms`, `processes` (what each of the language means), `judging` (rules,
items, severities), and for the words of a report `intake`, `blame`, `phrases`, `telling`. `agreement` compares what it says
with what the compiled engine says. It knows nothing of `pmos_rules.compilation` and `pmos_rules.evaluation`.
"""
