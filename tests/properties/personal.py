"""A dossier full of personal data, and everything that is ever said of it → what of the data can be read there."""

import base64
import hashlib
import json
import logging
import traceback
import unicodedata
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from pmos_rules import Dossier
from pmos_rules.errors import PmosRulesError
from pmos_rules.formats import resident_id
from pmos_rules.formats.types import ValueType
from pmos_rules.language.schema import Shape
from pmos_rules.rendering import render_text, reports_to_dict
from pmos_rules.strategies import Choices
from tests.properties.subjects import Subject

Steps = tuple[str | int, ...]

_SHOWN = 4
"""So many characters of a number may stand together in what is shown of it: no more, whatever is around them."""
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True, slots=True)
class Secret:
    """A personal value that was put into a dossier, its type, and which of the writings it was put there in."""

    value: str
    type: ValueType
    writing: int


def nothing_personal(subject: Subject) -> Iterator[str]:
    """No personal value, and no part of one longer than is meant to be shown, appears in anything that is said.

    What is said of the same dossier with other values too is there by chance: a fingerprint, an amount.
    """
    dossier, secrets = with_secrets(subject)
    told = list(leaks(everything_said(subject, dossier), secrets))
    shown = {"the report to who asks for it": lambda: subject.evaluator.evaluate(dossier, show_personal=True).to_json()}
    told += leaks(shown, [secret for secret in secrets if secret.type.name == "secret"])
    if told:
        twin, _ = with_secrets(subject, [secret.writing for secret in secrets])
        there = "".join(text() for text in everything_said(subject, twin).values())
        yield from (f"{name} tells {form} of a {of_type}" for name, form, of_type in told if form not in there)


def leaks(texts: Mapping[str, Callable[[], str]], secrets: list[Secret]) -> Iterator[tuple[str, str, str]]:
    """Which text tells which form of a secret of which type."""
    for name, say in texts.items():
        text = say()
        starts = {text[at : at + _SHOWN] for at in range(len(text))}
        for secret in secrets:
            found = (form for form in forms(secret) if form[:_SHOWN] in starts and form in text)
            yield from ((name, form, secret.type.name) for form in found)


def everything_said(subject: Subject, dossier: dict[str, Any]) -> dict[str, Callable[[], str]]:
    """All that a caller, a log or a terminal gets to see, by what it is."""
    logged, warned = _Kept(), []
    logging.getLogger().addHandler(logged)
    try:
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            read = Dossier.model_validate(dossier)
            report = subject.evaluator.evaluate(read)
            text = report.to_json()
    finally:
        logging.getLogger().removeHandler(logged)
    return {
        "the report": lambda: text,
        "the report as data": lambda: repr(report.to_dict()),
        "the text in Chinese": lambda: render_text(report, name="dossier.yaml", width=2000),
        "the text in English": lambda: render_text(report, name="dossier.yaml", language="en", width=2000),
        "the data of several": lambda: repr(reports_to_dict([("dossier.yaml", report)], [])),
        "what is printed of the report": lambda: f"{report} {report!r}",
        "what is printed of findings": lambda: " ".join(f"{each} {each!r}" for each in report.findings),
        "what is printed of the dossier": lambda: f"{read} {read!r}",
        "what is printed of its sections": lambda: " ".join(map(repr, sections(read))),
        "the log": lambda: logged.text,
        "the warnings": lambda: " ".join(str(each.message) for each in warned),
        "the exceptions": lambda: exceptions(dossier),
    }


def exceptions(dossier: dict[str, Any]) -> str:
    """What is said of text that is no dossier for once: cut short, with a key twice, with a list around it."""
    text = json.dumps(dossier, ensure_ascii=False)
    return "".join(map(_refusal, (text[: len(text) // 2], text[:-3], f"[{text}]", f'{{"a":{text},"a":{text}}}')))


def _refusal(text: str) -> str:
    try:
        Dossier.model_validate_json(text)
    except PmosRulesError as refused:
        return f"{refused} {refused!r} {refused.args} {''.join(traceback.format_exception(refused))}"
    return ""


def sections(dossier: Dossier) -> Iterator[BaseModel]:
    """The parts of a dossier, and the rows of its lists."""
    for value in dossier.__dict__.values():
        yield from (each for each in (value if isinstance(value, tuple) else (value,)) if isinstance(each, BaseModel))


class _Kept(logging.Handler):
    """Keeps what is logged."""

    text = ""

    def emit(self, record: logging.LogRecord) -> None:
        self.text += record.getMessage()


# -- personal values ---------------------------------------------------------------------------------------


def with_secrets(subject: Subject, writings: Sequence[int] = ()) -> tuple[dict[str, Any], list[Secret]]:
    """The dossier with a value of its own in each personal field, mostly not as it should be, and those values."""
    dossier = subject.copy
    secrets: list[Secret] = []
    for steps, of_type in personal_places(dossier, Shape("section", section=subject.evaluator.schema)):
        writing = writings[len(secrets)] if writings else subject.choices.number(0, len(WRITINGS) - 1)
        secret = Secret(fresh(of_type, subject.choices), of_type, writing)
        holder: Any = dossier
        for step in steps[:-1]:
            holder = holder[step]
        holder[steps[-1]] = WRITINGS[writing](secret.value)
        secrets.append(secret)
    return dossier, secrets


def personal_places(value: Any, shape: Shape | None, here: Steps = ()) -> Iterator[tuple[Steps, ValueType]]:
    """Every place at which a personal value stands."""
    if shape is None:
        return
    if shape.type is not None and shape.type.personal and here:
        yield here, shape.type
    elif isinstance(value, dict):
        fields = shape.section.fields if shape.section is not None else {}
        for key, item in value.items():
            yield from personal_places(item, fields[key].shape if key in fields else shape.element, (*here, key))
    elif isinstance(value, list):
        for at, item in enumerate(value):
            yield from personal_places(item, shape.element, (*here, at))


def fresh(of_type: ValueType, choices: Choices) -> str:
    """A value of a personal type which nothing else in a dossier resembles."""
    digits = "".join(str(choices.number(0, 9)) for _ in range(4))
    match of_type.name:
        case "resident_id":
            born = f"{choices.number(1950, 1999)}{choices.number(1, 12):02}{choices.number(1, 28):02}"
            body = f"{choices.number(11, 65)}{digits}{born}{choices.number(100, 999)}"
            return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, _WEIGHTS, strict=True)) % 11]
        case "secret":
            return f"Qz{digits}!vK{choices.number(1000, 9999)}"
        case "code":
            return (
                f"139{digits}{choices.number(1000, 9999)}" if choices.chance(2) else f"6217{digits}77{digits[::-1]}31"
            )
        case _:
            return f"保密联系人甲乙丙{digits}丁戊己庚"


def _wide(value: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in value)


WRITINGS: tuple[Callable[[str], Any], ...] = (
    lambda value: value,
    lambda value: value[:-1] + ("1" if value[-1] == "0" else "0"),
    lambda value: f"　{value} ",
    _wide,
    lambda value: value[:-1],
    lambda value: value + value,
    lambda value: f"x{value}",
    lambda value: f"{value}9",
    str.lower,
    lambda value: [value],
    lambda value: {"x": value},
)
"""A value as somebody may have typed it: well, wrongly, padded, in wide signs, cut, with more around it, as a list."""


def forms(secret: Secret) -> Iterator[str]:
    """Everything by which a value could be told: itself, in other writings, in parts, and digests of it."""
    value = secret.value
    whole = {value, value.lower(), value[::-1], unicodedata.normalize("NFKC", value)}
    whole |= {base64.b64encode(value.encode()).decode().rstrip("="), value.encode().hex()}
    yield from whole
    for algorithm in ("md5", "sha1", "sha256", "sha512", "blake2b"):
        yield hashlib.new(algorithm, value.encode()).hexdigest()[:12]
    if secret.type.name == "secret":
        parts = {value[at : at + _SHOWN] for at in range(len(value) - _SHOWN + 1)}
        yield from (part for part in parts if not part.isdecimal())  # a year may be the same by chance
        return
    if secret.type.name == "resident_id":
        born = resident_id.birth_date(value)
        assert born is not None
        yield from (f"{born:%Y%m%d}{value[14:17]}", value[6:17], value[:14])
    longer = _SHOWN + 2
    yield from {value[at : at + longer] for at in range(len(value) - longer + 1)}
