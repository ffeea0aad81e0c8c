"""A province's own pack, as somebody would write it in a folder of his own."""

from collections.abc import Mapping
from pathlib import Path

MANIFEST = """
schema: pmos-rules/1
pack: sichuan
title: {zh: 四川电力交易平台注册, en: Sichuan registration}
version: "2026.1"
effective: {from: 2020-06-01}
extends: [common]
markets: {sichuan: {title: {zh: 四川, en: Sichuan}, kinds: [retailer]}}
instruments: {guide: {title: {zh: 四川注册指南, en: Sichuan guide}}}
"""
NAMES = """
schema: pmos-rules/1
ruleset: sichuan
instrument: guide
parameters:
  staff_least: {unit: person, values: {2020-06-01: {value: 2, cite: "1"}, 2026-01-01: {value: 3, cite: "2"}}}
codelists:
  state: {of: basic.status, 入市: {also: [在市]}, 退市: {}}
terms:
  listed: {basic.status: 在市}
"""
RULES = """
schema: pmos-rules/1
ruleset: sichuan.retailer
instrument: guide
applies_to: {market: sichuan, kind: retailer}
rules:
  - id: sichuan.retailer.staff
    title: {zh: 从业人员人数达到下限, en: Enough staff}
    when: listed
    check: {count: {of: staff.*, at_least: $staff_least}}
    cite: "2.3"
  - id: sichuan.retailer.code
    title: {zh: 组织机构代码不填占位符, en: No placeholder for the code}
    check: {business.organisation_code: {not_in: placeholders}}
    if_missing: not_applicable
    depends_on: common.uscc.format
    cite: "2.4"
"""
SICHUAN = {"pack.yaml": MANIFEST, "names.yaml": NAMES, "retailer.yaml": RULES}


def write(folder: Path, files: Mapping[str, str] = SICHUAN) -> Path:
    """Lay a pack down."""
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    return folder
