"""The part of the engine dialog that says from what the engine is installed: Python, index, proxy, wheels."""

from __future__ import annotations

from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import QSettings, QUrl, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QWidget,
)

from ..bridge import installer
from ..bridge.background import in_background
from ..bridge.pythons import BasePython, probe, usable_pythons
from ..i18n import tr

SETTINGS = "jjj_planner/engine_setup/"
NO_PROXY, QGIS_PROXY, OWN_PROXY = "none", "qgis", "own"


class EngineSource(QGroupBox):
    """From which Python the engine is made and how its libraries come; remembered, but for passwords."""

    python_changed = pyqtSignal()
    refused = pyqtSignal(str)  # the sentence that says why a chosen Python cannot be used

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Install from"), parent)
        self._build()
        self._restore()
        in_background(tr("JJJ Planner: looking for Pythons"), usable_pythons, self._offer_pythons, self)

    def _build(self) -> None:
        self.python = QComboBox()
        self.python.addItem(tr("Looking for Pythons…"), "")
        self.python.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.python.currentIndexChanged.connect(self.python_changed)
        self.other_python = QPushButton(tr("Other…"))
        self.other_python.clicked.connect(self._choose_python)
        self.index = QLineEdit()
        self.index.setPlaceholderText(tr("empty: as pip is set up"))
        self.proxy_kind = QComboBox()
        self.proxy_kind.addItem(tr("The system's"), NO_PROXY)
        self.proxy_kind.addItem(tr("QGIS's"), QGIS_PROXY)
        self.proxy_kind.addItem(tr("This one"), OWN_PROXY)
        self.proxy = QLineEdit()
        self.proxy_kind.currentIndexChanged.connect(self._proxy_chosen)
        self.wheels = QgsFileWidget()
        self.wheels.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self.wheels.lineEdit().setPlaceholderText(tr("only for offices without a network"))
        form = QFormLayout(self)
        form.addRow(tr("Python 3.11 to 3.14"), row(self.python, self.other_python))
        form.addRow(tr("Package index"), self.index)
        form.addRow(tr("Proxy"), row(self.proxy, self.proxy_kind))
        form.addRow(tr("Folder of wheels"), self.wheels)

    def base_python(self) -> str:
        """The chosen Python; empty while none is found."""
        return self.python.currentData() or ""

    def options(self) -> installer.Options:
        """How the libraries are to be fetched, as entered."""
        proxies = {NO_PROXY: "", QGIS_PROXY: installer.qgis_proxy(), OWN_PROXY: self.proxy.text().strip()}
        proxy = proxies[self.proxy_kind.currentData()]
        return installer.Options(self.index.text().strip(), proxy, self.wheels.filePath().strip())

    def _offer_pythons(self, found: list[BasePython]) -> None:
        remembered = str(QSettings().value(SETTINGS + "python") or "")
        chosen = [self.python.itemData(0)] if self.python.itemData(0) else [remembered] if remembered else []
        self.python.clear()
        for python in found:
            self.python.addItem(f"{python.version}  {python.path}", python.path)
        for path in chosen:
            self.add_python(path)
        if not self.python.count():
            self.python.addItem(tr("None found: install Python 3.11 to 3.14 (64-bit), or choose Other…"), "")

    def _choose_python(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(self, tr("The python program of a Python 3.11 to 3.14"))
        if path:
            self.add_python(path)

    def add_python(self, path: str) -> None:
        """Choose this Python as the base, or say why it cannot be."""
        if self.python.findData(path) < 0:
            found = probe(path)
            if found.problem:
                self.refused.emit(found.problem)
                return
            self.python.insertItem(0, f"{found.version}  {found.path}", found.path)
        self.python.setCurrentIndex(self.python.findData(path))

    def _proxy_chosen(self) -> None:
        kind = self.proxy_kind.currentData()
        self.proxy.setEnabled(kind == OWN_PROXY)
        self.proxy.setPlaceholderText("http://HOST:PORT" if kind == OWN_PROXY else "")
        self.proxy.setText(QUrl(installer.qgis_proxy()).toDisplayString() if kind == QGIS_PROXY else "")

    def _restore(self) -> None:
        settings = QSettings()
        self.index.setText(str(settings.value(SETTINGS + "index") or ""))
        self.wheels.setFilePath(str(settings.value(SETTINGS + "wheels") or ""))
        kind = str(settings.value(SETTINGS + "proxy_kind") or NO_PROXY)
        self.proxy_kind.setCurrentIndex(max(0, self.proxy_kind.findData(kind)))
        self._proxy_chosen()
        if kind == OWN_PROXY:
            self.proxy.setText(str(settings.value(SETTINGS + "proxy") or ""))

    def remember(self) -> None:
        """Keep what was entered for the next time; everything but passwords."""
        settings = QSettings()
        if self.base_python():
            settings.setValue(SETTINGS + "python", self.base_python())
        settings.setValue(SETTINGS + "index", _without_password(self.index.text()))
        settings.setValue(SETTINGS + "wheels", self.wheels.filePath())
        settings.setValue(SETTINGS + "proxy_kind", self.proxy_kind.currentData())
        if self.proxy_kind.currentData() == OWN_PROXY:
            settings.setValue(SETTINGS + "proxy", _without_password(self.proxy.text()))


def row(stretched: QWidget, *others: QWidget) -> QWidget:
    """Widgets side by side; the first takes the room."""
    holder = QWidget()
    layout = QHBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(stretched, 1)
    for other in others:
        layout.addWidget(other)
    return holder


def _without_password(address: str) -> str:
    address = address.strip()
    return QUrl(address).toString(QUrl.UrlFormattingOption.RemovePassword) if "@" in address else address
