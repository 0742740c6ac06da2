"""The policy folder becomes typed facts, with the place of each; and back."""

from belofte.loading.folder import PolicyFolder, load_policy_folder
from belofte.loading.problems import PolicyFolderError, Problem

__all__ = ["PolicyFolder", "PolicyFolderError", "Problem", "load_policy_folder"]
