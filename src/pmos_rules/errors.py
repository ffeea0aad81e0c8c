"""What the library raises, and nothing else: a bad ruleset or an input that cannot be read at all."""


class PmosRulesError(Exception):
    """The base of every error this library raises on purpose.

    `zh` and `en` say what is wrong and what to do; `str()` gives the English text.
    """

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh, en)
        self.zh = zh
        self.en = en

    def __str__(self) -> str:
        return self.en


class InputError(PmosRulesError, ValueError):
    """An input that cannot be read at all, such as a file that is not JSON.

    A dossier that breaks rules is not an error: it gives findings. `where` is what was read (a file name), or
    empty.
    """

    def __init__(self, zh: str, en: str, where: str = "") -> None:
        super().__init__(zh, en)
        self.args = (zh, en, where)
        self.where = where
