# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The door tells nothing, forgives everything but haste, and loses nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from assist.desk import Desk
from assist.services.practice_keys import PracticeKey, leave_practice_key
from tests.conftest import PASSPHRASE
from tests.screens.at_window import AtWindow, seen
from ui.dialogs.patience import Patience
from ui.screens.return_code import ReturnCodeScreen
from ui.screens.unlock import Opening, UnlockScreen
from ui.tasks import Lane
from ui.wiring import Door

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def workspace(desk: Desk, door: Door) -> Path:
    """A workspace nobody has open."""
    desk.close()
    door.leave()
    return door.workspace.root


@pytest.fixture
def at_door(at_window: AtWindow, workspace: Path) -> AtWindow:
    """The door of that workspace."""
    at_window.start(workspace)
    at_window.settle()
    return at_window


def test_name_and_passphrase_open_the_workspace(at_door):
    """Then four digits are asked for, then the first room."""
    at_door.sign_in()
    at_door.until(lambda: isinstance(at_door.amparo.screen, ReturnCodeScreen))

    at_door.amparo.screen.chosen.emit("4071")
    at_door.settle()

    assert at_door.sitting.desk.me.display_name == "Ana Ríos"
    assert at_door.sitting.frame.stage.place == "my_day"


@pytest.mark.rule("WP-12")
def test_the_door_shows_two_lines_and_nothing_that_tells_whose_work_it_is(at_door):
    """No organisation, no names, no product: a name and a passphrase."""
    lines = [line for line in at_door.window.findChildren(QLineEdit) if line.isVisible()]
    words = seen(at_door.window)

    assert [line.accessibleName() for line in lines] == ["Name", "Passphrase"]
    assert at_door.window.windowTitle() == "Amparo"
    assert "Casa Prueba" not in words
    assert "Ana" not in words


def test_a_wrong_passphrase_and_a_wrong_name_read_the_same(at_door):
    """Nobody learns who works here."""
    said = []
    for name, passphrase in (("Ana Ríos", "no es esta frase de seis"), ("Nadie Aquí", PASSPHRASE)):
        at_door.sign_in(name, passphrase)
        at_door.until(lambda: at_door.amparo.screen.said.isVisible())
        said.append(at_door.amparo.screen.said.text().split("Try again in")[0].strip())
        at_door.spell.pass_(120)
        at_door.amparo.screen._look()

    assert said[0] == said[1]
    assert "Caps Lock" in said[0]


def test_the_passphrase_line_is_emptied_after_a_try_and_the_name_stays(at_door):
    """Nothing secret waits on the screen."""
    at_door.sign_in("Ana Ríos", "no es esta frase de seis")
    at_door.until(lambda: at_door.amparo.screen.said.isVisible())

    assert at_door.amparo.screen.passphrase.text() == ""
    assert at_door.amparo.screen.name.text() == "Ana Ríos"


def test_waiting_grows_from_one_second_to_sixty(at_door):
    """1, 2, 4 … 60, and never longer."""
    now = [0.0]
    patience = Patience(lambda: now[0])
    waits = []

    for _try in range(9):
        patience.failed()
        waits.append(patience.left)
        now[0] += patience.left

    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert patience.left == 0


def test_while_waiting_nothing_can_be_tried_and_afterwards_it_can(at_door):
    """The button rests, and the sentence counts in words."""
    at_door.sign_in("Ana Ríos", "no es esta frase de seis")
    at_door.until(lambda: at_door.amparo.screen.said.isVisible())
    screen = at_door.amparo.screen
    rested = screen.open_button.isEnabled()

    at_door.spell.pass_(1)
    screen._look()
    at_door.sign_in()
    at_door.until(lambda: isinstance(at_door.amparo.screen, ReturnCodeScreen))

    assert not rested


def test_five_failures_ask_to_call_somebody_and_erase_nothing(at_door, workspace):
    """Never a wipe: a child or a thief must not destroy the records."""
    before = sorted((file.relative_to(workspace), file.stat().st_size) for file in workspace.rglob("*.bin"))
    screen = at_door.amparo.screen
    for _try in range(5):
        at_door.sign_in("Ana Ríos", "no es esta frase de seis")
        at_door.settle()
        said = screen.said.text()
        at_door.spell.pass_(60)
        screen._look()

    after = sorted((file.relative_to(workspace), file.stat().st_size) for file in workspace.rglob("*.bin"))

    assert "second person" in said
    assert after == before


def test_failures_leave_the_workspace_free_for_others(at_door, workspace):
    """A command may still work on it while the door is shown."""
    at_door.sign_in("Ana Ríos", "no es esta frase de seis")
    at_door.until(lambda: at_door.amparo.screen.said.isVisible())

    other = at_door.make_door(workspace)
    other.take()
    other.leave()


def test_a_workspace_in_use_elsewhere_says_so_and_opens_later(at_door, workspace):
    """One sentence, nothing lost, and another try is enough."""
    other = at_door.make_door(workspace)
    other.take()
    at_door.sign_in()
    at_door.until(lambda: at_door.amparo.screen.banner.isVisible())
    said = at_door.amparo.screen.banner.message()

    other.leave()
    at_door.sign_in()
    at_door.until(lambda: isinstance(at_door.amparo.screen, ReturnCodeScreen))

    assert "another window or command" in said


@pytest.mark.parametrize(("damage", "words"), [("page", "damaged"), ("newer", "newer Amparo")])
def test_what_cannot_be_opened_is_said_in_one_sentence(at_door, workspace, damage, words):
    """A damaged file and one of a newer Amparo are left exactly as they are."""
    case_db = next(workspace.glob("p/*/case.db"))
    if damage == "page":
        content = bytearray(case_db.read_bytes())
        content[16:200] = bytes(184)
        case_db.write_bytes(content)
    else:
        _raise_version(at_door, workspace)
    before = case_db.read_bytes()

    at_door.sign_in()
    at_door.until(lambda: at_door.amparo.screen.banner.isVisible())

    assert words in at_door.amparo.screen.banner.message()
    assert case_db.read_bytes() == before


def test_a_workspace_older_than_when_it_was_closed_warns(at_door, workspace):
    """Somebody may have put an old copy back: that is said, and work can go on."""
    profile = next(workspace.glob("p/*"))
    kept = {name: (profile / name).read_bytes() for name in ("case.db", "vault.db")}
    door = at_door.make_door(workspace)
    desk = door.sign_in("Ana Ríos", PASSPHRASE)
    desk.preferences.write(desk.preferences.read())
    desk.close()
    door.leave()
    for name, content in kept.items():
        (profile / name).write_bytes(content)

    at_door.sign_in()
    at_door.until(lambda: isinstance(at_door.amparo.screen, ReturnCodeScreen))
    at_door.amparo.screen.chosen.emit("")
    at_door.settle()

    assert "older than when it was closed" in at_door.sitting.frame.stage.banner.message()


def test_the_language_is_changed_at_the_door_and_remembered(at_door, tmp_path):
    """Per laptop, with nobody's name."""
    screen = at_door.amparo.screen
    screen.language_chosen.emit("es")
    at_door.settle()

    kept = json.loads((tmp_path / "laptop" / "device.json").read_text("utf-8"))

    assert kept["language"] == "es"
    assert isinstance(at_door.amparo.screen, UnlockScreen)
    assert "Ana" not in json.dumps(kept)


def test_only_the_folder_is_remembered_after_signing_in(at_door, tmp_path, workspace):
    """And not even that when somebody said so in Settings."""
    at_door.sign_in()
    at_door.until(lambda: isinstance(at_door.amparo.screen, ReturnCodeScreen))
    at_door.amparo.screen.chosen.emit("")
    at_door.settle()

    kept = (tmp_path / "laptop" / "device.json").read_text("utf-8")

    assert str(workspace) in kept
    assert "Ana" not in kept
    assert "Casa Prueba" not in kept


def test_capitals_by_mistake_are_noticed_while_typing(at_door):
    """A capital without Shift, or a small letter with it, can only be Caps Lock."""
    field = at_door.amparo.screen.passphrase
    field.setFocus()

    at_door.qtbot.keyClick(field.line, "A", Qt.KeyboardModifier.ShiftModifier)
    with_shift = field.hint.text()
    at_door.qtbot.keyClick(field.line, "A", Qt.KeyboardModifier.NoModifier)
    without = field.hint.text()

    assert "Caps Lock" not in with_shift
    assert "Caps Lock" in without


def test_a_practice_workspace_opens_without_a_passphrase(at_window, workspace):
    """Its key lies beside it, because everybody in it is invented."""
    leave_practice_key(workspace, PracticeKey("Ana Ríos", PASSPHRASE))

    at_window.start(workspace)
    at_window.click(at_window.amparo.screen.practice_button)
    at_window.until(lambda: isinstance(at_window.amparo.screen, ReturnCodeScreen))

    assert not at_window.amparo.screen.languages.isVisible()


def test_a_refusal_leaves_the_keyboard_on_what_was_pressed(at_window, workspace):
    """A second press is another try, and not another workspace."""
    leave_practice_key(workspace, PracticeKey("Ana Ríos", PASSPHRASE))
    at_window.start(workspace)
    screen = at_window.amparo.screen
    other = at_window.make_door(workspace)
    other.take()

    screen.practice_button.setFocus()
    at_window.click(screen.practice_button)
    at_window.until(lambda: screen.banner.isVisible())
    other.leave()

    assert at_window.window.focusWidget() is screen.practice_button


def test_closing_the_window_at_the_door_ends_the_program(at_door):
    """Nothing is open yet, so nothing is waited for and nothing starts again."""
    at_door.window.close()

    assert not at_door.window.isVisible()
    assert at_door.relaunched == []


def test_a_folder_without_a_workspace_leads_to_the_first_run_with_a_sentence(at_window, tmp_path):
    """``amparo open`` somewhere else says what is there."""
    at_window.start(tmp_path / "nothing")

    assert "no workspace in that folder" in at_window.amparo.screen.page.banner.message()


def test_the_slow_libraries_are_not_loaded_before_the_door_is_shown(tmp_path):
    """The first picture does not wait for databases, ciphers or paper."""
    program = (
        "import sys\n"
        "from PySide6.QtWidgets import QApplication\n"
        "app = QApplication([])\n"
        "from ui.app import Amparo\n"
        "from pathlib import Path\n"
        "Path(sys.argv[1]).mkdir(); (Path(sys.argv[1]) / 'machine.bin').touch()\n"
        "amparo = Amparo()\n"
        "amparo.lanes[0].stop()\n"
        "amparo.start(Path(sys.argv[1]))\n"
        "assert type(amparo.screen).__name__ == 'UnlockScreen'\n"
        "slow = {'sqlalchemy', 'sqlcipher3', 'cryptography', 'reportlab', 'argon2', 'zxcvbn', 'babel', 'typer',"
        " 'secrets', 'concurrent.futures', 'importlib.metadata', 'importlib.resources', 'platform', 'forms.model',"
        " 'assist.messages', 'ui.screens.return_code', 'ui.shell.sitting'}\n"
        "print(sorted(slow & set(sys.modules)), 'PySide6.QtNetwork' in sys.modules)\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "work")], cwd=ROOT, capture_output=True, text=True, check=False,
        env=os.environ | {"AMPARO_DEVICE_DIR": str(tmp_path / "laptop"), "PYTHONPATH": str(ROOT)})

    assert done.stdout.strip() == "[] False", done.stderr


def test_what_prints_and_what_exchanges_is_not_loaded_for_my_day_the_list_and_a_case_file():
    """Most days print nothing, and each takes memory that an old laptop has not."""
    program = (
        "import sys, assist.desk, ui.wiring, ui.shell.sitting, ui.screens.my_day, ui.screens.cases\n"
        "import ui.screens.case_file\n"
        "large = {'reportlab', 'PIL', 'pypdfium2', 'xlsxwriter', 'python_calamine', 'pyrage', 'scipy',"
        " 'pyxform', 'openpyxl', 'pyarrow', 'numpy'}\n"
        "print(sorted(large & set(sys.modules)))\n"
    )

    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False,
                          env=os.environ | {"PYTHONPATH": str(ROOT)})

    assert done.stdout.strip() == "[]", done.stderr


def test_what_is_slow_is_made_ready_only_once_the_door_is_painted(qtbot):
    """A thread that reads large libraries would hold up the first picture; after it, nobody notices."""
    begun: list[str] = []
    lane = Lane("write")
    screen = UnlockScreen(Opening(lambda _name, _passphrase: pytest.fail("nobody signs in"),
                                  lambda: begun.append("made ready"), lane))
    qtbot.addWidget(screen)
    QApplication.processEvents()
    assert begun == []
    assert not lane.is_busy

    screen.show()
    qtbot.waitUntil(lambda: begun == ["made ready"])
    screen.repaint()
    QApplication.processEvents()

    assert not lane.is_busy
    assert begun == ["made ready"]
    lane.stop()


def _raise_version(at_door: AtWindow, workspace: Path) -> None:
    import sqlcipher3.dbapi2 as driver

    door = at_door.make_door(workspace)
    desk = door.sign_in("Ana Ríos", PASSPHRASE)
    key = desk.signed.database_key
    desk.close()
    door.leave()
    connection = driver.connect(str(next(workspace.glob("p/*/case.db"))))
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute("PRAGMA user_version = 9999")
    connection.commit()
    connection.close()
