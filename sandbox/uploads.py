"""Files on their way from the bot into a conversation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sandbox.workspace import Workspace


PNG = b"\x89PNG"


@dataclass
class Upload:
    id: str
    filename: str
    length: int
    content: bytes | None = None
    is_complete: bool = False
    spoken: str = ""
    """What it says to those who do not see it."""

    @property
    def is_picture(self) -> bool:
        """One that has come, and that a page can show."""
        return self.content is not None and self.content.startswith(PNG)


class Uploads:
    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.files: dict[str, Upload] = {}

    def expect(self, filename: str, length: int, spoken: str = "") -> tuple[str, Upload]:
        """A URL that takes the bytes, and the file they will become."""
        with self.workspace.lock:
            upload = Upload(f"F0{next(self.workspace.ids):06d}", filename, length, spoken=spoken)
            self.files[upload.id] = upload
        return f"{self.workspace.base_url}/upload/{upload.id}", upload

    def receive(self, url: str, content: bytes) -> int:
        upload = self.files.get(url.rsplit("/", 1)[-1])
        if upload is None or len(content) != upload.length:
            return 400
        upload.content = content
        return 200
