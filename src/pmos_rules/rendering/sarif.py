"""Results of a check with their places → a SARIF 2.1.0 log, which editors and code hosts show beside the text.

Columns are counted in characters (`unicodeCodePoints`), from 1; the end is the first character that is no longer
meant. Places are relative to the folder in which the check was run.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
Level = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Region:
    """From a character up to but not including another; lines and columns are counted from 1."""

    start_line: int
    start_column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a file, or a whole file; the path is relative and has `/` between its parts."""

    uri: str
    region: Region | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """One thing that was found: by which rule, how grave, where, and where else to look."""

    rule: str
    level: Level
    message: str
    location: Location
    related: Sequence[Location] = ()


def sarif_log(results: Iterable[Result], rules: Iterable[tuple[str, str]], version: str) -> dict[str, Any]:
    """The log of one run; ``rules`` are ids with what each is about, and every rule of a result is among them."""
    described = [{"id": name, "shortDescription": {"text": about}} for name, about in rules]
    numbers = {str(rule["id"]): number for number, rule in enumerate(described)}
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "pmos-rules", "version": version, "rules": described}},
                "columnKind": "unicodeCodePoints",
                "results": [_result(result, numbers[result.rule]) for result in results],
            }
        ],
    }


def _result(result: Result, number: int) -> dict[str, Any]:
    told: dict[str, Any] = {
        "ruleId": result.rule,
        "ruleIndex": number,
        "level": result.level,
        "message": {"text": result.message},
        "locations": [_location(result.location)],
    }
    if result.related:
        told["relatedLocations"] = [_location(place) for place in result.related]
    return told


def _location(location: Location) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": location.uri}}
    if location.region is not None:
        region = location.region
        physical["region"] = {
            "startLine": region.start_line,
            "startColumn": region.start_column,
            "endLine": region.end_line,
            "endColumn": region.end_column,
        }
    told: dict[str, Any] = {"physicalLocation": physical}
    if location.message is not None:
        told["message"] = {"text": location.message}
    return told
