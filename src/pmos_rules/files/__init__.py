"""A dossier folder in, a mapping with the facts of its files out, bounded in time and memory."""

from pmos_rules.files.dossier import find_dossier, read_dossier
from pmos_rules.files.facts import FileFacts
from pmos_rules.files.limits import Limits
from pmos_rules.files.scan import Scan, scan_file, scan_folder

__all__ = ["FileFacts", "Limits", "Scan", "find_dossier", "read_dossier", "scan_file", "scan_folder"]
