"""A dossier file becomes a mapping, or an error that says where and what to do, and shows no value."""

import os
from decimal import Decimal
from pathlib import Path

import pytest

from pmos_rules.errors import InputError
from pmos_rules.files import find_dossier, read_dossier


def write(tmp_path: Path, name: str, content: str | bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def refused(path: Path) -> tuple[str, str, str]:
    """The error's place and sentences, with the path of the test's folder left out."""
    with pytest.raises(InputError) as caught:
        read_dossier(path)
    folder = f"{path.parent}/"
    return tuple(text.replace(folder, "") for text in (caught.value.where, caught.value.zh, caught.value.en))


def test_yaml_scalars_stay_text_and_nothing_is_null(tmp_path: Path) -> None:
    path = write(
        tmp_path, "dossier.yaml", "编码: 011000\nok: NO\non: 2018-04-01\npart: 33.30\nnone:\nrows: [{a: ~}]\n"
    )
    assert read_dossier(path) == {
        "编码": "011000",
        "ok": "NO",
        "on": "2018-04-01",
        "part": "33.30",
        "none": None,
        "rows": [{"a": None}],
    }


def test_json_numbers_are_exact(tmp_path: Path) -> None:
    path = write(tmp_path, "dossier.json", '{"percent": 33.30, "size": 12, "ok": true, "none": null}')
    assert read_dossier(path) == {"percent": Decimal("33.30"), "size": 12, "ok": True, "none": None}
    assert str(read_dossier(path)["percent"]) == "33.30"


@pytest.mark.parametrize("name", ["dossier.yaml", "dossier.yml", "dossier.json"])
def test_a_folder_is_read_by_its_dossier(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, name, '{"market": "hubei"}')
    assert find_dossier(tmp_path) == path
    assert read_dossier(tmp_path) == {"market": "hubei"}


def test_a_byte_order_mark_is_no_part_of_it(tmp_path: Path) -> None:
    for name in ("dossier.yaml", "dossier.json"):
        assert read_dossier(write(tmp_path, name, b'\xef\xbb\xbf{"a": "b"}')) == {"a": "b"}


@pytest.mark.parametrize(
    ("name", "content", "where", "zh", "en"),
    [
        ("d.yaml", "password: 'Abc123!\n", "d.yaml:1:11", " 第 1 行第 11 列：引号没有收尾", " line 1, column 11: a quotation mark is never closed"),
        ("d.yaml", "a: 1\npassword: !Abc123\n", "d.yaml:2:11", " 第 2 行第 11 列：值不能以“!”开头；把整个值放进引号", " line 2, column 11: a value cannot begin with `!`; put it in quotation marks"),
        ("d.yaml", "密码: a\n密码: b\n", "d.yaml:2:1", " 第 2 行第 1 列：同一字段写了两次，应只保留一处", " line 2, column 1: a field is written twice; keep one of the two"),
        ("d.yaml", "", "d.yaml", "：文件内容为空", ": it is empty"),
        ("d.yaml", "密码：Abc123!\n", "d.yaml", "d.yaml 的最外层应为“字段: 值”，如 market、kind", "`d.yaml` holds no mapping, expected fields such as market and kind at its top"),
        ("d.yaml", "- a\n", "d.yaml", "d.yaml 的最外层应为“字段: 值”，如 market、kind", "`d.yaml` holds no mapping, expected fields such as market and kind at its top"),
        ("d.yaml", "企业全称: 甲".encode("gbk"), "d.yaml:1:1", " 第 1 行第 1 列：文件编码应为 UTF-8，可另存为 UTF-8", " line 1, column 1: it is not encoded in UTF-8; save it as UTF-8"),
        ("d.json", "企业全称".encode("gbk"), "d.json:1:1", " 第 1 行第 1 列：文件编码应为 UTF-8，可另存为 UTF-8", " line 1, column 1: it is not encoded in UTF-8; save it as UTF-8"),
        ("d.json", '{"密码": "Abc', "d.json:1:11", " 第 1 行第 11 列：内容没有写完，缺引号或括号", " line 1, column 11: it ends too early: a quotation mark or bracket is missing"),
        ("d.json", '{"密码": "a",\n "密码": "b"}', "d.json:2:7", " 第 2 行第 7 列：同一字段写了两次，应只保留一处", " line 2, column 7: a field is written twice; keep one of the two"),
        ("d.json", "{} {}", "d.json:1:4", " 第 1 行第 4 列：内容收尾之后还有文字", " line 1, column 4: something follows the end"),
        ("d.json", '{"a": Abc123!}', "d.json:1:7", " 第 1 行第 7 列：不合 JSON 写法", " line 1, column 7: this is not JSON"),
        ("d.json", "[" * 5000, "d.json:1:202", " 第 1 行第 202 列：列表与字段嵌套过深", " line 1, column 202: lists and fields nest too deeply"),
        ("d.json", "[]", "d.json", "d.json 的最外层应为“字段: 值”，如 market、kind", "`d.json` holds no mapping, expected fields such as market and kind at its top"),
        ("d.txt", "a: b", "d.txt", "d.txt 的扩展名为“.txt”，应为 .yaml、.yml 或 .json", "`d.txt` has the extension `.txt`, expected .yaml, .yml or .json"),
        ("d.yaml", " " * (4 * 1024 * 1024 + 1), "d.yaml", "：文件超过 4 MiB", ": it is larger than 4 MiB"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_place(
    tmp_path: Path, name: str, content: str | bytes, where: str, zh: str, en: str
) -> None:
    found_where, found_zh, found_en = refused(write(tmp_path, name, content))
    assert found_where == where
    assert found_zh == (f"文件 {name}{zh}" if not zh.startswith(name) else f"文件 {zh}")
    assert found_en == (f"`{name}`{en}" if not en.startswith("`") else en)


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    _, zh, en = refused(write(tmp_path, "d.yaml", "a: *x\nb: 1\nb: 2\n"))
    assert zh.splitlines() == [
        "文件 d.yaml 第 1 行第 4 列：值不能以“*”开头；把整个值放进引号",
        "文件 d.yaml 第 3 行第 1 列：同一字段写了两次，应只保留一处",
    ]
    assert en.splitlines() == [
        "`d.yaml` line 1, column 4: a value cannot begin with `*`; put it in quotation marks",
        "`d.yaml` line 3, column 1: a field is written twice; keep one of the two",
    ]


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert refused(tmp_path / "d.yaml") == (
        "d.yaml",
        "文件 d.yaml：文件不存在",
        "`d.yaml`: there is no such file",
    )


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "dossier.yaml")
    assert refused(tmp_path / "dossier.yaml") == (
        "dossier.yaml",
        "dossier.yaml 不是普通文件",
        "`dossier.yaml` is no regular file",
    )


def test_a_folder_without_a_dossier_says_what_it_holds(tmp_path: Path) -> None:
    folder = tmp_path / "f"
    folder.mkdir()
    assert refused(folder) == (
        "f",
        "文件夹 f 中没有申报档案，应有 dossier.yaml、dossier.yml、dossier.json 之一；现有：无",
        "the folder `f` holds no dossier, expected dossier.yaml or dossier.yml or dossier.json; it holds nothing",
    )
    for number in range(9):
        (folder / f"{number}.pdf").touch()
    assert refused(folder)[1] == (
        "文件夹 f 中没有申报档案，应有 dossier.yaml、dossier.yml、dossier.json 之一；"
        "现有：0.pdf、1.pdf、2.pdf、3.pdf、4.pdf、5.pdf、6.pdf、7.pdf、…"
    )


def test_a_folder_with_two_dossiers_says_which(tmp_path: Path) -> None:
    folder = tmp_path / "f"
    folder.mkdir()
    (folder / "dossier.yaml").touch()
    (folder / "dossier.json").touch()
    assert refused(folder) == (
        "f",
        "文件夹 f 中有 2 个申报档案（dossier.yaml、dossier.json），应只有 1 个；移走其余文件，或直接写明要审查的文件",
        "the folder `f` holds 2 dossiers (dossier.yaml, dossier.json), expected one; "
        "move the others away, or name the file to read",
    )


@pytest.mark.parametrize(
    ("name", "zh", "en"),
    [
        ("nowhere", "文件夹 nowhere 不存在", "there is no folder `nowhere`"),
        ("file", "file 不是文件夹", "`file` is no folder"),
    ],
)
def test_a_folder_that_is_none_is_refused(tmp_path: Path, name: str, zh: str, en: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InputError) as caught:
        find_dossier(tmp_path / name)
    folder = f"{tmp_path}/"
    assert (caught.value.zh.replace(folder, ""), str(caught.value).replace(folder, "")) == (zh, en)


@pytest.mark.parametrize("name", ["dossier.yaml", "dossier.json"])
@pytest.mark.parametrize(
    "value",
    [
        "*Ab1!",
        "!Ab1!",
        "&Ab1!",
        "'Ab1!",
        '"Ab1!',
        "%Ab1!",
        "@Ab1!",
        "[Ab1!",
        "{Ab1!",
        "|Ab1!",
        "a: Ab1!",
        '"\\qAb1!"',
    ],
)
def test_no_message_repeats_a_password(tmp_path: Path, name: str, value: str) -> None:
    line = f"密码: {value}\n" if name.endswith("yaml") else f'{{"密码": {value}}}'
    assert not any("Ab1" in text for text in refused(write(tmp_path, name, line)))
