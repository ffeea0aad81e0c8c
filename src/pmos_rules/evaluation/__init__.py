"""Evaluation: a plan and a dossier into a report, and a rule into an explanation."""

from pmos_rules.evaluation.evaluator import Evaluator

__all__ = ["Evaluator"]
