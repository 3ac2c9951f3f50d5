"""Translation of what a person reads on the QGIS side.

`tr("English text")` everywhere; `make translations` collects the strings (pylupdate5 files a bare
`tr()` under the context `@default`) and compiles `jjj_zh_CN.qm`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from qgis.PyQt.QtCore import QCoreApplication, QLocale, QSettings, QTranslator

from ..paths import PACKAGE

_spoken: ContextVar[str] = ContextVar("spoken", default="")


def tr(text: str) -> str:
    """The text in the interface's language, or in that of `speaking`."""
    if _spoken.get() == "en":
        return text
    if _spoken.get() == "zh":
        return _chinese().translate("@default", text.encode()) or text  # as a str Qt takes ASCII only
    return QCoreApplication.translate("@default", text)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """`tr` gives `language` (`zh` or `en`) in this thread: for what is kept in both, such as a run's name."""
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


@cache
def _chinese() -> QTranslator:
    translator = QTranslator()
    translator.load(str(PACKAGE / "i18n" / "jjj_zh_CN.qm"))
    return translator


def language() -> str:
    """`zh` or `en`: the interface's language as this plugin knows it (zh_CN, zh-Hans, zh are one), or `speaking`'s."""
    if _spoken.get():
        return _spoken.get()
    settings = QSettings()
    locale = settings.value("locale/userLocale") or ""
    if not settings.value("locale/overrideFlag", False, type=bool) or not locale:
        locale = locale or QLocale.system().name()
    return "zh" if str(locale).lower().startswith("zh") else "en"


def install_translator() -> QTranslator | None:
    """Load the translation for `language()`; the caller removes it in `unload()`. None in English."""
    if language() != "zh":
        return None
    translator = QTranslator()
    if not translator.load(str(PACKAGE / "i18n" / "jjj_zh_CN.qm")):
        return None
    QCoreApplication.installTranslator(translator)
    return translator
