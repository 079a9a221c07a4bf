// Looks at the page as it stands and tells what an eye would complain about. Run inside it by looks.py.
(() => {
  const SLACK = 1.5;
  const PLACES = 'input:not([type="checkbox"], [type="radio"]), textarea';

  /** Only what one can act on now: the topmost open dialog or list when there is one. */
  function stage() {
    const layers = [...document.querySelectorAll("dialog:modal, [popover]:popover-open")];
    return layers.at(-1) ?? document.body;
  }

  function texts() {
    const walker = document.createTreeWalker(stage(), NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const element = node.parentElement;
      const isSeen = element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
      if (node.data.trim() && isSeen && !isForEarsOnly(element)) found.push({ node, element });
    }
    return found;
  }

  const ancestors = (element) => (element ? [element, ...ancestors(element.parentElement)] : []);
  const isForEarsOnly = (element) => ancestors(element).some((one) => one.offsetWidth <= 1 && one.offsetHeight <= 1);
  const isTopLayer = (element) => element.matches(":modal, :popover-open");
  const floats = (element) =>
    ancestors(element).find((one) => ["absolute", "fixed", "sticky"].includes(getComputedStyle(one).position));
  const words = (text) => `”${text.trim().replace(/\s+/g, " ").slice(0, 60)}”`;

  function rects(node) {
    const range = document.createRange();
    range.selectNodeContents(node);
    return [...range.getClientRects()].filter(({ width, height }) => width > 0 && height > 0);
  }

  function clipped() {
    const found = texts().flatMap(({ node, element }) => {
      const why = rects(node).map((rect) => cutBy(rect, element)).find(Boolean);
      return why ? [`${words(node.data)} is cut off by ${why}`] : [];
    });
    return [...found, ...sideways(), ...placeholders(), ...overlaps()];
  }

  /** What hides a part of the rectangle for good; what can be scrolled into view is not hidden. */
  function cutBy(rect, element) {
    const free = { x: false, y: false };
    for (const one of ancestors(element)) {
      const box = one.getBoundingClientRect();
      const style = getComputedStyle(one);
      if (style.display !== "inline") {
        const hides = (axis) => !free[axis] && /hidden|clip/.test(style[`overflow-${axis}`]);
        if (hides("x") && (rect.left < box.left - SLACK || rect.right > box.right + SLACK)) return name(one);
        if (hides("y") && (rect.top < box.top - SLACK || rect.bottom > box.bottom + SLACK)) return name(one);
        for (const axis of ["x", "y"]) free[axis] ||= /auto|scroll/.test(style[`overflow-${axis}`]);
      }
      if (isTopLayer(one)) break;
    }
    const page = document.scrollingElement;
    if (!free.x && (rect.left < -SLACK || rect.right > innerWidth + SLACK)) return "the window's side";
    const fits = rect.top >= -SLACK && rect.bottom <= innerHeight + SLACK;
    return !free.y && !fits && page.scrollHeight <= page.clientHeight ? "the window's edge" : "";
  }

  /** Nothing but tables may be wider than the place it has. */
  function sideways() {
    return [document.documentElement, ...document.querySelectorAll("body *")]
      .filter((one) => one === document.documentElement || /auto|scroll/.test(getComputedStyle(one).overflowX))
      .filter((one) => one.scrollWidth > one.clientWidth + SLACK && one.clientWidth > 1)
      .filter((one) => !one.querySelector(":scope > table") && !one.matches("input, textarea"))
      .map((one) => `${name(one)} is ${one.scrollWidth} px wide in ${one.clientWidth} px`);
  }

  function placeholders() {
    const brush = document.createElement("canvas").getContext("2d");
    return [...stage().querySelectorAll("input[placeholder]")]
      .filter((one) => !one.value && one.checkVisibility())
      .filter((one) => {
        const style = getComputedStyle(one);
        brush.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
        const room = one.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
        return brush.measureText(one.placeholder).width > room + SLACK;
      })
      .map((one) => `the placeholder ${words(one.placeholder)} does not fit`);
  }

  function overlaps() {
    const boxes = texts().flatMap(({ node, element }) =>
      rects(node)
        .filter((rect) => isInView(rect, element))
        .map((rect) => ({ rect, node, layer: floats(element) })),
    );
    const found = new Set();
    boxes.forEach((one, index) => {
      for (const other of boxes.slice(index + 1)) {
        if (one.node === other.node || one.layer !== other.layer || !doOverlap(one.rect, other.rect)) continue;
        found.add(`${words(one.node.data)} lies over ${words(other.node.data)}`);
      }
    });
    return [...found];
  }

  function isInView(rect, element) {
    return ancestors(element).every((one) => {
      if (!/auto|scroll/.test(getComputedStyle(one).overflowY)) return true;
      const box = one.getBoundingClientRect();
      return rect.top >= box.top && rect.bottom <= box.bottom;
    });
  }

  function doOverlap(a, b) {
    const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    return width > 2 && height > 3;
  }

  function faint() {
    const found = texts()
      .filter(({ element }) => !element.closest(":disabled"))
      .flatMap(({ node, element }) => tooFaint(words(node.data), element, getComputedStyle(element)));
    const fields = [...stage().querySelectorAll(PLACES)].filter((one) => one.checkVisibility());
    for (const field of fields) {
      const style = getComputedStyle(field, field.value ? null : "::placeholder");
      const text = field.value || field.placeholder;
      if (text) found.push(...tooFaint(words(text), field, style));
    }
    return [...new Set(found)];
  }

  /** WCAG 2.1 AA: 4.5 for text, 3 for large text. */
  function tooFaint(what, element, style) {
    const size = parseFloat(getComputedStyle(element).fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(getComputedStyle(element).fontWeight) >= 700);
    const ground = groundOf(element);
    if (!ground) return [];
    const ink = over([...colour(style.color).slice(0, 3), colour(style.color)[3] * opacity(element)], ground);
    const [light, dark] = [luminance(ink), luminance(ground)].sort((a, b) => b - a);
    const ratio = (light + 0.05) / (dark + 0.05);
    return ratio < (isLarge ? 3 : 4.5) ? [`${what} has contrast ${ratio.toFixed(2)}`] : [];
  }

  const opacityOf = (one) => Number(getComputedStyle(one).opacity);
  const opacity = (element) => ancestors(element).reduce((product, one) => product * opacityOf(one), 1);

  /** The colour behind an element; null when a picture lies there. */
  function groundOf(element) {
    const layers = [];
    for (const one of ancestors(element)) {
      const style = getComputedStyle(one);
      if (style.backgroundImage !== "none") return null;
      layers.push(colour(style.backgroundColor));
      if (layers.at(-1)[3] === 1) break;
    }
    return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255, 1]);
  }

  const over = ([r, g, b, a], below) => [r, g, b].map((part, index) => part * a + below[index] * (1 - a)).concat(1);

  const brush = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", {
    willReadFrequently: true,
  });

  function colour(text) {
    brush.clearRect(0, 0, 1, 1);
    brush.fillStyle = text;
    brush.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = brush.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  }

  function luminance(rgb) {
    const [r, g, b] = rgb.slice(0, 3).map((part) => {
      const share = part / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }

  function twins() {
    const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
    return ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `two elements have the id ${id}`);
  }

  function name(element) {
    const marks = [element.id && `#${element.id}`, ...[...element.classList].map((one) => `.${one}`)];
    return element.tagName.toLowerCase() + marks.filter(Boolean).join("");
  }

  return { clipped, faint, twins };
})()
