// A modal dialog: keeps focus inside, closes on Esc, gives focus back to where it was.
import { byId, el } from "./dom.js";

const FOCUSABLE = "a[href], button, input, textarea, select, [tabindex]:not([tabindex='-1'])";

/** `leave` is what Esc does. The caller fills `node` and calls `open` and `close`. */
export function dialog({ labelledby, describedby, role, leave }) {
  const node = el("dialog", { "aria-labelledby": labelledby, "aria-describedby": describedby, role, keydown: onKey });
  let opener = null;
  node.addEventListener("cancel", (event) => {
    event.preventDefault();
    leave();
  });

  function onKey(event) {
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      leave();
    }
    if (event.key === "Tab") keepInside(event);
  }

  function keepInside(event) {
    const all = [...node.querySelectorAll(FOCUSABLE)].filter((item) => !item.disabled && item.checkVisibility());
    const [from, to] = event.shiftKey ? [all[0], all.at(-1)] : [all.at(-1), all[0]];
    if (document.activeElement !== from && node.contains(document.activeElement)) return;
    event.preventDefault();
    to?.focus();
  }

  function open() {
    opener = document.activeElement;
    byId("dialogs").append(node);
    node.showModal();
  }

  function close() {
    node.close();
    node.remove();
    const home = opener?.isConnected && opener.checkVisibility() ? opener : byId("text");
    (home.checkVisibility() ? home : byId("place")).focus({ preventScroll: true });
  }

  return { node, open, close };
}
