"""An address on the web into the host it names."""

import re

_SCHEME = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE | re.ASCII)
_END = re.compile(r"[/?#\\]")


def host(url: str) -> str | None:
    """The host in lower case, without port or user; the scheme may be left out. `None` where there is none.

    >>> host("https://PMOS.hb.sgcc.com.cn:443/pmos"), host("pmos.hb.sgcc.com.cn/"), host("https:///")
    ('pmos.hb.sgcc.com.cn', 'pmos.hb.sgcc.com.cn', None)
    """
    scheme = _SCHEME.match(url)
    authority = _END.split(url[scheme.end() :] if scheme else url, maxsplit=1)[0]
    name = authority.rpartition("@")[2].strip().lower()
    name = name.partition("]")[0] + "]" if name.startswith("[") else name.partition(":")[0]
    return name.rstrip(".") or None
