"""What machines and other tools read: pages as Markdown, lists for language models, a feed, pictures and data for link previews."""

from handbook.machines.edition import Edition, edition
from handbook.machines.feed import FEED, feed
from handbook.machines.files import MachineFiles, Make, machine_files, page_markdown
from handbook.machines.linked import linked_data
from handbook.machines.pictures import card_path

__all__ = ["FEED", "Edition", "MachineFiles", "Make", "card_path", "edition", "feed", "linked_data", "machine_files", "page_markdown"]
