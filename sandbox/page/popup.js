// Shows a panel beside the control it belongs to: above everything else, inside the window, gone on a click elsewhere.

const GAP = 4;
const EDGE = 8;
const TALLEST = 360;

/** `closed` is told when the panel goes away by itself. */
export function popup(panel, anchor, closed = () => {}) {
  panel.popover = "manual";
  const place = () => put(panel, anchor.getBoundingClientRect());
  const outside = (event) => {
    if (!panel.contains(event.target) && !anchor.contains(event.target)) close();
  };
  const isOpen = () => panel.matches(":popover-open");

  function open() {
    if (isOpen()) return;
    panel.showPopover();
    place();
    document.addEventListener("pointerdown", outside, true);
    window.addEventListener("resize", place);
    window.addEventListener("scroll", place, true);
  }

  function close() {
    if (panel.isConnected && isOpen()) panel.hidePopover();
    document.removeEventListener("pointerdown", outside, true);
    window.removeEventListener("resize", place);
    window.removeEventListener("scroll", place, true);
    closed();
  }

  return { open, close, place, isOpen };
}

/** Below when there is room, else on the side that has more. */
function put(panel, box) {
  panel.style.minWidth = `${Math.min(box.width, innerWidth - 2 * EDGE)}px`;
  panel.style.maxHeight = `${TALLEST}px`;
  const below = innerHeight - box.bottom - GAP - EDGE;
  const above = box.top - GAP - EDGE;
  const isBelow = panel.offsetHeight <= below || below >= above;
  panel.style.maxHeight = `${Math.min(Math.max(isBelow ? below : above, 120), TALLEST)}px`;
  const left = Math.min(box.left, innerWidth - panel.offsetWidth - EDGE);
  panel.style.left = `${Math.max(left, EDGE)}px`;
  panel.style.top = `${isBelow ? box.bottom + GAP : box.top - GAP - panel.offsetHeight}px`;
}
