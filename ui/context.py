# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a screen is, and everything a screen is given; screens know nothing of each other or of the frame."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QWidget

from assist.device import Device
from ui.hub import Hub
from ui.tasks import Lane
from ui.widgets.banner import Banner

if TYPE_CHECKING:
    from assist.desk import Desk
    from ui.dialogs.ask_passphrase import AskPassphrase


class Going(Protocol):
    """Go to a place of ``ui.shell.places``: ``my_day``, ``cases``, ``case``, ``form``, ``reports``, ``settings``."""

    def __call__(self, place: str, **where: str) -> None:
        """``where`` is what that place needs: ``case``, ``form``, ``record``, ``draft``, ``tab``."""
        ...


class Asking(Protocol):
    """Ask for the passphrase again on a sheet over the page."""

    def __call__(self, reason: str, then: Callable[[], object], *, opens_vault: bool = False) -> None:
        """``then`` runs only after the right one; ``opens_vault`` also opens the protected work first."""
        ...


@dataclass(frozen=True)
class Surroundings:
    """The services, the lanes they run in, and the few ways to the frame.

    Everything that writes (and whatever asks a service that writes an audit line) goes through
    ``write``; narrow lists through ``read``; paper that touches no database through ``paper``;
    whatever asks a meeting place, which may say nothing for long, through ``meeting``.
    ``trouble`` shows any error in the words of ``assist.messages``, with a next step where there
    is one. ``ask_passphrase`` is for acts that need it again, or for opening the protected work;
    ``step_up`` for acts whose service takes it: the sheet says ``offered``, and whoever asked answers it.
    """

    desk: Desk
    hub: Hub
    write: Lane
    read: Lane
    paper: Lane
    meeting: Lane
    go: Going
    banner: Banner
    trouble: Callable[[Exception], None]
    ask_passphrase: Asking
    device: Callable[[], Device]
    step_up: Callable[[str], AskPassphrase] = field(kw_only=True)
    meet: Callable[[], object] = lambda: None
    """Meet colleagues now; what comes of it is said in the banner and by ``hub.met``."""
    carry: Callable[[], object] = lambda: None
    """Something was decided that colleagues should learn of soon: a round of which nothing is said."""
    look_together: Callable[[str, str], object] = lambda _case, _part: None
    """Look at a case together with her, in the window made for that; which part comes first, "" for any."""
    stop_meeting: Callable[[], object] = lambda: None
    """No further step of the round under way."""
    reasons: dict[str, str] = field(default_factory=dict)
    """Why a colleague's case was opened, while one stays at it and its forms; on going elsewhere it is forgotten."""


class Screen(QWidget):
    """A place to be. The frame shows ``header`` beside the corner, then the screen itself below it.

    A screen may be kept alive while another one is shown; ``refresh`` is called whenever it comes
    back, so it asks for its own rows there and not in its constructor.
    """

    def title(self) -> str:
        """Its name for screen readers and the head of the page; never anything about a person."""
        raise NotImplementedError

    def header(self) -> QWidget | None:
        """What stands in the head of the page instead of the title: a row of at most 60 px."""
        return None

    def refresh(self) -> None:
        """Ask for the rows again."""

    def leave(self) -> bool:
        """Somebody goes elsewhere, or the screen is covered for good: keep drafts now. False means stay."""
        return True

    def keep_draft(self) -> object:
        """The screen is covered for a while: keep what is half-written, and stay as it is."""

    def keys(self) -> dict[str, str]:
        """Keys of this screen and what they do, for the list under F1 where a screen has some."""
        return {}
