"""Chromium driven over its debugging pipe: a page seen at a width, in a colour scheme, by keyboard, on paper."""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Any

BROWSER = next((p for n in ("chromium", "chromium-browser", "google-chrome", "chrome") if (p := shutil.which(n))), None)
_PATIENCE = 600.0  # seconds for one answer: axe reads a whole annex, on a machine that may do much else
_AXE = Path(__file__).resolve().parents[1] / "browser" / "axe-core" / "axe.min.js"


class Page:
    """One tab of a Chromium without network and without a window; a page's own policy does not bind what it is asked.

    Written on the DevTools protocol (https://chromedevtools.github.io/devtools-protocol/): JSON messages ended by a
    zero byte, to file descriptor 3 of the browser, from its descriptor 4.
    """

    def __init__(self, profile: Path) -> None:
        assert BROWSER is not None
        to_browser, self._out = os.pipe()
        self._in, from_browser = os.pipe()
        flags = [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
            f"--user-data-dir={profile}", "--host-resolver-rules=MAP * ~NOTFOUND", "--remote-debugging-pipe",
        ]  # fmt: skip
        # The shell puts the two pipes where the browser looks for them.
        script = f'exec "$0" "$@" 3<&{to_browser} 4>&{from_browser}'
        self._process = subprocess.Popen(
            ["bash", "-c", script, BROWSER, *flags, "about:blank"],
            pass_fds=(to_browser, from_browser), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(to_browser)
        os.close(from_browser)
        self._buffer, self._last, self._session = b"", 0, ""
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.send("Page.enable")

    def __enter__(self) -> Page:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.terminate()
        self._process.wait(timeout=20)
        os.close(self._out)
        os.close(self._in)

    def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Return the browser's answer to one command."""
        self._last += 1
        message: dict[str, Any] = {"id": self._last, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while (answer := self._next()).get("id") != self._last:
            pass
        if "error" in answer:
            raise RuntimeError(f"{method} : {answer['error']}")
        result: dict[str, Any] = answer["result"]
        return result

    def open(self, path: Path, *, width: int, dark: bool = False, paper: bool = False) -> None:
        """Show the file at `width` CSS pixels; `dark`: the reader's colour scheme; `paper`: as printed."""
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.send("Emulation.setEmulatedMedia", media="print" if paper else "screen", features=[scheme])
        self.send("Page.navigate", url=path.as_uri())
        end = time.monotonic() + _PATIENCE
        while self.ask("location.href + document.readyState").split("#")[0] != f"{path.as_uri()}complete":
            assert time.monotonic() < end, f"{path} does not load"
            time.sleep(0.02)
        self.ask("document.fonts.ready.then(() => true)")

    def ask(self, expression: str) -> Any:
        """Return the value of a JavaScript expression, awaited where it is a promise."""
        answer = self.send("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def violations(self) -> dict[str, list[str]]:
        """Return what axe-core finds wrong, best practices included: rule → the elements, as selectors."""
        self.send("Runtime.evaluate", expression=_AXE.read_text(encoding="utf-8"))
        found = self.ask(
            "axe.run(document, {resultTypes: ['violations']}).then(r => "
            "Object.fromEntries(r.violations.map(v => [v.id, v.nodes.map(n => n.target.join(' '))])))"
        )
        assert isinstance(found, dict)
        return found

    def press(self, key: str, code: int) -> None:
        """Press and release one key; `code`: its Windows virtual key code (Tab 9, Enter 13, arrow right 39)."""
        for kind in ("rawKeyDown", "keyUp"):
            self.send("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code)

    def printed(self) -> bytes:
        """Return the PDF that the reader's « print » gives."""
        answer = self.send("Page.printToPDF", preferCSSPageSize=True)
        return base64.b64decode(answer["data"])

    def picture(self, *, whole: bool = False) -> bytes:
        """Return the PNG of what the window shows, or of the `whole` page."""
        return base64.b64decode(self.send("Page.captureScreenshot", captureBeyondViewport=whole)["data"])

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._in], [], [], _PATIENCE)
            assert ready, "Chromium does not answer"
            read = os.read(self._in, 1 << 20)
            assert read, "Chromium has stopped"
            self._buffer += read
        message, self._buffer = self._buffer.split(b"\0", 1)
        found: dict[str, Any] = json.loads(message)
        return found
